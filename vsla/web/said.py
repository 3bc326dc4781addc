"""Say a problem or a breach of one group: names for members, money in the group's currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code
from vsla.domain.constitution import Constitution
from vsla.domain.errors import Breach, Problem, Value
from vsla.store.models import Member
from vsla.web.messages import text_of
from vsla.web.quoted_rules import Quote, quote

_COUNTS = {
    "opening_count": _l("Counting at the beginning"),
    "closing_count": _l("Counting at the end"),
}


@dataclass(frozen=True)
class Said:
    """A problem or breach in words.

    Attributes:
        kind: ``bad`` refuses, ``warn`` is kept and flagged.
        text: what happened.
        rule: the group's rule behind it, or None.
        field: of the form, or "" for a whole part.
        who: passbook number and name of the member it is about, or "".
    """

    kind: str
    text: str
    rule: Quote | None = None
    field: str = ""
    who: str = ""


@dataclass(frozen=True)
class Speaker:
    """Knows what sentences about one group need."""

    people: Mapping[int, Member]
    currency: str
    rules: Constitution

    def name(self, member: object) -> str:
        """Name a member by passbook number and name."""
        person = self.people.get(member) if isinstance(member, int) else None
        return f"{person.passbook_number} {person.name}" if person else ""

    def text(self, code: Code, values: Mapping[str, Value]) -> str:
        """Say a code with its values."""
        names = {member: self.name(member) for member in self.people}
        return text_of(code, values, currency=self.currency, names=names)

    def say(self, item: Problem | Breach, field: str = "") -> Said:
        """Say a problem or breach with the rule behind it."""
        text = self.text(item.code, item.values)
        if item.code is Code.NOT_COUNTED and item.path in _COUNTS:
            text = f"{_COUNTS[item.path]}{_(':')} {text}"
        return Said(
            kind="bad" if isinstance(item, Problem) else "warn",
            text=text,
            rule=None if isinstance(item, Problem) else quote(item.code, self.rules, self.currency),
            field=field,
            who=self.name(item.values.get("member")),
        )


def grouped(said: Iterable[Said]) -> list[list[Said]]:
    """Put breaks of the same rule together, so that it is quoted once."""
    groups: list[list[Said]] = []
    for one in said:
        if one.rule is not None and groups and groups[-1][0].rule == one.rule:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
