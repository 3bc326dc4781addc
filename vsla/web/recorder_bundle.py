"""Put the modules of the first screen into one file, so that 2G carries one instead of a dozen."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BUNDLE = "first.js"

_FROM = re.compile(r'^(?:import|export)\s(?:[^"\';]*?\sfrom\s)?"(\.{1,2}/[^"]+)";', re.MULTILINE)
_NAMED = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
_WHOLE = re.compile(r'^import \* as (\w+) from "([^"]+)";$', re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_DECLARED = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export) .*$", re.MULTILINE)


def imports_of(name: str, source: str) -> list[str]:
    """Name the modules that a module needs before it can begin."""
    return [normpath(join(dirname(name), path)) for path in _FROM.findall(source)]


def in_order(sources: Mapping[str, str], start: str) -> tuple[str, ...]:
    """Follow the imports from a module: all it needs, each after what it needs itself.

    Raises:
        ValueError: modules that need each other.
    """
    done: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"modules need each other: {' > '.join([*above, name])}")
        if name not in done:
            for needed in imports_of(name, sources[name]):
                visit(needed, (*above, name))
            done[name] = None

    visit(start, ())
    return tuple(done)


def exports_of(source: str) -> list[str]:
    """Name what a module gives to others."""
    listed = [name for names in _LIST.findall(source) for name in _names(names)]
    return [*_DECLARED.findall(source), *listed]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def bundle(sources: Mapping[str, str], order: Iterable[str]) -> str:
    """Wrap each module in a function of its own, in an order in which each finds what it needs.

    Args:
        sources: modules in our own style: one import or export a statement, each at the beginning
            of a line, none renamed, none given a value later.
        order: as ``in_order`` gives it.

    Returns:
        One module that gives every module as ``$name``.

    Raises:
        ValueError: an import or export written in another way.
    """
    parts = [f"const {_variable(name)}=(()=>{{\n{_inside(name, sources[name])}" for name in order]
    names = ",".join(_variable(name) for name in order)
    return f"{''.join(parts)}export{{{names}}};\n"


def _inside(name: str, source: str) -> str:
    def variable(path: str) -> str:
        return _variable(normpath(join(dirname(name), path)))

    given = ",".join(exports_of(source))
    source = _NAMED.sub(lambda m: f"const{{{','.join(_names(m[1]))}}}={variable(m[2])};", source)
    source = _WHOLE.sub(lambda m: f"const {m[1]}={variable(m[2])};", source)
    source = _DECLARED.sub("", _LIST.sub("", source))
    if (left := _LEFT.search(source)) is not None:
        raise ValueError(f"{name}: written otherwise than the others: {left.group()}")
    return f"{source}return{{{given}}}}})();\n"


def stand_in(name: str, source: str) -> str:
    """Write what stands for a bundled module where later ones ask for it by its own name."""
    given = ",".join(exports_of(source))
    return (
        f'import{{{_variable(name)}}}from"./{BUNDLE}";export const{{{given}}}={_variable(name)};\n'
    )
