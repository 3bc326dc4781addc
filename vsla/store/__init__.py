"""The database: tables, the session that commits, and queries by subject."""
