"""The recorder's page, its files and its service worker, as a phone fetches them."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from tests.tidy.catalogues import catalogue
from vsla.domain.codes import Code
from vsla.web.problem_texts import OFFICE
from vsla.web.recorder_files import COURSES, FIRST, FOLDER, KEPT, REST, TYPES_ONLY, bare
from vsla.web.recorder_texts import texts_of

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGE = "/recorder"
HANDED_ON = ("i18n.js", "format.js")
"""Modules that only hand on what others give; no phone needs them."""


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
    modules = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.js")}

    assert set(release["kept"]) == set(KEPT)
    parts = [client.get(at(client, part)).text for part in (FIRST, REST, COURSES)]
    wrapped = sum(part.count("=(()=>{\n") for part in parts)
    assert wrapped == len(modules - {"sw.js", TYPES_ONLY, *HANDED_ON})
    texts = [
        f"texts/{each}{end}" for each in release["languages"] for end in (".json", ".rest.json")
    ]
    for path in [*release["kept"], *texts]:
        assert client.get(release["base"] + path).status_code == 200


def test_nothing_of_the_first_screen_is_english_beside_its_own_texts(client: FlaskClient) -> None:
    first = client.get(at(client, FIRST)).text

    assert "My groups" not in first
    assert "Mes groupes" in client.get(at(client, "texts/fr.json")).text
    assert "My groups" in client.get(at(client, "texts/en.json")).text


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
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
    plain = client.get(at(client, "first.js"))

    assert "Content-Encoding" not in plain.headers
    for asked, best in (("gzip", "gzip"), ("gzip, deflate, br", "br")):
        packed = client.get(at(client, "first.js"), headers={"Accept-Encoding": asked})
        assert packed.headers["Content-Encoding"] == best
        assert unpack[best](packed.data) == plain.data


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
    for text in [
        each for path in FOLDER.rglob("*.js") for each in texts_of(bare(path.read_text()))
    ]:
        message = known.get(text if isinstance(text, str) else text[0])
        assert message is not None, text
    assert {"fr": "Envois", "sw": "Za kutuma"}[language] in first["texts"]
    assert set(rest["aloud"]) == {"fr", "sw", "en"}
    learning = json.loads(client.get(at(client, f"texts/{language}.courses.json")).text)
    assert set(rest["codes"]) | set(learning["codes"]) == set(Code) - OFFICE
    assert rest["labels"]["Attendance"]["late"]
    assert len(first["format"]["days"]) == 7
