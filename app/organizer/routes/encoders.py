"""Keys for encoders: made for one stream and one language, shown once, ended or taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.livestream import gate, picture, queries
from app.livestream.ingest import KEY_SHOWN, Feed
from app.livestream.models import IngestKey
from app.livestream.queries.ingest import keys_of
from app.livestream.service import ingest
from app.organizer.encoder_form import KeyForm
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.staff.access import requires
from app.web import links


@organizer.get("/<event>/live/encoders")
@requires("live.write")
def encoders(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    return _page(desk, _form(desk, blank=True))


@organizer.post("/<event>/live/encoders")
@requires("live.write")
def make_ingest_key(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, form), 422
    made = ingest.make_key(
        stream_id=int(form.stream.data),
        language=form.language.data,
        lasts=timedelta(hours=int(form.hours.data)),
        **desk.acting(),
    )
    return desk.back("organizer.encoders", made=made)


@organizer.post("/<event>/live/encoders/<uuid:key_id>/revoke")
@requires("live.write")
def revoke_ingest_key(event: str, key_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    ingest.revoke_key(key_id=key_id, **desk.acting())
    return desk.back(
        "organizer.encoders",
        _("The key is taken back. Whoever sends with it is cut off within seconds."),
    )


def _page(desk: Desk, form: KeyForm) -> str:
    keys = [
        (key, Feed(desk.event.slug, path, key.language))
        for key, path in keys_of(desk.event.id, clock.now())
    ]
    return show(
        "encoders.html",
        desk,
        "organizer.live",
        keys=keys,
        shown=_shown(keys),
        server=f"rtmp://{links.public_domain()}/ingest",
        form=form,
        button_form=ButtonForm(formdata=None),
    )


def _shown(keys: list[tuple[IngestKey, Feed]]) -> str | None:
    """The key that was just made, as an encoder takes it; a few minutes later nobody sees it."""
    made = request.args.get("made", "")
    for key, feed in keys:
        if str(key.id) == made and clock.now() < key.created_at + KEY_SHOWN:
            return f"{feed.name}?key={gate.key_of(key)}"
    return None


def _form(desk: Desk, *, blank: bool = False) -> KeyForm:
    streams = queries.streams_of(desk.event.id)
    own = [(str(one.id), one.path) for one in streams if one.path not in picture.PATHS]
    given: dict[str, Any] = {"formdata": None} if blank else {}
    return KeyForm(streams=own, languages=desk.event.languages, **given)
