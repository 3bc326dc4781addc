"""Words that only the store keeps: roles of users, states of groups, kinds of entries."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user is to the programme; stored text, so never rename."""

    FACILITATOR = "facilitator"
    OFFICER = "officer"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class GroupStatus(StrEnum):
    """Where a group stands; stored text, so never rename."""

    SETTING_UP = "setting_up"
    ACTIVE = "active"
    DISENGAGED = "disengaged"


class EntryKind(StrEnum):
    """What made an entry; stored text, so never rename.

    A reversal undoes an entry; a correction replaces it with another document, a reposting with the
    same one, because an earlier document changed.
    """

    OPENING = "opening"
    MEETING = "meeting"
    SHARE_OUT = "share_out"
    REVERSAL = "reversal"
    CORRECTION = "correction"
    REPOSTING = "reposting"


class Outcome(StrEnum):
    """How a person settled a document that contradicted the book; stored text, so never rename."""

    BOOK_STANDS = "book_stands"
    PUT_IN_PLACE = "put_in_place"
    RECORDED = "recorded"
