"""Backups (备份与恢复): database and files together in one folder, with a manifest whose sums are checked before anything is touched."""
