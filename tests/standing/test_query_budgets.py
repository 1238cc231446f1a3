"""How many statements a page may ask for in a cold process; more rows never mean more statements.

On the desk one more comes once a minute, which writes down that the session is in use.
"""

from flask.testing import FlaskClient

from app.events.kept import forget_all
from app.events.models import Event
from tests import factories

BUDGETS = {
    "announcements.letters": 6,
    "announcements.unsubscribe": 4,
    "api.document": 0,
    "events.logo": 2,
    "events.preview": 8,
    "events.root": 0,
    "events.home": 2,
    "events.show": 6,
    "events.style": 1,
    "gazetteer.about": 0,
    "gazetteer.cities": 2,
    "gazetteer.regions": 0,
    "health.healthz": 0,
    "hosting.at_door": 0,
    "hosting.doors": 4,
    "hosting.handed_on": 2,
    "hosting.invitation": 2,
    "hosting.mine": 6,
    "hosting.offer": 2,
    "hosting.offered": 2,
    "hosting.poster": 4,
    "hosting.scanned": 0,
    "livestream.elsewhere": 5,
    "livestream.master": 5,
    "livestream.media": 3,
    "livestream.prepare": 4,
    "livestream.screen": 7,
    "livestream.sheet": 7,
    "livestream.status": 5,
    "livestream.status_frame": 6,
    "livestream.check": 3,
    "livestream.trouble": 7,
    "livestream.watch": 8,
    "locations.card": 3,
    "locations.clusters": 2,
    "locations.glow": 2,
    "locations.lights": 2,
    "locations.search": 6,
    "locations.show": 6,
    "messages.mine": 6,
    "messages.newest": 4,
    "messages.wall": 4,
    "organizer.announcement": 8,
    "organizer.announcements": 6,
    "organizer.bulk": 6,
    "organizer.bulk_act": 6,
    "organizer.door": 6,
    "organizer.duplicates": 4,
    "organizer.merge": 8,
    "organizer.components": 1,
    "organizer.edit_announcement": 6,
    "organizer.event_history": 5,
    "organizer.event_look": 4,
    "organizer.event_revision": 8,
    "organizer.event_settings": 5,
    "organizer.elsewhere": 6,
    "organizer.encoders": 6,
    "organizer.event_texts": 5,
    "organizer.programme": 6,
    "organizer.programme_item": 6,
    "organizer.home": 7,
    "organizer.import_page": 4,
    "organizer.import_progress": 5,
    "organizer.location": 8,
    "organizer.locations": 6,
    "organizer.live": 8,
    "organizer.log": 8,
    "organizer.mail": 6,
    "organizer.member": 6,
    "organizer.messages": 8,
    "organizer.move": 8,
    "organizer.offer": 9,
    "organizer.offers": 6,
    "organizer.check_people": 6,
    "organizer.people_import": 4,
    "organizer.overview": 8,
    "organizer.registration": 9,
    "organizer.registrations": 7,
    "organizer.registrations_csv": 7,
    "organizer.registrations_xlsx": 7,
    "organizer.reminders": 6,
    "organizer.rollup": 6,
    "organizer.rollup_country": 6,
    "organizer.specimen": 6,
    "organizer.specimen_html": 4,
    "organizer.specimens": 4,
    "organizer.team": 6,
    "organizer.watchers": 7,
    "registration.calendar_file": 4,
    "registration.change": 4,
    "registration.door": 4,
    "registration.link": 2,
    "registration.mine": 4,
    "registration.sign_up": 4,
    "registration.signed_up": 2,
    "site.accessibility": 0,
    "site.robots": 0,
    "staff.forgotten": 0,
    "staff.reset": 6,
    "staff.prove": 3,
    "site.offline": 0,
    "site.worker": 0,
    "staff.second_factor": 6,
    "staff.sessions": 4,
    "staff.sign_in": 2,
    "tools.about_api": 1,
    "tools.tokens": 6,
    "webhooks.overview": 7,
}


def test_every_page_keeps_its_budget_with_few_rows_and_with_many(
    organizer_client: FlaskClient, paths: dict[str, str], event: Event
) -> None:
    few = {name: statements_of(organizer_client, paths[name]) for name in BUDGETS}
    for number in range(29):
        place = factories.make_location(event=event, name=f"Hall {number}")
        factories.make_registration(location=place, email=f"ann{number}@example.org")
    many = {name: statements_of(organizer_client, paths[name]) for name in BUDGETS}
    # The statements themselves, for whoever has to mend it.
    over = {name: asked for name, asked in many.items() if len(asked) > BUDGETS[name]}
    assert not over
    assert not {name: asked for name, asked in many.items() if len(asked) > len(few[name]) + 1}


def statements_of(client: FlaskClient, path: str) -> list[str]:
    forget_all()
    with factories.count_statements() as statements:
        answer = client.get(path)
    assert answer.status_code < 400
    return statements
