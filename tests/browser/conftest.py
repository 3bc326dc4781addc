"""Fixtures of the browser tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import chromium
from tests.browser.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser

    from tests.conftest import MakeApp


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Forgive the server of these tests what a browser that goes away leaves open."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    """A Chromium for the tests of a file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(started: Browser) -> Iterator[Browser]:
    """The Chromium of the file; phones opened in it are put away at the end of the test.

    Left open they would go on looking for their server.
    """
    yield started
    for context in started.contexts:
        context.close()


@pytest.fixture
def address(make_app: MakeApp, app: Flask) -> Iterator[str]:
    """The address of a server on the database of ``app``, with CSRF switched on as in real life."""
    own = make_app(app.config["SQLALCHEMY_DATABASE_URI"], WTF_CSRF_ENABLED=True)
    with serving(own) as served:
        yield served
