"""The drill: a backup is only one once it has been restored."""
