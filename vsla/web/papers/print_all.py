"""The statements of many groups: a PDF for each, or all of them in one file, group by group."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from vsla.documents.pdf import compile_pdf
from vsla.domain.errors import NotFoundError
from vsla.services.access import Role
from vsla.services.groups_list import PAGE_SIZE, Filter, list_groups
from vsla.services.print_log import groups_to_print, statements_printed
from vsla.store.models import GroupStatus
from vsla.store.session import db
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.groups import read_place
from vsla.web.locale import LANGUAGES, current_locale
from vsla.web.numbers_read import read_id
from vsla.web.papers import statement
from vsla.web.papers.press import in_print_language, note_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from vsla.store.models import Group

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LATEST = 2**32
"""A moment far away, in seconds: whatever an address says, a date can be made of it."""
_ROLES = (Role.FACILITATOR, Role.OFFICER, Role.TRAINER)


class _Outlet(io.RawIOBase):
    """What a ZIP writes into; it is emptied after every group, so nothing piles up."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: object) -> int:
        """Keep some bytes."""
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


@allow(*_ROLES)
def choose() -> str:
    """Choose groups, language and layout."""
    actor = current_actor()
    wanted = Filter(
        status=GroupStatus.ACTIVE, after=read_place("after"), before=read_place("before")
    )
    page = list_groups(db.session(), actor, wanted=wanted, on=today())
    lines = page.lines
    first, last = (lines[0], lines[-1]) if lines else (None, None)
    return render_template(
        "papers/print-all.html",
        page=page,
        printed=statements_printed(db.session(), [line.group_id for line in lines]),
        begun=int(now().timestamp()),
        print_lang=current_locale().language,
        previous_href=url_for(".print_all", before=f"{first.group_id}~{first.name}")
        if first and page.has_previous
        else None,
        next_href=url_for(".print_all", after=f"{last.group_id}~{last.name}")
        if last and page.has_next
        else None,
    )


@allow(*_ROLES)
def job() -> ResponseReturnValue:
    """List the chosen groups, each with its PDF, marked once it was made."""
    groups = _groups()
    if not groups:
        return redirect(url_for(".print_all"))
    seconds = request.args.get("begun", 0, type=int)
    begun = datetime.fromtimestamp(min(max(seconds, 0), _LATEST), UTC)
    ids = [group.group_id for group in groups]
    made = statements_printed(db.session(), ids, by=current_actor().user_id)
    how: dict[str, Any] = {k: v for k in ("lang", "layout", "size") if (v := request.args.get(k))}
    return render_template(
        "papers/print-job.html",
        groups=groups,
        done={each for each, at in made.items() if at >= begun},
        how=how,
        paper_language=LANGUAGES.get(how.get("lang", ""), LANGUAGES[current_locale().language]),
        zip_href=url_for(".print_zip", group=ids, **how),
    )


@allow(*_ROLES)
def zipped() -> ResponseReturnValue:
    """Send the statements of the chosen groups in one file, one group after the other."""
    groups = _groups()
    if not groups:
        return redirect(url_for(".print_all"))
    named = [(group.group_id, _file_name(group)) for group in groups]
    answer = Response(stream_with_context(_zip_of(named)), mimetype="application/zip")
    title = _("Member statements %(day)s", day=today().isoformat())
    answer.headers.set("Content-Disposition", "attachment", filename=f"{title}.zip")
    answer.cache_control.no_store = True
    return answer


def _groups() -> Sequence[Group]:
    chosen = map(read_id, request.args.getlist("group")[:PAGE_SIZE])
    ids = [each for each in chosen if each is not None]
    return groups_to_print(db.session(), current_actor(), ids)


def _file_name(group: Group) -> str:
    return _NOT_IN_NAMES.sub(" ", f"{group.code} {group.name}") + ".pdf"


def _zip_of(named: Sequence[tuple[int, str]]) -> Iterator[bytes]:
    """Make the statements of one group at a time, and let go of them before the next."""
    outlet = _Outlet()
    # A PDF is compressed already.
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for group_id, name in named:
            # A group that was parted from in the meantime stays without its mark on the page.
            with suppress(NotFoundError):
                archive.writestr(name, _statements(group_id))
            yield outlet.take()
    yield outlet.take()


def _statements(group_id: int) -> bytes:
    with in_print_language():
        sheet = statement.build(group_id)
    pdf = compile_pdf(sheet.template, sheet.data, tagged=sheet.tagged)
    note_sheet(group_id, sheet)
    return pdf


def add_to(bp: Blueprint) -> None:
    """Give the job its addresses."""
    bp.add_url_rule("/papers/statements", "print_all", choose)
    bp.add_url_rule("/papers/statements/job", "print_job", job)
    bp.add_url_rule("/papers/statements.zip", "print_zip", zipped)
