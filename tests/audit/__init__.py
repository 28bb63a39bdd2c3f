"""The history and the database's own walls."""
