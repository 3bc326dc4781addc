"""The outbox of a phone, filled and sent by its own modules without touching the screen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.browser.recorder_hand import RecorderHand

# Modules come in files of several, with short names.
_FIND = """async ({ base, places }, path) => {
  const [file, variable, names] = places[`${path}.js`];
  const module = (await import(base + file))[variable];
  const known = Object.entries(names);
  return Object.fromEntries(known.map(([name, called]) => [name, module[called]]));
}"""
_TURN = f"""async ([at, user_id, made, send, later]) => {{
  const find = {_FIND};
  const {{ openStore, newItem }} = await find(at, "store");
  const store = await openStore(`vsla-u${{user_id}}`);
  for (const each of made) await store.putItem(newItem(each));
  let mood = "idle";
  if (send) {{
    const {{ flush }} = await find(at, "flush");
    const {{ OfflineError }} = await find(at, "api");
    const clock = {{ now: () => Date.now() + later }};
    mood = await flush(store, {{ user_id }}, clock)
      .catch((error) => (error instanceof OfflineError ? "offline" : String(error)));
  }}
  return [mood, (await store.outbox()).map((item) => item.state)];
}}"""
_AGE = f"""async ([at, user_id, by]) => {{
  const {{ openStore }} = await ({_FIND})(at, "store");
  const store = await openStore(`vsla-u${{user_id}}`);
  for (const kept of await store.packs()) {{
    await store.putPack({{ ...kept, fetched_at: kept.fetched_at - by }});
  }}
}}"""


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

    def __init__(self, hand: RecorderHand) -> None:
        """Take a phone; its service worker says where the modules are."""
        worker = hand.page.request.get(f"{hand.address}/sw.js").text()
        (base,) = re.findall('"base": "([^"]+)"', worker)
        places = hand.page.request.get(f"{hand.address}{base}places.json").json()
        self._at = {"base": base, "places": places}
        self._user_id = hand.user_id
        self.page = hand.page
        self.mood = "idle"
        self.states: list[str] = []

    def keep(self, made: Iterable[Made]) -> None:
        """Put things into the outbox."""
        self._turn(made, send=False)

    def send(self, made: Iterable[Made] = (), *, later: timedelta = timedelta()) -> None:
        """Put things into the outbox and try once to send all that waits, perhaps some time on."""
        self._turn(made, send=True, later=later)

    def age_packs(self, by: timedelta) -> None:
        """Let the packs be as old as if the phone had long been without network."""
        self.page.evaluate(_AGE, [self._at, self._user_id, by // timedelta(milliseconds=1)])

    @property
    def waiting(self) -> int:
        """Count what waits."""
        return self.states.count("waiting")

    def _turn(self, made: Iterable[Made], *, send: bool, later: timedelta = timedelta()) -> None:
        rows: list[dict[str, Any]] = [each._asdict() for each in made]
        given = [self._at, self._user_id, rows, send, later // timedelta(milliseconds=1)]
        self.mood, self.states = self.page.evaluate(_TURN, given)
