"""A moment as a command's option."""

from datetime import datetime

import click


class Moment(click.ParamType[datetime]):
    """A moment in ISO 8601, with its offset."""

    name = "ISO"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("Write it like 2026-11-23T15:00:00+01:00.", param, ctx)
        if moment.tzinfo is None:
            self.fail("Add the offset, such as +00:00.", param, ctx)
        return moment
