"""What every page knows: who looks at it, in which language, and whether it is a demonstration."""

from flask import Flask, g, request
from sqlalchemy import select

from vsla.services.access import Actor
from vsla.store.models import Programme
from vsla.store.session import db
from vsla.web import nav
from vsla.web.access import find_actor
from vsla.web.locale import LANGUAGES, html_lang, language


def _demo_loaded(actor: Actor | None) -> bool:
    """Tell whether the figures this person sees were invented.

    Before login, and for somebody of all programmes, any demonstration programme counts.
    """
    login = g.get("login")
    if actor is not None and login is not None and login.user_id == actor.user_id:
        known: bool | None = login.is_demo
        if known is not None:
            return known
    query = select(Programme.programme_id).where(Programme.is_demo).limit(1)
    if actor is not None and actor.programme_id is not None:
        query = query.where(Programme.programme_id == actor.programme_id)
    return db.session.scalar(query) is not None


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _context() -> dict[str, object]:
    bare = bool(g.get("bare"))
    actor = None if bare else find_actor()
    items = nav.items_for(actor.role) if actor is not None else ()
    return {
        "actor": actor,
        "nav_items": items,
        "nav_current": nav.current_of(items, request.endpoint, request.path),
        "languages": LANGUAGES,
        "language": language(),
        "html_lang": html_lang(),
        "demo_loaded": not bare and _demo_loaded(actor),
        "here": _here(),
        "bare": bare,
    }


def init_app(app: Flask) -> None:
    """Give every template the context of its page; ``g.bare`` leaves the database alone."""
    app.context_processor(_context)
