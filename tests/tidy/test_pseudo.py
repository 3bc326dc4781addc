"""No page shows a text that cannot be translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.pseudo import untranslated
from vsla.web.locale import PSEUDO

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def plain_pages(app: Flask) -> list[str]:
    """List the addresses that can be asked for without knowing anything."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    )


def test_no_public_page_shows_a_text_that_cannot_be_translated(
    app: Flask, client: FlaskClient
) -> None:
    with client.session_transaction() as state:
        state["language"] = PSEUDO
    answers = {page: client.get(page) for page in plain_pages(app)}
    shown = {
        page: answer.text
        for page, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
    }

    assert shown
    assert {page: bare for page, text in shown.items() if (bare := untranslated(text))} == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p>Save</p>",
        "<p>⟦Save⟧ now</p>",
        '<img alt="box">',
        "<p><b translate=no>A</b> Save<br></p>",
    ],
)
def test_a_bare_text_is_seen(html: str) -> None:
    assert untranslated(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>⟦Save⟧ 12 500 - 3</p>",
        '<p title="⟦a⟧" class="some name">⟦a ⟦b⟧⟧</p>',
        "<td translate=no>Zawadi</td>",
        "<script>let text</script>",
    ],
)
def test_a_translated_text_is_let_through(html: str) -> None:
    assert untranslated(html) == []
