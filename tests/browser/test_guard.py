"""The guard itself notices what it is there for."""

from collections.abc import Callable

from tests.browser.conftest import Site
from tests.browser.guard import Guard


def faults_of(window: Guard, script: str) -> str:
    """Run a script in the page that no page of ours has, and take the faults it causes."""
    window.go("/organizer/sign-in")
    assert window.faults == []
    window.page.evaluate(script)
    window.page.evaluate("new Promise(done => requestAnimationFrame(done))")
    noted = "\n".join(window.faults)
    window.faults.clear()
    return noted


def test_a_request_to_another_site_is_noted(sqlite_site: Site, visit: Callable[..., Guard]) -> None:
    script = """new Promise(done => {
        const image = new Image();
        image.onerror = done;
        image.src = "http://127.0.0.2:9/";
        document.body.append(image);
    })"""
    assert "violates" in faults_of(visit(sqlite_site), script)


def test_an_inline_script_is_noted(sqlite_site: Site, visit: Callable[..., Guard]) -> None:
    script = """() => {
        const script = document.createElement("script");
        script.textContent = "1";
        document.body.append(script);
    }"""
    assert "violates" in faults_of(visit(sqlite_site), script)


def test_an_error_of_a_script_is_noted(sqlite_site: Site, visit: Callable[..., Guard]) -> None:
    assert "console error: broken" in faults_of(visit(sqlite_site), "console.error('broken')")


def test_a_wide_page_is_noted(sqlite_site: Site, visit: Callable[..., Guard]) -> None:
    window = visit(sqlite_site)
    window.go("/organizer/sign-in")
    window.page.evaluate("document.body.style.width = '500px'")
    window.inspect()
    assert "500 px wide" in window.faults[0]
    window.faults.clear()
