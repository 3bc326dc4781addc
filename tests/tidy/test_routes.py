"""No page is open to anybody by oversight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from collections.abc import Iterator


def unguarded(app: Flask) -> Iterator[str]:
    """Name the addresses whose view says nothing about who may see it; files are for all."""
    for rule in app.url_map.iter_rules():
        is_file = rule.endpoint == "static" or rule.endpoint.endswith(".static")
        view = app.view_functions[rule.endpoint]
        if not is_file and getattr(view, "access_rule", None) is None:
            yield f"{rule.rule} ({rule.endpoint})"


def test_every_route_has_an_access_rule(app: Flask) -> None:
    assert len(list(app.url_map.iter_rules())) > 1
    assert list(unguarded(app)) == []


def test_a_route_without_an_access_rule_is_seen() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/secret", endpoint="secret", view_func=lambda: "everybody reads this")

    assert list(unguarded(bare)) == ["/secret (secret)"]
