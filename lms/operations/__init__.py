"""Looking after a running house: keeping a copy of everything, and putting it back.

A backup is a folder: `manifest.json`, a file of JSON lines for each table, and the stored files. It does not
depend on the database it came from, so one made on SQLite can be restored into PostgreSQL.
"""
