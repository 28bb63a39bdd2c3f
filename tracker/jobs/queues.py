"""The queues of background work (队列), by purpose: a long upload never keeps a scan or a mail waiting."""

SCAN, MAIL, WORKBOOKS, DOCUMENTS = "scan", "mail", "workbooks", "documents"
QUEUES = (SCAN, MAIL, WORKBOOKS, DOCUMENTS)
# What rings the timetable; it is looked after like a queue.
BEAT = "beat"
