"""Play recorded words: the three figures of a member, and those of a meeting."""

import io
from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from vsla.domain.errors import NotFoundError
from vsla.services.audio import Recordings, WrongRecordingError
from vsla.services.audio_phrases import GroupFigures, OwnFigures, say_group, say_own
from vsla.services.member_page import Passbook
from vsla.services.papers.statement import Statement
from vsla.web.access import EVERYBODY, allow
from vsla.web.locale import LANGUAGES, current_locale, language

bp = Blueprint("audio", __name__)

_SALT = "vsla: words to play"


def _shelf() -> Recordings:
    return Recordings(Path(current_app.config["VSLA_AUDIO"]))


def _signer() -> URLSafeSerializer:
    """Sign what is to be said, so that nobody makes the server join what no page asked for."""
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)


@bp.get("/audio/<spoken>/say.wav")
@allow(*EVERYBODY)
def say(spoken: str) -> Response:
    """Join the recordings that a page asked for into one file, and answer with it."""
    try:
        said_in, *keys = _signer().loads(request.args.get("words", ""))
        if said_in != spoken:
            raise NotFoundError
        sound = _shelf().join(spoken, keys)
    except (BadSignature, WrongRecordingError) as error:
        raise NotFoundError from error
    answer = send_file(io.BytesIO(sound), mimetype="audio/wav", conditional=True)
    answer.cache_control.private = True
    return answer


def address_of(keys: tuple[str, ...], spoken: str) -> str | None:
    """Give the address of a row of recordings; None where one of them is not there."""
    if not _shelf().has(spoken, keys):
        return None
    return url_for("audio.say", spoken=spoken, words=_signer().dumps([spoken, *keys]))


def own_figures_aloud(book: Passbook, share_value: int | None, currency: str) -> str | None:
    """Give the address of the three figures of a member's page, in the language of the page."""
    if language() not in LANGUAGES:
        return None
    figures = OwnFigures(
        currency=currency,
        shares=book.shares,
        worth=book.shares * share_value if share_value else None,
        solidarity=book.solidarity,
        debt=book.debt,
        fines=book.fines,
    )
    return address_of(say_own(figures, language()), language())


def statement_aloud(statement: Statement, currency: str) -> str | None:
    """Give the address of the three figures of a statement, in the language of the paper."""
    spoken = current_locale().language
    figures = OwnFigures(
        currency=currency,
        shares=statement.stars,
        worth=statement.worth,
        solidarity=statement.solidarity,
        debt=statement.owes,
        fines=statement.fines,
        fund=statement.solidarity_total,
    )
    return address_of(say_own(figures, spoken), spoken)


def group_figures_aloud(
    loan_fund: int, solidarity_fund: int, loans_out: int, currency: str
) -> str | None:
    """Give the address of the three figures of a meeting, in the language of the page."""
    if language() not in LANGUAGES:
        return None
    figures = GroupFigures(
        currency=currency,
        loan_fund=loan_fund,
        solidarity_fund=solidarity_fund,
        loans_out=loans_out,
    )
    return address_of(say_group(figures, language()), language())
