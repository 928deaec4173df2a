"""What goes on paper when a page is printed."""

import time_machine

from tests.factories import IN_TIME, rows, submitted


def test_a_printed_receipt_has_its_facts_and_nothing_to_press(person, officer, hospital):
    with time_machine.travel(IN_TIME, tick=True):
        version = submitted(hospital, rows(3))
        person.signs_in(officer)
        person.goes_to(f"/registers/receipts/{version.pk}/")

        person.page.emulate_media(media="print")

        seen = [one for one in ("input[type=file]", ".bell", "main .btn") if _shows(person, one)]
        assert seen == []
        assert "371323A01-202610-1" in person.page.locator("main").inner_text()
        person.page.emulate_media(media="screen")
        assert _shows(person, "input[type=file]")


def _shows(person, selector):
    return any(one.is_visible() for one in person.page.locator(selector).all())
