"""The constitution as JSON and back with every problem at once; its vote; how versions differ."""

from __future__ import annotations

from dataclasses import asdict, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from vsla.domain.calendar import Period
from vsla.domain.codes import Code
from vsla.domain.constitution import (
    AmendmentRule,
    Charge,
    ChargeBasis,
    Constitution,
    FineRule,
    Frequency,
    Fund,
    GenderRule,
    HeirsRule,
    Help,
    Need,
    Offence,
    Penalty,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
    Step,
    Weekday,
)
from vsla.domain.errors import InvalidDocumentError, Problem
from vsla.domain.money import MINOR_MAX, PPM
from vsla.domain.reader import Reader

if TYPE_CHECKING:
    from vsla.domain.constitution import Adoption
    from vsla.domain.money import Currency, Minor

TEXT_MAX = 500
USUAL_RATE_PPM = 100_000
"""Above 10 % a period a facilitator is asked to look twice; Source: method.md 1.2 [LL]."""

_MONEY = frozenset({"share_value", "solidarity_contribution", "amount", "amount_max"})
_TIMED = (Period.FOUR_WEEKS, Period.MONTH)
_UNTIMED = (*_TIMED, Period.WHOLE_TERM)
PERIODS_OF: dict[ChargeBasis, tuple[Period, ...]] = {
    ChargeBasis.FREE: _UNTIMED,
    ChargeBasis.FLAT_TERM: _UNTIMED,
    ChargeBasis.FLAT_PERIOD: _TIMED,
    ChargeBasis.DECLINING: _TIMED,
    ChargeBasis.ROLLOVER_FLAT: _TIMED,
    ChargeBasis.ROLLOVER_REDUCING: _TIMED,
    ChargeBasis.UP_FRONT: _UNTIMED,
    ChargeBasis.ANNUAL_SIMPLE: (Period.YEAR,),
}
"""Which period goes with which basis: a rate by the year is never charged every four weeks."""


def constitution_to_json(constitution: Constitution) -> dict[str, object]:
    """Write a constitution in its stable form: sorted keys, money as ``*_minor``.

    Args:
        constitution: any.

    Returns:
        Plain values for ``json.dumps``; ``constitution_from_json`` reads them back equal.
    """
    written = asdict(constitution)
    written["quorum"] = {"part": constitution.quorum[0], "whole": constitution.quorum[1]}
    return dict(sorted(_named(written).items()))


def _named(written: dict[str, object]) -> dict[str, object]:
    return {f"{key}_minor" if key in _MONEY else key: _plain(it) for key, it in written.items()}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return dict(sorted(_named(value).items()))
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def constitution_from_json(source: object, *, currency: Currency | None = None) -> Constitution:
    """Read a constitution, or say everything that is wrong with it.

    Args:
        source: as ``constitution_to_json`` writes it; what is left out takes the usual rule.
        currency: of the group, to see that agreed amounts can be paid in notes and coins; None for
            a constitution that is already in force.

    Returns:
        A constitution that keeps within all ranges.

    Raises:
        InvalidDocumentError: with every problem, each at the name of its field.

    Source: method.md 1.2, clause by clause.
    """
    reader = Reader(source)
    constitution = _read(reader)
    reader.finish()
    if currency:
        _check_cash(reader, constitution, currency.cash[-1])
    _check_whole(reader, constitution)
    if reader.problems:
        raise InvalidDocumentError(reader.problems)
    return constitution


