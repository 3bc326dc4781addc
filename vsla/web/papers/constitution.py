"""The rules of a group in words: what the software applies, and what the group sees to itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from vsla.domain.clauses import Article
from vsla.domain.roster import Post
from vsla.services.papers.constitution import constitution_paper
from vsla.store.session import db
from vsla.web.access import current_actor
from vsla.web.clause_texts import MARK, article_title, clause_line
from vsla.web.clock import today
from vsla.web.money_format import day_long
from vsla.web.papers.press import Paper, Sheet, asked, envelope, paper_line
from vsla.web.roster_words import POSTS

if TYPE_CHECKING:
    from vsla.services.papers.constitution import ConstitutionPaper

_SIGNS: dict[Article, str] = {
    Article.PURPOSE: "rules",
    Article.MEMBERS: "woman",
    Article.COMMITTEE: "key",
    Article.MEETINGS: "meeting",
    Article.QUORUM: "present",
    Article.SHARES: "star",
    Article.SOLIDARITY: "solidarity",
    Article.LENDING: "loan",
    Article.LOAN_LIMITS: "lock",
    Article.CHARGE: "in",
    Article.LATE_LOANS: "late",
    Article.FINES: "fine",
    Article.OUTSIDE_LOANS: "out",
    Article.CYCLE: "calendar",
    Article.SHARE_OUT: "share-out",
    Article.SOLIDARITY_AT_SHARE_OUT: "solidarity",
    Article.LEAVING: "absent",
    Article.AMENDMENT: "pen",
}


def build(group_id: int) -> Sheet:
    """Build the rules in force, or those of ``?version=``."""
    number = asked("version")
    made = constitution_paper(db.session(), current_actor(), group_id, on=today(), version=number)
    group, row = made.here.group, made.version.row
    title = _("Constitution, version %(n)s", n=row.number)
    data = {
        **envelope(group, title),
        "head": _("Constitution"),
        "version": _("version %(n)s", n=row.number),
        "adopted": _("adopted on %(day)s", day=day_long(row.adopted_on)),
        "old": "" if made.is_latest else _("These rules are no longer in force."),
        "articles": _articles(made),
        "vote": _(
            "Read aloud before all. Present: %(present)s. For: %(pro)s. Against: %(contra)s.",
            present=row.present,
            pro=row.votes_for,
            contra=row.votes_against,
        ),
        "enforced": _(
            "The program applies these rules as they stand here; what is marked %(mark)s the group "
            "sees to itself.",
            mark=MARK,
        ),
        "signatures": {"title": _("Signatures"), "places": _places(made)},
        "who": title,
        "verify": paper_line(
            group,
            kind="constitution",
            subject=row.number,
            entry=made.entry,
            figures=[figure for _name, figure in made.figures()],
            on=today(),
        ),
    }
    return Sheet("constitution", data, title)


def _articles(made: ConstitutionPaper) -> list[dict[str, object]]:
    currency = made.here.group.currency
    return [
        {
            "sign": _SIGNS[article],
            "title": article_title(article),
            "sentences": [clause_line(each, currency) for each in group],
        }
        for article, group in groupby(made.clauses, key=lambda clause: clause.article)
    ]


def _places(made: ConstitutionPaper) -> list[dict[str, object]]:
    """Give a place to sign to everybody who holds a post."""
    return [
        {
            "post": str(POSTS[post]),
            "no": line.member.passbook_number,
            "name": line.member.name,
            "sign": f"m-{line.member.sign}" if line.member.sign else "",
        }
        for post in Post
        for line in made.committee.holders[post]
    ]


PAPER = Paper("constitution", build)
