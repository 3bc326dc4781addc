"""A document as it comes: read fast when nothing is wrong, and exactly when something is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vsla.domain.codes import Code
from vsla.domain.errors import InvalidDocumentError, TooLargeError
from vsla.services.record_meeting import BODY_MAX, read_body


def _body(**changed: Any) -> str:
    attendance = [{"member": 1, "state": "present"}]
    told = {"schema_version": 1, "cycle": 1, "meeting": 1, "held_on": "2018-01-05"}
    return json.dumps({**told, "attendance": attendance, **changed})


def test_a_document_is_read_as_it_was_written() -> None:
    assert read_body(_body(note="Réunion à Mongbwalu")).note == "Réunion à Mongbwalu"


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        (
            {"repayments": [{"loan": 1, "amount_minor": 2**70}]},
            "repayments.0.amount_minor",
            Code.OUT_OF_RANGE,
        ),
        ({"meeting": float("nan")}, "meeting", Code.NOT_A_NUMBER),
        ({"note": "half \ud800"}, "note", Code.NOT_TEXT),
    ],
)
def test_what_is_wrong_is_named_as_every_phone_names_it(
    changed: dict[str, Any], path: str, code: Code
) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        read_body(_body(**changed))

    assert [(each.path, each.code) for each in refused.value.problems] == [(path, code)]


@pytest.mark.parametrize("body", ["", "{", "[" * 5_000, '{"a":1}}'])
def test_what_is_no_json_is_one_problem(body: str) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        read_body(body)

    assert [each.code for each in refused.value.problems] == [Code.NOT_JSON]


def test_a_document_is_weighed_in_bytes() -> None:
    with pytest.raises(TooLargeError):
        read_body(_body(note="é" * (BODY_MAX // 2)).replace("\\u00e9", "é"))