def _read(r: Reader) -> Constitution:
    """Read every clause; the defaults are the method's usual rules."""
    usual = Constitution(share_value=1)
    return Constitution(
        share_value=r.integer("share_value_minor", 1, MINOR_MAX),
        objective=r.text("objective", TEXT_MAX),
        services=r.text("services", TEXT_MAX),
        outside_loans=r.yes("outside_loans"),
        minimum_age=r.integer("minimum_age", 0, 99, usual.minimum_age),
        gender_rule=r.choice("gender_rule", GenderRule, usual.gender_rule),
        residence=r.text("residence", TEXT_MAX),
        other_condition=r.text("other_condition", TEXT_MAX),
        committee_women_min=r.integer("committee_women_min", 0, 5, usual.committee_women_min),
        public_office_barred=r.yes("public_office_barred", default=True),
        election_months=r.integer("election_months", 1, 60, usual.election_months),
        secret_ballot=r.yes("secret_ballot", default=True),
        frequency=r.choice("frequency", Frequency, usual.frequency),
        weekday=r.choice("weekday", Weekday, usual.weekday),
        place=r.text("place", TEXT_MAX),
        meeting_order=_meeting_order(r),
        quorum=_quorum(r),
        shares_min=r.integer("shares_min", 0, 100, usual.shares_min),
        shares_max=r.integer("shares_max", 1, 100, usual.shares_max),
        solidarity_contribution=r.integer("solidarity_contribution_minor", 0, MINOR_MAX, 0),
        helps=_helps(r),
        solidarity_loans=r.yes("solidarity_loans"),
        solidarity_loan_weeks=r.integer("solidarity_loan_weeks", 1, 52, 4),
        lending_from_meeting=r.integer("lending_from_meeting", 1, 100, 4),
        loan_meeting_every=r.integer("loan_meeting_every", 1, 52, 4),
        loan_multiple=r.integer("loan_multiple", 1, 20, usual.loan_multiple),
        loan_term_max=r.integer("loan_term_max", 1, 60, usual.loan_term_max),
        charge=_charge(r, usual.charge),
        penalty=_penalty(r),
        guarantors=r.integer("guarantors", 0, 5, usual.guarantors),
        fines=_fines(r),
        fines_into=r.choice("fines_into", Fund, usual.fines_into),
        cycle_weeks=r.integer("cycle_weeks", 8, 104, usual.cycle_weeks),
        rounding=r.choice("rounding", Rounding, usual.rounding),
        remainder_home=r.choice("remainder_home", RemainderHome, usual.remainder_home),
        profit_rule=r.choice("profit_rule", ProfitRule, usual.profit_rule),
        solidarity_rule=r.choice("solidarity_rule", SolidarityRule, usual.solidarity_rule),
        heirs_rule=r.choice("heirs_rule", HeirsRule, usual.heirs_rule),
        leaving_notice_weeks=r.integer("leaving_notice_weeks", 0, 52, 0),
        amendment_rule=r.choice("amendment_rule", AmendmentRule, usual.amendment_rule),
    )


def _meeting_order(r: Reader) -> tuple[Step, ...]:
    """Read the order of a meeting: every part exactly once."""
    steps = r.choices("meeting_order", Step, tuple(Step))
    r.unique("meeting_order", steps)
    missing = [step.value for step in Step if step not in steps]
    if missing:
        r.note("meeting_order", Code.MISSING, choices=", ".join(missing))
    return steps


def _quorum(r: Reader) -> tuple[int, int]:
    reader = r.child("quorum")
    if reader is None:
        return (2, 3)
    whole = reader.integer("whole", 1, 100)
    share = reader.integer("part", 1, whole)
    reader.finish()
    return (share, whole)


def _helps(r: Reader) -> tuple[Help, ...]:
    helps = r.rows("helps", _help, len(Need))
    r.unique("helps", [each.need for each in helps])
    return helps


def _help(r: Reader) -> Help:
    return Help(r.choice("need", Need), r.integer("amount_max_minor", 0, MINOR_MAX))


def _fines(r: Reader) -> tuple[FineRule, ...]:
    fines = r.rows("fines", _fine, len(Offence))
    r.unique("fines", [each.offence for each in fines])
    return fines


def _fine(r: Reader) -> FineRule:
    return FineRule(r.choice("offence", Offence), r.integer("amount_minor", 0, MINOR_MAX))


def _charge(r: Reader, usual: Charge) -> Charge:
    """Read rate, period and basis together: none means anything without the others."""
    reader = r.child("charge")
    if reader is None:
        return usual
    basis = reader.choice("basis", ChargeBasis)
    free = basis is ChargeBasis.FREE
    rate_ppm = reader.integer("rate_ppm", 0 if free else 1, PPM, 0 if free else None)
    period = reader.choice("period", Period)
    stops_at_term = reader.yes("stops_at_term", default=True)
    reader.finish()
    if period not in PERIODS_OF[basis]:
        reader.note("period", Code.PERIOD_DOES_NOT_FIT)
    return Charge(basis, 0 if free else rate_ppm, period, stops_at_term)


