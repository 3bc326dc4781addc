"""The form of a member."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from vsla.domain.roster import Category, Literacy, YesNo
from vsla.web.forms.base import (
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
from vsla.web.forms.numbers import YearField
from vsla.web.roster_words import CATEGORIES, GENDERS, LITERACY, SIGNS, YES_NO

_PLAIN = (
    "name",
    "gender",
    "birth_year",
    "category",
    "category_text",
    "literacy",
    "disability",
    "head_of_household",
    "phone",
    "never_message",
    "passbook_number",
    "sign",
)


class MemberForm(Form):
    """What a group knows of a member; only name, sex and day are needed."""

    name = TextField(
        _l("Name"),
        validators=[Required(), LengthMax(120)],
        render_kw={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"},
    )
    gender = PickField(_l("Sex"), choices=list(GENDERS.items()), validators=[Chosen()])
    joined_on = DayField(_l("Member since"), validators=[Required()])
    passbook_number = CountField(_l("Number of the passbook"))
    sign = PickField(
        _l("Sign in the passbook"),
        choices=[("", _l("none")), *SIGNS.items()],
        default="",
        validate_choice=True,
    )
    birth_year = YearField(_l("Year of birth"))
    category = ListField(
        _l("Stands to the gold mine as"), choices=list(CATEGORIES.items()), default=Category.OTHER
    )
    category_text = TextField(_l("Other: what does she or he do?"), validators=[LengthMax(60)])
    literacy = ListField(_l("Reading"), choices=list(LITERACY.items()), default=Literacy.UNSAID)
    disability = PickField(
        _l("Lives with a disability"), choices=list(YES_NO.items()), default=YesNo.UNSAID
    )
    head_of_household = PickField(
        _l("Heads a household"), choices=list(YES_NO.items()), default=YesNo.UNSAID
    )
    phone = TextField(
        _l("Telephone"),
        validators=[LengthMax(30)],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    never_message = BooleanField(_l("Never send messages to this telephone"))

    def person(self) -> dict[str, Any]:
        """Give the member as the service takes her."""
        person = {name: self[name].data for name in _PLAIN}
        person["joined_on"] = self.joined_on.data.isoformat() if self.joined_on.data else None
        return person
