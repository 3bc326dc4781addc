"""The forms of a group and of the list of groups."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional as OptionalValue

from vsla.domain.money import CURRENCIES
from vsla.web.forms.base import (
    AmountField,
    Chosen,
    DayField,
    Form,
    LengthMax,
    ListField,
    PickField,
    Required,
    TextField,
)

CURRENCY_WORDS = {
    "CDF": _l("Congolese francs (FC)"),
    "USD": _l("US dollars"),
    "UGX": _l("Uganda shillings"),
    "RWF": _l("Rwanda francs"),
}


class _GroupForm(Form):
    name = TextField(_l("Name of the group"), validators=[Required(), LengthMax(120)])
    zone_id = ListField(_l("Zone"), validators=[Required()])
    place = TextField(_l("Village or quarter where it meets"), validators=[LengthMax(120)])
    formed_on = DayField(_l("Formed on"), validators=[Required()])


class PlaceForm(_GroupForm):
    """The first step of setting a group up."""

    currency = PickField(
        _l("The money of its books"),
        choices=[(code, CURRENCY_WORDS[code]) for code in CURRENCIES],
        validators=[Chosen()],
    )
    cash_step = AmountField(_l("Smallest note or coin in use"))
    code = TextField(_l("Code of the group"), validators=[LengthMax(20)])


class DetailsForm(_GroupForm):
    """What is known of a group."""

    registered_on = DayField(_l("Registered with the authorities on"), validators=[OptionalValue()])
    photos_on_statements = BooleanField(
        _l("Print the photos of members on their statements, where they agreed")
    )


class DetailsAndMoneyForm(DetailsForm):
    """What is known of a group that has no rules yet: its money may still change."""

    currency = PlaceForm.currency
    cash_step = PlaceForm.cash_step


class PartingForm(Form):
    """The day on which the programme parts from a group."""

    on = DayField(_l("Accompanied until"), validators=[Required()])
