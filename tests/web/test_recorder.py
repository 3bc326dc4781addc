"""The recorder's page, its files and its service worker, as a phone fetches them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.tidy.catalogues import catalogue
from tests.tidy.sources import ROOT
from vsla.domain.codes import Code
from vsla.web.problem_texts import OFFICE
from vsla.web.recorder_bundle import bundle, imports_of, in_order, stand_in
from vsla.web.recorder_files import FOLDER, bare, columns, tight
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import texts_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGE = "/recorder"


def worker(client: FlaskClient) -> dict[str, Any]:
    """Read what the service worker keeps."""
    found = re.search(r"self\.RELEASE=(.*?);\n", client.get("/sw.js").text)
    assert found is not None
    said: dict[str, Any] = json.loads(found.group(1))
    return said


def at(client: FlaskClient, path: str) -> str:
    """Address a file of this version."""
    return f"{worker(client)['base']}{path}"


def test_the_worker_keeps_every_file_of_the_recorder(client: FlaskClient) -> None:
    release = worker(client)
    archive = json.loads(client.get(release["base"] + release["archive"]).text)
    modules = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.js")}

    assert modules - {"sw.js", "domain/types.js"} <= archive["files"].keys()
    assert {"recorder.css", "signs.svg", "member-signs.svg"} <= archive["files"].keys()
    for path, text in archive["files"].items():
        assert client.get(release["base"] + path).text == text
    for path in release["first"]:
        assert client.get(release["base"] + path).status_code == 200


def test_the_archive_holds_the_texts_of_each_language(client: FlaskClient) -> None:
    archive = json.loads(client.get(at(client, worker(client)["archive"])).text)

    assert archive["languages"][:3] == ["fr", "sw", "en"]
    assert archive["texts"][0]["texts"]["Outbox"][:3] == ["Envois", "Za kutuma", None]


def test_trees_are_laid_beside_each_other() -> None:
    trees = [{"a": {"b": "x", "c": ["1", "2"]}}, {"a": {}}, {"a": {"b": "y"}}]

    assert columns(trees) == {"a": {"b": ["x", None, "y"], "c": [["1", "2"], None, None]}}


def test_files_are_kept_for_ever_and_page_and_worker_are_asked_for_again(
    client: FlaskClient,
) -> None:
    assert "immutable" in client.get(at(client, "first.js")).headers["Cache-Control"]
    for path in ("/sw.js", PAGE, at(client, "index.html")):
        assert "no-cache" in client.get(path).headers["Cache-Control"]


def test_a_file_of_another_version_is_not_there(client: FlaskClient) -> None:
    version = at(client, "").split("/")[2]

    assert client.get(at(client, "first.js").replace(version, "0123456789ab")).status_code == 404
    assert client.get(at(client, "nothing.js")).status_code == 404


def test_a_file_is_sent_compressed_to_those_who_read_that(client: FlaskClient) -> None:
    packed = client.get(at(client, "first.js"), headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(at(client, "first.js"))

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers


def test_the_page_asks_for_the_texts_of_its_language_at_once(client: FlaskClient) -> None:
    page = client.get(PAGE, headers={"Accept-Language": "sw"}).text

    assert f'href="{at(client, "texts/sw.json")}"' in page
    assert "preload" not in client.get(at(client, "index.html")).text


def test_the_manifest_leads_to_the_recorder(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.text)

    assert answer.mimetype == "application/manifest+json"
    assert manifest["start_url"] == PAGE
    for icon in manifest["icons"]:
        with client.get(icon["src"]) as drawn:
            assert drawn.mimetype == icon["type"]


@pytest.mark.parametrize("language", ["fr", "sw"])
def test_the_texts_of_a_language_are_complete(client: FlaskClient, language: str) -> None:
    first = json.loads(client.get(at(client, f"texts/{language}.json")).text)
    rest = json.loads(client.get(at(client, f"texts/{language}.rest.json")).text)

    known = catalogue(language)
    for text in [each for path in FOLDER.rglob("*.js") for each in texts_of(path.read_text())]:
        message = known.get(text if isinstance(text, str) else text[0])
        assert message is not None, text
    assert first["texts"]["Outbox"]
    assert set(rest["codes"]) == set(Code) - OFFICE
    assert rest["labels"]["Attendance"]["late"]
    assert len(first["format"]["days"]) == 7


def test_a_text_of_a_module_is_read_as_the_catalogues_do() -> None:
    source = 'x = _("Save"); ngettext("%(num)s day", "%(num)s days", n); _("a " + "b");'

    assert texts_of(source) == ["Save", ("%(num)s day", "%(num)s days"), "a b"]


def test_comments_indents_and_empty_lines_are_left_out() -> None:
    head = "/**\n * What for.\n */\n"
    source = head + 'f(() => {\n  // why\n  /** @type {any} */ (a).b = "/* c */";\n});\n'

    assert bare(source) == 'f(() => {\n(a).b = "/* c */";\n});\n'


def test_blanks_beside_signs_are_left_out_but_never_inside_a_text() -> None:
    source = 'const { a } = b ? "x = y" : `p : ${q}`;\nif (a - -1 > 2) c = /[ "] = /.test(d);\n'

    assert tight(source) == ('const{a}=b?"x = y":`p : ${q}`;\nif(a - -1>2)c= /[ "] = /.test(d);\n')


MODULES = {
    "main.js": 'import {\n  a,\n} from "./a.js";\n'
    'import * as c from "./c.js";\nimport("./late.js");\n',
    "a.js": 'import { c } from "./c.js";\nexport async function a() {}\nexport const b = c;\n',
    "c.js": "class c {}\nexport { c };\n",
    "late.js": 'export * from "./a.js";\n',
}


def test_modules_come_after_what_they_need() -> None:
    assert in_order(MODULES, "main.js") == ("c.js", "a.js", "main.js")
    assert imports_of("x/d.js", 'import { a } from "../a.js";\n') == ["a.js"]
    assert imports_of("late.js", MODULES["late.js"]) == ["a.js"]


def test_modules_that_need_each_other_are_seen() -> None:
    sources = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}

    with pytest.raises(ValueError, match=r"a\.js > b\.js > a\.js"):
        in_order(sources, "a.js")


def test_the_bundle_wraps_each_module() -> None:
    bundled = bundle(MODULES, in_order(MODULES, "main.js"))

    assert bundled.split("\n") == [
        "const $c=(()=>{",
        "class c {}",
        "",
        "return{c}})();",
        "const $a=(()=>{",
        "const{c}=$c;",
        "async function a() {}",
        "const b = c;",
        "return{a,b}})();",
        "const $main=(()=>{",
        "const{a}=$a;",
        "const c=$c;",
        'import("./late.js");',
        "return{}})();",
        "export{$c,$a,$main};",
        "",
    ]
    assert stand_in("a.js", MODULES["a.js"]) == (
        'import{$a}from"./first.js";export const{a,b}=$a;\n'
    )


def test_a_module_written_otherwise_is_seen() -> None:
    with pytest.raises(ValueError, match="written otherwise"):
        bundle({"a.js": "export default 1;\n"}, ["a.js"])


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
