"""Fail the run when too little of the code was covered: ``python -m tests.tidy.coverage_floor``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PACKAGE_PERCENT_MIN = 95
COMPLETE = ("vsla/domain/", "vsla/services/")


def shortfalls(report: dict[str, Any]) -> list[str]:
    """Say where a coverage report stays under the floor.

    Lines and branches of the whole package count together; in the domain and the services each
    line must have run.
    """
    found: list[str] = []
    percent = report["totals"]["percent_covered"]
    if percent < PACKAGE_PERCENT_MIN:
        found.append(f"the package is covered {percent:.2f}%, the floor is {PACKAGE_PERCENT_MIN}%")
    files: dict[str, Any] = report["files"]
    for folder in COMPLETE:
        inside = {name: file for name, file in files.items() if name.startswith(folder)}
        if not inside:
            found.append(f"{folder} is not in the report")
        for name, file in sorted(inside.items()):
            if file["missing_lines"]:
                lines = ", ".join(map(str, file["missing_lines"]))
                found.append(f"{name} must be covered wholly; not run: {lines}")
    return found


def main(arguments: list[str]) -> int:
    """Read the report named on the command line and say what is wanting."""
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    found = shortfalls(report)
    for line in found:
        sys.stdout.write(f"coverage: {line}\n")
    if found:
        sys.stdout.write("coverage: some tests are not counted, tests/conftest.py tells which\n")
        sys.stdout.write("\n".join(_worst(report)) + "\n")
    sys.stdout.write(f"coverage: {report['totals']['percent_covered']:.2f}% of the package\n")
    return 1 if found else 0


def _worst(report: dict[str, Any], count: int = 10) -> list[str]:
    """Name the files with the most lines and branches not run, to know where to begin."""
    rows = [
        (file["summary"]["missing_lines"] + file["summary"].get("missing_branches", 0), name)
        for name, file in report["files"].items()
    ]
    return [f"coverage: {missing:5d} not run in {name}" for missing, name in sorted(rows)[-count:]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
