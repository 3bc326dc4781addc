"""The group's own rule behind a breach: the article, and its sentences that matter here."""

from dataclasses import dataclass

from vsla.domain.clauses import ClauseCode, article_of, clauses
from vsla.domain.codes import Code
from vsla.domain.constitution import Constitution
from vsla.web.clause_texts import article_title, clause_text

_C = ClauseCode

_MATTERING: dict[Code, frozenset[ClauseCode]] = {
    Code.TOO_MANY_SHARES: frozenset({_C.SHARES_PER_MEETING}),
    Code.TOO_FEW_SHARES: frozenset({_C.SHARES_PER_MEETING}),
    Code.SOLIDARITY_UNPAID: frozenset({_C.SOLIDARITY_CONTRIBUTION}),
    Code.SOLIDARITY_LOAN_NOT_ALLOWED: frozenset({_C.SOLIDARITY_NO_LOANS}),
    Code.SOLIDARITY_LOAN_TOO_LONG: frozenset({_C.SOLIDARITY_LOANS}),
    Code.NEED_NOT_LISTED: frozenset({_C.HELP, _C.HELP_NO_LIMIT}),
    Code.GRANT_ABOVE_LIMIT: frozenset({_C.HELP}),
    Code.LOAN_ABOVE_CEILING: frozenset({_C.LOAN_MULTIPLE}),
    Code.TERM_TOO_LONG: frozenset({_C.LOAN_TERM_FOUR_WEEKS, _C.LOAN_TERM_MONTHS}),
    Code.TERM_BEYOND_SHARE_OUT: frozenset({_C.LOAN_TERM_FOUR_WEEKS, _C.LOAN_TERM_MONTHS}),
    Code.TOO_FEW_GUARANTORS: frozenset({_C.GUARANTORS}),
    Code.OFFICER_IS_KEY_HOLDER: frozenset({_C.COMMITTEE}),
    Code.ELECTION_OVERDUE: frozenset({_C.ELECTION_MONTHS}),
    Code.FINE_NOT_AS_AGREED: frozenset({_C.FINE, _C.FINES_NONE}),
}
"""Articles of several sentences: those that speak of the breach. Others are quoted whole."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A rule as read aloud: ``Article 6. Shares``, and what it says."""

    article: str
    text: str


def quote(code: Code, rules: Constitution, currency: str) -> Quote | None:
    """Quote the rule that a breach broke.

    Args:
        code: of the breach.
        rules: in force on the day.
        currency: of the group.

    Returns:
        The article in the language of the request, or None where none speaks of it.
    """
    article = article_of(code)
    if article is None:
        return None
    mattering = _MATTERING.get(code)
    sentences = [
        clause_text(clause, currency)
        for clause in clauses(rules)
        if clause.article is article and (mattering is None or clause.code in mattering)
    ]
    return Quote(article_title(article), " ".join(sentences))


def quoted_rules(rules: Constitution, currency: str) -> list[dict[str, str]]:
    """Quote every rule that a breach may break, for a phone that shows it without network.

    Args:
        rules: one version of a group's constitution.
        currency: of the group.

    Returns:
        Code, article and sentences in the language of the request.
    """
    quotes = ((code, quote(code, rules, currency)) for code in Code)
    return [
        {"code": str(code), "article": said.article, "text": said.text}
        for code, said in quotes
        if said is not None
    ]
