"""The forms of a programme, its zones and its exchange rates."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from vsla.domain.money import CURRENCIES
from vsla.web.forms.base import (
    AmountField,
    Chosen,
    CountField,
    DayField,
    Form,
    LengthMax,
    ListField,
    PickField,
    Required,
    TextField,
)
from vsla.web.forms.group import CURRENCY_WORDS


class ProgrammeForm(Form):
    """What may change in the life of a programme."""

    name = TextField(_l("Name of the programme"), validators=[Required(), LengthMax(120)])
    groups = CountField(_l("Groups planned"))
    women = CountField(_l("Women planned"))
    men = CountField(_l("Men planned"))
    facilitators = CountField(_l("Facilitators planned"))
    second_person = BooleanField(_l("A second person confirms every share-out"))


class NewProgrammeForm(ProgrammeForm):
    """A new programme."""

    code = TextField(_l("Short name, such as AFECCOR"), validators=[Required(), LengthMax(20)])
    reporting_currency = PickField(
        _l("The money of its reports"),
        choices=[(code, CURRENCY_WORDS[code]) for code in CURRENCIES],
        validators=[Chosen()],
    )


class ZoneForm(Form):
    """A zone to be added."""

    zone = TextField(_l("Name of the zone"), validators=[Required(), LengthMax(120)])


class ProjectForm(Form):
    """A funder's project to be added."""

    project = TextField(_l("Name of the project"), validators=[Required(), LengthMax(80)])
    funder = TextField(_l("Who pays"), validators=[LengthMax(80)])


class WorthField(AmountField):
    """An amount whose unit is chosen beside it, so that none stands at its label."""


class RateForm(Form):
    """What a unit of the reporting currency is worth from a day on."""

    currency = ListField(_l("Other money"))
    per_unit = WorthField(_l("Worth"), validators=[Required()])
    rate_on = DayField(_l("From this day on"), validators=[Required()])
    source = TextField(_l("Who says so"), validators=[Required(), LengthMax(120)])
