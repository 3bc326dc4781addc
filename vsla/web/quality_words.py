"""Words of data quality: what became of a passbook, what differs, and what is wrong in a form."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.accuracy import Accuracy, stars_for
from vsla.domain.codes import Code
from vsla.domain.passbook_check import CheckOutcome
from vsla.domain.visits import Mark
from vsla.web.money_format import percent

OUTCOMES: dict[CheckOutcome, LazyString] = {
    CheckOutcome.CHECKED: _l("Passbook seen"),
    CheckOutcome.LOST: _l("No passbook"),
    CheckOutcome.ABSENT: _l("Not met"),
}

MARKS: dict[Mark, LazyString] = {
    Mark.GOOD: _l("Good"),
    Mark.PARTLY: _l("In part"),
    Mark.NOT: _l("Not yet"),
}

QUALITY_TEXTS: dict[Code, LazyString] = {
    Code.NO_GROUP_TO_DRAW: _l(
        "No group with a running cycle is there. Choose all zones, or another group."
    ),
}


def said(accuracy: Accuracy, bands: tuple[int, ...]) -> dict[str, object]:
    """Say an accuracy: the percentage, its stars, and between which figures the true one lies."""
    permille, between = accuracy.permille, accuracy.interval
    if permille is None or between is None:
        return {}
    low, high = (percent(end, 1000) for end in between)
    return {
        "percent": percent(accuracy.right, accuracy.checked),
        "made_of": _("%(part)s of %(whole)s", part=accuracy.right, whole=accuracy.checked),
        "low": low,
        "high": high,
        "stars": stars_for(permille, bands),
        "stars_between": [stars_for(end, bands) for end in between],
    }
