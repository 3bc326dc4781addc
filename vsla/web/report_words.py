"""What every figure of the first results is called: the words of the registry, by other keys."""

from flask_babel import lazy_gettext as _l

from vsla.domain.first_results import Key
from vsla.web.indicator_words import INDICATOR_WORDS, Words

WORDS: dict[Key, Words] = {
    Key.GROUPS: INDICATOR_WORDS["groups"],
    Key.GROUPS_DISENGAGED: INDICATOR_WORDS["groups_disengaged"],
    Key.MEMBERS: INDICATOR_WORDS["members"],
    Key.FACILITATORS: INDICATOR_WORDS["facilitators"],
    Key.FEMALE_MAJORITY: INDICATOR_WORDS["mixed_groups_female_majority_committee"],
    Key.SAVINGS: INDICATOR_WORDS["savings"],
    Key.SAVINGS_TOGETHER: Words(
        _l("Savings, all currencies together"),
        _l("Converted at the latest rate on or before the last day, see below."),
    ),
    Key.SAVINGS_HEAD_MONTH: INDICATOR_WORDS["savings_per_head_month"],
    Key.ASSISTED: INDICATOR_WORDS["members_assisted"],
    Key.ASSISTED_PERCENT: INDICATOR_WORDS["solidarity_reach"],
}
