"""The forms of people with access."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from vsla.web.forms.base import (
    Chosen,
    Form,
    LengthMax,
    ListField,
    PickField,
    Required,
    TextField,
)
from vsla.web.forms.choices import data_choices
from vsla.web.locale import LANGUAGES
from vsla.web.numbers_read import read_id
from vsla.web.roster_words import GENDERS, ROLES


class PersonForm(Form):
    """Who a login is."""

    name = TextField(_l("Name"), validators=[Required(), LengthMax(120)])
    gender = PickField(_l("Sex"), choices=list(GENDERS.items()), validators=[Chosen()])
    role = PickField(_l("Work"), choices=list(ROLES.items()), validators=[Chosen()])
    programme_id = ListField(_l("Programme"))
    locale = SelectField(_l("Language of the pages"), choices=data_choices(LANGUAGES.items()))


class NewPersonForm(PersonForm):
    """A new login."""

    login = TextField(
        _l("User name"),
        validators=[Required(), LengthMax(60)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("First password"), validators=[Required()], render_kw={"autocomplete": "new-password"}
    )


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        _l("New password"), validators=[Required()], render_kw={"autocomplete": "new-password"}
    )


class PicksField(SelectMultipleField):  # type: ignore[misc]  # wtforms ships no types
    """Any number of a list, each with its own box; numbers, not text."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class GroupsForm(Form):
    """Which groups a facilitator accompanies."""

    groups = PicksField(_l("Groups"), coerce=lambda value: read_id(str(value)))
