"""The sentences of the constitution and of the share-out, in the language of the reader."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.clauses import KEPT_BY_GROUP, Article, Clause, ClauseCode
from vsla.domain.constitution import Step, Weekday
from vsla.domain.errors import Value
from vsla.domain.money import PPM
from vsla.domain.share_sentences import Sentence, SentenceCode
from vsla.web.ledger_words import NEEDS, OFFENCES
from vsla.web.money_format import money, percent

_PPM_IN_TENTH = 1_000

WEEKDAYS: dict[str, LazyString] = {
    Weekday.MONDAY: _l("Monday"),
    Weekday.TUESDAY: _l("Tuesday"),
    Weekday.WEDNESDAY: _l("Wednesday"),
    Weekday.THURSDAY: _l("Thursday"),
    Weekday.FRIDAY: _l("Friday"),
    Weekday.SATURDAY: _l("Saturday"),
    Weekday.SUNDAY: _l("Sunday"),
}
STEPS: dict[str, LazyString] = {
    Step.FINES: _l("fines"),
    Step.SOLIDARITY: _l("solidarity fund"),
    Step.SHARES: _l("shares"),
    Step.REPAYMENTS: _l("repayments"),
    Step.EXPENSES: _l("expenses"),
    Step.LOANS: _l("loans"),
}
ARTICLE_TITLES: dict[Article, LazyString] = {
    Article.PURPOSE: _l("Purpose"),
    Article.MEMBERS: _l("Members"),
    Article.COMMITTEE: _l("Committee"),
    Article.MEETINGS: _l("Meetings"),
    Article.QUORUM: _l("Quorum"),
    Article.SHARES: _l("Shares"),
    Article.SOLIDARITY: _l("Solidarity fund"),
    Article.LENDING: _l("Lending"),
    Article.LOAN_LIMITS: _l("Limits of a loan"),
    Article.CHARGE: _l("Service charge"),
    Article.LATE_LOANS: _l("Late loans"),
    Article.FINES: _l("Fines"),
    Article.OUTSIDE_LOANS: _l("Loans from outside"),
    Article.CYCLE: _l("Cycle"),
    Article.SHARE_OUT: _l("Share-out"),
    Article.SOLIDARITY_AT_SHARE_OUT: _l("Solidarity fund at share-out"),
    Article.LEAVING: _l("Leaving the group"),
    Article.AMENDMENT: _l("Changing these rules"),
}
_C = ClauseCode
CLAUSE_TEXTS: dict[ClauseCode, LazyString] = {
    _C.OBJECTIVE: _l("Our aim: %(text)s"),
    _C.SERVICES: _l("What the group does for its members: %(text)s"),
    _C.GENDER_ANYONE: _l("Women and men may join."),
    _C.GENDER_WOMEN_ONLY: _l("Only women may join."),
    _C.GENDER_MEN_ONLY: _l("Only men may join."),
    _C.MINIMUM_AGE: _l("A member is at least %(age)s years old."),
    _C.RESIDENCE: _l("Members live here: %(text)s"),
    _C.OTHER_CONDITION: _l("Further condition: %(text)s"),
    _C.COMMITTEE: _l(
        "The committee has five members: chair, secretary, treasurer and two money counters. "
        "Three other members keep the keys; they are not on the committee."
    ),
    _C.COMMITTEE_WOMEN: _l("Women on the committee: at least %(count)s."),
    _C.PUBLIC_OFFICE_BARRED: _l("Nobody who holds a public office may be on the committee."),
    _C.ELECTIONS_SECRET: _l("The committee is elected by secret ballot."),
    _C.ELECTIONS_OPEN: _l("The committee is elected by show of hands."),
    _C.ELECTION_MONTHS: _l("Months from one election to the next: %(months)s."),
    _C.MEETS_WEEKLY: _l("The group meets every week. Day: %(weekday)s."),
    _C.MEETS_FORTNIGHTLY: _l("The group meets every two weeks. Day: %(weekday)s."),
    _C.MEETS_MONTHLY: _l("The group meets once a month. Day: %(weekday)s."),
    _C.PLACE: _l("Place of the meetings: %(text)s"),
    _C.MEETING_ORDER: _l(
        "Order of the meeting: count of the boxes, %(steps)s, count of the boxes."
    ),
    _C.QUORUM: _l("A meeting decides when at least %(part)s of every %(whole)s members are there."),
    _C.SHARE_VALUE: _l(
        "One share costs %(amount)s. This price stays the same for the whole cycle."
    ),
    _C.SHARES_PER_MEETING: _l(
        "Shares a member buys at each meeting: at least %(least)s, at most %(most)s."
    ),
    _C.SOLIDARITY_CONTRIBUTION: _l(
        "At each meeting every member pays %(amount)s into the solidarity fund."
    ),
    _C.SOLIDARITY_NONE: _l("Nothing fixed is paid into the solidarity fund."),
    _C.HELP: _l("The solidarity fund helps. %(need)s: up to %(amount)s."),
    _C.HELP_NO_LIMIT: _l("The solidarity fund helps. %(need)s: the meeting decides how much."),
    _C.SOLIDARITY_LOANS: _l(
        "The solidarity fund may lend without charge; weeks until repayment: %(weeks)s."
    ),
    _C.SOLIDARITY_NO_LOANS: _l("The money of the solidarity fund is never lent."),
    _C.LENDING_FROM: _l("Loans are given from meeting number %(number)s on."),
    _C.LOANS_EVERY_MEETING: _l("Loans are given at every meeting."),
    _C.LOANS_EVERY: _l("Loans are given once in %(every)s meetings."),
    _C.LOAN_MULTIPLE: _l("A member may owe at most %(times)s times her savings."),
    _C.LOAN_TERM_FOUR_WEEKS: _l(
        "A loan is repaid within at most %(terms)s periods of four weeks, and before the share-out."
    ),
    _C.LOAN_TERM_MONTHS: _l(
        "Months within which a loan is repaid: at most %(terms)s, and before the share-out."
    ),
    _C.GUARANTORS: _l("Members who must stand surety for a loan: %(count)s."),
    _C.CHARGE_FREE: _l("Loans are free of charge."),
    _C.CHARGE_FLAT_TERM: _l("A loan costs %(rate)s of the sum lent, once for the whole term."),
    _C.CHARGE_FLAT_PERIOD_FOUR_WEEKS: _l(
        "A loan costs %(rate)s of the sum lent for every four weeks."
    ),
    _C.CHARGE_FLAT_PERIOD_MONTH: _l("A loan costs %(rate)s of the sum lent for every month."),
    _C.CHARGE_DECLINING_FOUR_WEEKS: _l(
        "A loan costs %(rate)s of what is still to be repaid for every four weeks."
    ),
    _C.CHARGE_DECLINING_MONTH: _l(
        "A loan costs %(rate)s of what is still to be repaid for every month."
    ),
    _C.CHARGE_ROLLOVER_FLAT_FOUR_WEEKS: _l(
        "A loan costs %(rate)s of the sum lent when it is given, and again after every four weeks "
        "while anything is left to pay."
    ),
    _C.CHARGE_ROLLOVER_FLAT_MONTH: _l(
        "A loan costs %(rate)s of the sum lent when it is given, and again after every month "
        "while anything is left to pay."
    ),
    _C.CHARGE_ROLLOVER_REDUCING_FOUR_WEEKS: _l(
        "A loan costs %(rate)s of the sum lent when it is given, and after every four weeks "
        "%(rate)s of all that is left to pay."
    ),
    _C.CHARGE_ROLLOVER_REDUCING_MONTH: _l(
        "A loan costs %(rate)s of the sum lent when it is given, and after every month "
        "%(rate)s of all that is left to pay."
    ),
    _C.CHARGE_UP_FRONT_WHOLE_TERM: _l(
        "A loan costs %(rate)s of the sum lent, paid once on receiving it."
    ),
    _C.CHARGE_UP_FRONT_FOUR_WEEKS: _l(
        "A loan costs %(rate)s of the sum lent for every four weeks, all paid on receiving it."
    ),
    _C.CHARGE_UP_FRONT_MONTH: _l(
        "A loan costs %(rate)s of the sum lent for every month, all paid on receiving it."
    ),
    _C.CHARGE_ANNUAL_SIMPLE_YEAR: _l(
        "A loan costs %(rate)s of the sum lent a year, reckoned by whole months."
    ),
    _C.CHARGE_STOPS: _l("After the agreed term nothing is added to the charge."),
    _C.CHARGE_GOES_ON: _l("The charge goes on after the agreed term until the loan is repaid."),
    _C.PENALTY_NONE: _l("A late loan bears no penalty."),
    _C.PENALTY_FIXED: _l("A loan that is late bears a penalty of %(amount)s, once."),
    _C.PENALTY_SHARE_OF_DEBT: _l(
        "A loan that is late bears a penalty of %(rate)s of what is owed, once."
    ),
    _C.FINE: _l("%(offence)s: a fine of %(amount)s."),
    _C.FINES_NONE: _l("There are no fines."),
    _C.FINES_INTO_LOAN_FUND: _l("Fines go into the loan fund and are shared out."),
    _C.FINES_INTO_SOLIDARITY_FUND: _l("Fines go into the solidarity fund."),
    _C.OUTSIDE_LOANS: _l(
        "The group may borrow from outside. Members' savings are never pledged for it."
    ),
    _C.NO_OUTSIDE_LOANS: _l("The group does not borrow from outside."),
    _C.CYCLE_WEEKS: _l("Weeks from the start of a cycle to the share-out: %(weeks)s."),
    _C.PROFIT_BY_SHARES: _l("At the share-out the profit is shared by shares."),
    _C.PROFIT_FLAT: _l(
        "At the share-out all who saved get back their savings and an equal part of the profit."
    ),
    _C.ROUNDING_FLOOR: _l("Each payout is brought down to what notes and coins can pay."),
    _C.ROUNDING_LARGEST_REMAINDER: _l(
        "Payouts are brought to what notes and coins can pay; what is left over goes note by note "
        "to those who lost most by it."
    ),
    _C.REMAINDER_NEXT_CYCLE: _l("What cannot be paid out stays in the loan fund."),
    _C.REMAINDER_SOLIDARITY_FUND: _l("What cannot be paid out goes into the solidarity fund."),
    _C.SOLIDARITY_CARRIED: _l("The solidarity fund is kept for the next cycle."),
    _C.SOLIDARITY_SHARED_EQUALLY: _l("The solidarity fund is shared equally among the members."),
    _C.SOLIDARITY_INTO_POOL: _l("The solidarity fund is shared out together with the savings."),
    _C.LEAVING_SETTLED: _l(
        "Who leaves gets back her shares at the price she paid, less what she owes."
    ),
    _C.LEAVING_NOTICE: _l("Weeks of notice before leaving: %(weeks)s."),
    _C.HEIRS_SHARES: _l(
        "When a member dies her heirs get her shares at the price paid, less what she owed."
    ),
    _C.HEIRS_SHARES_AND_PROFIT: _l(
        "When a member dies her heirs get her shares and their profit, less what she owed."
    ),
    _C.AMENDMENT_ALL_MEMBERS: _l("These rules change only when all members agree."),
    _C.AMENDMENT_MAJORITY_PRESENT: _l(
        "These rules change when more than half of the members present agree."
    ),
}
MARK = "\N{DEGREE SIGN}"
MARK_TEXT = _l("%(mark)s The group itself sees that this is kept: no record tells.", mark=MARK)
_S = SentenceCode
SHARE_OUT_TEXTS: dict[SentenceCode, LazyString] = {
    _S.NO_SHARES: _l("No shares in this cycle."),
    _S.SHARES_GREW: _l(
        "Shares: %(count)s. Savings of %(capital)s grew by %(difference)s to %(payout)s."
    ),
    _S.SHARES_KEPT: _l("Shares: %(count)s. Savings of %(capital)s stayed the same."),
    _S.SHARES_SHRANK: _l(
        "Shares: %(count)s. Savings of %(capital)s shrank by %(difference)s to %(payout)s."
    ),
    _S.OWED_BEFORE: _l("%(amount)s is added that the group still owed her."),
    _S.DEBTS_PAID: _l("%(amount)s of it repays what she owed."),
    _S.DEBTS_CARRIED: _l("She still owes the group %(amount)s."),
    _S.ROUNDED_OFF: _l("%(amount)s cannot be paid in notes and stays with the group."),
    _S.IN_HAND: _l("She is paid %(amount)s."),
    _S.UNPAID: _l("The group still owes her %(amount)s until others have repaid."),
    _S.SOLIDARITY_SHARE: _l("She gets %(amount)s from the solidarity fund."),
}


def article_title(article: Article) -> str:
    """Print an article's heading, such as ``Article 6. Shares``."""
    return str(
        _l("Article %(number)s. %(title)s", number=int(article), title=ARTICLE_TITLES[article])
    )


