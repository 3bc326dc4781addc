"""The form of an election: eight seats with their votes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from vsla.domain.roster import SEATS, Post
from vsla.web.forms.base import CountField, DayField, Form, ListField, Required

SEAT_NAMES: tuple[tuple[Post, str], ...] = tuple(
    (post, f"{post}_{place}") for post, seats in SEATS.items() for place in range(1, seats + 1)
)
"""Each seat with the beginning of the names of its fields, in the order of the form."""

_VOTES_FOR, _VOTES_AGAINST = "votes_for", "votes_against"


class _Seats(Form):
    elected_on = DayField(_l("Elected on"), validators=[Required()])
    holders: Mapping[str, int] = {}
    """Member who holds a seat on the day of the election, by seat; vacant seats are absent."""
    names: Mapping[str, str] = {}
    """What these members are called."""

    def _is_chosen(self, seat: str) -> bool:
        return bool(self[f"{seat}_member"].data)

    def sent(self) -> list[str]:
        """Name the seats the service hears of, in the order of the form.

        Those for which a member was chosen; and where one of several seats of a post was voted on,
        the others of that post with whoever holds them.
        """
        voted = {post for post, seat in SEAT_NAMES if self._is_chosen(seat)}
        return [
            seat
            for post, seat in SEAT_NAMES
            if self._is_chosen(seat) or (post in voted and seat in self.holders)
        ]

    def seats(self) -> list[dict[str, Any]]:
        """Give the seats as the service takes them; posts without any vote stay as they are."""
        return [
            self._voted(seat) if self._is_chosen(seat) else self._kept(seat) for seat in self.sent()
        ]

    def _voted(self, seat: str) -> dict[str, Any]:
        return {
            "post": seat.rpartition("_")[0],
            "member": int(self[f"{seat}_member"].data),
            "votes_for": self[f"{seat}_{_VOTES_FOR}"].data,
            "votes_against": self[f"{seat}_{_VOTES_AGAINST}"].data,
        }

    def _kept(self, seat: str) -> dict[str, Any]:
        return {"post": seat.rpartition("_")[0], "member": self.holders[seat], "kept": True}

    def place(self, path: str) -> str:
        """Find the field of a problem such as ``seats.3.votes_for``."""
        parts = path.split(".")
        sent = self.sent()
        if len(parts) < 2 or not sent:  # noqa: PLR2004 - a list and a place in it
            return "chair_1_member" if path == "seats" else path
        seat = sent[int(parts[1])]
        field = parts[2] if len(parts) > 2 else "member"  # noqa: PLR2004
        return f"{seat}_{'member' if field == 'post' else field}"


def _fields() -> dict[str, object]:
    fields: dict[str, object] = {}
    for _post, seat in SEAT_NAMES:
        fields[f"{seat}_member"] = ListField(_l("Name"))
        fields[f"{seat}_{_VOTES_FOR}"] = CountField(_l("For"))
        fields[f"{seat}_{_VOTES_AGAINST}"] = CountField(_l("Against"), default=0)
    return fields


ElectionForm: type[Any] = type("ElectionForm", (_Seats,), _fields())
"""The form with three fields for each seat."""
