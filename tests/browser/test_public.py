"""The public on a telephone: six taps to a complaint, without a script, in few bytes."""

import re

import pytest
from django.utils import timezone

from bureau.selectors import work_calendar
from complaints import services
from complaints.models import Case
from complaints.rules import doors
from complaints.rules.words import Confidentiality, Grade, ReplyWay
from tests.browser.conftest import PHONE
from tests.rectification.postings import things_of

CODE = re.compile(r"\b\w{4} \w{4}\b")


@pytest.fixture
def poster(hospital, monkeypatch):
    """A poster; and the seconds that a person takes to write are over at once."""
    monkeypatch.setattr(doors, "SECONDS_TO_FILL", 0)
    return things_of(hospital)["poster"]


@pytest.fixture
def telephone(chromium, live_server):
    """A telephone that runs no script, and what it asked for."""
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, has_touch=True, base_url=live_server.url
    )
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()
    assert all(url.startswith(live_server.url) for url in page.asked)


class Finger:
    def __init__(self, page):
        self.page, self.taps = page, 0

    def taps_on(self, target):
        self.taps += 1
        self.page.locator(target).locator("visible=true").first.tap()


def complains(page, poster, *, words="护士说话很冲"):
    """Make a complaint as fast as it goes. Typing is not counted; getting to a field is."""
    finger = Finger(page)
    page.goto(f"/p/{poster}/")
    finger.taps_on("main .btn-primary")
    finger.taps_on("a[href='#what']")
    finger.taps_on("textarea")
    page.keyboard.type(words)
    finger.taps_on("a[href='#who']")
    finger.taps_on("[name=phone]")
    page.keyboard.type("138 5514 4502")
    finger.taps_on(".screen-who button")
    page.wait_for_selector(".keep")
    return finger.taps


def test_a_complaint_from_a_poster_takes_six_taps_and_no_script(telephone, poster, hospital):
    assert complains(telephone, poster) == 6

    case = Case.objects.get()
    assert case.no in telephone.locator(".keep").inner_text()
    assert (case.institution, case.words.reveal()) == (hospital, "护士说话很冲")
    assert case.confidentiality == Confidentiality.FROM_UNIT


def test_one_screen_is_shown_at_a_time_and_the_way_back_keeps_what_was_typed(telephone, poster):
    telephone.goto(f"/p/complaint/?at={poster}#where")
    shown = [telephone.locator(".screen").locator("visible=true").count()]
    telephone.locator("a[href='#what']").locator("visible=true").tap()
    telephone.locator("textarea").fill("护士说话很冲")
    shown.append(telephone.locator(".screen").locator("visible=true").count())
    telephone.go_back()
    telephone.go_forward()

    assert shown == [1, 1]
    assert telephone.locator("textarea").input_value() == "护士说话很冲"
    telephone.goto(f"/p/complaint/?at={poster}")
    assert telephone.locator(".screen").locator("visible=true").count() == 3


def test_number_and_code_lead_back_to_it(telephone, poster):
    complains(telephone, poster)
    no = Case.objects.get().no
    code = CODE.search(telephone.locator(".keep").inner_text())[0]

    telephone.locator("main a.btn").tap()
    telephone.fill("[name=no]", no)
    telephone.fill("[name=code]", code.lower())
    telephone.locator("main .btn-primary").tap()
    telephone.wait_for_selector(".steps")
    telephone.locator("textarea").fill("发票在我这里")
    telephone.locator("main .btn-primary").tap()
    telephone.wait_for_selector(".note-success")

    assert Case.objects.get().entries.get().text == "发票在我这里"
    assert code not in "".join(telephone.asked)
    assert not [url for url in telephone.asked if code.replace(" ", "%20") in url]


def test_the_answer_is_read_and_graded_with_number_and_code(telephone, poster, clerk):
    complains(telephone, poster)
    case = Case.objects.get()
    code = CODE.search(telephone.locator(".keep").inner_text())[0]
    said = {"case": case, "by": clerk, "at": timezone.now(), "calendar": work_calendar()}
    services.accept_case(**said)
    services.reply_case(**said, way=ReplyWay.QUERY_PAGE, text="已核实，护士长向您致歉。")

    telephone.goto("/p/progress/")
    telephone.fill("[name=no]", case.no)
    telephone.fill("[name=code]", code)
    telephone.locator("main .btn-primary").tap()
    telephone.get_by_text("已核实，护士长向您致歉。").wait_for()
    telephone.locator("label:has([name=grade][value=satisfied])").tap()
    telephone.locator("form[action$='grade/'] .btn-primary").tap()
    telephone.wait_for_selector(".note-success")

    assert case.callbacks.get().grade == Grade.SATISFIED


def test_large_text_in_the_middle_keeps_the_words_and_fits_the_screen(telephone, poster):
    telephone.goto(f"/p/complaint/?at={poster}#what")
    telephone.locator("textarea").fill("护士说话很冲")
    telephone.locator("button[value=large]").tap()
    telephone.wait_for_selector("html[data-large]")

    assert telephone.locator("textarea").input_value() == "护士说话很冲"
    for path in ("/p/", f"/p/{poster}/", "/p/complaint/", "/p/progress/"):
        telephone.goto(path)
        targets = telephone.locator("button, main a, main .field input, main select").locator(
            "visible=true"
        )
        boxes = [(one, one.bounding_box()) for one in targets.all()]
        assert max((box["x"] + box["width"] for _one, box in boxes), default=0) <= PHONE["width"]
        # What is lower stands within something to tap that is higher: a radio in its label.
        low = [one.get_attribute("name") for one, box in boxes if 40 < box["height"] < 60]
        assert low == [], path


@pytest.mark.parametrize("large", [False, True])
def test_no_page_of_the_public_has_a_serious_fault(person, poster, large):
    from tests.browser.test_every_page import _faults

    person.page.set_viewport_size(PHONE)
    found = []
    for path in ("/p/", f"/p/{poster}/", "/p/complaint/", "/p/complaint/#who", "/p/progress/"):
        person.goes_to(path)
        if large and path == "/p/":
            person.clicks("button[value=large]")
        found += _faults(person.page, path)
        width = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, path

    assert found == []
