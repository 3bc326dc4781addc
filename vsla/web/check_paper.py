"""The page on which anybody finds out whether a printed paper and the books agree."""

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from vsla.services.check_paper import COUNTED, Answer, Verdict, check_paper
from vsla.services.paper_code import Claim, key_from, read_address
from vsla.store.session import db
from vsla.web.access import PUBLIC, allow
from vsla.web.forms.paper import form_of
from vsla.web.money_format import count, money
from vsla.web.paper_words import FIGURES, KINDS, SIGNS
from vsla.web.security import limiter

bp = Blueprint("check", __name__)

_REFUSED = 422


def _was_refused(_response: Response) -> bool:
    """Tell whether this request tried a code that is not true: only those are few."""
    return bool(g.get("code_refused"))


# A thousand million codes, and twenty attempts an hour; an honest pile of papers is checked faster.
_few = limiter.shared_limit("20 per hour", scope="codes refused", deduct_when=_was_refused)
_many = limiter.shared_limit("300 per hour", scope="papers checked", methods=["GET", "POST"])


def _ask(claims: list[Claim], code: str) -> Answer:
    key = key_from(str(current_app.config["SECRET_KEY"]))
    answer = check_paper(db.session(), key, claims, code)
    g.code_refused = answer.verdict is Verdict.NEVER
    return answer


def _said(answer: Answer) -> list[tuple[object, str]]:
    """Say the figures the code vouches for, to be compared with those on the paper."""
    claim = answer.claim
    if claim is None or len(FIGURES.get(claim.kind, ())) != len(claim.figures):
        return []
    return [
        (label, count(figure) if name in COUNTED else money(figure, answer.currency))
        for (name, label), figure in zip(FIGURES[claim.kind].items(), claim.figures, strict=True)
    ]


def _answer_page(answer: Answer) -> str:
    return render_template(
        "check/answer.html", answer=answer, figures=_said(answer), kinds=KINDS, Verdict=Verdict
    )


@bp.get("/check")
@allow(PUBLIC)
def start() -> str:
    """Ask which kind of paper it is, then what stands on it (``?kind=``)."""
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        return render_template("check/kinds.html", kinds=KINDS, signs=SIGNS)
    return render_template("check/form.html", form=form_of(kind), kinds=KINDS, kind=kind)


@bp.post("/check")
@_many
@_few
@allow(PUBLIC)
def check() -> ResponseReturnValue:
    """Answer what was typed from a paper."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        return render_template("check/kinds.html", kinds=KINDS, signs=SIGNS), _REFUSED
    form = form_of(kind)
    if not form.validate_on_submit():
        page = render_template("check/form.html", form=form, kinds=KINDS, kind=kind)
        return page, _REFUSED
    return _answer_page(_ask(form.claims(), str(form.code.data)))


@bp.get("/C/<path:said>")
@_many
@_few
@allow(PUBLIC)
def square(said: str) -> str:
    """Answer what the square of a paper says."""
    read = read_address(said)
    if read is None:
        g.code_refused = True
        return _answer_page(Answer(Verdict.NEVER))
    claim, code = read
    return _answer_page(_ask([claim], code))
