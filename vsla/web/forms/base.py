"""The base of all forms: our own words for errors, and fields for money, counts and days.

Write messages as a person would say them: what is wanted, with an example where it helps.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, StopValidation, ValidationError
from wtforms.widgets import TextInput

from vsla.domain.money import CURRENCIES
from vsla.web.locale import current_locale
from vsla.web.money_format import format_amount, format_count
from vsla.web.numbers_read import read_amount, read_count

_WORDS = {
    "Not a valid choice.": _l("Choose one of the list."),
    "Invalid Choice: could not coerce.": _l("Choose one of the list."),
    "Not a valid date value.": _l("Write a date, such as 2026-11-18."),
    "Not a valid integer value.": _l("Write a whole number, such as 12."),
    "This field is required.": _l("Please fill this in."),
}


class _Words:
    """Our words in place of those WTForms brings in English."""

    @staticmethod
    def gettext(text: str) -> str:
        return str(_WORDS.get(text, text))

    @staticmethod
    def ngettext(one: str, many: str, number: int) -> str:
        return one if number == 1 else many


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form with CSRF and our own words.

    Amount fields read the currency of the group from ``Form(meta={"currency": "CDF"})``.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Settings that WTForms reads."""

        currency = "CDF"

        def get_translations(self, _form: object) -> _Words:
            """Give the words for errors."""
            return _Words()

    def add_error(self, path: str, text: str) -> None:
        """Put an error at the field of that name, or at the form when it has no such field."""
        field = self._fields.get(path)
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]


class Required(DataRequired):  # type: ignore[misc]
    """The field must be filled in; zero is an answer, and what cannot be read is told as such."""

    def __init__(self, message: object = None) -> None:
        """Take other words than the usual ones, if given."""
        super().__init__(message or _l("Please fill this in."))

    def __call__(self, form: object, field: Field) -> None:
        """Check that something was written.

        Raises:
            StopValidation: nothing was, or nothing that can be read.
        """
        if field.errors:
            raise StopValidation
        if type(field.data) is not int:
            super().__call__(form, field)


class Chosen(InputRequired):  # type: ignore[misc]
    """An option must be chosen; zero and no are answers too."""

    def __init__(self, message: object = None) -> None:
        """Take other words than the usual ones, if given."""
        super().__init__(message or _l("Choose one."))


class LengthMax:
    """No more characters than fit."""

    def __init__(self, length_max: int) -> None:
        """Keep the limit, which the browser enforces too."""
        self.length_max = length_max
        self.field_flags = {"maxlength": length_max}

    def __call__(self, _form: object, field: Field) -> None:
        """Check the length.

        Raises:
            ValidationError: the text is longer.
        """
        if len(field.data or "") > self.length_max:
            raise ValidationError(_("Write at most %(n)s characters.", n=self.length_max))


class Between:
    """A whole number (a count, or minor units of an amount) within limits, ends included."""

    def __init__(self, lowest: int, highest: int) -> None:
        """Keep the limits."""
        self.lowest = lowest
        self.highest = highest

    def __call__(self, _form: object, field: Field) -> None:
        """Check the number and name the limits as the field prints numbers.

        Raises:
            ValidationError: the number is outside.
        """
        if field.data is None or self.lowest <= field.data <= self.highest:
            return
        low, high = field.show(self.lowest), field.show(self.highest)
        raise ValidationError(_("Write a number from %(low)s to %(high)s.", low=low, high=high))


class TextField(StringField):  # type: ignore[misc]
    """A line of text without blanks around it; empty is the empty string."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the text."""
        self.data = " ".join(valuelist[0].split()) if valuelist else ""


class _NumberField(Field):  # type: ignore[misc]
    """What a person wrote, kept word for word until it can be read."""

    widget = TextInput()
    data: int | None
    reader: Callable[[str], int]
    complaint = _l("Write a whole number, such as 12.")

    def show(self, number: int) -> str:
        """Print a number as this field prints it."""
        return format_count(number, current_locale())

    def read(self, text: str) -> int:
        """Read what was written."""
        return read_count(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; an empty field is None.

        Raises:
            ValueError: it is no number, in words for the person.
        """
        text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = self.read(text) if text else None
        except ValueError:
            self.data = None
            raise ValueError(str(self.complaint)) from None


class CountField(_NumberField):
    """A whole number, zero or more."""


class AmountField(_NumberField):
    """An amount in minor units, written as people write money; see ``numbers_read``."""

    complaint = _l("Write an amount, such as 5 000.")

    def __init__(self, *args: Any, currency: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Take the currency of the field, or leave it to the form."""
        super().__init__(*args, **kwargs)
        self._currency = currency

    @property
    def currency(self) -> str:
        """Give the currency of the field, which the macros print beside the label."""
        return self._currency or str(self.meta.currency)

    def show(self, number: int) -> str:
        """Print minor units as an amount."""
        return format_amount(number, self.currency, current_locale())

    def read(self, text: str) -> int:
        """Read minor units."""
        return read_amount(text, CURRENCIES[self.currency].scale)


class DayField(DateField):  # type: ignore[misc]
    """A date from the browser's calendar."""

    data: date | None


Choices = Sequence[tuple[str, object]]


def _options(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, str(label)) for value, label in choices]


class ListField(SelectField):  # type: ignore[misc]
    """One of a list that unfolds; ``choices`` are pairs of value and label, labels may be lazy."""

    data: str | None

    def __init__(self, *args: Any, choices: Choices = (), **kwargs: Any) -> None:  # noqa: ANN401
        """Take the pairs."""
        super().__init__(*args, choices=lambda: _options(choices), **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse what is not in the list, and forget it: use cases get one of the list or none.

        Raises:
            ValidationError: no browser of ours offered it.
        """
        try:
            super().pre_validate(form)
        except ValidationError:
            self.data = None
            raise


class PickField(RadioField):  # type: ignore[misc]
    """One of a few options, all in sight."""

    def __init__(self, *args: Any, choices: Choices = (), **kwargs: Any) -> None:  # noqa: ANN401
        """Take the pairs."""
        super().__init__(*args, choices=lambda: _options(choices), **kwargs)
