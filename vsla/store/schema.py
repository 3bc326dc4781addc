"""Tell whether a database can be reached and stands at the newest migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

import vsla.store.engine  # noqa: F401 - sets SQLite up

if TYPE_CHECKING:
    from pathlib import Path


def trouble_with(database_url: str, migrations: Path) -> str | None:
    """Look at a database before anybody works with it.

    Args:
        database_url: as the configuration gives it.
        migrations: the folder of all migrations.

    Returns:
        What is wrong and what to do, without any password; None when nothing is.
    """
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            found = set(MigrationContext.configure(connection).get_current_heads())
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        return f"the database cannot be used: {reason}. Look at VSLA_DATABASE_URL."
    finally:
        engine.dispose()
    if found == set(ScriptDirectory(str(migrations)).get_heads()):
        return None
    return "the database is not at the migration of this program; bring it there: vsla db upgrade"
