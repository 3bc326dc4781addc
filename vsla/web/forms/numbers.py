"""Fields for numbers that are neither counts nor money: years and percentages."""

from babel.numbers import format_decimal
from flask_babel import lazy_gettext as _l

from vsla.web.forms.base import _NumberField
from vsla.web.locale import current_locale
from vsla.web.numbers_read import read_amount

_PPM_IN_HUNDREDTH = 100
_HUNDREDTHS = 100


class YearField(_NumberField):
    """A year of four digits, printed without thousands."""

    complaint = _l("Write a year, such as 1985.")

    def show(self, number: int) -> str:
        """Print the year."""
        return str(number)


class PercentField(_NumberField):
    """A rate in parts per million, written in percent."""

    complaint = _l("Write a percentage, such as 10 or 2.5.")

    def show(self, number: int) -> str:
        """Print the rate in percent without its sign."""
        whole, hundredths = divmod(number // _PPM_IN_HUNDREDTH, _HUNDREDTHS)
        text = str(format_decimal(whole, locale=current_locale()))
        if not hundredths:
            return text
        mark = current_locale().number_symbols["latn"]["decimal"]
        return f"{text}{mark}{hundredths:02d}".rstrip("0")

    def read(self, text: str) -> int:
        """Read percent, at most two decimals."""
        return read_amount(text.replace("%", ""), 2) * _PPM_IN_HUNDREDTH
