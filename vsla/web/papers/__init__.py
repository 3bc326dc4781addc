"""The documents of a group: on the screen and as PDF; a new one adds its line here."""

from flask import Blueprint

from vsla.web.papers import (
    class_sheet,
    collection_sheet,
    constitution,
    meeting_record,
    passbook_check,
    poster,
    print_all,
    printed,
    recovery,
    share_out_sheet,
    statement,
)
from vsla.web.papers.press import register

bp = Blueprint("papers", __name__)

for _paper in (
    statement.PAPER,
    class_sheet.PAPER,
    collection_sheet.PAPER,
    meeting_record.PAPER,
    share_out_sheet.PAPER,
    constitution.PAPER,
    poster.PAPER,
    recovery.PAPER,
    passbook_check.PAPER,
):
    register(bp, _paper)

printed.add_to(bp)
print_all.add_to(bp)
