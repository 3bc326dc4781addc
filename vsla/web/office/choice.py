"""Read from the address which groups and which months a report is about, and write it again."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services import monitoring
from vsla.services.access import Actor
from vsla.services.groups_list import ZoneLine
from vsla.services.monitoring import Choice, Facilitator
from vsla.services.own_values import find_group_field, values_of_groups
from vsla.services.programme_report import Period, latest_period
from vsla.services.programmes import list_programmes
from vsla.services.projects import list_projects
from vsla.store.models import Programme, Project
from vsla.store.session import db
from vsla.web.clock import today
from vsla.web.numbers_read import read_id
from vsla.web.office.freshness import freshen
from vsla.web.own_words import narrowing, narrowings, read_narrowing

_NARROWER = {
    "zone": "zone_id",
    "facilitator": "facilitator_id",
    "group": "group_id",
    "project": "project_id",
}
"""How an address calls them."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def find_programme(actor: Actor) -> Programme | None:
    """Find the programme asked for, or the first of those a person may see; its sums are fresh.

    Raises:
        NotFoundError: it is not the person's.
    """
    programmes = list_programmes(db.session(), actor)
    wanted = request.args.get("programme", "")
    found = (each for each in programmes if wanted in {"", str(each.programme_id)})
    programme = next(found, None)
    if programme is None and wanted:
        raise NotFoundError
    if programme is not None:
        freshen(programme.programme_id)
    return programme


def usual_period(programme: Programme) -> Period:
    """Give the months shown when nobody asked for any."""
    return latest_period(db.session(), programme_id=programme.programme_id, today=today())


def read_period(programme: Programme) -> tuple[Period, dict[str, str]]:
    """Read the months asked for; what is no month takes the usual one, and says so."""
    usual = usual_period(programme)
    errors: dict[str, str] = {}

    def read(name: str, otherwise: date) -> date:
        typed = request.values.get(name, "").strip()
        if not typed:
            return otherwise
        found = _MONTH.fullmatch(typed)
        if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:  # noqa: PLR2004
            errors[name] = _("Write the month like this: 2018-02.")
            return otherwise
        return date(int(found[1]), int(found[2]), 1)

    return Period.around(read("from", usual.from_on), read("to", usual.to_on)), errors


def typed_month(name: str, usual: date) -> str:
    """Give a month as it was typed, or the usual one."""
    return request.args.get(name) or f"{usual:%Y-%m}"


def read_narrower() -> dict[str, Any]:
    """Read which groups of a programme are asked for, as ``Choice`` and ``Scope`` name them."""
    asked = {name: read_id(request.args.get(key, "")) for key, name in _NARROWER.items()}
    return {**asked, "own": read_narrowing()}


def write_narrower(asked: dict[str, Any]) -> dict[str, Any]:
    """Write it as the part of an address after the question mark."""
    written = {key: asked[name] for key, name in _NARROWER.items()}
    return {**written, "own": narrowing(asked["own"])}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and what the form of choices shows.

    Attributes:
        programme: whose figures.
        choice: of groups and months.
        errors: by field.
        zones: to choose from.
        facilitators: to choose from.
        projects: of funders, to choose from.
        own: fields of groups and what may stand there, to choose from.
        name: of the one group asked for, or "".
    """

    programme: Programme
    choice: Choice
    errors: dict[str, str]
    zones: list[ZoneLine]
    facilitators: list[Facilitator]
    projects: list[Project]
    own: list[tuple[str, str]]
    name: str = ""

    @property
    def names(self) -> list[str]:
        """Name what the choice is narrowed to: zone, facilitator, project, field, group."""
        choice = self.choice
        found = [zone.name for zone in self.zones if zone.zone_id == choice.zone_id]
        found += [one.name for one in self.facilitators if one.user_id == choice.facilitator_id]
        found += [one.name for one in self.projects if one.project_id == choice.project_id]
        found += [field_said(choice.programme_id, choice.own)] if choice.own is not None else []
        return [*found, self.name] if self.name else found

    @property
    def typed(self) -> dict[str, str]:
        """Give the months as they stand in the form."""
        period = self.choice.period
        return {"from": typed_month("from", period.from_on), "to": typed_month("to", period.to_on)}

    def query(self, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - of an address
        """Write the choice as the part of an address after the question mark."""
        period = self.choice.period
        narrowed = {name: getattr(self.choice, name) for name in (*_NARROWER.values(), "own")}
        values: dict[str, Any] = {
            "programme": self.choice.programme_id,
            **write_narrower(narrowed),
            "from": f"{period.from_on:%Y-%m}",
            "to": f"{period.to_on:%Y-%m}",
        }
        return {name: value for name, value in (values | changed).items() if value is not None}


def read_choice(actor: Actor) -> Asked | None:
    """Read which groups and months are asked for; None where there is no programme.

    Raises:
        NotFoundError: the programme or the group is not the person's.
    """
    programme = find_programme(actor)
    if programme is None:
        return None
    period, errors = read_period(programme)
    choice = Choice(
        programme_id=programme.programme_id,
        period=period,
        **read_narrower(),
    )
    session = db.session()
    try:
        monitoring.allowed(session, actor, choice)
    except InvalidDocumentError:
        errors = {**errors, "to": _("The last month comes after the first, at most ten years.")}
        choice = replace(choice, period=usual_period(programme))
    zones, people = monitoring.to_choose_from(session, programme.programme_id)
    name = monitoring.group_name(session, choice) if choice.group_id is not None else ""
    projects = list_projects(session, programme.programme_id)
    own = narrowings(values_of_groups(session, programme.programme_id))
    return Asked(programme, choice, errors, zones, people, projects, own, name)


def field_said(programme_id: int, own: tuple[int, str]) -> str:
    """Say by which field of groups, and by what stands there, a report is narrowed."""
    field = find_group_field(db.session(), programme_id, own[0])
    return narrowings([(field, own[1])])[0][1]
