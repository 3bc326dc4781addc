"""The constitution: read and written whole, voted, compared, and printed as articles."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsla.domain.calendar import Period
from vsla.domain.clauses import Article, ClauseCode, article_of, clauses
from vsla.domain.codes import Code
from vsla.domain.constitution import (
    Adoption,
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
from vsla.domain.constitution_form import (
    PERIODS_OF,
    changed_fields,
    check_adoption,
    check_amendment,
    constitution_from_json,
    constitution_to_json,
    hints,
)
from vsla.domain.errors import InvalidDocumentError
from vsla.domain.money import CURRENCIES

CDF = CURRENCIES["CDF"]
DAY = date(2018, 1, 3)

CHARGES = st.sampled_from(
    [
        Charge(basis, 0 if basis is ChargeBasis.FREE else 50_000, period, stops)
        for basis, periods in PERIODS_OF.items()
        for period in periods
        for stops in (True, False)
    ]
)
PENALTIES = st.sampled_from(
    [
        Penalty(),
        Penalty(PenaltyKind.FIXED, amount=5_000),
        Penalty(PenaltyKind.SHARE_OF_DEBT, rate_ppm=50_000),
    ]
)
CONSTITUTIONS = st.builds(
    Constitution,
    share_value=st.integers(1, 100).map(lambda notes: notes * 5_000),
    objective=st.sampled_from(["", "Épargner ensemble"]),
    services=st.sampled_from(["", "Crédits"]),
    outside_loans=st.booleans(),
    gender_rule=st.sampled_from(GenderRule),
    residence=st.sampled_from(["", "Mongbwalu"]),
    other_condition=st.sampled_from(["", "Bonne conduite"]),
    committee_women_min=st.integers(0, 5),
    public_office_barred=st.booleans(),
    secret_ballot=st.booleans(),
    frequency=st.sampled_from(Frequency),
    weekday=st.sampled_from(Weekday),
    place=st.sampled_from(["", "École"]),
    meeting_order=st.permutations(list(Step)).map(tuple),
    solidarity_contribution=st.sampled_from([0, 20_000]),
    helps=st.sampled_from([(), (Help(Need.DEATH, 0), Help(Need.BIRTH, 50_000))]),
    solidarity_loans=st.booleans(),
    loan_meeting_every=st.integers(1, 4),
    charge=CHARGES,
    penalty=PENALTIES,
    guarantors=st.integers(0, 2),
    fines=st.sampled_from([(), (FineRule(Offence.LATE, 10_000),)]),
    fines_into=st.sampled_from(Fund),
    rounding=st.sampled_from(Rounding),
    remainder_home=st.sampled_from(RemainderHome),
    profit_rule=st.sampled_from(ProfitRule),
    solidarity_rule=st.sampled_from(SolidarityRule),
    heirs_rule=st.sampled_from(HeirsRule),
    leaving_notice_weeks=st.integers(0, 8),
    amendment_rule=st.sampled_from(AmendmentRule),
)


def problems_of(changes: dict[str, Any]) -> list[tuple[str, Code]]:
    """Read a form with changes and tell what is wrong."""
    source = {**constitution_to_json(Constitution(share_value=100_000)), **changes}
    try:
        constitution_from_json(source, currency=CDF)
    except InvalidDocumentError as error:
        return [(problem.path, problem.code) for problem in error.problems]
    return []


@given(CONSTITUTIONS)
def test_a_constitution_survives_being_written_and_read(constitution: Constitution) -> None:
    written = json.dumps(constitution_to_json(constitution))

    read = constitution_from_json(json.loads(written), currency=CDF)

    assert read == constitution
    assert json.dumps(constitution_to_json(read)) == written
    assert json.dumps(json.loads(written), sort_keys=True) == written


def test_what_is_left_out_takes_the_usual_rule() -> None:
    read = constitution_from_json({"share_value_minor": 100_000})

    assert read == Constitution(share_value=100_000)


FULL_OF_PROBLEMS: dict[str, object] = {
    "share_value_minor": "much",
    "shares_min": 6,
    "minimum_age": 100,
    "gender_rule": "cats",
    "meeting_order": ["fines", "fines"],
    "quorum": {"part": 3, "whole": 2},
    "fines": [
        {"offence": "late", "amount_minor": 1},
        {"offence": "late", "amount_minor": 5_000},
        {"offence": "absent"},
    ],
    "colour": "blue",
}


def test_every_problem_is_told_at_once_and_in_its_place() -> None:
    found = problems_of(FULL_OF_PROBLEMS)

    assert found == [
        ("share_value_minor", Code.NOT_A_NUMBER),
        ("minimum_age", Code.OUT_OF_RANGE),
        ("gender_rule", Code.UNKNOWN_CHOICE),
        ("meeting_order.1", Code.DUPLICATE),
        ("meeting_order", Code.MISSING),
        ("quorum.part", Code.OUT_OF_RANGE),
        ("fines.2.amount_minor", Code.MISSING),
        ("fines.1", Code.DUPLICATE),
        ("colour", Code.UNKNOWN_FIELD),
        ("fines.0.amount_minor", Code.NOT_PAYABLE_IN_CASH),
        ("shares_max", Code.SHARES_MAX_BELOW_MIN),
    ]


@pytest.mark.parametrize(
    ("order", "code"), [("fines", Code.NOT_A_LIST), (["dance"], Code.UNKNOWN_CHOICE)]
)
def test_an_order_of_the_meeting_that_cannot_be_read_is_told(order: object, code: Code) -> None:
    assert problems_of({"meeting_order": order}) == [("meeting_order", code)]


def test_amounts_that_no_note_can_pay_are_told() -> None:
    found = problems_of(
        {
            "solidarity_contribution_minor": 7,
            "penalty": {"kind": "fixed", "amount_minor": 12},
        }
    )

    assert found == [
        ("solidarity_contribution_minor", Code.NOT_PAYABLE_IN_CASH),
        ("penalty.amount_minor", Code.NOT_PAYABLE_IN_CASH),
    ]


@pytest.mark.parametrize(
    ("charge", "problem"),
    [
        ({"basis": "annual_simple", "rate_ppm": 1, "period": "month"}, Code.PERIOD_DOES_NOT_FIT),
        ({"basis": "flat_period", "rate_ppm": 1, "period": "year"}, Code.PERIOD_DOES_NOT_FIT),
    ],
)
def test_a_rate_by_the_year_is_never_charged_by_another_period(
    charge: dict[str, object], problem: Code
) -> None:
    assert problems_of({"charge": charge}) == [("charge.period", problem)]


def test_a_charge_needs_a_rate_unless_loans_are_free() -> None:
    charged = {"basis": "flat_term", "period": "month"}
    free = {"basis": "free", "period": "month", "rate_ppm": 5}

    read = constitution_from_json({"share_value_minor": 1, "charge": free})

    assert problems_of({"charge": charged}) == [("charge.rate_ppm", Code.MISSING)]
    assert read.charge.rate_ppm == 0


def test_a_form_without_its_parts_takes_the_usual_ones() -> None:
    read = constitution_from_json(
        {"share_value_minor": 1, "quorum": None, "charge": None, "penalty": None}
    )

    assert (read.quorum, read.charge, read.penalty) == (
        (2, 3),
        Constitution(share_value=1).charge,
        Penalty(),
    )


def test_a_charge_above_ten_per_cent_a_period_asks_for_a_second_look() -> None:
    usual = Constitution(share_value=1)
    dear = replace(usual, charge=replace(usual.charge, rate_ppm=110_000))
    yearly = replace(usual, charge=Charge(ChargeBasis.ANNUAL_SIMPLE, 240_000, Period.YEAR))

    assert hints(usual) == hints(yearly) == ()
    assert [hint.code for hint in hints(dear)] == [Code.CHARGE_ABOVE_USUAL]


@pytest.mark.parametrize(
    ("votes", "members", "rule", "codes"),
    [
        ((20, 20, 0), 20, AmendmentRule.ALL_MEMBERS, []),
        ((20, 19, 1), 20, AmendmentRule.ALL_MEMBERS, [Code.VOTES_NOT_ENOUGH]),
        ((19, 19, 0), 20, AmendmentRule.ALL_MEMBERS, [Code.VOTES_NOT_ENOUGH]),
        ((19, 10, 9), 20, AmendmentRule.MAJORITY_PRESENT, []),
        ((20, 10, 10), 20, AmendmentRule.MAJORITY_PRESENT, [Code.VOTES_NOT_ENOUGH]),
        ((21, 21, 0), 20, AmendmentRule.MAJORITY_PRESENT, [Code.PRESENT_EXCEEDS_MEMBERS]),
        ((20, 15, 6), 20, AmendmentRule.MAJORITY_PRESENT, [Code.VOTES_EXCEED_PRESENT]),
        ((12, 12, 0), None, AmendmentRule.ALL_MEMBERS, []),
        ((12, 11, 0), None, AmendmentRule.ALL_MEMBERS, [Code.VOTES_NOT_ENOUGH]),
    ],
)
def test_a_vote_is_held_against_the_rule(
    votes: tuple[int, int, int], members: int | None, rule: AmendmentRule, codes: list[Code]
) -> None:
    found = check_adoption(Adoption(DAY, *votes), members, rule)

    assert [problem.code for problem in found] == codes


def test_the_value_of_a_share_is_fixed_once_a_share_is_sold() -> None:
    old, new = Constitution(share_value=100), Constitution(share_value=200)

    locked = check_amendment(old, new, shares_sold=True)

    assert [problem.code for problem in locked] == [Code.SHARE_VALUE_LOCKED]
    assert check_amendment(old, new, shares_sold=False) == ()
    assert check_amendment(old, replace(old, shares_max=6), shares_sold=True) == ()


def test_two_versions_differ_in_the_fields_of_the_form() -> None:
    old = Constitution(share_value=100)
    new = replace(old, share_value=200, place="École", shares_max=6)

    assert changed_fields(old, new) == ("share_value_minor", "place", "shares_max")
    assert changed_fields(old, old) == ()


@given(CONSTITUTIONS)
def test_every_constitution_is_printed_by_articles_in_order(constitution: Constitution) -> None:
    printed = clauses(constitution)

    numbers = [clause.article for clause in printed]
    assert numbers == sorted(numbers)
    assert set(numbers) | {Article.PURPOSE} == set(Article)
    assert printed == clauses(replace(constitution))


@given(CONSTITUTIONS, CONSTITUTIONS)
def test_no_clause_changes_without_the_print_changing(
    one: Constitution, other: Constitution
) -> None:
    silent = {"solidarity_loan_weeks"}
    free = one.charge.basis is other.charge.basis
    changed = set(changed_fields(one, other)) - silent

    if changed - {"charge"} or (changed and not free):
        assert clauses(one) != clauses(other)


def test_rate_period_and_basis_are_printed_in_one_sentence() -> None:
    for basis, periods in PERIODS_OF.items():
        for period in periods:
            usual = Constitution(share_value=1, charge=Charge(basis, 50_000, period))

            said = [each for each in clauses(usual) if each.article is Article.CHARGE]

            assert said[0].code.value.startswith(f"charge_{basis}")
            assert basis is ChargeBasis.FREE or said[0].values == {"rate_ppm": 50_000}


def test_a_breach_quotes_its_article() -> None:
    assert article_of(Code.TOO_MANY_SHARES) == 6
    assert article_of(Code.NO_QUORUM) is Article.QUORUM
    assert article_of(Code.CASH_DIFFERENCE_OPENING) is None


def test_every_article_and_clause_is_stable_text() -> None:
    assert [article.value for article in Article] == list(range(1, 19))
    assert len({code.value for code in ClauseCode}) == len(ClauseCode)
    assert len(fields(Constitution)) == len(constitution_to_json(Constitution(share_value=1)))
