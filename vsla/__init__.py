"""Savings groups on a true ledger: constitution, meetings, loans and share-out."""

__version__ = "0.1.0"
