"""Take in a file that was brought by hand: show what is in it, then let it in."""

from contextlib import closing
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField

from vsla.domain.codes import Code
from vsla.domain.errors import ConflictError, InvalidDocumentError, Problem, VSLAError
from vsla.services.access import RECORDERS, Role
from vsla.services.outbox import Answer, Taken
from vsla.services.phone_file import FILE_MAX, SignedItem
from vsla.services.take_in_file import Found, Seen, look, take_items
from vsla.store import members
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.errors import WORDS, note_failure, status_of
from vsla.web.forms.base import Form
from vsla.web.forms.problems import apply_problems
from vsla.web.messages import text_of
from vsla.web.taking import take_group

bp = Blueprint("take_in", __name__)

_REFUSED = 422


class FileForm(Form):
    """A file, or the text of one that was shown already."""

    file = FileField(_l("File saved on a phone"), render_kw={"accept": ".txt,.json,.vsla"})
    text = HiddenField()
    on_word = BooleanField(_l("I know where this file comes from and answer for it."))


@dataclass(frozen=True)
class Told:
    """What became of one thing in a file, in words.

    Attributes:
        found: the thing.
        tone: of its sign: good, warn or bad.
        what: in a word or two.
        problems: why it was refused.
        entry_number: where it stands in the book, or None.
        waits: it waits for an officer beside what it contradicts.
        failed: the fault is ours: the same file may be tried again.
    """

    found: Found
    tone: str
    what: str
    problems: tuple[str, ...] = ()
    entry_number: int | None = None
    waits: bool = False
    failed: bool = False


@bp.route("/take-in", methods=["GET", "POST"])
@allow(*RECORDERS)
def page() -> ResponseReturnValue:
    """Ask for a file, show what is in it, and take it in once the person says so."""
    form = FileForm()
    if not form.is_submitted():
        return render_template("take_in/page.html", form=form, seen=None)
    confirmed = bool(form.text.data)
    seen = _seen(form)
    may_answer = current_actor().role is Role.OFFICER
    if seen is None:
        return render_template("take_in/page.html", form=form, seen=None), _REFUSED
    ready = confirmed and form.validate()
    if ready and seen.on_word and may_answer and not form.on_word.data:
        form.add_error("on_word", text_of(Code.FILE_UNSIGNED, {}))
        ready = False
    if not ready:
        page = render_template("take_in/page.html", form=form, seen=seen, may_answer=may_answer)
        return page, _REFUSED if form.errors else 200
    on_word = may_answer and bool(form.on_word.data)
    return render_template("take_in/done.html", told=_take(seen, on_word=on_word))


def _seen(form: FileForm) -> Seen | None:
    """Read the file, or leave what is wrong with it at its field."""
    try:
        text = form.text.data or _uploaded(form)
        form.text.data = text
        return look(db.session(), current_actor(), text=text, secret=_secret())
    except InvalidDocumentError as error:
        form.text.data = ""
        apply_problems(form, error.problems, lambda _path: "file")
        return None


def _uploaded(form: FileForm) -> str:
    """Read the text of the upload; chat programmes may have put a mark in front of it.

    Raises:
        InvalidDocumentError: FILE_UNREADABLE.
    """
    sent = b""
    if form.file.data:
        with closing(form.file.data) as upload:
            sent = upload.read(FILE_MAX + 1)
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDocumentError([Problem("", Code.FILE_UNREADABLE)]) from error


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _take(seen: Seen, *, on_word: bool) -> list[Told]:
    """Take in what is of the person's groups, one transaction a group."""
    places: dict[int, list[int]] = {}
    for place, found in enumerate(seen.found):
        if found.group is not None:
            places.setdefault(found.group.group_id, []).append(place)
    told: dict[int, Told] = {}
    for group_id, here in places.items():
        items: list[SignedItem] = [seen.found[place].item for place in here]
        answers = take_group(
            group_id, items, lambda intake, things: take_items(intake, things, on_word=on_word)
        )
        for place, answer in zip(here, answers, strict=True):
            told[place] = _told(seen.found[place], answer)
    foreign = str(_l("Left out: not of your groups"))
    return [
        told.get(place) or Told(found, "warn", foreign) for place, found in enumerate(seen.found)
    ]


def _told(found: Found, answer: Answer) -> Told:
    outcome = answer.outcome
    if isinstance(outcome, Taken):
        number = outcome.told.get("entry_number")
        entry = number if isinstance(number, int) else None
        if outcome.conflict is not None:
            return Told(found, "warn", str(_l("Two versions: waits")), waits=True)
        what = _l("Taken in") if outcome.new else _l("Was here already")
        return Told(found, "good", str(what), entry_number=entry)
    refused = str(_l("Refused"))
    if isinstance(outcome, InvalidDocumentError):
        return Told(found, "bad", refused, _say(found, outcome.problems))
    if isinstance(outcome, ConflictError):
        return Told(found, "bad", refused, _say(found, [Problem("", outcome.code, outcome.values)]))
    if isinstance(outcome, VSLAError):
        return Told(found, "bad", refused, (str(WORDS[status_of(outcome)].title),))
    note_failure(outcome)
    words = (str(WORDS[500].title), str(WORDS[500].text))
    return Told(found, "bad", str(_l("Not taken in")), words, failed=True)


def _say(found: Found, problems: tuple[Problem, ...] | list[Problem]) -> tuple[str, ...]:
    """Say problems with the names of members and in the money of the group; each text once."""
    assert found.group is not None, "what is of nobody's group is left out"
    people = members.list_members(db.session(), found.group.group_id)
    names = {person.member_id: person.name for person in people}
    currency = found.group.currency
    texts = (text_of(p.code, p.values, currency=currency, names=names) for p in problems)
    return tuple(dict.fromkeys(texts))
