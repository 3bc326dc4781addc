"""Days as people write them on the command line."""

from datetime import date

import click


class Day(click.ParamType[date]):
    """A day of the calendar, such as 2018-02-28."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: date | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day.

        Raises:
            click.BadParameter: it is none, said in words.
        """
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no day. Write year, month and day: 2018-02-28.", param, ctx)


DAY = Day()
