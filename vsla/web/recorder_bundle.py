"""Put modules into a few files, so that 2G carries one instead of a dozen, and packs it better."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_FROM = re.compile(r'^(?:import|export)\s(?:[^"\';]*?\sfrom\s)?"(\.{1,2}/[^"]+)";', re.MULTILINE)
_LATER = re.compile(r'(?<![\w.])import\("(\.{1,2}/[^"]+)"\)')
_NAMED = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
_DEFAULT = re.compile(r'^import (\w+) from "([^"]+)";$', re.MULTILINE)
_WHOLE = re.compile(r'^import \* as (\w+) from "([^"]+)";$', re.MULTILINE)
_HANDED_ON = re.compile(r'^export (?:\*|\{([^}]*)\}) from "([^"]+)";$', re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_DECLARED = re.compile(
    r"^export (?=(?:async function|function\*?|const|class) (\w+))", re.MULTILINE
)
_MAIN = re.compile(r"^export default (?=(?:async )?function (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export) .*$", re.MULTILINE)


def _resolved(name: str, path: str) -> str:
    return normpath(join(dirname(name), path))


def imports_of(name: str, source: str) -> list[str]:
    """Name the modules that a module needs before it can begin."""
    return [_resolved(name, path) for path in _FROM.findall(source)]


def in_order(sources: Mapping[str, str], starts: Iterable[str]) -> tuple[str, ...]:
    """Follow the imports from some modules: all they need, each after what it needs itself.

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

    for start in starts:
        visit(start, ())
    return tuple(done)


def variable(name: str) -> str:
    """Name a module inside the bundles."""
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def bundles(
    sources: Mapping[str, str],
    part_of: Mapping[str, str],
    shorten: Callable[[Mapping[str, str]], Mapping[str, str]] = dict,
) -> dict[str, str]:
    """Write each part as one module, which gives every module in it as ``$name``.

    A module stands in a function of its own; one of another part is imported from there. What is
    imported later brings all parts that are needed at the same time. All parts lie in one folder,
    so that ``import.meta.url`` is theirs, not the module's.

    Args:
        sources: modules in our own style: one import or export a statement, each at the beginning
            of a line, none given a value later.
        part_of: the file of each module, in an order in which each finds what it needs.
        shorten: writes what stands inside the functions shorter.

    Raises:
        ValueError: an import or export written in another way.
    """
    parts: dict[str, list[str]] = {}
    needs: dict[str, dict[str, list[str]]] = {}
    for name, part in part_of.items():
        parts.setdefault(part, []).append(name)
        others = needs.setdefault(part, {})
        for each in imports_of(name, sources[name]):
            if part_of[each] != part and variable(each) not in others.get(part_of[each], []):
                others.setdefault(part_of[each], []).append(variable(each))

    def later(name: str, path: str) -> str:
        wanted = _resolved(name, path)
        part = part_of[wanted]
        own = {part_of[name], *needs[part_of[name]]}
        files = [part, *(each for each in needs[part] if each not in own)]
        asked = ",".join(f'import("./{each}")' for each in files)
        return f"Promise.all([{asked}]).then(([m])=>m.{variable(wanted)})"

    inside = shorten({name: _inside(name, sources[name], later) for name in part_of})
    made = {}
    for part, names in parts.items():
        head = [
            f'import{{{",".join(all_)}}}from"./{file}";\n' for file, all_ in needs[part].items()
        ]
        body = [f"const {variable(name)}=(()=>{{\n{inside[name]}}})();\n" for name in names]
        given = ",".join(variable(name) for name in names)
        made[part] = f"{''.join(head)}{''.join(body)}export{{{given}}};\n"
    return made


def _inside(name: str, source: str, later: Callable[[str, str], str]) -> str:
    given = [f"...{each}" for each in _handed_on_whole(name, source)]
    given += [
        f"{each}:{variable(_resolved(name, path))}.{each}"
        for names, path in _HANDED_ON.findall(source)
        for each in _names(names)
    ]
    given += _DECLARED.findall(source)
    given += [each for names in _LIST.findall(source) for each in _names(names)]
    given += [f"default:{each}" for each in _MAIN.findall(source)]

    def at(path: str) -> str:
        return variable(_resolved(name, path))

    source = _NAMED.sub(lambda m: f"const{{{','.join(_names(m[1]))}}}={at(m[2])};", source)
    source = _DEFAULT.sub(lambda m: f"const {m[1]}={at(m[2])}.default;", source)
    source = _WHOLE.sub(lambda m: f"const {m[1]}={at(m[2])};", source)
    source = _LATER.sub(lambda m: later(name, m[1]), source)
    for gone in (_HANDED_ON, _LIST, _MAIN, _DECLARED):
        source = gone.sub("", source)
    if (left := _LEFT.search(source)) is not None:
        raise ValueError(f"{name}: written otherwise than the others: {left.group()}")
    return f"{source}return{{{','.join(given)}}}"


def _handed_on_whole(name: str, source: str) -> list[str]:
    found = _HANDED_ON.findall(source)
    return [variable(_resolved(name, path)) for names, path in found if not names]


def _names(text: str) -> list[str]:
    """Read a list of names; one that is called otherwise here reads ``there:here``."""
    return [name.strip().replace(" as ", ":") for name in text.split(",") if name.strip()]
