"""One place to ask for the word of any choice that stands on the screen."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.calendar import Period
from vsla.domain.constitution import (
    AmendmentRule,
    ChargeBasis,
    Frequency,
    GenderRule,
    HeirsRule,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
    Step,
    Weekday,
)
from vsla.domain.ledger import Account, Kind
from vsla.domain.own_fields import Sort, Subject
from vsla.domain.passbook_check import CheckOutcome
from vsla.domain.roster import Category, Gender, Literacy, Post, Sign, YesNo
from vsla.domain.visits import Mark
from vsla.store.models import EntryKind, GroupStatus, Role
from vsla.web import ledger_words, roster_words
from vsla.web.clause_texts import STEPS, WEEKDAYS
from vsla.web.course_words import COURSE_CHOICES
from vsla.web.own_words import SORTS, SUBJECTS
from vsla.web.quality_words import MARKS, OUTCOMES

Words = Mapping[str, LazyString]

_RULES: dict[type[StrEnum], Words] = {
    GenderRule: {
        GenderRule.ANYONE: _l("Women and men"),
        GenderRule.WOMEN_ONLY: _l("Women only"),
        GenderRule.MEN_ONLY: _l("Men only"),
    },
    Frequency: {
        Frequency.WEEKLY: _l("Every week"),
        Frequency.FORTNIGHTLY: _l("Every two weeks"),
        Frequency.MONTHLY: _l("Once a month"),
    },
    ChargeBasis: {
        ChargeBasis.FREE: _l("Free of charge"),
        ChargeBasis.FLAT_TERM: _l("On the sum lent, once for the whole term"),
        ChargeBasis.FLAT_PERIOD: _l("On the sum lent, for each period"),
        ChargeBasis.DECLINING: _l("On what is still to be repaid, for each period"),
        ChargeBasis.ROLLOVER_FLAT: _l(
            "On the sum lent, at once and again each period until it is repaid"
        ),
        ChargeBasis.ROLLOVER_REDUCING: _l("At once, then each period on all that is left to pay"),
        ChargeBasis.UP_FRONT: _l("On the sum lent, paid on receiving it"),
        ChargeBasis.ANNUAL_SIMPLE: _l("On the sum lent, by the year"),
    },
    Period: {
        Period.FOUR_WEEKS: _l("Four weeks"),
        Period.MONTH: _l("One month"),
        Period.YEAR: _l("One year"),
        Period.WHOLE_TERM: _l("The whole term"),
    },
    PenaltyKind: {
        PenaltyKind.NONE: _l("No penalty"),
        PenaltyKind.FIXED: _l("A fixed amount"),
        PenaltyKind.SHARE_OF_DEBT: _l("A part of what is owed"),
    },
    Rounding: {
        Rounding.FLOOR: _l("Each payout down to the smallest note"),
        Rounding.LARGEST_REMAINDER: _l("Notes left over go to those who lost most"),
    },
    RemainderHome: {
        RemainderHome.NEXT_CYCLE: _l("It stays in the loan fund"),
        RemainderHome.SOLIDARITY_FUND: _l("It goes into the solidarity fund"),
    },
    ProfitRule: {
        ProfitRule.BY_SHARES: _l("By shares"),
        ProfitRule.FLAT: _l("The same for each member who saved"),
    },
    SolidarityRule: {
        SolidarityRule.CARRIED: _l("It is kept for the next cycle"),
        SolidarityRule.SHARED_EQUALLY: _l("It is shared equally among the members"),
        SolidarityRule.INTO_POOL: _l("It is shared out together with the savings"),
    },
    HeirsRule: {
        HeirsRule.SHARES: _l("Her or his shares"),
        HeirsRule.SHARES_AND_PROFIT: _l("Her or his shares and their profit"),
    },
    AmendmentRule: {
        AmendmentRule.ALL_MEMBERS: _l("All members agree"),
        AmendmentRule.MAJORITY_PRESENT: _l("More than half of those present agree"),
    },
}
LABELS: dict[type[StrEnum], Words] = {
    **ledger_words.CHOICES,
    **COURSE_CHOICES,
    Subject: {str(key): word for key, word in SUBJECTS.items()},
    Sort: {str(key): word for key, word in SORTS.items()},
    Mark: {str(key): word for key, word in MARKS.items()},
    CheckOutcome: {str(key): word for key, word in OUTCOMES.items()},
    Account: {str(key): word for key, word in ledger_words.ACCOUNTS.items()},
    Kind: {str(key): word for key, word in ledger_words.KINDS.items()},
    Gender: roster_words.GENDERS,
    Category: roster_words.CATEGORIES,
    Literacy: roster_words.LITERACY,
    YesNo: roster_words.YES_NO,
    Post: roster_words.POSTS,
    Role: roster_words.ROLES,
    GroupStatus: roster_words.STATUSES,
    Sign: roster_words.SIGNS,
    Weekday: WEEKDAYS,
    Step: STEPS,
    EntryKind: {
        EntryKind.OPENING: _l("Opening"),
        EntryKind.MEETING: _l("Meeting"),
        EntryKind.SHARE_OUT: _l("Share-out"),
        EntryKind.REVERSAL: _l("Taken back"),
        EntryKind.CORRECTION: _l("Correction"),
        EntryKind.REPOSTING: _l("Entered again after a correction"),
    },
    **_RULES,
}
"""The words of each enumeration, in its own order."""


def label(member: StrEnum) -> LazyString:
    """Give the word of a choice, lazily, for the language of whoever reads it."""
    return LABELS[type(member)][member]


def labels_of(values: Collection[str]) -> Words | None:
    """Find the words of the enumeration that has all these stored values.

    One that has no others goes before one of which they are a part.
    """
    wanted = set(values)
    fitting = [words for words in LABELS.values() if wanted <= words.keys()]
    return min(fitting, key=len, default=None)


def init_app(app: Flask) -> None:
    """Give the templates the filter ``label``."""
    app.jinja_env.filters["label"] = label
