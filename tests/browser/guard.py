"""A browser window that notes whatever no page may do."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

NO_HARM = ("data:", "about:", "blob:")
PATIENCE = 60_000  # milliseconds; processes may still be starting
SERIOUS = ("serious", "critical")


class Guard:
    """One page, and the faults it showed: other origins, refused content, errors."""

    def __init__(self, page: Page, origin: str, *, scripted: bool, known: set[str]) -> None:
        """`known` are pages that axe has looked at before, in whichever window."""
        self.page = page
        self._known = known
        self.origin = origin
        self.scripted = scripted
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def go(self, address: str) -> None:
        """Open an address of this site, or the whole of a link."""
        self.page.goto(address if address.startswith("http") else self.origin + address)
        self._inspect_what_is_new()

    def press(self, selector: str) -> None:
        """Press the first link or button that matches and wait for the page it leads to."""
        target = self.page.locator(selector).first
        # A press may open a page, so wait for one; it need not have another address.
        with self.page.expect_navigation():
            target.click()
        self._inspect_what_is_new()

    def _inspect_what_is_new(self) -> None:
        """Inspect a page once; it is another one as soon as it says something else."""
        page = self.page.url + self.page.inner_text("body")
        if page not in self._known:
            self._known.add(page)
            self.inspect()

    def inspect(self) -> None:
        """The page fits a phone, and a reader of any kind can use it."""
        path = urlsplit(self.page.url).path
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > 390:
            self.faults.append(f"{path} is {wide} px wide")
        if self.scripted:
            for found in Axe().run(self.page).response["violations"]:
                if found["impact"] in SERIOUS:
                    where = [node["target"] for node in found["nodes"]]
                    self.faults.append(f"{path} {found['id']}: {where}")

    def check(self) -> None:
        """Raise everything that was noted."""
        assert self.faults == [], self.faults

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", *NO_HARM)):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status} from {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")
