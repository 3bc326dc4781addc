"""The outbox of a phone, filled and sent by its own modules without touching the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

_TURN = """async ([base, user_id, made, send]) => {
  const { openStore, newItem } = await import(`${base}store.js`);
  const store = await openStore(`vsla-u${user_id}`);
  for (const each of made) await store.putItem(newItem(each));
  let mood = "idle";
  if (send) {
    const { flush } = await import(`${base}flush.js`);
    const clock = { now: () => Date.now() };
    mood = await flush(store, { user_id }, clock).catch((error) => error.constructor.name);
  }
  const states = (await store.outbox()).map((item) => item.state);
  return [mood, states];
}"""


class Made(NamedTuple):
    """What a phone makes at a meeting."""

    kind: str
    group_id: int
    uuid: str
    body: str


class OutboxHand:
    """One person's outbox on one phone.

    Attributes:
        page: any page of the server on which the person was once logged in.
        mood: how the last attempt to send ended.
        states: of all things in the outbox, in order.
    """

    def __init__(self, page: Page, user_id: int, worker: str) -> None:
        """Take a page; ``worker`` is the text of the service worker, which names the modules."""
        (self._base,) = re.findall('"base": "([^"]+)"', worker)
        self._user_id = user_id
        self.page = page
        self.mood = "idle"
        self.states: list[str] = []

    def keep(self, made: Iterable[Made]) -> None:
        """Put things into the outbox."""
        self._turn(made, send=False)

    def send(self, made: Iterable[Made] = ()) -> None:
        """Put things into the outbox and try once to send all that waits."""
        self._turn(made, send=True)

    @property
    def waiting(self) -> int:
        """Count what waits."""
        return self.states.count("waiting")

    def _turn(self, made: Iterable[Made], *, send: bool) -> None:
        rows: list[dict[str, Any]] = [each._asdict() for each in made]
        given = [self._base, self._user_id, rows, send]
        self.mood, self.states = self.page.evaluate(_TURN, given)
