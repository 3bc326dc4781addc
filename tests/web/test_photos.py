"""A member's photo on the pages: asked for with consent, shown, printed, erased."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from tests.documents.test_portrait import a_photo
from tests.web.books import forgotten_texts
from tests.web.probe import SAME_SITE
from vsla.store.models import MemberPhoto

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.books import Shelf


def send(shelf: Shelf, photo: bytes, day: str = "2026-11-02") -> TestResponse:
    """Send a photo of member 1."""
    data: dict[str, Any] = {"consented_on": day, "photo": (io.BytesIO(photo), "face.jpg")}
    return shelf.facilitator.post(
        shelf.path("/members/1/photo"),
        data=data,
        content_type="multipart/form-data",
        headers=SAME_SITE,
    )


def test_a_photo_is_kept_shown_printed_and_erased(shelf: Shelf) -> None:
    officer = shelf.browser(shelf.group.officer)
    image = shelf.path("/members/1/photo.jpg")
    statement = shelf.path("/papers/statement?member=1&lang=en")
    assert shelf.facilitator.get(image).status_code == 404

    assert send(shelf, a_photo()).status_code == 302
    shown = shelf.facilitator.get(image)
    assert (shown.mimetype, shown.cache_control.no_store) == ("image/jpeg", True)
    assert officer.get(image).data == shown.data

    assert b"photo.jpg" not in officer.get(statement).data
    group = shelf.session.get_one(type(shelf.group.group), shelf.group.group_id)
    group.photos_on_statements = True
    shelf.session.commit()
    assert b"/members/1/photo.jpg" in officer.get(statement).data
    for layout in ("reader", "nonreader"):
        paper = officer.get(shelf.path(f"/papers/statement.pdf?member=1&layout={layout}"))
        (page,) = PdfReader(io.BytesIO(paper.data)).pages
        assert any(min(each.image.size) > 300 for each in page.images if each.image)

    shelf.facilitator.post(shelf.path("/members/1/photo/erase"), headers=SAME_SITE)
    shelf.session.rollback()
    assert shelf.session.query(MemberPhoto).count() == 0
    assert b"photo.jpg" not in officer.get(statement).data


def test_a_bad_file_is_answered_at_its_field(shelf: Shelf) -> None:
    answer = send(shelf, b"no picture", day="")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="photo-error"' in page
    assert 'id="consented_on-error"' in page
    assert send(shelf, b"").status_code == 422


def test_every_text_of_the_page_passed_through_a_catalogue(shelf: Shelf) -> None:
    send(shelf, a_photo())

    assert forgotten_texts(shelf.facilitator, shelf.path("/members/1/photo")) == []


def test_the_group_says_whether_photos_are_printed(shelf: Shelf) -> None:
    page = shelf.facilitator.get(shelf.path("/edit")).get_data(as_text=True)

    assert 'name="photos_on_statements"' in page
