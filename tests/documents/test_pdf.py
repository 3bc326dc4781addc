"""Templates set as PDF, and the signs they draw."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from vsla.documents.job import Job
from vsla.documents.pdf import compile_pdf
from vsla.domain.roster import Sign
from vsla.resources import resource_dir

PRINT = resource_dir("templates") / "print"
SPRITE = Path(__file__).parents[2] / "vsla/web/static/member-signs.svg"
_SYMBOL = re.compile(r'<symbol id="([a-z]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)
_SIGN_OF_TEMPLATE = re.compile(r'(?:mark|sign|chip|head-cell|figure-box|band-of)\("([a-z-]+)"')


def _money(text: str) -> dict[str, Any]:
    big = {"head": text, "tail": "", "cents": "", "unit": "FC", "text": text}
    return {"big": big, "words": "", "cash": {"notes": [], "rest": "", "said": ""}}


def _statement(name: str = "Mwamini") -> dict[str, Any]:
    labels = (
        *("passbook", "stars", "price", "owe", "nothing", "solidarity", "number", "date"),
        *("attendance", "bought", "count", "total", "paid_in", "fine", "fine_paid", "out"),
        *("back", "forward", "none", "new"),
    )
    sums = dict.fromkeys(("stars", "times", "sol", "fine", "fine_paid", "out", "back"), "0")
    member = {
        "no": 1, "name": name, "who": name, "sign": "m-sun", "photo": "", "stars": 7,
        "stars_text": "7", "worth": _money("7"), "owe": _money("0"), "solidarity": _money("3"),
        "dues": [], "late": "", "fines": "", "paid": "", "next": None, "lines": [],
        "forward": None, "sums": sums, "since": "", "gained": "",
        "verify": {"said": "", "code": "123 456 789", "side": 1, "path": "M0 0h1v1H0z"},
    }  # fmt: skip
    return {
        "lang": "fr", "region": "CD", "title": "Relevé", "size": "a4", "date": "", "head": "",
        "group": {"name": "Tujenge", "place": "Centre", "code": "T"}, "signs": {}, "max": 5,
        "words": {"code": "Code", "square": "Code", "page": "page {x} / {y}"},
        "share": {"face": "1", "short": "", "level": 0, "coin": False},
        "labels": dict.fromkeys(labels, "mot"), "members": [member],
    }  # fmt: skip


def _root(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf)).trailer["/Root"]


@pytest.mark.parametrize("template", ["statement-reader", "statement-nonreader"])
def test_a_single_paper_is_tagged_for_everybody_to_use(template: str) -> None:
    pdf = compile_pdf(template, _statement())

    root = _root(pdf)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-CD"
    assert b"pdfuaid:part" in pdf


def test_a_job_for_the_printer_goes_without_tags() -> None:
    pdf = compile_pdf("statement-reader", _statement(), tagged=False)

    assert "/MarkInfo" not in _root(pdf)


@pytest.mark.parametrize("name", ["#Furaha *wa* $Bahati$", '"Ndoole" \\ <Ngabu> @Kavira', "= Aimé"])
def test_a_name_is_only_a_name(name: str) -> None:
    pdf = compile_pdf("statement-reader", _statement(name))

    assert name in PdfReader(BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("tagged", [True, False])
def test_data_that_lacks_something_is_an_error(tagged: bool) -> None:  # noqa: FBT001 - a case
    with pytest.raises(typst.TypstError, match="labels"):
        compile_pdf("statement-reader", {"title": "Relevé"}, tagged=tagged)


def test_a_job_reaches_another_process_as_it_is() -> None:
    job = Job(source="a.typ", root="é", fonts=("x", "y"), data='{"n": "ï"}', tagged=False)

    assert Job.from_bytes(job.to_bytes()) == job


def test_loans_fines_and_attendance_are_drawn_as_on_the_screen() -> None:
    screen = (SPRITE.parent / "signs.svg").read_text("utf-8")
    drawn = {name: body for name, _attributes, body in _SYMBOL.findall(screen)}

    for name in ("loan", "repayment", "fine", "warning", "excused", "proxy"):
        paper = (PRINT / "signs" / f"{name}.svg").read_text("utf-8")
        assert drawn[name].replace("currentColor", "#000") in paper


@pytest.mark.parametrize("sign", list(Sign))
def test_a_members_sign_on_paper_is_the_drawing_of_the_screen(sign: Sign) -> None:
    drawn = {name: attributes + body for name, attributes, body in _SYMBOL.findall(_sprite())}

    paper = (PRINT / "signs" / f"m-{sign}.svg").read_text("utf-8")

    attributes, body = re.fullmatch(
        r'<svg xmlns="http://www.w3.org/2000/svg"([^>]*)>(.*)</svg>\n', paper, re.DOTALL
    ).groups()  # type: ignore[union-attr]  # no match fails the test as it should
    assert attributes + body == drawn[sign].replace("currentColor", "#000")


def _sprite() -> str:
    return SPRITE.read_text("utf-8")


def test_every_sign_a_template_names_is_there() -> None:
    named = {
        name
        for template in PRINT.glob("*.typ")
        for name in _SIGN_OF_TEMPLATE.findall(template.read_text("utf-8"))
    }

    assert named
    assert {name for name in named if not (PRINT / "signs" / f"{name}.svg").is_file()} == set()
