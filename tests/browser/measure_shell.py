"""How heavy and how slow the recorder is on a bad phone: ``make phone``.

Bytes are counted at the server; times are taken in Chromium with its network slowed to 50 kB/s and
400 ms, and then with its processor slowed four times.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hatch_build import compile_catalogues
from tests.browser.recorder_hand import RecorderHand, a_usual_group, login_of
from tests.browser.screens import PHONE, chromium, log_in, open_page
from tests.browser.server import serving
from tests.browser.wire import BUDGETS, FIRST_SCREEN, Wire, bytes_kept
from tests.builders import PASSWORD
from tests.conftest import build_app, database, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, CDPSession, Page

    from tests.builders import GroupWorld

_BYTES_A_SECOND = 50_000
_LATENCY_MS = 400
_CPU_SLOWER = 4
_OPENINGS = 5
_USABLE = """
  const seen = new Set();
  new MutationObserver(() => {
    const see = (name, selector) => {
      if (seen.has(name) || !document.querySelector(selector)) return;
      seen.add(name);
      console.debug(name, performance.now());
    };
    see("drawn", ".bar");
    see("usable", 'a[href^="#/g/"]');
    see("meeting", ".rec .foot .btn.main");
  }).observe(document, { childList: true, subtree: true });
"""


@contextmanager
def _world(folder: Path) -> Iterator[tuple[GroupWorld, str, Wire]]:
    url = f"sqlite:///{folder / 'measured.sqlite'}"
    migrate(url)
    app = build_app(url, folder)
    with app.app_context():
        engine = database().engine
    # What the server makes once, it has made.
    app.test_client().get("/recorder", headers={"Accept-Encoding": "br"})
    wire = Wire(app)
    with Session(engine) as session, serving(wire) as address:
        yield a_usual_group(session), address, wire
    engine.dispose()


def _slow(page: Page, *, network: bool, cpu: int) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = _BYTES_A_SECOND if network else -1
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": _LATENCY_MS if network else 0,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    return session


def _say(what: str, value: str) -> None:
    sys.stdout.write(f"{what:<58} {value}\n")


def _kilobytes(what: str, count: int, budget: str) -> None:
    verdict = "reached" if count <= BUDGETS[budget] else "MISSED"
    _say(what, f"{count / 1000:6.1f} KB of {BUDGETS[budget] / 1000:.1f} KB, {verdict}")


def _said(page: Page, name: str) -> AbstractContextManager[Any]:
    return page.expect_console_message(lambda each: each.text.startswith(name), timeout=60_000)


def _open(page: Page, address: str, *names: str) -> list[float]:
    """Open an address, and tell after how many seconds each thing was seen.

    The page says so by itself: whoever asks it meanwhile has it read a script of his own first.
    """
    with ExitStack() as stack:
        said = [stack.enter_context(_said(page, name)) for name in names]
        page.goto(address, wait_until="commit")
    return [float(each.value.text.split()[1]) / 1000 for each in said]


def _first_visit(page: Page, hand: RecorderHand, wire: Wire) -> None:
    wire.answers.clear()
    slow = _slow(page, network=True, cpu=1)
    drawn, usable = _open(page, f"{hand.address}/recorder", "drawn", "usable")
    slow.detach()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _kilobytes("first screen", wire.bytes_of(*FIRST_SCREEN), "first_screen")
    kept = bytes_kept(page, wire)
    for path, count in kept.items():
        _say(f"    {path.partition('/recorder/')[2].partition('/')[2]}", f"{count:9}")
    _kilobytes("whole shell without network, in French", sum(kept.values()), "shell")
    _say(
        "first visit at 50 kB/s and 400 ms: drawn, with her groups",
        f"{drawn:.2f} s, {usable:.2f} s",
    )


def _later_visits(page: Page, hand: RecorderHand, wire: Wire, group_id: int) -> None:
    wire.answers.clear()
    hand.home()
    page.wait_for_load_state("networkidle")
    _kilobytes("later visit", wire.bytes_of(), "later_visit")
    page.context.set_offline(offline=True)
    slow = _slow(page, network=False, cpu=_CPU_SLOWER)
    homes, meetings = [], []
    for _turn in range(_OPENINGS):
        homes += _open(page, f"{hand.address}/recorder", "usable")
        page.goto("about:blank")
        meetings += _open(page, f"{hand.address}/recorder#/g/{group_id}", "meeting")
    slow.detach()
    for what, times in (("her groups", homes), ("a meeting", meetings)):
        line = ", ".join(f"{each:.2f}" for each in sorted(times))
        _say(f"later openings without network, CPU {_CPU_SLOWER}x slower: {what}", f"{line} s")


def _measure(browser: Browser, world: GroupWorld, address: str, wire: Wire) -> None:
    login, user_id = login_of(world)
    page = open_page(browser, PHONE)
    log_in(page, address, login, PASSWORD)
    hand = RecorderHand(page, address, user_id)
    page.add_init_script(_USABLE)
    _first_visit(page, hand, wire)
    _later_visits(page, hand, wire, world.group_id)


def main() -> None:
    """Print every figure with its budget."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    compile_catalogues(Path("translations"))
    with (
        tempfile.TemporaryDirectory() as folder,
        _world(Path(folder)) as (world, address, wire),
        chromium() as browser,
    ):
        _measure(browser, world, address, wire)


if __name__ == "__main__":
    main()
