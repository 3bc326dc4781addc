"""Words of the quarterly set: its columns with their definitions, and what its form says."""

from __future__ import annotations

from vsla.documents.marks import lazy as _l

COLUMNS: dict[str, tuple[str, str]] = {
    "sv_trained_by": (
        _l("Trained by"),
        _l("Number of the facilitator who accompanies the group; the name stays here."),
    ),
    "sv_first_training": (_l("First training"), _l("Day the group was formed.")),
    "sv_started_on": (_l("Savings started"), _l("First day of the running cycle.")),
    "sv_members_start": (
        _l("Members at the start"),
        _l("Who belonged on the first day of the running cycle."),
    ),
    "sv_collected_on": (
        _l("Figures as of"),
        _l("Last meeting of the cycle up to the end of the quarter; empty before the first."),
    ),
    "sv_members": (_l("Members now"), _l("Who belongs on the last day of the quarter.")),
    "sv_men": (_l("Men now"), _l("Men among them.")),
    "sv_women": (
        _l("Women now"),
        _l("Women among them; who gave no sex or another one is counted in the members alone."),
    ),
    "sv_attending": (
        _l("Came to the last meeting"),
        _l("Members present or late, or who sent somebody."),
    ),
    "sv_left": (_l("Left in this cycle"), _l("Members who left since the cycle began.")),
    "sv_savings": (_l("Savings of this cycle"), _l("Shares in money; no fines, no charges.")),
    "sv_loans_count": (
        _l("Loans outstanding"),
        _l("Count of loans of the loan fund not yet repaid."),
    ),
    "sv_loans": (_l("Value of loans outstanding"), _l("Principal of these loans.")),
    "sv_late": (
        _l("Unpaid on late loans"),
        _l("All that is owed on loans past their due day, with charges."),
    ),
    "sv_written_off": (_l("Written off in this cycle"), _l("Principal the group gave up.")),
    "sv_cash": (_l("Cash of the loan fund"), _l("In box and bank, by the books.")),
    "sv_other_funds": (
        _l("Cash of other funds"),
        _l("Solidarity fund, in box and bank, by the books."),
    ),
    "sv_property_start": (
        _l("Property at the start"),
        _l("What the group owned when the cycle began; not kept here, so zero."),
    ),
    "sv_property": (_l("Property now"), _l("What the group owns; not kept here, so zero.")),
    "sv_debts": (_l("Debts of the group"), _l("What the group owes, such as payouts not fetched.")),
    "sv_rate": (
        _l("Service charge"),
        _l("Rate of one period by the rules in force; the rules say the period and the basis."),
    ),
    "sv_bank": (
        _l("Savings at a bank"),
        _l("Yes where the group keeps money at a bank at its last entry."),
    ),
    "sv_outside_loans": (
        _l("Loans from outside"),
        _l("Yes where the rules of the group allow loans from outside."),
    ),
    "sv_questions": (
        _l("Questions"),
        _l("How many figures are unusual; the list of checks says which."),
    ),
    "sv_verdict": (
        _l("What the form says"),
        _l("Refused: cannot be, so the group is not in the set. To ask: unusual, to be looked at."),
    ),
    "sv_doubt": (_l("Why"), _l("The check that did not hold.")),
}
"""Head of each column, and its definition."""

CHOICES: dict[str, dict[str, str]] = {
    "Verdict": {"refused": _l("Refused"), "question": _l("To ask")},
    "Doubt": {
        "below_zero": _l("An item is below zero."),
        "more_came": _l("More came to the last meeting than belong."),
        "sexes_exceed": _l("Women and men are more than the members."),
        "late_exceeds": _l("Something is late although no loan is open."),
        "loans_differ": _l("Loans are counted without money, or money without loans."),
        "started_early": _l("Savings started before the group was formed."),
        "collected_early": _l("The last meeting lies before the cycle."),
        "never_met": _l("The group has not met in this cycle: ask when it will."),
        "old": _l("The last meeting is more than 45 days before the end of the quarter: ask."),
        "size": _l("Fewer than 10 or more than 35 members: count them again."),
        "many_left": _l("More than a quarter of the members left in this cycle: ask why."),
        "few_came": _l("Fewer than half came to the last meeting: ask why."),
        "nothing_saved": _l("Meetings were held and nothing is saved: look at the meeting."),
        "much_late": _l("More than a quarter of the money lent is late: look at the loans."),
        "idle_cash": _l("After twelve weeks more than half of the savings lie in the box."),
        "loss": _l("The fund is smaller than the savings: look at losses and differences."),
        "profit_high": _l("The profit is higher than the savings: look at shares and charges."),
        "rate": _l(
            "There are loans and no charge, or one above a fifth each period: read the rules."
        ),
    },
}
"""Words of the choices, by enumeration."""
