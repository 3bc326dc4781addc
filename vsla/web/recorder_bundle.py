"""Put modules into a few files, so that 2G carries one instead of a dozen, and packs it better."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count, product
from posixpath import dirname, join, normpath
from string import ascii_letters
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
_GIVES = re.compile(r"return\{([^{}]*)\}$")
_TAKES = re.compile(r"\{([^{}]*)\}=(\$\w+)(?=[,;])")


@dataclass(frozen=True, slots=True)
class Bundles:
    """Modules in a few files.

    Attributes:
        files: their text, by name.
        places: of each module its file, how it is called there, and how that calls what it gives.
    """

    files: dict[str, str]
    places: dict[str, tuple[str, str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class _Given:
    """What a module gives: the module that declares it, and its name there."""

    module: str
    name: str


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


def bundles(
    sources: Mapping[str, str],
    part_of: Mapping[str, str],
    shorten: Callable[[Mapping[str, str]], Mapping[str, str]] = dict,
) -> Bundles:
    """Write each part as one module, which gives every module in it.

    A module stands in a function of its own, and whoever needs something takes it from the module
    that declares it; one that only hands on is left out. What is imported later brings all parts
    that are needed at the same time. All parts lie in one folder, so that ``import.meta.url`` is
    theirs, not the module's.

    Args:
        sources: modules in our own style: one import or export a statement, each at the beginning
            of a line, none given a value later.
        part_of: the file of each module, in an order in which each finds what it needs.
        shorten: writes what stands inside the functions shorter.

    Raises:
        ValueError: an import or export written in another way.
    """
    bundle = _Bundle(sources, part_of)
    inside = bundle.joined(shorten({name: bundle.inside(name) for name in bundle.kept}))
    files = {part: bundle.part(part, inside) for part in dict.fromkeys(part_of.values())}
    return Bundles(files, {name: bundle.place(name) for name in bundle.kept})


class _Bundle:
    """The modules, what each gives and takes, and in which file it stands."""

    def __init__(self, sources: Mapping[str, str], part_of: Mapping[str, str]) -> None:
        self.sources = sources
        self.part_of = part_of
        self.gives: dict[str, dict[str, _Given]] = {}
        for name in part_of:
            self.gives[name] = self._gives(name)
        # These are asked by name while the program runs.
        self.asked = {
            _resolved(name, path)
            for name in part_of
            for path in (
                *_LATER.findall(sources[name]),
                *(path for _, path in _WHOLE.findall(sources[name])),
            )
        }
        self.kept = [name for name in part_of if name in self.asked or self._does(name)]
        letters = _letters()
        self.variable = {name: f"${next(letters)}" for name in self.kept}
        self.called: dict[str, dict[str, str]] = {}
        self.needs: dict[str, dict[str, list[str]]] = {part: {} for part in part_of.values()}
        for name in self.kept:
            self._need(name)

    def _does(self, name: str) -> bool:
        """Tell whether a module does more than hand on what others give."""
        left = self.sources[name]
        for each in (_NAMED, _HANDED_ON, _LIST):
            left = each.sub("", left)
        return bool(left.strip())

    def _gives(self, name: str) -> dict[str, _Given]:
        """Tell what a module gives, by the name that others know it by."""
        source = self.sources[name]
        taken = {
            here: self._origin(_resolved(name, path), there)
            for names, path in _NAMED.findall(source)
            for there, here in _names(names)
        }
        given: dict[str, _Given] = {}
        for names, path in _HANDED_ON.findall(source):
            whole = self.gives[_resolved(name, path)]
            pairs = _names(names) if names else [(each, each) for each in whole]
            given |= {here: whole[there] for there, here in pairs}
        own = {each: each for each in _DECLARED.findall(source)}
        own |= {there: here for names in _LIST.findall(source) for here, there in _names(names)}
        if (main := _MAIN.search(source)) is not None:
            own["default"] = main[1]
        return given | {there: taken.get(here, _Given(name, here)) for there, here in own.items()}

    def _origin(self, module: str, name: str) -> _Given:
        """Find the module that declares what another one gives."""
        return self.gives[module].get(name, _Given(module, name))

    def _taken(self, name: str) -> Iterator[tuple[_Given, str]]:
        """Give what a module takes by name, and how it calls it."""
        source = self.sources[name]
        for names, path in _NAMED.findall(source):
            for there, here in _names(names):
                yield self._origin(_resolved(name, path), there), here
        for here, path in _DEFAULT.findall(source):
            yield self._origin(_resolved(name, path), "default"), here

    def _need(self, name: str) -> None:
        own = self.part_of[name]
        wanted = [given.module for given, _ in self._taken(name)]
        wanted += [_resolved(name, path) for _, path in _WHOLE.findall(self.sources[name])]
        if name in self.asked:
            wanted += [given.module for given in self.gives[name].values()]
        for each in wanted:
            other = self.part_of[each]
            if other != own and each not in self.needs[own].setdefault(other, []):
                self.needs[own][other].append(each)

    def _later(self, name: str, path: str) -> str:
        wanted = _resolved(name, path)
        part = self.part_of[wanted]
        own = {self.part_of[name], *self.needs[self.part_of[name]]}
        files = [part, *(each for each in self.needs[part] if each not in own)]
        asked = ",".join(f'import("./{each}")' for each in files)
        return f"Promise.all([{asked}]).then(([m])=>m.{self.variable[wanted]})"

    def inside(self, name: str) -> str:
        """Write what stands inside the function of a module."""
        source = self.sources[name]
        taken: dict[str, list[str]] = {}
        for given, here in self._taken(name):
            taken.setdefault(given.module, []).append(_pair(given.name, here))
        head = (
            f"const{{{','.join(pairs)}}}={self.variable[each]};\n" for each, pairs in taken.items()
        )
        source = _WHOLE.sub(
            lambda m: f"const {m[1]}={self.variable[_resolved(name, m[2])]};", source
        )
        source = _LATER.sub(lambda m: self._later(name, m[1]), source)
        for gone in (_NAMED, _DEFAULT, _HANDED_ON, _LIST, _MAIN, _DECLARED):
            source = gone.sub("", source)
        if (left := _LEFT.search(source)) is not None:
            raise ValueError(f"{name}: written otherwise than the others: {left.group()}")
        return f"{''.join(head)}{source.strip()}\nreturn{{{','.join(self._returns(name))}}}"

    def _returns(self, name: str) -> Iterator[str]:
        """Give what a module declares by its own names, but for those who ask it by name."""
        for outside, given in self.gives[name].items():
            if name not in self.asked:
                if given.module == name:
                    yield given.name
            elif given.module == name:
                yield _pair(outside, given.name)
            else:
                yield f"{outside}:{self.variable[given.module]}.{given.name}"

    def joined(self, inside: Mapping[str, str]) -> dict[str, str]:
        """Name what is handed from module to module as it is called inside, which is shorter."""
        made = {}
        for name, written in inside.items():
            text = written
            returns = _GIVES.search(text)
            assert returns is not None, "each module returns what it gives"
            pairs = dict(_split(each) for each in returns[1].split(",") if each)
            if name not in self.asked:
                self.called[self.variable[name]] = pairs
                text = f"{text[: returns.start()]}return{{{','.join(pairs.values())}}}"
            made[name] = _TAKES.sub(lambda m: _renamed(m[1], m[2], self.called), text)
        return made

    def place(self, name: str) -> tuple[str, str, dict[str, str]]:
        """Say where a module stands, and how what it gives is called there."""
        variable = self.variable[name]
        if name in self.asked:
            return self.part_of[name], variable, {each: each for each in self.gives[name]}
        own = {there: each for there, each in self.gives[name].items() if each.module == name}
        called = {there: self.called[variable][each.name] for there, each in own.items()}
        return self.part_of[name], variable, called

    def part(self, part: str, inside: Mapping[str, str]) -> str:
        """Write a file."""
        names = [name for name in self.kept if self.part_of[name] == part]
        head = (
            f'import{{{",".join(self.variable[each] for each in all_)}}}from"./{other}";\n'
            for other, all_ in self.needs[part].items()
        )
        body = (f"const {self.variable[name]}=(()=>{{\n{inside[name]}}})();\n" for name in names)
        given = (self.variable[name] for name in names)
        return f"{''.join(head)}{''.join(body)}export{{{','.join(given)}}};\n"


def _renamed(pairs: str, module: str, called: Mapping[str, Mapping[str, str]]) -> str:
    known = called.get(module, {})
    split = (_split(each) for each in pairs.split(","))
    return f"{{{','.join(_pair(known.get(there, there), here) for there, here in split)}}}={module}"


def _names(text: str) -> list[tuple[str, str]]:
    """Read a list of names: what each is called before ``as``, and after it."""
    parts = (each.split(" as ") for each in text.split(",") if each.strip())
    return [(each[0].strip(), each[-1].strip()) for each in parts]


def _pair(there: str, here: str) -> str:
    return here if there == here else f"{there}:{here}"


def _split(pair: str) -> tuple[str, str]:
    there, _, here = pair.partition(":")
    return there, here or there


def _letters() -> Iterator[str]:
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            yield "".join(letters)
