"""Run migrations on the database of the current application."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

from vsla.store.models import Base

database = current_app.extensions["migrate"].db


def plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write the database's own types into migrations, so that they outlive our Python classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run_migrations() -> None:
    """Migrate in one transaction."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_server_default=True,
            render_item=plain_type,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations need the database they change")
run_migrations()
