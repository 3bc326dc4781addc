"""The programs of accountants, asked for the balances of a journal."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from beancount import loader
from beancount.core import realization

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Balances = dict[str, int]
"""Minor units by account, debits above zero; accounts that stand at zero are absent."""


def beancount(file: Path, scale: int) -> Balances:
    """Read a journal with beancount, which checks every assertion."""
    entries, errors, _options = loader.load_file(str(file))
    assert errors == []
    found: Balances = {}
    for account in realization.iter_children(realization.realize(entries)):
        for position in account.balance:
            found[account.account] = int(position.units.number.scaleb(scale))
    return {name: amount for name, amount in found.items() if amount}


def hledger(file: Path, scale: int) -> Balances:
    """Read a journal with hledger."""
    program = shutil.which("hledger")
    assert program is not None
    command = [program, "-f", f"journal:{file}", "balance", "--flat", "-O", "csv", "--no-total"]
    subprocess.run([program, "-f", f"journal:{file}", "check"], check=True)  # noqa: S603 - ours
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    found = {row["account"]: _minor(row["balance"], scale) for row in rows}
    return {name: amount for name, amount in found.items() if amount}


def _minor(text: str, scale: int) -> int:
    number = text.split(maxsplit=1)[0]
    whole, _point, rest = number.partition(".")
    return int(whole + rest.ljust(scale, "0"))


def accountants() -> list[Callable[[Path, int], Balances]]:
    """List the programs there are; ``make test`` says loudly when hledger is missing."""
    present = shutil.which("hledger") is not None
    assert present or not os.environ.get("CI"), "hledger must read the journals where CI runs"
    return [beancount, hledger] if present else [beancount]
