"""Sao lưu: the whole register as one encrypted file that either database can be restored from.

A backup is rows and files, not a copy of a database: the same file restores into SQLite and into PostgreSQL, and
moving from one to the other is a backup and a restore (docs/decisions/0039-backups.md).
"""
