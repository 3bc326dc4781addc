"""The recorder's page, its files and its service worker, as a phone fetches them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.tidy.catalogues import catalogue
from tests.tidy.sources import ROOT
from vsla.domain.codes import Code
from vsla.web.recorder_files import FOLDER, bare, first_modules, imports_of
from vsla.web.recorder_style import used_rules, used_signs
from vsla.web.recorder_texts import texts_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGE = "/recorder"


def listed(client: FlaskClient) -> list[str]:
    """Read which files the service worker keeps."""
    files = re.search(r"FILES=(\[.*?\]);", client.get("/sw.js").text)
    assert files is not None
    names: list[str] = json.loads(files.group(1))
    return names


def test_every_file_of_the_recorder_is_there_without_a_login(client: FlaskClient) -> None:
    names = listed(client)

    assert [name for name in names if client.get(name).status_code != 200] == []
    modules = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.js")} - {"sw.js"}
    assert {f"{PAGE}/{name.split('/')[2]}" for name in names} == {names[0].rpartition("/")[0]}
    assert modules <= {name.split("/", 3)[3] for name in names}


def test_files_are_kept_for_ever_and_page_and_worker_are_asked_for_again(
    client: FlaskClient,
) -> None:
    main = next(name for name in listed(client) if name.endswith("/main.js"))

    assert "immutable" in client.get(main).headers["Cache-Control"]
    assert "no-cache" in client.get("/sw.js").headers["Cache-Control"]
    assert "no-cache" in client.get(PAGE).headers["Cache-Control"]


def test_a_file_of_another_version_is_not_there(client: FlaskClient) -> None:
    main = next(name for name in listed(client) if name.endswith("/main.js"))
    version = main.split("/")[2]

    assert client.get(main.replace(version, "0123456789ab")).status_code == 404
    assert client.get(main.replace("main.js", "nothing.js")).status_code == 404


def test_a_file_is_sent_compressed_to_those_who_read_that(client: FlaskClient) -> None:
    main = next(name for name in listed(client) if name.endswith("/main.js"))

    packed = client.get(main, headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(main)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers


def test_the_page_names_the_modules_of_the_first_screen(client: FlaskClient) -> None:
    page = client.get(PAGE).text

    preloaded = set(re.findall(r'modulepreload" href="/recorder/\w+/([^"]+)"', page))
    assert {"main.js", "home.js", "dom.js", "i18n.js"} <= preloaded
    assert not [name for name in preloaded if name.startswith(("meeting/", "domain/"))]


def test_the_manifest_leads_to_the_recorder(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")

    assert answer.mimetype == "application/manifest+json"
    assert answer.json is None or answer.json["start_url"] == PAGE
    icons = json.loads(answer.text)["icons"]
    for icon in icons:
        with client.get(icon["src"]) as drawn:
            assert drawn.status_code == 200


@pytest.mark.parametrize("language", ["fr", "sw"])
def test_the_texts_of_a_language_are_complete(client: FlaskClient, language: str) -> None:
    folder = listed(client)[0].rpartition("/")[0]
    first = json.loads(client.get(f"{folder}/texts/{language}.json").text)
    rest = json.loads(client.get(f"{folder}/texts/{language}.rest.json").text)

    known = catalogue(language)
    for text in [each for path in FOLDER.rglob("*.js") for each in texts_of(path.read_text())]:
        message = known.get(text if isinstance(text, str) else text[0])
        assert message is not None, text
    assert first["texts"]["To send"]
    assert set(rest["codes"]) == set(Code)
    assert rest["labels"]["Attendance"]["late"]
    assert len(first["format"]["days"]) == 7


def test_a_text_of_a_module_is_read_as_the_catalogues_do() -> None:
    source = 'x = _("Save"); ngettext("%(num)s day", "%(num)s days", n); _("a " + "b");'

    assert texts_of(source) == ["Save", ("%(num)s day", "%(num)s days"), "a b"]


def test_comments_and_indents_are_left_out_and_lines_keep_their_numbers() -> None:
    head = "/**\n * What for.\n */\n"
    source = head + 'f(() => {\n  // why\n  /** @type {any} */ (a).b = "/* c */";\n});\n'

    assert bare(source) == '\n\n\nf(() => {\n\n(a).b = "/* c */";\n});\n'


def test_the_modules_are_followed_through_their_imports() -> None:
    sources = {
        "main.js": 'import { a } from "./a.js";\n'
        'import {\n  b,\n} from "./x/b.js";\nimport("./late.js");\n',
        "a.js": "",
        "x/b.js": 'import * as c from "../c.js";\n',
        "c.js": 'export { a } from "./a.js";\n',
        "late.js": "",
    }

    assert imports_of(sources["main.js"]) == ["./a.js", "./x/b.js"]
    assert first_modules(sources) == ("main.js", "a.js", "x/b.js", "c.js")


def test_only_rules_that_the_modules_use_are_kept() -> None:
    style = (
        "/* head */\n:root{--ink:#000}\n.used,.other{color:red}\n.used:not(.none) p{x:y}\n"
        ".other{x:y}\n"
        "@media print{.used{x:y}}\n@media (min-width:600px){.used{a:b}.other{a:b}}\n"
        "@media (max-width:9px){.other{a:b}}\n"
    )

    kept = used_rules(style, ['h("p", { class: "used" })'])

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
