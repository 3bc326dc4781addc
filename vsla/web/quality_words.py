"""Words of data quality: what became of a passbook, what differs, and what is wrong in a form."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code
from vsla.domain.passbook_check import CheckOutcome
from vsla.domain.visits import Mark

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
