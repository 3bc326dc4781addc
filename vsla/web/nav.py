"""The one table of the main navigation."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.services.access import Role


@dataclass(frozen=True)
class NavItem:
    """One entry: where it leads, what it is called, its sign, and who sees it.

    ``bar`` entries also stand at the bottom of a facilitator's phone.
    """

    endpoint: str
    label: LazyString
    sign: str
    roles: frozenset[Role]
    bar: bool = False

    @property
    def section(self) -> str:
        """Name the page group, which marks the entry as current on all its pages."""
        return self.endpoint.partition(".")[0]


_ALL = frozenset(Role)
_OFFICE = frozenset({Role.OFFICER, Role.ADMINISTRATOR})

NAV: tuple[NavItem, ...] = (
    NavItem("home.index", _l("Home"), "home", _ALL, bar=True),
    NavItem("groups.index", _l("Groups"), "members", _ALL, bar=True),
    NavItem("recorder.shell", _l("Recorder"), "meeting", frozenset({Role.FACILITATOR}), bar=True),
    NavItem("setup.place", _l("New group"), "plus", frozenset({Role.FACILITATOR}), bar=True),
    NavItem("courses.index", _l("Courses"), "course", frozenset({Role.OFFICER, Role.TRAINER})),
    NavItem("reports.index", _l("Reports"), "file", _OFFICE),
    NavItem("programmes.index", _l("Programmes"), "rules", frozenset({Role.ADMINISTRATOR})),
    NavItem("users.index", _l("People with access"), "key", frozenset({Role.ADMINISTRATOR})),
)


def items_for(role: Role) -> tuple[NavItem, ...]:
    """Give the entries a role sees, in their order."""
    return tuple(item for item in NAV if role in item.roles)


_ABOVE = {"/groups/": "groups.index", "/reports/": "reports.index"}
"""Where pages of other page groups stand, by the beginning of their address."""


def current_of(items: tuple[NavItem, ...], endpoint: str | None, path: str = "") -> NavItem | None:
    """Find the entry the page belongs to.

    Args:
        items: the entries a person sees.
        endpoint: of the page; None for a page that is not there.
        path: of the page; whatever belongs to a group stands below the list of groups, and
            every report below the list of reports.

    Returns:
        The entry of this very page, else the first of its page group, else that of the groups.
    """
    if endpoint is None:
        return None
    exact = (item for item in items if item.endpoint == endpoint)
    section = endpoint.partition(".")[0]
    upper = next((up for start, up in _ABOVE.items() if path.startswith(start)), None)
    same = (item for item in items if upper is None and item.section == section)
    above = (item for item in items if item.endpoint == upper)
    return next(exact, None) or next(same, None) or next(above, None)
