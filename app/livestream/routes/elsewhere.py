"""A player elsewhere: first what it gives away, and the player itself only after a press.

It has a page of its own, because its policy lets that page alone show the hosts of the setting.
"""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.livestream import snapshot
from app.livestream.errors import NothingThere
from app.livestream.routes.blueprint import livestream
from app.livestream.routes.passing import is_closed
from app.livestream.watching import title_of
from app.registration.routes.opening import open_link
from app.registration.rules import RegistrationState
from app.web.access import holder
from app.web.headers import allow_players


@livestream.get("/r/<token>/watch/elsewhere/<host>/<video>")
@holder
def elsewhere(token: str, host: str, video: str) -> ResponseReturnValue:
    own, now = open_link(token), clock.now()
    if own.state != RegistrationState.CONFIRMED or is_closed(own, now):
        raise NothingThere
    offered = snapshot.elsewhere_of(own.event, now)
    found = next((one for one in offered if (one.host, one.video) == (host, video)), None)
    if found is None:
        raise NothingThere
    loads = request.args.get("load") == "yes"
    page = render_template(
        "livestream/elsewhere.html",
        event=own.event,
        title=title_of(own, now),
        video=found,
        loads=loads,
        back=url_for("livestream.watch", token=token),
        load=url_for("livestream.elsewhere", token=token, host=host, video=video, load="yes"),
    )
    return allow_players(make_response(page)) if loads else page
