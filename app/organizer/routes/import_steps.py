"""A long file, imported in parts: each request seals some of its people, the last signs all up.

The page between sends itself on where scripts run, and has a button where they do not. It stands
before the first part and before the last step as well, which takes longest. A reload shows how
far it is, a second press does no part twice, and until the last step nobody counts.
"""

from itertools import islice
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.organizer import drafts
from app.organizer.errors import DraftGone
from app.organizer.import_form import CONFIRMED, ColumnsForm, words_of_languages
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.registration.errors import LocationFull, LocationNotOpen, NotAsShown
from app.registration.people_file import Expected, Imported, Sheet, read_people, read_sheet
from app.registration.queries.bulk import find_act
from app.registration.queries.importing import count_staged
from app.registration.service import importing, staging
from app.staff.access import proven_lately, requires
from app.web.csv_reading import BadFile

SECTION = "organizer.registrations"
PATH = "/<event>/registrations/import/<uuid:draft_id>/progress"
AT_ONCE = 2000
"""So many people are sealed within a second or two."""


@organizer.get(PATH)
@requires("people.import")
@proven_lately()
def import_progress(event: str, draft_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        asked = open_file(desk, draft_id).asked
    except DraftGone:
        return done_or_gone(desk, draft_id)
    if asked is None:
        return desk.back("organizer.check_people", draft_id=draft_id)
    done = count_staged(draft_id)
    return show(
        "people_progress.html",
        desk,
        SECTION,
        draft_id=draft_id,
        done=done,
        whole=asked["people"],
    )


@organizer.post(PATH)
@requires("people.import")
@proven_lately(back="organizer.import_progress")
def import_more(event: str, draft_id: UUID) -> ResponseReturnValue:
    return go_on(open_desk(event), draft_id)


@organizer.post(PATH.replace("/progress", "/stop"))
@requires("people.import")
@proven_lately(back="organizer.import_progress")
def stop_import(event: str, draft_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        asked = open_file(desk, draft_id).asked
    except DraftGone:
        return done_or_gone(desk, draft_id)
    return _give_up(desk, draft_id, asked)


def begin(desk: Desk, draft_id: UUID, people: int) -> ResponseReturnValue:
    """Show how far a long file is, which is nowhere; a short one is imported at once."""
    if people > AT_ONCE:
        return desk.back("organizer.import_progress", draft_id=draft_id)
    return go_on(desk, draft_id)


def go_on(desk: Desk, draft_id: UUID) -> ResponseReturnValue:
    """Seal the next part; once there is none, sign everybody up."""
    try:
        file = open_file(desk, draft_id)
    except DraftGone:
        return done_or_gone(desk, draft_id)
    asked = file.asked
    if asked is None:
        return desk.back("organizer.check_people", draft_id=draft_id)
    try:
        if _seal_more(desk, draft_id, file.text, asked) and asked["people"] > AT_ONCE:
            return desk.back("organizer.import_progress", draft_id=draft_id)
        importing.import_staged(order=_order(desk, draft_id, asked), now=clock.now())
    except NotAsShown:
        return _give_up(desk, draft_id, asked, another_number())
    except (LocationFull, LocationNotOpen):
        told = _("Too few seats are left there. Nothing was changed.")
        return _give_up(desk, draft_id, asked, told)
    except BadFile:
        # The event takes smaller parties by now, or another language less: the look says which.
        return _give_up(desk, draft_id, asked)
    drafts.drop_draft(draft_id=draft_id)
    return done_or_gone(desk, draft_id)


def open_file(desk: Desk, draft_id: UUID) -> drafts.Kept:
    """The file of that id, for whoever sent it and holds the key.

    :raises DraftGone: when it is not kept any more
    """
    if desk.opener is None:
        raise DraftGone
    return drafts.open_draft(
        event=desk.event,
        organizer_id=desk.person.id,
        draft_id=draft_id,
        opener=desk.opener,
        now=clock.now(),
    )


def expected(desk: Desk, form: ColumnsForm) -> Expected:
    """What the event takes, and what stands for an empty cell."""
    return Expected(
        largest_party=desk.event.max_party_size,
        languages=words_of_languages(desk.event.languages),
        language=desk.event.languages[0],
        location=form.place.data or "",
    )


def done_or_gone(desk: Desk, draft_id: UUID) -> ResponseReturnValue:
    """The way to what was imported; to another file, where nothing was."""
    if find_act(desk.event.id, draft_id) is not None:
        return desk.back("organizer.bulk_act", act_id=draft_id)
    told = _("This file is not kept any more. Please send it again.")
    return desk.back("organizer.people_import", told, "warn")


def another_number() -> str:
    """What is said when people signed up between the look and the press."""
    return str(_("It is another number by now. Please look, and press again."))


def _seal_more(desk: Desk, draft_id: UUID, text: str, asked: dict[str, Any]) -> bool:
    """Seal the next part, if there is one."""
    done = count_staged(draft_id)
    if done >= asked["people"]:
        return False
    sheet, form = read_sheet(text), ColumnsForm(heads=[], formdata=None, data=asked["columns"])
    part = Sheet(sheet.heads, islice(sheet.lines, done, done + AT_ONCE))
    people: list[Imported] = read_people(part, form.chosen(), expected(desk, form))
    staging.stage(act_id=draft_id, event=desk.event, people=people, now=clock.now())
    return True


def _order(desk: Desk, draft_id: UUID, asked: dict[str, Any]) -> importing.Order:
    return importing.Order(
        id=draft_id,
        event=desk.event,
        seen=int(asked["new"]),
        actor=desk.person.actor,
        as_confirmed=asked["columns"].get("letters") == CONFIRMED,
    )


def _give_up(
    desk: Desk, draft_id: UUID, asked: dict[str, Any] | None, told: str = ""
) -> ResponseReturnValue:
    """Forget what was sealed, and look through the file again."""
    staging.forget(act_id=draft_id)
    drafts.note_asked(draft_id=draft_id, asked=None)
    chosen = asked["columns"] if asked else {}
    return desk.back("organizer.check_people", told, "warn", draft_id=draft_id, **chosen)
