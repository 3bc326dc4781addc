"""The session of a request, and the one place that commits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import select

from vsla.store.driver import DRIVER, Driver
from vsla.store.engine import begin_writing
from vsla.store.models import Base, GroupPosition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session


class RequestSession(FlaskSession):
    """The session of a request; in ``transaction()`` it works on the connection of that."""

    def get_bind(
        self,
        mapper: Any | None = None,  # noqa: ANN401 - as the library has it
        clause: Any | None = None,  # noqa: ANN401
        bind: Engine | Connection | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Engine | Connection:
        """Give the connection of the open transaction, or the engine."""
        return self.bind or super().get_bind(mapper, clause, bind, **kwargs)


db = SQLAlchemy(model_class=Base, session_options={"class_": RequestSession})


@contextmanager
def transaction(session: Session | None = None) -> Iterator[Session]:
    """Open the writing transaction of one use case: commit at the end, all or nothing.

    What the session has read before (the user who sends the request, above all) is let go first,
    for on SQLite a writer must take the lock before it reads.

    Args:
        session: whose transaction; the request's own session if None.

    Yields:
        The session to write with; nothing else may commit it.

    Raises:
        RuntimeError: the session already holds changes, which a programmer forgot to put inside.
    """
    own: Session = db.session() if session is None else session
    if own.in_transaction():
        if own.new or own.dirty or own.deleted:
            raise RuntimeError("something was written outside of transaction()")
        own.rollback()
    before = own.bind
    connection, begun = begin_writing(own.get_bind())
    own.bind, own.info[DRIVER] = connection, Driver(connection)
    try:
        yield own
        # Recording a meeting runs prepared statements alone, and the session has begun nothing.
        if own.in_transaction():
            own.commit()
        begun.commit()
    except BaseException:
        own.rollback()
        if begun.is_active:
            begun.rollback()
        raise
    finally:
        own.bind = before
        del own.info[DRIVER]
        if connection is not before:
            connection.close()


def lock_group(session: Session, group_id: int) -> None:
    """Let nobody else write to a group until this transaction ends.

    SQLite has one writer at a time already, and is asked nothing.

    Args:
        session: inside ``transaction()``.
        group_id: an opened group; groups are never locked two at a time.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    query = select(GroupPosition.group_id).where(GroupPosition.group_id == group_id)
    session.execute(query.with_for_update())
