"""The list of targets, their stages and deadlines."""
