"""Compile the catalogues and carry templates, translations and migrations into the wheel."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RESOURCES = ("templates", "translations", "migrations")


def compile_catalogues(translations: Path) -> list[Path]:
    """Write the ``.mo`` beside each ``.po`` under ``translations`` and return what was written."""
    written = []
    for po in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        # Whoever reads the old one meanwhile must not find half a file, and whoever builds a wheel
        # none that is gone before it is packed.
        with NamedTemporaryFile(dir=translations.parent, delete=False) as target:
            write_mo(target, catalogue)
        Path(target.name).chmod(0o644)
        Path(target.name).replace(mo)
        written.append(mo)
    return written


class ResourceHook(BuildHookInterface[Any]):
    """Build hook of hatchling: static settings would also copy into editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile always; force the folders into a real wheel only, never an editable one."""
        compile_catalogues(Path(self.root, "translations"))
        if self.target_name == "wheel" and version != "editable":
            folders = {name: f"vsla/{name}" for name in RESOURCES}
            build_data["force_include"].update(folders)
