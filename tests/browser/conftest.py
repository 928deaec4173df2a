"""A person at a real Chromium: everything they press is counted.

Skipped, loudly, where no Chromium is found.
"""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PASSWORD = "a password for tests"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 640}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="NO CHROMIUM FOUND"))


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright keeps a loop running in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Person:
    """Somebody signed in at a page. `presses` counts clicks and keys, not text and not reading."""

    def __init__(self, page, address: str):
        self.page, self.address, self.presses = page, address, 0

    def goes_to(self, path: str) -> None:
        self.page.goto(self.address + path)

    def signs_in(self, user, language: str = "zh-hans") -> None:
        user.language = language
        user.set_password(PASSWORD)
        user.save()
        self.goes_to("/login/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_selector("h1")
        self.presses = 0

    def clicks(self, target: str) -> None:
        self.presses += 1
        self.page.locator(target).first.click()

    def chooses_file(self, target: str, *, name: str, content: bytes) -> None:
        self.presses += 1
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        upload = {"name": name, "mimeType": media_type, "buffer": content}
        field = self.page.locator(target)
        field.wait_for(state="attached")
        # Whoever picks a file takes longer than the page's script does to be there.
        self.page.wait_for_load_state()
        field.set_input_files(upload)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for(timeout=10_000)

    def reads(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture
def person(chromium, live_server):
    context = chromium.new_context(viewport=DESKTOP, accept_downloads=True)
    page = context.new_page()
    faults = []
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Person(page, live_server.url)
    context.close()
    # A form that was sent after its log-in had ended: the browser notes the answer's code.
    faults = [one for one in faults if "401 (Unauthorized)" not in one]
    assert not faults, f"the browser complained: {faults}"
