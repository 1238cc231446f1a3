"""The desk's pages about sign-ups, many and one."""

from tests.standing.routes.route import HOLDER, PHONE, Route

READ, WRITE, IMPORT = "staff:people.read", "staff:people.write", "staff:people.import"
MANY = "{desk}/registrations"
BULK = f"{MANY}/bulk"

REGISTRATIONS = {
    "organizer.duplicates": Route("GET", WRITE, f"{MANY}/duplicates"),
    "organizer.find_duplicates": Route("POST", WRITE, f"{MANY}/duplicates"),
    "organizer.merge": Route("GET", WRITE, f"{MANY}/merge?ids={{registration}},{{second}}"),
    "organizer.merge_now": Route("POST", WRITE, f"{MANY}/merge?ids={{registration}},{{second}}"),
    "organizer.tell_apart": Route(
        "POST", WRITE, f"{MANY}/merge/apart?ids={{registration}},{{second}}"
    ),
    "organizer.keep_view": Route("POST", READ, f"{MANY}/views"),
    "organizer.remove_view": Route("POST", READ, f"{MANY}/views/1/remove"),
    "hosting.tick_off": Route("POST", HOLDER, "{own}/doors"),
    "hosting.take_door": Route("POST", HOLDER, "{own}/doors/phone"),
    "hosting.at_door": Route("GET", PHONE, "/door"),
    "hosting.scanned": Route("GET", PHONE, "/door/2ZT-GJ1"),
    "hosting.check_in": Route("POST", PHONE, "/door"),
    "hosting.leave_door": Route("POST", PHONE, "/door/leave"),
    "organizer.door": Route("GET", READ, "{place}/door"),
    "organizer.tick_off": Route("POST", WRITE, "{place}/door"),
    "organizer.take_door": Route("POST", WRITE, "{place}/door/phone"),
    "organizer.people_import": Route("GET", IMPORT, f"{MANY}/import", proof=True),
    "organizer.send_people": Route("POST", IMPORT, f"{MANY}/import", proof=True),
    "organizer.check_people": Route("GET", IMPORT, f"{MANY}/import/{{draft}}", proof=True),
    "organizer.import_people": Route("POST", IMPORT, f"{MANY}/import/{{draft}}", proof=True),
    "organizer.import_progress": Route(
        "GET", IMPORT, f"{MANY}/import/{{draft}}/progress", proof=True
    ),
    "organizer.import_more": Route("POST", IMPORT, f"{MANY}/import/{{draft}}/progress", proof=True),
    "organizer.stop_import": Route("POST", IMPORT, f"{MANY}/import/{{draft}}/stop", proof=True),
    "organizer.bulk": Route("GET", WRITE, f"{BULK}?act=cancel&of=all"),
    "organizer.bulk_act": Route("GET", WRITE, f"{BULK}/{{invitation}}"),
    "organizer.bulk_now": Route("POST", WRITE, f"{BULK}?act=cancel&of=all"),
    "organizer.undo_bulk": Route("POST", WRITE, f"{BULK}/{{invitation}}/undo"),
}
