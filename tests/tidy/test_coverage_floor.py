"""The floor of coverage is a gate that closes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.tidy.coverage_floor import main, shortfalls

if TYPE_CHECKING:
    from pathlib import Path


def a_report(
    percent: float = 95.0, domain: list[int] | None = None, services: list[int] | None = None
) -> dict[str, Any]:
    missing = {"vsla/domain/money.py": domain or [], "vsla/services/access.py": services or []}
    files = {
        name: {"missing_lines": lines, "summary": {"missing_lines": len(lines)}}
        for name, lines in missing.items()
    }
    return {"totals": {"percent_covered": percent}, "files": files}


def test_enough_coverage_passes() -> None:
    assert shortfalls(a_report()) == []


@pytest.mark.parametrize(
    "report", [a_report(94.9), a_report(domain=[3]), a_report(services=[7, 8])]
)
def test_too_little_coverage_fails(report: dict[str, Any]) -> None:
    assert len(shortfalls(report)) == 1


def test_a_report_without_the_domain_fails() -> None:
    report = {"totals": {"percent_covered": 100.0}, "files": {}}

    assert len(shortfalls(report)) == 2


@pytest.mark.parametrize(("percent", "status"), [(99.0, 0), (50.0, 1)])
def test_the_command_ends_with_a_status(tmp_path: Path, percent: float, status: int) -> None:
    file = tmp_path / "coverage.json"
    file.write_text(json.dumps(a_report(percent)), encoding="utf-8")

    assert main([str(file)]) == status
