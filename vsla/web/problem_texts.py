"""The text of every code: what happened, and what to do next."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code
from vsla.web.breach_texts import BREACH_TEXTS
from vsla.web.course_words import COURSE_OFFICE, COURSE_TEXTS
from vsla.web.outside_texts import OUTSIDE
from vsla.web.quality_words import QUALITY_TEXTS

_ANY_DOCUMENT: dict[Code, LazyString] = {
    Code.MISSING: _l("Something is left out here: %(choices)s. Add it."),
    Code.NOT_A_NUMBER: _l("This is not a whole number. Write one, such as 12."),
    Code.NOT_A_DATE: _l("This is not a date. Write one, such as 2026-11-18."),
    Code.NOT_TEXT: _l("This cannot be read as text. Write it again with letters and digits."),
    Code.NOT_YES_OR_NO: _l("Only yes or no can stand here. Choose one."),
    Code.TOO_LONG: _l("This is too long: at most %(most)s fit here. Shorten it."),
    Code.OUT_OF_RANGE: _l(
        "This is too small or too large. Write a number from %(low)s to %(high)s."
    ),
    Code.UNKNOWN_CHOICE: _l("This is not one of the choices. Choose one of these: %(choices)s."),
    Code.NOT_A_LIST: _l("A list was expected here. Open the page again and fill it in once more."),
    Code.NOT_AN_OBJECT: _l(
        "What was sent is not complete. Open the page again and fill it in once more."
    ),
    Code.UNKNOWN_FIELD: _l(
        "The phone sent something this programme does not know. Bring the programme on the phone "
        "up to date and send again."
    ),
    Code.DUPLICATE: _l("This stands here twice. Keep one of the two lines."),
    Code.NOT_JSON: _l("What was sent arrived damaged. Send it again."),
    Code.TOO_LARGE: _l("What was sent is too large. Send it in smaller parts."),
    Code.UNKNOWN_SCHEMA: _l(
        "The phone and this programme are of different versions. Bring the programme on the phone "
        "up to date and send again."
    ),
    Code.NOT_A_UUID: _l(
        "The phone did not number what it sent as it should. Bring the programme on the phone up "
        "to date and send again."
    ),
}
_MEETING: dict[Code, LazyString] = {
    Code.CYCLE_NOT_OPEN: _l(
        "Cycle %(cycle)s has been shared out and its book is closed. Start a new cycle to record "
        "meetings."
    ),
    Code.OTHER_CYCLE: _l("The group is in cycle %(cycle)s. Record the meeting in that cycle."),
    Code.DATE_BEFORE_CYCLE: _l(
        "This day is too early: all began on %(opened_on)s. Write that day or a later one."
    ),
    Code.DATE_IN_FUTURE: _l("This day has not come yet. Write today or a day that has passed."),
    Code.DATE_BEFORE_LAST_MEETING: _l(
        "This day is too early: the book already goes to %(last_on)s. Write that day or a later "
        "one."
    ),
    Code.DATE_AFTER_NEXT_MEETING: _l(
        "This day is too late: the book has an entry on %(next_on)s. Write that day or an earlier "
        "one."
    ),
    Code.NUMBER_TAKEN: _l(
        "Meeting %(number)s is already in the book. Look at it there; if it is wrong, correct it."
    ),
    Code.UNKNOWN_MEMBER: _l("This person is not a member of the group. Choose one of the members."),
    Code.DEPARTED_MEMBER: _l(
        "On that day %(member)s was not a member of the group. Check the person and the date."
    ),
    Code.UNKNOWN_LOAN: _l(
        "There is no such loan, or it is repaid already. Choose one of the open loans."
    ),
    Code.LOAN_LINE_TAKEN: _l("Two loans have the same line. Give each loan its own line."),
    Code.REPAYMENT_ABOVE_DEBT: _l(
        "%(member)s owes only %(debt)s on this loan. Write at most that much."
    ),
    Code.FINE_ABOVE_DEBT: _l("%(member)s owes only %(debt)s in fines. Write at most that much."),
    Code.CARRIED_TOO_LATE: _l(
        "Debts from before the group came here belong to its first cycle. Leave them out."
    ),
    Code.PAYABLE_ABOVE_DEBT: _l(
        "The group owes %(member)s only %(debt)s. Write at most that much."
    ),
    Code.LOAN_FUND_BELOW_ZERO: _l(
        "The box of the loan fund would be %(short)s short. Check the amounts, or pay out less."
    ),
    Code.SOLIDARITY_BELOW_ZERO: _l(
        "The box of the solidarity fund would be %(short)s short. Check the amounts, or give less."
    ),
    Code.BANK_BELOW_ZERO: _l(
        "The money at the bank would be %(short)s short. Check how much was fetched from there."
    ),
    Code.LENDING_ABOVE_LOAN_FUND: _l(
        "Loans of %(requested)s are asked for, but the box of the loan fund holds %(available)s: "
        "%(excess)s too much. Lend less, or leave one loan for the next time."
    ),
    Code.NOTES_DIFFER: _l("The notes and coins make %(notes)s, not %(counted)s. Count again."),
    Code.LEAVER_STILL_OWES: _l(
        "%(member)s leaves but would still owe %(debt)s more than her or his savings. Record the "
        "repayment at this meeting, or let the meeting vote to give the loan up."
    ),
}
_CONSTITUTION: dict[Code, LazyString] = {
    Code.VOTES_EXCEED_PRESENT: _l(
        "There are more votes than members present, who are %(present)s. Count the votes again."
    ),
    Code.VOTES_NOT_ENOUGH: _l(
        "Votes needed for this: %(needed)s. Talk about it again and repeat the vote."
    ),
    Code.PRESENT_EXCEEDS_MEMBERS: _l(
        "The group has only %(members)s members. Check how many were present."
    ),
    Code.SHARES_MAX_BELOW_MIN: _l(
        "A member must buy at least %(least)s shares. Write that number or a larger one."
    ),
    Code.SHARE_VALUE_LOCKED: _l(
        "Shares have been sold at %(share_value)s in this cycle. Keep this price until the next "
        "cycle."
    ),
    Code.NOT_PAYABLE_IN_CASH: _l(
        "This cannot be paid in notes and coins. Write a multiple of %(step)s."
    ),
    Code.PERIOD_DOES_NOT_FIT: _l(
        "This period does not go with this kind of charge. Choose another of the two."
    ),
    Code.MONTHS_TOO_MANY: _l("Choose at most %(high)s months."),
    Code.CHARGE_ABOVE_USUAL: _l(
        "A charge of %(rate)s is more than the usual 10 in every 100. Make sure that the members "
        "want it."
    ),
}
_SHARE_OUT: dict[Code, LazyString] = {
    Code.BANK_NOT_EMPTY: _l(
        "There is still %(balance)s at the bank. Bring it to the box and record that at a meeting."
    ),
    Code.NO_SHARES: _l(
        "Nobody has bought shares in this cycle. There is nothing to share out yet."
    ),
    Code.POOL_BELOW_ZERO: _l(
        "The group owes more than it has (%(pool)s). Ask your programme officer before you share "
        "out."
    ),
    Code.COUNT_IS_NOT_BOOKS: _l(
        "The box does not hold what the book says. Count again; if the difference stays, record it "
        "at a meeting first."
    ),
    Code.MONEY_MOVED: _l(
        "The book has changed since this share-out was prepared. Prepare it again and check the "
        "new figures."
    ),
    Code.SAME_PERSON: _l(
        "Who prepared the share-out cannot confirm it. Ask a second person to do it."
    ),
    Code.ALREADY_SHARED_OUT: _l("This cycle has been shared out already. Start a new cycle."),
    Code.CYCLE_STILL_OPEN: _l("A cycle is still running. Share it out before you start another."),
    Code.PUT_BACK_ABOVE_PAYOUT: _l(
        "She or he received only %(payout)s at the share-out. Put back at most that much."
    ),
}
_PEOPLE: dict[Code, LazyString] = {
    Code.PASSBOOK_NUMBER_TAKEN: _l("%(name)s has this passbook number. Choose another."),
    Code.SIGN_TAKEN: _l("%(name)s has this sign. Choose another."),
    Code.CODE_TAKEN: _l("This code is in use already. Choose another."),
    Code.LOGIN_TAKEN: _l("This user name is in use already. Choose another."),
    Code.PASSWORD_TOO_SHORT: _l("This password is too short. Write at least %(least)s characters."),
    Code.SEATS_FULL: _l("%(post)s: all places are taken (%(limit)s). Choose another post."),
    Code.ALREADY_IN_POST: _l("%(member)s has this post already. Choose somebody else."),
    Code.GENDER_RULE_BROKEN: _l(
        "The group's rules do not let %(member)s join by sex. Check what was written, or let the "
        "members vote."
    ),
    Code.UNDER_AGE: _l(
        "%(member)s is %(age)s years old and must be at least %(limit)s. Check the year of birth, "
        "or let the members vote."
    ),
    Code.SAME_NAME: _l(
        "Number %(number)s has the same name, %(name)s. If they are two people, write one more "
        "name for each; if they are one, tell your programme officer."
    ),
    Code.DATE_BEFORE_JOINING: _l(
        "This person joined only on %(joined_on)s. Choose somebody else, or check the date."
    ),
    Code.GROUP_NOT_READY: _l(
        "The group has %(count)s members and needs at least %(limit)s. Enrol the others first."
    ),
}
_SYNC: dict[Code, LazyString] = {
    Code.SAME_KEY_OTHER_BODY: _l(
        "This was sent before with other figures. Both are kept; ask your programme officer which "
        "one counts."
    ),
    Code.MEMBER_ID_TAKEN: _l(
        "Another member has the number that the phone gave this person. Enrol her once more on the "
        "phone."
    ),
    Code.OTHER_PERSON: _l(
        "Somebody else is logged in on this phone. Log in with your own name, then send again."
    ),
    Code.BATCH_DAMAGED: _l("What was sent arrived damaged. Nothing was lost: send it again."),
    Code.ALREADY_SETTLED: _l("Somebody settled this already. Look at how it was settled."),
    Code.FILE_UNREADABLE: _l(
        "This is not a file that a phone saved here. Choose the file that was saved on the phone."
    ),
    Code.FILE_DAMAGED: _l(
        "This file was changed or damaged on its way. Save it on the phone once more and bring it "
        "again."
    ),
    Code.FILE_UNSIGNED: _l(
        "Nobody known here signed this file. Ask whoever made it to send it from her own phone, or "
        "bring it to the programme officer."
    ),
    Code.REASON_MISSING: _l("Write why it is corrected: the group will read it."),
    Code.NOT_CORRECTABLE: _l(
        "This entry cannot be corrected: it was replaced already, or it is not a meeting. Open the "
        "newest one."
    ),
    Code.NUMBER_KEPT: _l("A correction keeps its number: this is meeting %(number)s."),
    Code.LATER_NO_LONGER_HOLDS: _l(
        "After this change, meeting %(number)s could not stand as recorded: %(because)s"
    ),
    Code.NO_RATE: _l(
        "There is no exchange rate for %(currency)s on that day. Enter one; until then these "
        "amounts are not added up."
    ),
}
MESSAGES: dict[Code, LazyString] = {
    **_ANY_DOCUMENT,
    **_MEETING,
    **BREACH_TEXTS,
    **_CONSTITUTION,
    **_SHARE_OUT,
    **_PEOPLE,
    **_SYNC,
    **OUTSIDE,
    **COURSE_TEXTS,
    **QUALITY_TEXTS,
}
"""One text for each code; ``%(name)s`` takes the value of that name, without ``_minor``."""

SHORTER: dict[Code, LazyString] = {
    Code.MISSING: _l("Please fill this in."),
    Code.UNKNOWN_CHOICE: _l("Choose one of the list."),
    Code.OUT_OF_RANGE: _l("This is too small or too large. Check it."),
    Code.BANK_NOT_EMPTY: _l(
        "There is still money at the bank. Bring it to the box and record that at a meeting."
    ),
    Code.POOL_BELOW_ZERO: _l(
        "The group owes more than it has. Ask your programme officer before you share out."
    ),
    Code.PUT_BACK_ABOVE_PAYOUT: _l(
        "This is more than she or he received at the share-out. Put back less."
    ),
    Code.SHARE_VALUE_LOCKED: _l(
        "Shares have been sold in this cycle. Keep their price until the next cycle."
    ),
    Code.CYCLE_NOT_OPEN: _l(
        "This cycle has been shared out and its book is closed. Start a new cycle to record "
        "meetings."
    ),
    Code.DATE_BEFORE_LAST_MEETING: _l(
        "This day is before the last meeting in the book. Write that day or a later one."
    ),
    Code.POST_VACANT: _l("A post of the committee is still empty. Elect somebody."),
    Code.GROUP_NOT_READY: _l("The group has no constitution yet. Let the members adopt one first."),
    Code.NOT_PAYABLE_IN_CASH: _l("This cannot be paid in notes and coins. Write a round amount."),
    Code.LOAN_FUND_BELOW_ZERO: _l(
        "The box of the loan fund would be short. Check the amounts, or pay out less."
    ),
    Code.SOLIDARITY_BELOW_ZERO: _l(
        "The box of the solidarity fund would be short. Check the amounts, or give less."
    ),
    Code.BANK_BELOW_ZERO: _l(
        "The money at the bank would be short. Check how much was fetched from there."
    ),
    Code.LENDING_ABOVE_LOAN_FUND: _l(
        "More loans are asked for than the box of the loan fund holds. Lend less, or leave one "
        "loan for the next time."
    ),
    Code.LEAVER_STILL_OWES: _l(
        "A member who leaves would still owe more than her or his savings. Record the repayment "
        "at this meeting, or let the meeting vote to give the loan up."
    ),
    Code.REPAYMENT_ABOVE_DEBT: _l(
        "A repayment is more than what is still owed on the loan. Write at most that much."
    ),
    Code.FINE_ABOVE_DEBT: _l("More is paid than the fines owed. Write at most that much."),
    Code.PAYABLE_ABOVE_DEBT: _l(
        "More is paid than the group still owes from the last share-out. Write at most that much."
    ),
    Code.NO_RATE: _l(
        "There is no exchange rate on that day. Enter one; until then these amounts are not added "
        "up."
    ),
}
"""Said instead where the values of the whole text are not at hand."""

OFFICE: frozenset[Code] = frozenset(
    {
        *(code for code in _CONSTITUTION if code is not Code.VOTES_EXCEED_PRESENT),
        *_SHARE_OUT,
        Code.CODE_TAKEN,
        Code.LOGIN_TAKEN,
        Code.PASSWORD_TOO_SHORT,
        Code.RECOVERY_UNREADABLE,
        Code.RECOVERY_DAMAGED,
        Code.RECOVERY_UNSIGNED,
        Code.REASON_MISSING,
        Code.NOT_CORRECTABLE,
        Code.NUMBER_KEPT,
        Code.NO_RATE,
        Code.SEATS_FULL,
        Code.ALREADY_IN_POST,
        Code.SAME_NAME,
        *COURSE_OFFICE,
        Code.ALREADY_SETTLED,
        *(code for code in Code if code.startswith(("group_file_", "import_"))),
    }
)
"""What only the pages of the office say: no meeting and no change of the roster is told it."""
