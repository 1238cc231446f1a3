"""Who watches just now: how many, in which countries, at which locations. Numbers alone."""

from flask import request
from flask.typing import ResponseReturnValue

from app import clock
from app.gazetteer.countries import country_name
from app.livestream.presence import FRESH
from app.livestream.queries import audience
from app.livestream.queries.screens import links_now
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import open_desk, organizer, show
from app.organizer.words import KINDS
from app.staff.access import requires

MOST_PLACES = 50


@organizer.get("/<event>/live/watchers")
@requires("live.write")
def watchers(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    country = request.args.get("country", "")[:2]
    by_country = audience.audience_of(desk.event.id, now)
    return show(
        "watchers.html",
        desk,
        "organizer.live",
        by_country=[(one, country_name(one.country, desk.language)) for one in by_country],
        total=sum(one.watchers for one in by_country),
        places=audience.fullest_places(desk.event.id, now, country=country, most=MOST_PLACES),
        chosen=country and country_name(country, desk.language),
        most=audience.find_most(desk.event.id),
        links=links_now(desk.event.id, now),
        button_form=ButtonForm(formdata=None),
        kinds=KINDS,
        minutes=FRESH.seconds // 60,
    )
