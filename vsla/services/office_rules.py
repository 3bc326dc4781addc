"""Keep what a programme measures its groups, its facilitators and its data by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vsla.domain.office_rules import OfficeRules, read_office_rules
from vsla.services.listed import read_said
from vsla.store.canonical import to_text
from vsla.store.models import OfficeRulesRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from vsla.services.access import Actor


def office_rules(session: Session, programme_id: int) -> OfficeRules:
    """Read the numbers of a programme, the usual ones where it set none."""
    row = session.get(OfficeRulesRow, programme_id)
    if row is None:
        return OfficeRules()
    bands = tuple(json.loads(row.bands))
    return OfficeRules(bands, row.members_each, row.groups_each, row.visit_days)


def set_office_rules(
    session: Session, actor: Actor, *, programme_id: int, rules: Mapping[str, object]
) -> OfficeRules:
    """Set the numbers of a programme; what was measured before keeps its figures.

    Args:
        session: to write with.
        actor: an officer of the programme.
        programme_id: which programme.
        rules: as ``read_office_rules`` takes them.

    Returns:
        The numbers.

    Raises:
        InvalidDocumentError: with every problem at once.
        NotFoundError: the programme is not the actor's.
        NotAllowedError: the actor is no officer.
    """
    read = read_said(session, actor, programme_id=programme_id, typed=rules, read=read_office_rules)
    row = session.get(OfficeRulesRow, programme_id)
    if row is None:
        row = OfficeRulesRow(programme_id=programme_id)
        session.add(row)
    row.bands = to_text(list(read.bands))
    row.members_each, row.groups_each = read.members_each, read.groups_each
    row.visit_days = read.visit_days
    session.flush()
    return read
