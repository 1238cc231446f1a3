"""Which event?"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.events import queries as event_queries
from app.organizer import queries
from app.organizer.routes.desk import first_page, language_of_page, organizer
from app.organizer.words import EVENT_STATES
from app.staff.access import current, requires
from app.staff.rules import TEAM_WRITE


@organizer.get("/")
@requires("desk.open")
def home() -> ResponseReturnValue:
    events, person = queries.events_of(current().id), current()
    if len(events) == 1:
        return redirect(first_page(person, events[0].slug), 303)
    language = language_of_page()
    return render_template(
        "organizer/home.html",
        events=[
            (
                event,
                event_queries.text_of(event, language).title,
                first_page(person, event.slug),
                EVENT_STATES[event.state],
            )
            for event in events
        ],
        may_make=person.may(TEAM_WRITE),
        desk_person=person.label,
        desk_sign_out_url=url_for("staff.sign_out"),
    )
