"""The language of the answer: chosen by the person, else by the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    get_locale,
    get_translations,
    lazy_gettext,
    refresh,
)
from flask_babel import gettext as translate

LANGUAGES: dict[str, str] = {"fr": "Français", "sw": "Kiswahili", "en": "English"}
"""Languages in the order of the switch, each in its own words."""

PSEUDO = "xx"
"""A language of tests alone: every translatable text stands between ⟦ and ⟧."""

_BUTTON = "language-"
_FORMATS = {"fr": "fr_CD", "sw": "sw_CD", "en": "en", PSEUDO: "en"}


def _known(code: object) -> str | None:
    if isinstance(code, str) and (code in LANGUAGES or (code == PSEUDO and current_app.testing)):
        return code
    return None


def language() -> str:
    """Name the language of this request: ``fr``, ``sw`` or ``en``.

    What the person chose in this session stands first, then what the account says, then what the
    browser asks for.
    """
    if "language" not in g:
        account = getattr(g.get("signed_in"), "locale", None)
        g.language = (
            _known(session.get("language"))
            or _known(account)
            or request.accept_languages.best_match(list(LANGUAGES), default="fr")
        )
    return str(g.language)


def choose_language(code: str) -> str:
    """Keep a choice of language for this session and return it; an unknown code changes nothing."""
    known = _known(code)
    if known is not None:
        session["language"] = known
        _speak(known)
    return language()


def _speak(code: str | None) -> None:
    """Go on in another language, or with None in that of the request."""
    g.pop("language", None)
    g.pop("catalogue", None)
    if code is not None:
        g.language = code
    refresh()


def without_language(action: str, page: str = "") -> str:
    """Change the language when a long form asks for it, and go on with what was typed.

    Args:
        action: which button sent the form, ``language-sw`` for a language.
        page: on which page of the form it stands, as the page says; ``close`` is the last one.

    Returns:
        The action; in place of a language ``edit``, or ``close`` where that is the page.
    """
    if not action.startswith(_BUTTON):
        return action
    choose_language(action.removeprefix(_BUTTON))
    return "close" if page == "close" else "edit"


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Speak another language for a while, such as for a file that holds all of them.

    Args:
        code: of ``LANGUAGES``, or ``PSEUDO``.
    """
    before = g.get("language")
    _speak(code)
    try:
        yield
    finally:
        _speak(before)


@contextmanager
def written_in(code: str) -> Iterator[None]:
    """Write texts and numbers in a language, such as a print's, while ``language`` stays.

    Args:
        code: of ``LANGUAGES``.
    """
    g.pop("catalogue", None)
    try:
        with force_locale(parse_language(code)):
            yield
    finally:
        g.pop("catalogue", None)


def current_locale() -> Locale:
    """Give the locale that formats the numbers and dates of this request."""
    return get_locale() or Locale.parse("en")


def html_lang() -> str:
    """Give the ``lang`` attribute of the page."""
    return current_locale().language


def parse_language(code: str) -> Locale:
    """Give the formatting locale of a language code: French and Swahili as used in the Congo."""
    return Locale.parse(_FORMATS.get(code, "en"))


class _Pseudo:
    """Catalogue that only marks what passed through it."""

    @staticmethod
    def ugettext(text: str) -> str:
        return f"⟦{text}⟧"

    @staticmethod
    def ungettext(one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"

    @staticmethod
    def upgettext(_context: str, text: str) -> str:
        return f"⟦{text}⟧"

    @staticmethod
    def unpgettext(_context: str, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"


class _TestDomain(Domain):  # type: ignore[misc]  # flask_babel ships no types
    """Catalogues, and the pseudo-catalogue when the language of tests is chosen."""

    def get_translations(self) -> Any:  # noqa: ANN401 - one of two catalogue classes
        chosen = language() if has_request_context() else None
        return _Pseudo() if chosen == PSEUDO else super().get_translations()


def _select() -> str:
    return _FORMATS[language()]


def _catalogue() -> Any:  # noqa: ANN401 - flask_babel ships no types
    """Give the catalogue of this request: a page asks two hundred times for a text."""
    kept = g.get("catalogue")
    if kept is None:
        kept = g.catalogue = get_translations()
    return kept


def init_app(app: Flask) -> None:
    """Install the catalogues and the choice of language."""
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Africa/Lubumbashi")
    babel = Babel(app, locale_selector=_select)
    if app.testing:
        babel.domain_instance = _TestDomain()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of its extension
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, number: _catalogue().ungettext(one, many, number),
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, *rest: _catalogue().unpgettext(context, *rest),
        newstyle=True,
    )


__all__ = [
    "LANGUAGES",
    "PSEUDO",
    "choose_language",
    "current_locale",
    "html_lang",
    "init_app",
    "language",
    "lazy_gettext",
    "parse_language",
    "spoken",
    "translate",
    "without_language",
    "written_in",
]
