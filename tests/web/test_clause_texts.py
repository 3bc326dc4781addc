"""Every clause and every line of a share-out can be said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.domain.share_out_world import a_world
from vsla.domain.calendar import Period
from vsla.domain.clauses import Article, ClauseCode, clauses
from vsla.domain.constitution import (
    Charge,
    ChargeBasis,
    Constitution,
    FineRule,
    Help,
    Need,
    Offence,
    Penalty,
    PenaltyKind,
)
from vsla.domain.share_sentences import SentenceCode, explain
from vsla.web.clause_texts import (
    ARTICLE_TITLES,
    CLAUSE_TEXTS,
    MARK,
    SHARE_OUT_TEXTS,
    article_title,
    clause_line,
    clause_text,
    share_out_text,
)

if TYPE_CHECKING:
    from flask import Flask

FULL = Constitution(
    share_value=100_000,
    objective="Save together, 100 % of us",
    charge=Charge(ChargeBasis.ROLLOVER_REDUCING, 25_000, Period.FOUR_WEEKS, stops_at_term=False),
    penalty=Penalty(PenaltyKind.SHARE_OF_DEBT, rate_ppm=50_000),
    helps=(Help(Need.DEATH, 0),),
    fines=(FineRule(Offence.LATE, 20_000),),
)


def test_every_code_has_its_sentence() -> None:
    assert set(CLAUSE_TEXTS) == set(ClauseCode)
    assert set(SHARE_OUT_TEXTS) == set(SentenceCode)
    assert set(ARTICLE_TITLES) == set(Article)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (ClauseCode.OBJECTIVE, "Our aim: Save together, 100 % of us"),
        (
            ClauseCode.MEETING_ORDER,
            (
                "Order of the meeting: count of the boxes, fines, solidarity fund, shares, "
                "repayments, expenses, loans, count of the boxes."
            ),
        ),
        (ClauseCode.MEETS_WEEKLY, "The group meets every week. Day: Wednesday."),
        (
            ClauseCode.CHARGE_ROLLOVER_REDUCING_FOUR_WEEKS,
            (
                "A loan costs 2.5% of the sum lent when it is given, and after every four weeks "
                "2.5% of all that is left to pay."
            ),
        ),
        (
            ClauseCode.PENALTY_SHARE_OF_DEBT,
            "A loan that is late bears a penalty of 5% of what is owed, once.",
        ),
        (ClauseCode.FINE, "Coming late: a fine of 200 FC."),
    ],
)
def test_a_clause_is_printed_with_its_values_in_words(
    app: Flask, code: ClauseCode, text: str
) -> None:
    said = next(clause for clause in clauses(FULL) if clause.code is code)

    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert clause_text(said, "CDF").replace("\xa0", " ") == text.replace("\xa0", " ")
        assert article_title(said.article).startswith(f"Article {int(said.article)}. ")


def test_what_no_record_tells_is_marked_as_kept_by_the_group(app: Flask) -> None:
    # Held against the list of the rules: each of these is a breach or a problem of some document,
    # or comes about by itself when money is reckoned.
    kept = {"elections_secret", "public_office_barred", "meets_weekly", "no_outside_loans"}
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        lines = {each.code: clause_line(each, "CDF") for each in clauses(FULL)}

    assert {code for code, line in lines.items() if line.endswith(f"\xa0{MARK}")} == kept
    assert lines[ClauseCode.ELECTION_MONTHS] == "Months from one election to the next: 12."


def test_a_line_of_the_share_out_is_said_in_words(app: Flask) -> None:
    line = a_world([2], share_value=100_000, profit=5_000).share_out(step=5_000).lines[0]

    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        said = share_out_text(explain(line), "CDF").replace("\xa0", " ")

    assert said == (
        "Shares: 2. Savings of 2,000 FC grew by 50 FC to 2,050 FC. She is paid 2,050 FC."
    )
