"""The form by which a printed paper is checked: what stands on it, kind by kind."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from vsla.services.check_paper import COUNTED, readings
from vsla.services.paper_code import DIGITS, Claim
from vsla.web.forms.base import (
    AmountField,
    Between,
    CountField,
    DayField,
    Form,
    LengthMax,
    Required,
    TextField,
)
from vsla.web.paper_words import FIGURES, SUBJECTS

_GROUP_CODE_MAX = 40
_NUMBER_MAX = 999_999_999
_BLANKS = re.compile(r"[\s\u00a0\u202f.-]+")


class PaperAmountField(AmountField):
    """An amount of a paper whose currency nobody has asked for yet, in hundredths."""


class CodeOfPaper:
    """Nine digits, in threes or not."""

    def __call__(self, _form: object, field: TextField) -> None:
        """Check the digits and drop what stands between them.

        Raises:
            ValidationError: there are not nine.
        """
        field.data = _BLANKS.sub("", field.data or "")
        if len(field.data) != DIGITS or not (field.data.isascii() and field.data.isdecimal()):
            raise ValidationError(_("The code has nine digits, such as 123 456 789."))


class PaperForm(Form):
    """What every paper says of itself; ``form_of`` adds the figures of a kind."""

    kind = HiddenField()
    group_code = TextField(
        _l("Code of the group"), validators=[Required(), LengthMax(_GROUP_CODE_MAX)]
    )
    entry = CountField(_l("Number of the entry"), validators=[Required(), Between(0, _NUMBER_MAX)])
    printed_on = DayField(_l("Date of the paper"), validators=[Required()])
    code = TextField(_l("Code of the paper"), validators=[Required(), CodeOfPaper()])

    def figure_names(self) -> list[str]:
        """Name the fields of the figures, in the order of the code."""
        return [f"figure_{name}" for name in FIGURES[str(self.kind.data)]]

    def claims(self) -> list[Claim]:
        """Read the paper: once for each way in which currencies write amounts."""
        printed_on, entry_number = self.printed_on.data, self.entry.data
        assert printed_on is not None, "a valid form has a date"
        assert entry_number is not None, "a valid form has an entry"
        typed = Claim(
            kind=str(self.kind.data),
            group_code=str(self.group_code.data).upper(),
            subject=self["subject"].data if "subject" in self else 0,
            entry_number=entry_number,
            printed_on=printed_on,
            figures=tuple(self[name].data or 0 for name in self.figure_names()),
        )
        return readings(typed)


def form_of(kind: str) -> PaperForm:
    """Make the form of a kind; a figure left empty is zero, as a paper may leave it out."""
    fields: dict[str, object] = {
        f"figure_{name}": (CountField if name in COUNTED else PaperAmountField)(label)
        for name, label in FIGURES[kind].items()
    }
    if kind in SUBJECTS:
        limits = [Required(), Between(0, _NUMBER_MAX)]
        fields["subject"] = CountField(SUBJECTS[kind], validators=limits)
    form: PaperForm = type("PaperForm", (PaperForm,), fields)(kind=kind)
    form.kind.data = kind
    return form
