"""Find the folders that travel with the program but are no Python code."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Find a resource folder: inside the package when installed, beside it in a checkout.

    Args:
        name: ``templates``, ``translations`` or ``migrations``.

    Raises:
        FileNotFoundError: neither place has it, which means a broken installation.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"resource folder {name!r} is missing beside and inside {_PACKAGE}")
