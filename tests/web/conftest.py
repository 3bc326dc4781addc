"""Fixtures of the web tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.books import Shelf, a_shelf, statements
from tests.web.probe import add_probe, add_user, log_in
from vsla.store.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from tests.conftest import MakeApp


@pytest.fixture
def probed(app: Flask, make_app: MakeApp) -> Flask:
    """An application with the probe pages, on the database of ``app``."""
    own = make_app(app.config["SQLALCHEMY_DATABASE_URI"])
    add_probe(own)
    return own


@pytest.fixture
def stranger(probed: Flask) -> FlaskClient:
    """A browser in which nobody is logged in."""
    return probed.test_client()


@pytest.fixture
def officer(probed: Flask, app_session: Session) -> FlaskClient:
    """A browser in which an officer is logged in."""
    add_user(app_session, "officer", Role.OFFICER)
    client = probed.test_client()
    log_in(client, "officer")
    return client


@pytest.fixture
def facilitator(probed: Flask, app_session: Session) -> FlaskClient:
    """A browser in which a facilitator is logged in."""
    add_user(app_session, "facilitator", Role.FACILITATOR)
    client = probed.test_client()
    log_in(client, "facilitator")
    return client


@pytest.fixture
def shelf(app: Flask, app_session: Session) -> Shelf:
    """A programme with one group that meets and one that is being set up."""
    return a_shelf(app, app_session)


@pytest.fixture
def sent(shelf: Shelf) -> Iterator[list[str]]:
    """The statements sent to the database since the start of the test; clear it before a page."""
    yield from statements(shelf.app)
