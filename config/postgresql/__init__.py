"""Django's PostgreSQL engine over the embedded server, which is started by the first connection and not before."""
