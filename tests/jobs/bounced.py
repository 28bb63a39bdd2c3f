"""Delivery status notifications as mail servers write them."""

from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

from tracker.jobs.models import OutboxMail


def notification(
    mail: OutboxMail | None,
    *,
    to: str = "",
    status: str = "5.1.1",
    action: str = "failed",
    original: bool = True,
    headers_only: bool = False,
) -> bytes:
    """What comes back of a mail (or of one we never sent)."""
    address = to or (mail.to if mail else "nobody@example.com")
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["From"], report["Subject"] = "MAILER-DAEMON@mx.example.com", "Undelivered Mail Returned to Sender"
    report["Message-ID"] = f"<{status}.{action}.{address}@mx.example.com>"
    report.attach(MIMEText("This is the mail system."))
    about, recipient = Message(), Message()
    about["Reporting-MTA"] = "dns; mx.example.com"
    if original:
        recipient["Original-Recipient"] = f"rfc822;{address}"
    recipient["Final-Recipient"] = f"rfc822; {address.upper()}"
    recipient["Action"], recipient["Status"] = action, status
    recipient["Diagnostic-Code"] = "smtp; 550 5.1.1 user unknown"
    status_part = MIMENonMultipart("message", "delivery-status")
    status_part.set_payload([about, recipient])
    report.attach(status_part)
    if mail:
        report.attach(_returned(mail, headers_only=headers_only))
    return report.as_bytes()


def _returned(mail: OutboxMail, *, headers_only: bool) -> Message:
    sent = EmailMessage()
    sent["Message-ID"], sent["To"] = mail.message_id, mail.to
    sent.set_content("…")
    if headers_only:
        return MIMEText(f"Message-ID: {mail.message_id}\nTo: {mail.to}\n", "rfc822-headers")
    part = MIMENonMultipart("message", "rfc822")
    part.set_payload([sent])
    return part
