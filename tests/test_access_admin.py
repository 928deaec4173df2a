"""Everybody asks at every page of the admin: the matrix says what opens, and what of it is there.

Who has no door to the admin is sent to its log-in. Whoever asks for a row that is not there for
them is sent back to its index, as for one that is not there at all.
"""

import pytest
from django.urls import reverse

from tests.access import matrix
from tests.access.asking import OF_HOUSE, addresses, admin_models, ask_at, in_haste, row_of
from tests.access.case import TheCounty
from tests.access.county import PLACES

ADMIN = matrix.admin()
# The admin's pages that are about no model; see test_the_admins_own_pages below.
OF_THE_ADMIN = {
    f"admin:{page}"
    for page in (
        "index", "login", "logout", "password_change", "password_change_done", "autocomplete",
        "jsi18n", "view_on_site", "app_list", "None",
    )
}  # fmt: skip
# What a letter of the admin's matrix opens.
OPENS = [
    ("get", "changelist", "L"),
    ("get", "change", "L"),
    ("post", "change", "U"),
    ("get", "history", "L"),
    ("get", "add", "C"),
    ("post", "add", "C"),
    ("get", "delete", "D"),
    ("post", "delete", "D"),
    ("get", "import", "M"),
    ("post", "import", "M"),
    ("post", "process_import", "M"),
    ("get", "export", "X"),
    ("post", "export", "X"),
    ("get", "lift_lockout", "U"),
]
OF_A_ROW = {"change", "history", "delete", "lift_lockout"}
NO_DOOR = {"nobody", "officer", "handler"}
AT_THE_DOOR = [who for who in matrix.ASKING if who not in NO_DOOR]
NAMED = {name for name, _pattern in addresses()}
# Lists whose "add" is a page of the bureau's own, that says itself who may.
SENDS_ON = {
    "bureau_apikey", "bureau_ruleversion", "complaints_case", "complaints_caseimport",
    "rectification_item",
    "rectification_ledgerimport",
}  # fmt: skip


def test_every_address_of_the_admin_has_its_row():
    of_models = {f"admin:{name}_{page}" for name in ADMIN for _verb, page, _letter in OPENS}
    of_models.add("admin:auth_user_password_change")
    of_admin = {name for name in NAMED if name.startswith("admin:")}

    assert of_admin <= of_models | OF_THE_ADMIN
    assert set(ADMIN) == set(admin_models())


@pytest.mark.long
class TestAdmin(TheCounty):
    def test_everybody_gets_at_every_page_of_every_model_what_the_matrix_says(self):
        with in_haste():
            wrong = {
                key: answers
                for name in ADMIN
                for key, answers in self.answers_of(name)
                if answers[0] not in answers[1]
            }

        assert not wrong

    def test_every_page_of_every_model_can_be_worded(self):
        with in_haste(wordless=False):
            for name in ADMIN:
                for page, who in self.pages_of(name):
                    keys = [row_of(name, self.houses["own"])] if page in OF_A_ROW else []
                    path = reverse(f"admin:{name}_{page}", args=keys)
                    answer = ask_at("get", path, self.sessions[who], {})
                    assert answer.status_code in {200, 302}, (path, who)

    def pages_of(self, name):
        """Name each page that is only looked at, with the first who is let in."""
        for verb, page, letter in OPENS:
            let_in = [who for who in AT_THE_DOOR if letter in ADMIN[name][who]]
            if verb == "get" and let_in and f"admin:{name}_{page}" in NAMED:
                yield page, let_in[0]

    def answers_of(self, name):
        """Ask at every page of a model as everybody; yield what came and what may come."""
        houses = self.houses if name in OF_HOUSE else {"own": self.houses["own"]}
        keys = {at: row_of(name, house) for at, house in houses.items()}
        for verb, page, letter in OPENS:
            if f"admin:{name}_{page}" not in NAMED:
                continue
            for at in keys if page in OF_A_ROW else PLACES[:1]:
                path = reverse(f"admin:{name}_{page}", args=[keys[at]] if page in OF_A_ROW else [])
                # Who has no door is sent away before anything is looked at.
                for who in matrix.ASKING if at == "own" else AT_THE_DOOR:
                    found = self.answer(verb, path, who)
                    yield (verb, path, at, who), (found, may_come(name, page, letter, who, at))

    def answer(self, verb, path, who):
        response = ask_at(verb, path, self.sessions[who], {})
        if response.status_code != 302:
            return {200: "ok", 403: "no", 404: "gone"}.get(response.status_code)
        to = response["Location"]
        return "login" if "/login/" in to else "gone" if to == reverse("admin:index") else "ok"

    def test_the_admins_own_pages(self):
        with in_haste():
            for who in matrix.ASKING:
                door = "login" if who in NO_DOOR else "ok"
                assert self.answer("get", reverse("admin:index"), who) == door
                assert self.answer("get", reverse("admin:password_change"), who) == door
                assert self.answer("get", "/admin/nowhere/", who) in {"login", "gone"}
                assert self.answer("get", reverse("admin:autocomplete"), who) in {"login", "no"}
                assert self.answer("get", "/admin/r/1/1/", who) in {"login", "gone", None}


def may_come(name, page, letter, who, at):
    """Say which answers the matrix lets a page of the admin give.

    A row that is not there for somebody is gone for them, or refused with the verb: either way
    the answer is the one that a row gets which is not there at all.
    """
    cell = ADMIN[name][who]
    if who in NO_DOOR:
        return {"login"}
    if page == "add" and name in SENDS_ON:
        return {"ok", "no"}
    may, scope = letter in cell, cell[-1]
    there = scope == "*" or (scope == "i" and at == "own")
    if not may:
        return {"no", "gone"} if page in OF_A_ROW else {"no"}
    return {"ok"} if there or page not in OF_A_ROW else {"gone"}