def clause_text(clause: Clause, currency: str) -> str:
    """Print one sentence of a constitution.

    Args:
        clause: from ``clauses``.
        currency: ISO code of the group's currency.

    Returns:
        A sentence in the language of the request.
    """
    return str(CLAUSE_TEXTS[clause.code]) % _words(clause.values, currency)


def clause_line(clause: Clause, currency: str) -> str:
    """Print a sentence, marked where the group sees to it itself; ``MARK_TEXT`` says so.

    Args:
        clause: from ``clauses``.
        currency: ISO code of the group's currency.

    Returns:
        A sentence in the language of the request.
    """
    text = clause_text(clause, currency)
    return f"{text}\N{NO-BREAK SPACE}{MARK}" if clause.code in KEPT_BY_GROUP else text


def share_out_text(sentences: tuple[Sentence, ...], currency: str) -> str:
    """Print what a member is told about her line of the share-out.

    Args:
        sentences: from ``explain``.
        currency: ISO code of the group's currency.

    Returns:
        The sentences in the language of the request, one after the other.
    """
    return " ".join(str(SHARE_OUT_TEXTS[it.code]) % _words(it.values, currency) for it in sentences)


def _words(values: Mapping[str, Value], currency: str) -> dict[str, object]:
    """Turn values into words: money, rates, and the names of choices."""
    words: dict[str, object] = {}
    for name, value in values.items():
        if name.endswith("_minor"):
            words[name.removesuffix("_minor")] = money(int(value), currency)
        elif name == "rate_ppm":
            places = 1 if int(value) % (10 * _PPM_IN_TENTH) else 0
            words["rate"] = percent(int(value), PPM, places)
        elif name == "steps":
            words[name] = ", ".join(str(STEPS[step]) for step in str(value).split(","))
        else:
            words[name] = _CHOICES.get(name, {}).get(str(value), value)
    return words


_CHOICES: dict[str, dict[str, LazyString]] = {
    "weekday": WEEKDAYS,
    "need": NEEDS,
    "offence": OFFENCES,
}
