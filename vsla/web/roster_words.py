"""The words for people of a group: sex, category, reading, posts, signs."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.roster import Category, Gender, Literacy, Post, Sign, YesNo
from vsla.store.models import GroupStatus, Role

Words = dict[str, LazyString]

GENDERS: Words = {
    Gender.WOMAN: _l("Woman"),
    Gender.MAN: _l("Man"),
    Gender.OTHER: _l("Other"),
    Gender.UNSAID: _l("Not said"),
}
GENDER_SIGNS: dict[str, str] = {Gender.WOMAN: "woman", Gender.MAN: "man"}
CATEGORIES: Words = {
    Category.MINER: _l("Miner"),
    Category.MINER_SPOUSE: _l("Wife or husband of a miner"),
    Category.GOLD_CHAIN: _l("Other work in the gold chain"),
    Category.OTHER: _l("Other"),
}
LITERACY: Words = {
    Literacy.UNSAID: _l("Not said"),
    Literacy.NONE: _l("Does not read"),
    Literacy.SMALL_NUMBERS: _l("Reads small numbers"),
    Literacy.LARGE_NUMBERS: _l("Reads large numbers"),
    Literacy.READS_STATEMENT: _l("Reads her or his statement"),
    Literacy.WRITES: _l("Reads and writes"),
}
YES_NO: Words = {
    YesNo.YES: _l("Yes"),
    YesNo.NO: _l("No"),
    YesNo.UNSAID: _l("Not said"),
}
POSTS: Words = {
    Post.CHAIR: _l("Chair"),
    Post.SECRETARY: _l("Secretary"),
    Post.TREASURER: _l("Treasurer"),
    Post.COUNTER: _l("Money counter"),
    Post.KEY_HOLDER: _l("Key holder"),
}
POST_SIGNS: dict[str, str] = {
    Post.CHAIR: "chair",
    Post.SECRETARY: "secretary",
    Post.TREASURER: "treasurer",
    Post.COUNTER: "counter",
    Post.KEY_HOLDER: "key",
}
ROLES: Words = {
    Role.FACILITATOR: _l("Facilitator"),
    Role.OFFICER: _l("Programme officer"),
    Role.TRAINER: _l("Literacy trainer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
STATUSES: Words = {
    GroupStatus.SETTING_UP: _l("Being set up"),
    GroupStatus.ACTIVE: _l("Active"),
    GroupStatus.DISENGAGED: _l("No longer accompanied"),
}
SIGNS: Words = {
    Sign.SUN: _l("sun"),
    Sign.MOON: _l("moon"),
    Sign.FISH: _l("fish"),
    Sign.BIRD: _l("bird"),
    Sign.TREE: _l("tree"),
    Sign.LEAF: _l("leaf"),
    Sign.FLOWER: _l("flower"),
    Sign.HOUSE: _l("house"),
    Sign.POT: _l("pot"),
    Sign.BASKET: _l("basket"),
    Sign.HOE: _l("hoe"),
    Sign.DRUM: _l("drum"),
    Sign.BOAT: _l("boat"),
    Sign.RIVER: _l("river"),
    Sign.MOUNTAIN: _l("mountain"),
    Sign.RAIN: _l("rain"),
    Sign.FIRE: _l("fire"),
    Sign.LAMP: _l("lamp"),
    Sign.KNIFE: _l("knife"),
    Sign.SPOON: _l("spoon"),
    Sign.CUP: _l("cup"),
    Sign.CHAIR: _l("chair"),
    Sign.SHOE: _l("shoe"),
    Sign.HAT: _l("hat"),
    Sign.COW: _l("cow"),
    Sign.GOAT: _l("goat"),
    Sign.HEN: _l("hen"),
    Sign.EGG: _l("egg"),
    Sign.BANANA: _l("banana"),
    Sign.MAIZE: _l("maize"),
    Sign.BEAN: _l("bean"),
    Sign.HAND: _l("hand"),
    Sign.EYE: _l("eye"),
    Sign.HEART: _l("heart"),
    Sign.KEY: _l("key"),
    Sign.RING: _l("ring"),
    Sign.COMB: _l("comb"),
    Sign.BELL: _l("bell"),
    Sign.BICYCLE: _l("bicycle"),
    Sign.BOOK: _l("book"),
}
