"""What somebody may keep on their own device, to read it at the door without a connection."""

from datetime import timedelta

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.events import queries as event_queries
from app.locations.sight import public_view
from app.registration import door_pass
from app.registration.routes.blueprint import registration
from app.registration.routes.opening import open_link
from app.registration.rules import RegistrationState
from app.web.access import holder

KEPT_AFTER_THE_END = timedelta(hours=6)


@registration.get("/r/<token>/door")
@holder
def door(token: str) -> ResponseReturnValue:
    """Place, time and code; no link that opens anything, and never the address of a home."""
    own = open_link(token)
    if own.state != RegistrationState.CONFIRMED:
        return redirect(url_for("registration.mine", token=token), 303)
    page = render_template(
        "registration/door.html",
        registration=own,
        event=own.event,
        text=event_queries.text_of(own.event, own.language),
        location=public_view(own.location, own.language),
        door_code=door_pass.code_of(own.id),
        door_qr=door_pass.drawing_of(own.id),
        now=clock.now(),
    )
    response = make_response(page)
    # The device forgets it then; no cache on the way keeps it at all.
    response.headers["X-Keep-Until"] = (own.event.ends_at + KEPT_AFTER_THE_END).isoformat()
    return response
