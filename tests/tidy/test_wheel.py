"""The wheel carries all that the program needs, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

import hatch_build
from tests.tidy.catalogues import LOCALES
from tests.tidy.sources import ROOT, committed_files
from vsla import resources
from vsla.resources import resource_dir


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return ZipFile(next(folder.glob("vsla-*.whl")))


def test_the_wheel_carries_everything_committed(wheel: ZipFile) -> None:
    names = set(wheel.namelist())
    folders = ("vsla", "templates", "migrations", "translations")
    paths = [file.relative_to(ROOT) for file in committed_files()]
    wanted = {
        path.as_posix() if path.parts[0] == "vsla" else f"vsla/{path.as_posix()}"
        for path in paths
        if path.parts[0] in folders
    }

    assert wanted - names == set()


def test_the_wheel_carries_compiled_catalogues(wheel: ZipFile) -> None:
    wanted = {f"vsla/translations/{locale}/LC_MESSAGES/messages.mo" for locale in LOCALES}

    assert wanted - set(wheel.namelist()) == set()


def test_the_wheel_carries_nothing_else(wheel: ZipFile) -> None:
    tops = {PurePosixPath(name).parts[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"vsla"}
    assert not [n for n in wheel.namelist() if n.endswith((".pyc", ".sqlite", "secret_key"))]


def test_the_wheel_installs_the_command(wheel: ZipFile) -> None:
    listing = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "vsla = vsla.app:main" in wheel.read(listing).decode()


def test_resources_inside_the_package_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "vsla"
    (package / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "migrations").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)

    assert resource_dir("templates") == package / "templates"
    assert resource_dir("migrations") == tmp_path / "migrations"
    with pytest.raises(FileNotFoundError, match="translations"):
        resource_dir("translations")


def test_a_catalogue_is_written_outside_of_what_a_wheel_packs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes(b'msgid ""\nmsgstr ""\n')
    seen: list[str] = []

    def write(_target: object, _catalogue: object) -> None:
        seen.extend(file.name for file in folder.iterdir())

    monkeypatch.setattr(hatch_build, "write_mo", write)
    hatch_build.compile_catalogues(tmp_path / "translations")

    assert seen == ["messages.po"]
    assert sorted(file.name for file in folder.iterdir()) == ["messages.mo", "messages.po"]
