"""People of a group: who they are for the rules and figures, their posts and signs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Gender(StrEnum):
    """A member's sex as the member says it."""

    WOMAN = "F"
    MAN = "M"
    OTHER = "X"
    UNSAID = "unknown"


class Category(StrEnum):
    """How a member stands to the gold mine; a programme may use ``other`` with its own word."""

    MINER = "miner"
    MINER_SPOUSE = "miner_spouse"
    GOLD_CHAIN = "gold_chain"
    OTHER = "other"


class Literacy(StrEnum):
    """What a member reads; Source: features.md, level tests of the courses."""

    UNSAID = "unknown"
    NONE = "none"
    SMALL_NUMBERS = "small_numbers"
    LARGE_NUMBERS = "large_numbers"
    READS_STATEMENT = "reads_statement"
    WRITES = "writes"


class YesNo(StrEnum):
    """An answer that may be withheld."""

    YES = "yes"
    NO = "no"
    UNSAID = "unknown"


class LeavingReason(StrEnum):
    """Why a membership ended."""

    LEFT = "left"
    MOVED = "moved"
    EXPELLED = "expelled"
    DIED = "died"
    DROPPED_OUT = "dropped_out"


class Post(StrEnum):
    """Elected posts: a committee of five, and three who hold keys and are not on it."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    COUNTER = "counter"
    KEY_HOLDER = "key_holder"


SEATS: dict[Post, int] = {
    Post.CHAIR: 1,
    Post.SECRETARY: 1,
    Post.TREASURER: 1,
    Post.COUNTER: 2,
    Post.KEY_HOLDER: 3,
}
"""How many hold each post; Source: method.md 1.2 [VSLA][FEM]."""


class Sign(StrEnum):
    """Pictograms a member may choose, so that she finds her line without reading."""

    SUN = "sun"
    MOON = "moon"
    FISH = "fish"
    BIRD = "bird"
    TREE = "tree"
    LEAF = "leaf"
    FLOWER = "flower"
    HOUSE = "house"
    POT = "pot"
    BASKET = "basket"
    HOE = "hoe"
    DRUM = "drum"
    BOAT = "boat"
    RIVER = "river"
    MOUNTAIN = "mountain"
    RAIN = "rain"
    FIRE = "fire"
    LAMP = "lamp"
    KNIFE = "knife"
    SPOON = "spoon"
    CUP = "cup"
    CHAIR = "chair"
    SHOE = "shoe"
    HAT = "hat"
    COW = "cow"
    GOAT = "goat"
    HEN = "hen"
    EGG = "egg"
    BANANA = "banana"
    MAIZE = "maize"
    BEAN = "bean"
    HAND = "hand"
    EYE = "eye"
    HEART = "heart"
    KEY = "key"
    RING = "ring"
    COMB = "comb"
    BELL = "bell"
    BICYCLE = "bicycle"
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class Membership:
    """What the rules need of a member; names stay in the store.

    Attributes:
        member: id within the group.
        passbook_number: the order on every list and the tie order of the share-out.
        gender: for the figures.
        joined_on: first day.
        left_on: last day, or None; a leaver takes part in the meeting at which she leaves.
    """

    member: int
    passbook_number: int
    gender: Gender
    joined_on: date
    left_on: date | None = None

    def belongs_on(self, day: date) -> bool:
        """Tell whether the person is a member on a day, first and last day included."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in a post."""

    post: Post
    member: int
    elected_on: date
    ended_on: date | None = None
    votes_for: int = 0
    votes_against: int = 0

    def holds_on(self, day: date) -> bool:
        """Tell whether the post is held on a day; the last day belongs to the successor."""
        return self.elected_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Roster:
    """All who ever belonged to a group, and all posts ever held.

    Attributes:
        members: by id.
        terms: in order of election.
    """

    members: dict[int, Membership]
    terms: tuple[Term, ...] = ()

    @staticmethod
    def of(members: Iterable[Membership], terms: Iterable[Term] = ()) -> Roster:
        """Build a roster from memberships and terms in any order."""
        ordered = sorted(members, key=attrgetter("passbook_number", "member"))
        return Roster({m.member: m for m in ordered}, tuple(terms))

    def on(self, day: date) -> list[Membership]:
        """List who belongs on a day, in passbook order."""
        return [m for m in self.members.values() if m.belongs_on(day)]

    def terms_on(self, day: date) -> list[Term]:
        """List the posts held on a day, as ``Term.holds_on`` has it, in order of election."""
        # Every meeting asks, of all terms ever held: a call for each would take twice as long.
        return [
            term
            for term in self.terms
            if (term.ended_on is None or day < term.ended_on) and term.elected_on <= day
        ]

    def gender_of(self, member: int) -> Gender:
        """Give a member's sex for the figures."""
        return self.members[member].gender
