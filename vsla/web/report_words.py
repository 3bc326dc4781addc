"""What every figure of the first results is called, and what exactly it counts."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.first_results import Key


@dataclass(frozen=True)
class Words:
    """Name and definition of a figure, as the reader sees them."""

    name: LazyString
    definition: LazyString


WORDS: dict[Key, Words] = {
    Key.GROUPS: Words(
        _l("Groups"),
        _l("Groups formed by the last day and past their set-up, disengaged ones among them."),
    ),
    Key.GROUPS_DISENGAGED: Words(
        _l("Groups disengaged"),
        _l("Groups the programme has parted from by the last day, of all its groups."),
    ),
    Key.MEMBERS: Words(
        _l("Members"),
        _l("All who belong to these groups on the last day, to disengaged groups too."),
    ),
    Key.FACILITATORS: Words(
        _l("Facilitators"), _l("Facilitators who have access to the application today.")
    ),
    Key.FEMALE_MAJORITY: Words(
        _l("Committees with a majority of women"),
        _l(
            "Mixed groups in which more than half of the management committee are women, of all"
            " groups with women and men. Key holders are not on the committee."
        ),
    ),
    Key.SAVINGS: Words(
        _l("Savings"),
        _l(
            "Shares bought at the meetings of these months. Solidarity money, repayments and fines"
            " are not savings."
        ),
    ),
    Key.SAVINGS_TOGETHER: Words(
        _l("Savings, all currencies together"),
        _l("Converted at the latest rate on or before the last day, see below."),
    ),
    Key.SAVINGS_HEAD_MONTH: Words(
        _l("Savings a head and month"),
        _l("All savings, divided by the members of the last day and by the number of months."),
    ),
    Key.ASSISTED: Words(
        _l("Members assisted by the solidarity fund"),
        _l(
            "Different members who were given money. Who was helped twice counts once; a loan is"
            " not counted."
        ),
    ),
    Key.ASSISTED_PERCENT: Words(
        _l("Part of the members assisted"),
        _l("Members assisted in these months, of the members of the last day."),
    ),
}
