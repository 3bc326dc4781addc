"""The kinds of paper in words: what each is called, what it is about, and its figures."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KINDS: dict[str, LazyString] = {
    "statement": _l("Member statement"),
    "collection_sheet": _l("Collection sheet"),
    "meeting_record": _l("Meeting record"),
    "shareout": _l("Share-out sheet"),
    "constitution": _l("Constitution"),
    "poster": _l("Poster of the group"),
    "recovery": _l("Recovery sheet"),
    "class_sheet": _l("Class sheet"),
    "passbook_check": _l("List of passbooks to check"),
}
"""By the kind of its code, in the order in which people ask for them."""

SIGNS: dict[str, str] = {
    "statement": "star",
    "collection_sheet": "secretary",
    "meeting_record": "meeting",
    "shareout": "share-out",
    "constitution": "rules",
    "poster": "members",
    "recovery": "lock",
    "class_sheet": "file",
    "passbook_check": "check",
}

_PASSBOOK = _l("Passbook no.")
_MEETING = _l("Number of the meeting")
_CYCLE = _l("Number of the cycle")

SUBJECTS: dict[str, LazyString] = {
    "statement": _PASSBOOK,
    "class_sheet": _PASSBOOK,
    "collection_sheet": _MEETING,
    "meeting_record": _MEETING,
    "shareout": _CYCLE,
    "recovery": _CYCLE,
    "constitution": _l("Number of the version"),
    "passbook_check": _l("Number of the sample"),
}
"""What the number of a paper's subject is called; the poster has none."""

_STARS = _l("Stars")
_LOAN_BOX = _l("Loan fund, in the box")
_SOLIDARITY = _l("Solidarity fund")

FIGURES: dict[str, dict[str, LazyString]] = {
    "statement": {
        "stars": _l("My stars"),
        "worth": _l("What the stars are worth"),
        "owes": _l("What I owe"),
        "solidarity_total": _l("Solidarity fund of the whole group"),
    },
    "class_sheet": {
        "stars": _l("Stars bought"),
        "cost": _l("What they cost"),
        "solidarity": _l("Solidarity"),
    },
    "collection_sheet": {
        "loan_fund": _LOAN_BOX,
        "solidarity_fund": _l("Solidarity fund, in the box"),
        "fines": _l("Fines owed, all together"),
        "owes": _l("Loans owed, all together"),
    },
    "meeting_record": {
        "attended": _l("How many came"),
        "stars": _STARS,
        "loan_fund": _LOAN_BOX,
        "solidarity_fund": _l("Solidarity fund, in the box"),
        "loans_out": _l("Loans to be repaid"),
    },
    "shareout": {
        "pool": _l("The money to share"),
        "shares": _l("All stars of the group"),
        "payouts": _l("All shares of page 2"),
        "handed": _l("In the hand, all together"),
        "remainder": _l("What remains"),
    },
    "constitution": {
        "present": _l("Present at the vote"),
        "votes_for": _l("Votes for"),
        "votes_against": _l("Votes against"),
        "share_value": _l("Price of a star"),
    },
    "poster": {
        "stars": _STARS,
        "saved": _l("What was paid for them"),
        "loan_box": _LOAN_BOX,
        "owed": _l("Loans to be repaid"),
        "solidarity": _SOLIDARITY,
    },
    "recovery": {
        "loan_box": _LOAN_BOX,
        "solidarity_box": _l("Solidarity fund, in the box"),
        "bank": _l("At the bank"),
        "stars": _STARS,
        "owed": _l("Loans to be repaid"),
    },
    "passbook_check": {"passbooks": _l("Passbooks on the list")},
}
"""The figures by which a kind is checked; the same names as in ``services.check_paper``."""
