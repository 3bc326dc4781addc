"""How the modules of a phone are made small: bundled, in one language, with short names."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from babel.messages.extract import extract_javascript

from tests.tidy.sources import ROOT
from vsla.web.recorder_bundle import bundles, imports_of, in_order
from vsla.web.recorder_files import FOLDER, bare
from vsla.web.recorder_short import short
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import numbered, texts_of


def test_texts_of_modules_are_read_as_the_catalogues_read_them() -> None:
    for path in sorted(FOLDER.rglob("*.js")):
        source = path.read_text("utf-8")
        # Babel gives one word as it is and several as a tuple, whatever its types say.
        keywords: dict[str, Any] = {"_": None, "ngettext": None}
        rows: Any = extract_javascript(io.BytesIO(source.encode()), keywords, (), {})
        words = {each if isinstance(each, str) or each[1] else each[0] for _, _, each, _ in rows}
        assert {text[:2] if isinstance(text, tuple) else text for text in words} == set(
            texts_of(bare(source))
        ), path


def test_comments_indents_and_empty_lines_are_left_out() -> None:
    head = "/**\n * What for.\n */\n"
    source = head + 'f(() => {\n  // why\n  /** @type {any} */ (a).b = "/* c */";\n});\n'

    assert bare(source) == 'f(() => {\n(a).b = "/* c */";\n});\n'


def shortened(source: str) -> str:
    """Shorten one module by itself."""
    return short({"a.js": source})["a.js"]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("const total = 1;\nuse(total);", "let e=1;use(e);"),
        (
            "const { total, other: mine = 2, ...rest } = from;",
            "let{total:n,other:e=2,...t}=from;",
        ),
        ("use({ total, mine: total });\nconst total = {};", "use({total:e,mine:e});let e={};"),
        ("const total = a.total + b?.total;", "let e=a.total+b?.total;"),
        ("const f = (total, [mine], { own }) => total;", "let f=(e,[t],{own:n})=>e;"),
        (
            "class Box {\n  total() { return this.total; }\n}",
            "class e{total(){return this.total}}",
        ),
        (
            "const use = (total) => `${total} total ${`${total}`}`;",
            "let t=e=> `${e} total ${`${e}`}`;",
        ),
        (
            'const text = "a = b";\nconst find = /[ "/] = /g.test(text);',
            'let e="a = b",t= /[ "/] = /g.test(e);',
        ),
        (
            "const a = 1;\nconst f = () => { const b = 2; g(b); };\nconst c = 3;",
            "let a=1,f=()=>{let b=2;g(b)},c=3;",
        ),
        ("if (a) { const b = 1; const c = 2; }\nconst d = 3;", "if(a){let b=1,c=2}\nlet d=3;"),
        ("if (a - -1 > 2) b = c - 1;\nreturn d\n", "if(a- -1>2)b=c-1;return d\n"),
        ("try { go(); } catch (error) { say(error); }", "try{go()}catch(e){say(e)}"),
        ("function* each(list) { yield list; }", "function*t(e){yield e}"),
        ("for (const one of all) use(one);", "for(let e of all)use(e);"),
        ("return (one) => async (two) => one;", "return(e)=>async(t)=>e;"),
    ],
)
def test_names_of_a_module_are_short_and_all_others_stay(source: str, made: str) -> None:
    assert shortened(source) == made


def test_names_that_never_meet_share_a_letter_and_keep_it_in_other_modules() -> None:
    source = "const one = (first) => first;\nconst two = (second) => second;\n"

    made = short({"a.js": source, "b.js": "const two = (first, second) => second;\n"})

    assert made["a.js"] == "let n=e=>e,r=t=>t;"
    assert made["b.js"] == "let r=(e,t)=>t;"


def test_a_name_that_any_module_takes_from_the_browser_stays() -> None:
    made = short({"a.js": "const document = 1;", "b.js": "use(document);"})

    assert made["a.js"] == "let document=1;"


MODULES = {
    "main.js": 'import {\n  a,\n  b as own,\n} from "./a.js";\n'
    'import * as c from "./c.js";\nimport("./late.js");\n',
    "a.js": 'import { c } from "./c.js";\nexport async function a() {}\nexport const b = c;\n',
    "c.js": "class c {}\nexport { c };\nexport function* d() {}\n",
    "late.js": 'import { a } from "./a.js";\nimport x from "./x/x.js";\nexport * from "./a.js";\n'
    'export { d } from "./c.js";\n',
    "x/x.js": "export default function x() {}\n",
}
PARTS = {
    "c.js": "one.js",
    "a.js": "one.js",
    "main.js": "one.js",
    "x/x.js": "x.js",
    "late.js": "two.js",
}


def test_modules_come_after_what_they_need() -> None:
    assert in_order(MODULES, ["main.js"]) == ("c.js", "a.js", "main.js")
    assert in_order(MODULES, ["main.js", *MODULES]) == (
        "c.js",
        "a.js",
        "main.js",
        "x/x.js",
        "late.js",
    )
    assert imports_of("x/d.js", 'import { a } from "../a.js";\n') == ["a.js"]


def test_modules_that_need_each_other_are_seen() -> None:
    sources = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}

    with pytest.raises(ValueError, match=r"a\.js > b\.js > a\.js"):
        in_order(sources, ["a.js"])


ONE = [
    "const $a=(()=>{",
    "class c {}",
    "",
    "function* d() {}",
    "return{d,c}})();",
    "const $b=(()=>{",
    "const{c}=$a;",
    "async function a() {}",
    "const b = c;",
    "return{a,b}})();",
    "const $c=(()=>{",
    "const{a,b:own}=$b;",
    "const c=$a;",
    'Promise.all([import("./two.js"),import("./x.js")]).then(([m])=>m.$e);',
    "return{}})();",
    "export{$a,$b,$c};",
    "",
]
TWO = [
    'import{$b,$a}from"./one.js";',
    'import{$d}from"./x.js";',
    "const $e=(()=>{",
    "const{a}=$b;",
    "const{x}=$d;",
    "",
    "return{a:$b.a,b:$b.b,d:$a.d}})();",
    "export{$e};",
    "",
]


def test_a_bundle_wraps_each_module_and_asks_for_all_it_needs_at_the_same_time() -> None:
    made = bundles(MODULES, PARTS)

    assert made.files["one.js"].split("\n") == ONE
    assert made.files["two.js"].split("\n") == TWO
    assert made.places["late.js"] == ("two.js", "$e", {"a": "a", "b": "b", "d": "d"})


def test_what_is_handed_from_module_to_module_is_called_as_inside_and_by_no_way_round() -> None:
    modules = {
        "a.js": "export const first = 1;\nfunction other() {}\nexport { other as second };\n",
        "b.js": 'export * from "./a.js";\n',
        "c.js": 'import { first as one, second } from "./b.js";\nuse(one, second);\n',
    }

    made = bundles(modules, dict.fromkeys(modules, "one.js"), short)

    assert made.files["one.js"] == (
        "const $a=(()=>{\nlet e=1;function t(){}\nreturn{e,t}})();\n"
        "const $b=(()=>{\nlet{e,t}=$a;use(e,t);return{}})();\nexport{$a,$b};\n"
    )
    assert made.places["a.js"] == ("one.js", "$a", {"first": "e", "second": "t"})


def test_a_module_written_otherwise_is_seen() -> None:
    with pytest.raises(ValueError, match="written otherwise"):
        bundles({"a.js": "export default 1;\n"}, {"a.js": "one.js"})


def test_texts_are_told_by_their_number() -> None:
    source = 'say(_("Save"), ngettext("%(num)s day",\n  "%(num)s days", n));'

    made = numbered(source, ["Save", ("%(num)s day", "%(num)s days")])

    assert made == "say(_(0), ngettext(1,0, n));"


def test_only_rules_that_the_modules_use_are_kept() -> None:
    style = (
        "/* head */\n:root{--ink:#000}\n.used,.other{color:red}\n.used:not(.none) p{x:y}\n"
        ".used table,h3{x:y}\n.two [aria-current]::before{x:y}\n"
        "@media print{.used{x:y}}\n@media (min-width:600px){.used{a:b}.other{a:b}}\n"
        "@media (max-width:9px){.other{a:b}}\n"
    )

    kept = used_rules(style, ['h("p", { class: "used" }, _("two other"), `x ${y}`)'])

    assert kept == (
        ":root{--ink:#000}\n.used{color:red}\n.used:not(.none) p{x:y}\n"
        "@media (min-width:600px){\n.used{a:b}\n}\n"
    )


def test_a_stylesheet_that_does_not_end_is_seen() -> None:
    with pytest.raises(ValueError, match="does not end"):
        used_rules(".a{color:red", ["a"])


def test_only_signs_that_the_modules_name_are_kept() -> None:
    sprite = (ROOT / "vsla/web/static/signs.svg").read_text("utf-8")

    kept = used_signs(sprite, ['sign("box")'])

    assert re.findall(r'id="([^"]+)"', kept) == ["box"]
    assert kept.startswith("<svg")
    assert kept.rstrip().endswith("</svg>")
