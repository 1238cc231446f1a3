"""What other tools read, and the desk's pages about them."""

from tests.standing.routes.route import PUBLIC, Route

EVENT = "/api/v1/events/summit"

TOOLS = {
    "api.counts": Route("GET", "token:counts.read", f"{EVENT}/counts"),
    "api.document": Route("GET", PUBLIC, "/api/v1/openapi.json"),
    "api.event": Route("GET", "token:any", EVENT),
    "api.events": Route("GET", "token:any", "/api/v1/events"),
    "api.location": Route("GET", "token:locations.read", f"{EVENT}/locations/{{location}}"),
    "api.locations": Route("GET", "token:locations.read", f"{EVENT}/locations"),
    "api.registration": Route(
        "GET", "token:people.read", f"{EVENT}/registrations/{{registration}}"
    ),
    "api.registrations": Route("GET", "token:people.read", f"{EVENT}/registrations"),
    "tools.about_api": Route("GET", "staff:account.own", "/organizer/api"),
    "tools.keep_token": Route("POST", "staff:team.write", "{desk}/tokens/kept"),
    "tools.make_token": Route("POST", "staff:team.write", "{desk}/tokens", proof=True),
    "tools.revoke_token": Route(
        "POST", "staff:team.write", "{desk}/tokens/0123456789abcdef/revoke"
    ),
    "tools.tokens": Route("GET", "staff:team.write", "{desk}/tokens"),
    "webhooks.add": Route("POST", "staff:team.write", "{desk}/webhooks", proof=True),
    "webhooks.keep_secret": Route("POST", "staff:team.write", "{desk}/webhooks/kept"),
    "webhooks.overview": Route("GET", "staff:team.write", "{desk}/webhooks"),
    "webhooks.remove": Route("POST", "staff:team.write", "{desk}/webhooks/0123456789ab/remove"),
    "webhooks.test": Route("POST", "staff:team.write", "{desk}/webhooks/0123456789ab/test"),
    "webhooks.turn_on": Route("POST", "staff:team.write", "{desk}/webhooks/0123456789ab/on"),
}
