"""The list as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.organizer import service
from app.organizer.export import COLUMNS, Hours, in_words, rows_of
from app.organizer.export_frame import frame_of, mark_of
from app.organizer.list_form import ListForm
from app.organizer.pace import Pace
from app.organizer.routes.desk import Desk, open_desk, organizer
from app.organizer.routes.registrations import filter_form
from app.organizer.spreadsheet import write_csv
from app.organizer.workbook import write_workbook
from app.registration.queries import desk as queries
from app.staff.access import proven_lately, requires


@dataclass
class Taken:
    """How much has left so far."""

    rows: int = 0


@dataclass(frozen=True)
class Wanted:
    """What somebody takes out, and when."""

    desk: Desk
    form: ListForm
    columns: list[str]
    now: datetime
    marked: bool
    taken: Taken = field(default_factory=Taken)


class Kind(NamedTuple):
    """A kind of file: how its name ends, what it is to a browser, and how it is written."""

    ending: str
    mimetype: str
    write: Callable[[Wanted], Iterator[bytes]]


@organizer.get("/<event>/registrations.csv")
@requires("people.export")
@proven_lately()
def registrations_csv(event: str) -> ResponseReturnValue:
    return _export(event, CSV)


@organizer.get("/<event>/registrations.xlsx")
@requires("people.export")
@proven_lately()
def registrations_xlsx(event: str) -> ResponseReturnValue:
    return _export(event, XLSX)


def _export(event: str, kind: Kind) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    form = filter_form(desk)
    if not form.validate():
        # The list says what is wrong with them.
        query = f"?{request.query_string.decode('ascii', 'ignore')}"
        return redirect(url_for("organizer.registrations", event=event) + query, 303)
    marked = desk.event.marks_exports or "mark" in request.args
    export = service.Export(kind.ending, form.arguments(), form.chosen_columns(), marked)
    # A GET changes nothing. This entry is a line about the GET, as in a log, and no state.
    entry_id = service.note_export(
        event_id=desk.event.id,
        person=desk.person,
        export=export,
        now=now,
    )
    wanted = Wanted(desk, form, form.chosen_columns() or list(COLUMNS), now, marked)
    body = stream_with_context(_counted(kind.write(wanted), wanted.taken, entry_id, export))
    response = Response(body, mimetype=kind.mimetype)
    name = f"{desk.event.slug}-registrations-{now:%Y-%m-%d}.{kind.ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _counted(
    body: Iterator[bytes], taken: Taken, entry_id: UUID, export: service.Export
) -> Iterator[bytes]:
    try:
        yield from body
    finally:  # also where the reader goes away half way
        service.count_exported(entry_id=entry_id, export=export, rows=taken.rows)


def _csv(wanted: Wanted) -> Iterator[bytes]:
    # As a program reads them: ISO 8601, and the codes of states, kinds and countries.
    return write_csv(wanted.columns, chain(_mark(wanted), _batches(wanted, as_text=True)))


def _xlsx(wanted: Wanted) -> Iterator[bytes]:
    desk, columns = wanted.desk, wanted.columns
    frame = frame_of(desk.event, desk.title, columns, wanted.form.arguments(), wanted.now)
    lines = (
        [in_words(columns, row, desk.language) for row in batch]
        for batch in _batches(wanted, as_text=False)
    )
    return write_workbook(frame, chain(_mark(wanted), lines))


def _mark(wanted: Wanted) -> list[list[list[Any]]]:
    """What stands before the rows, as a batch of its own."""
    if not wanted.marked:
        return []
    desk = wanted.desk
    return [[mark_of(desk.event, desk.person.label, wanted.columns, wanted.now)]]


def _batches(wanted: Wanted, *, as_text: bool) -> Iterator[list[list[Any]]]:
    event, opener = wanted.desk.event, wanted.desk.opener
    event_id, zone = event.id, event.timezone
    filters, scope = wanted.form.filters(zone), wanted.desk.person.scope
    hours, pace = Hours(zone, as_text=as_text), Pace()
    for batch in queries.rows_to_export(event_id, filters, countries=scope):
        wanted.taken.rows += len(batch)
        yield rows_of(batch, wanted.columns, event_id, hours, opener)
        pace.rest()


CSV = Kind("csv", "text/csv", _csv)
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx)
