"""What a browser sends of the form of a constitution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.domain_builders import a_constitution
from vsla.domain.constitution_form import constitution_to_json
from vsla.domain.money import CURRENCIES
from vsla.web.forms.constitution import filled_in

_AMOUNTS = ("share_value", "solidarity_contribution", "penalty_amount")


def _is_sent(value: object) -> bool:
    """Tell what a browser leaves out: boxes without a tick; empty fields stay empty anyway."""
    return value is not None and value is not False and value != ""


def rules_form(*, present: int, votes_for: int, **changes: Any) -> dict[str, Any]:
    """Fill in the form with usual rules and a vote; ``changes`` are sent as written."""
    rules = constitution_to_json(replace(a_constitution(), objective="Épargner ensemble"))
    data = filled_in(rules)
    unit = CURRENCIES["CDF"].unit
    for name, value in data.items():
        if value is not None and (name in _AMOUNTS or name.startswith(("fine_", "help_"))):
            data[name] = value // unit
    data["charge_rate"] = data["charge_rate"] // 10_000
    sent = {
        name: "y" if value is True else value for name, value in data.items() if _is_sent(value)
    }
    vote = {"adopted_on": "2023-01-04", "present": present, "votes_for": votes_for}
    return {**sent, **vote, "votes_against": 0, **changes}
