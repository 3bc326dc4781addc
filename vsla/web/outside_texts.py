"""What the codes of papers and files say that come in from outside."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.codes import Code

OUTSIDE: dict[Code, LazyString] = {
    Code.PHOTO_UNREADABLE: _l(
        "This file is no photo that can be read. Choose a picture of the camera (JPEG or PNG)."
    ),
    Code.PHOTO_TOO_LARGE: _l(
        "This photo is too large: at most %(megabytes)s megabytes. Choose a smaller one."
    ),
    Code.PHOTO_TOO_SMALL: _l(
        "This picture is too small to know a face on paper. Choose a larger one."
    ),
    Code.GROUP_FILE_UNREADABLE: _l(
        "This is not the file of a group. Choose the file that the other server gave for it."
    ),
    Code.GROUP_FILE_VERSION: _l(
        "This file was made by a newer version of the application. Bring this server up to date, "
        "then try again."
    ),
    Code.GROUP_FILE_DAMAGED: _l(
        "This file is not what the other server wrote: something was changed or lost on the way. "
        "Ask for it again."
    ),
    Code.GROUP_FILE_CHAIN: _l(
        "Entry %(entry)s was changed after it was recorded: its seal is broken. Nothing was taken "
        "over. Ask the other office what happened to this file."
    ),
    Code.GROUP_FILE_REPLAY: _l(
        "The documents of this file do not lead to its figures (%(where)s). Nothing was taken "
        "over. Ask the other office what happened to this file."
    ),
    Code.GROUP_FILE_OTHER_END: _l(
        "The file ends with another seal than the one you were told. Compare both with the other "
        "office; nothing was taken over."
    ),
    Code.GROUP_FILE_OTHER_GROUP: _l(
        "The programme has a group with the code %(name)s that does not end where this file ends. "
        "Nothing was changed. Find out first which of the two is right."
    ),
    Code.IMPORT_UNREADABLE: _l(
        "This is not the workbook for bringing groups in. Take the template, fill it in and send "
        "that file."
    ),
    Code.IMPORT_COLUMN_MISSING: _l(
        "This column is not in the sheet. Take its head over from the template as it is."
    ),
    Code.IMPORT_NO_GROUP: _l(
        "No line of the sheet of groups has the code %(name)s. Write it there, or correct it here."
    ),
    Code.IMPORT_NO_PASSBOOK: _l(
        "Nobody in this group has passbook %(number)s. Write the member into the sheet of members, "
        "or correct the number."
    ),
    Code.IMPORT_DIFFERS: _l(
        "The programme has this already, but otherwise: %(name)s. Take it out of the file, or "
        "change it on the page of the group."
    ),
    Code.IMPORT_TWO_DAYS: _l(
        "The lines of one meeting have different days. Write the same day in all of them."
    ),
    Code.RECOVERY_UNREADABLE: _l(
        "This is not the text of a recovery sheet. Read the large square again with the camera."
    ),
    Code.RECOVERY_DAMAGED: _l(
        "A letter of this text is wrong or missing. Read the large square again with the camera."
    ),
    Code.RECOVERY_UNSIGNED: _l(
        "This sheet was not printed by this system. Compare it with the passbooks before you take "
        "it over."
    ),
}
"""One text for each code; see ``problem_texts``."""
