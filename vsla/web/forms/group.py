"""The forms of a group and of the list of groups."""

from flask_babel import lazy_gettext as _l

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


class PlaceForm(Form):
    """The first step of setting a group up."""

    name = TextField(_l("Name of the group"), validators=[Required(), LengthMax(120)])
    zone_id = ListField(_l("Zone"), validators=[Required()])
    place = TextField(_l("Village or quarter where it meets"), validators=[LengthMax(120)])
    formed_on = DayField(_l("Formed on"), validators=[Required()])
    currency = PickField(
        _l("The money of its books"),
        choices=[(code, CURRENCY_WORDS[code]) for code in CURRENCIES],
        validators=[Chosen()],
    )
    cash_step = AmountField(_l("Smallest note or coin in use"))
    code = TextField(_l("Code of the group"), validators=[LengthMax(20)])