def _penalty(r: Reader) -> Penalty:
    reader = r.child("penalty")
    if reader is None:
        return Penalty()
    kind = reader.choice("kind", PenaltyKind, PenaltyKind.NONE)
    fixed, rated = kind is PenaltyKind.FIXED, kind is PenaltyKind.SHARE_OF_DEBT
    amount = reader.integer("amount_minor", int(fixed), MINOR_MAX, None if fixed else 0)
    rate_ppm = reader.integer("rate_ppm", int(rated), PPM, None if rated else 0)
    reader.finish()
    return Penalty(kind, amount if fixed else 0, rate_ppm if rated else 0)


def _check_cash(r: Reader, constitution: Constitution, smallest: Minor) -> None:
    """See that what members are to pay exists in notes and coins."""
    amounts = {
        "share_value_minor": constitution.share_value,
        "solidarity_contribution_minor": constitution.solidarity_contribution,
        "penalty.amount_minor": constitution.penalty.amount,
    }
    for place, fine in enumerate(constitution.fines):
        amounts[f"fines.{place}.amount_minor"] = fine.amount
    noted = {problem.path for problem in r.problems}
    for path, amount in amounts.items():
        if amount % smallest and path not in noted:
            r.note(path, Code.NOT_PAYABLE_IN_CASH, step_minor=smallest)


def _check_whole(r: Reader, constitution: Constitution) -> None:
    """See that the clauses agree with each other."""
    if constitution.shares_max < constitution.shares_min:
        r.note("shares_max", Code.SHARES_MAX_BELOW_MIN, least=constitution.shares_min)


def hints(constitution: Constitution) -> tuple[Problem, ...]:
    """Say what is allowed but unusual, so that a facilitator looks twice; never a refusal.

    Source: method.md 1.2, warn above 10 % [LL].
    """
    charge = constitution.charge
    by_period = charge.basis is not ChargeBasis.ANNUAL_SIMPLE
    if by_period and charge.rate_ppm > USUAL_RATE_PPM:
        return (Problem("charge.rate_ppm", Code.CHARGE_ABOVE_USUAL, {"rate_ppm": charge.rate_ppm}),)
    return ()


def check_adoption(
    adoption: Adoption, members_count: int | None, rule: AmendmentRule
) -> tuple[Problem, ...]:
    """Hold a vote against the rule by which the constitution may be adopted or changed.

    Args:
        adoption: the vote.
        members_count: members of the group on that day; None before anybody is enrolled, when all
            present stand for all members.
        rule: of the version in force, or of the first version itself.

    Returns:
        Every problem; nothing when the vote carries.

    Source: method.md 1.2, amendment [PQG4][GOMA].
    """
    found = []
    if members_count is not None and adoption.present > members_count:
        values = {"members": members_count}
        found.append(Problem("present", Code.PRESENT_EXCEEDS_MEMBERS, values))
    if adoption.votes_for + adoption.votes_against > adoption.present:
        values = {"present": adoption.present}
        found.append(Problem("votes_for", Code.VOTES_EXCEED_PRESENT, values))
    everybody = adoption.present if members_count is None else members_count
    needed = everybody if rule is AmendmentRule.ALL_MEMBERS else adoption.present // 2 + 1
    if adoption.votes_for < needed:
        found.append(Problem("votes_for", Code.VOTES_NOT_ENOUGH, {"needed": needed}))
    return tuple(found)


def check_amendment(
    old: Constitution, new: Constitution, *, shares_sold: bool
) -> tuple[Problem, ...]:
    """See that an amendment leaves alone what is fixed for the cycle.

    Args:
        old: in force.
        new: proposed.
        shares_sold: whether a share was sold in this cycle.

    Returns:
        A problem when the value of a share would change under shares already sold.

    Source: method.md 1.2, share value fixed for the cycle [VSLA].
    """
    if shares_sold and new.share_value != old.share_value:
        values = {"share_value_minor": old.share_value}
        return (Problem("share_value_minor", Code.SHARE_VALUE_LOCKED, values),)
    return ()


def changed_fields(old: Constitution, new: Constitution) -> tuple[str, ...]:
    """Name the clauses in which two versions differ, in the order of the form."""
    return tuple(
        f"{each.name}_minor" if each.name in _MONEY else each.name
        for each in fields(Constitution)
        if getattr(old, each.name) != getattr(new, each.name)
    )
