"""The list as a file."""

from collections.abc import Iterator, Sequence

from flask import Response, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.organizer import service
from app.organizer.export import HEADS, cells_of
from app.organizer.routes.desk import open_desk, organizer
from app.organizer.routes.registrations import filter_form
from app.organizer.spreadsheet import Cell, write_csv
from app.registration.queries import desk as queries
from app.staff.access import requires


@organizer.get("/<event>/registrations.csv")
@requires("people.export")
def registrations_csv(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    form = filter_form(desk)
    chosen = form.arguments()
    if not form.validate():
        # The list says what is wrong with them.
        query = f"?{request.query_string.decode('ascii', 'ignore')}"
        return redirect(url_for("organizer.registrations", event=event) + query, 303)
    slug, event_id, zone, opener = desk.event.slug, desk.event.id, desk.event.timezone, desk.opener
    batches = queries.rows_to_export(event_id, form.filters(zone), countries=desk.person.scope)
    # A GET changes nothing. This entry is a line about the GET, as in a log, and no state.
    service.note_export(event_id=event_id, organizer_id=desk.person.id, filters=chosen, now=now)

    def rows() -> Iterator[Sequence[Sequence[Cell]]]:
        for batch in batches:
            yield cells_of(batch, event_id, zone, opener)

    response = Response(stream_with_context(write_csv(HEADS, rows())), mimetype="text/csv")
    name = f"{slug}-registrations-{now:%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
