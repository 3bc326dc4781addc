"""The text of every broken rule of a group: what happened, and what to do next."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code

BREACH_TEXTS: dict[Code, LazyString] = {
    Code.TOO_FEW_SHARES: _l(
        "%(member)s: shares bought %(count)s, at least %(limit)s agreed. Check with the passbook, "
        "or speak about it in the meeting."
    ),
    Code.TOO_MANY_SHARES: _l(
        "%(member)s: shares bought %(count)s, at most %(limit)s agreed. Check with the passbook, "
        "and give back what is too much."
    ),
    Code.SOLIDARITY_UNPAID: _l(
        "%(member)s paid %(paid)s into the solidarity fund, %(agreed)s is agreed. Ask for the "
        "rest, or note why."
    ),
    Code.GRANT_ABOVE_LIMIT: _l(
        "The help for %(member)s is more than the %(limit)s the group agreed. Give less, or let "
        "the members vote."
    ),
    Code.NEED_NOT_LISTED: _l(
        "The group did not agree to help with this need of %(member)s. Let the members vote."
    ),
    Code.SOLIDARITY_LOAN_NOT_ALLOWED: _l(
        "The group agreed not to lend from the solidarity fund, and %(member)s gets such a loan. "
        "Give it as help, or let the members vote."
    ),
    Code.SOLIDARITY_LOAN_TOO_LONG: _l(
        "The solidarity fund lends to %(member)s for longer than agreed; weeks at most: %(limit)s. "
        "Shorten it."
    ),
    Code.LOAN_ABOVE_CEILING: _l(
        "%(member)s gets a loan of %(requested)s, but may borrow at most %(ceiling)s. Lend less, "
        "or let the members vote."
    ),
    Code.TERM_TOO_LONG: _l(
        "The loan of %(member)s runs too long: at most %(limit)s are agreed, in months or in "
        "periods of four weeks as the rules say. Shorten it."
    ),
    Code.TERM_BEYOND_SHARE_OUT: _l(
        "The loan of %(member)s is due on %(due_on)s, after the share-out of %(share_out_on)s. "
        "Shorten it."
    ),
    Code.NOT_A_LOAN_MEETING: _l(
        "Meeting %(number)s is not one at which the group lends. Keep the loans for the next "
        "lending meeting, or let the members vote."
    ),
    Code.TOO_FEW_GUARANTORS: _l(
        "The loan of %(member)s needs more members who stand surety: %(limit)s. Name them."
    ),
    Code.NO_QUORUM: _l(
        "Only %(attended)s came, and %(needed)s are needed to decide. Put off what must be voted "
        "on."
    ),
    Code.OFFICER_IS_KEY_HOLDER: _l(
        "%(member)s is on the committee and also holds a key. Elect somebody else for the key."
    ),
    Code.ELECTION_OVERDUE: _l(
        "The committee was to be elected again by %(due_on)s. Hold the election and write it down."
    ),
    Code.POST_VACANT: _l("%(post)s: places still empty %(count)s. Elect somebody."),
    Code.CASH_DIFFERENCE_OPENING: _l(
        "The box of the loan fund should hold %(expected)s before the meeting, but %(counted)s was "
        "counted: a difference of %(difference)s. Count again; if it stays, it is noted."
    ),
    Code.CASH_DIFFERENCE_CLOSING: _l(
        "The box of the loan fund should hold %(expected)s after the meeting, but %(counted)s was "
        "counted: a difference of %(difference)s. Count again; if it stays, it is noted."
    ),
    Code.SOLIDARITY_DIFFERENCE_OPENING: _l(
        "The box of the solidarity fund should hold %(expected)s before the meeting, but "
        "%(counted)s was counted: a difference of %(difference)s. Count again; if it stays, it is "
        "noted."
    ),
    Code.SOLIDARITY_DIFFERENCE_CLOSING: _l(
        "The box of the solidarity fund should hold %(expected)s after the meeting, but "
        "%(counted)s was counted: a difference of %(difference)s. Count again; if it stays, it is "
        "noted."
    ),
    Code.NOT_COUNTED: _l("A box was not counted. Count it and write down what it holds."),
    Code.FINE_NOT_AS_AGREED: _l(
        "The fine of %(member)s is not the agreed one, which is %(agreed)s. Check the amount."
    ),
    Code.ATTENDANCE_MISSING: _l(
        "Members whose coming was not noted: %(count)s. Note for each whether she or he came."
    ),
    Code.WRITE_OFF_WITHOUT_MAJORITY: _l(
        "A loan was given up although no more hands were for it than against. Vote again."
    ),
    Code.MEETING_NUMBER_SKIPPED: _l(
        "Meeting %(number)s has not arrived yet. Send it too; the book then puts all in order."
    ),
    Code.SHARE_OUT_OVERDUE: _l(
        "The share-out was to be on %(share_out_on)s and the group goes on saving. Share out soon."
    ),
}
"""Recorded and flagged, never refused; ``%(name)s`` as in ``MESSAGES``."""
