"""Everybody asks at every address, by every verb, at three houses: the matrix says the answer.

302 is the way to the log-in (or, for a POST, on from a deed done); 403 this verb is not yours;
404 not there for you; 405 not a verb of this address. The admin and the hospital systems have
their loops in test_access_admin.py and test_access_api.py.
"""

import re
from itertools import product

import pytest

from tests.access import matrix
from tests.access.asking import address, addresses, ask, in_haste
from tests.access.case import TheCounty
from tests.access.county import PLACES

PAGES, SYSTEMS = matrix.pages(), matrix.api()
# Whose answer depends on the place, though its address does not.
SAYS_THE_HOUSE = {"bureau:export_ask"}
# Documents and workbooks, no pages; asked for in the loop, read in the tests of their own.
MAKES_A_FILE = {name for _verb, name in PAGES if "report_file" in name or "_pdf" in name}
MAKES_A_FILE.add("rectification:application")


def test_every_address_of_the_project_has_its_row():
    in_table = {re.split(r"[?@]", name)[0] for _verb, name in (*PAGES, *SYSTEMS)}
    named = {name for name, _pattern in addresses() if not name.startswith("admin:")}

    assert named == in_table


def expected(policy, who, at):
    cell = policy.cells[who]
    if cell == "-":
        return 302 if who == "nobody" else 403
    if cell == "0" or (cell == "i" and at != "own"):
        return 404
    return policy.answer if cell in "*i" else int(cell)


def reader(policy, group):
    """Name whoever of a group is let in to the own house's thing at an address, if anybody."""
    return next((who for who in group if policy.cells[who] not in "-0"), None)


class TestPages(TheCounty):
    @pytest.mark.long
    def test_everybody_gets_at_every_address_the_answer_the_matrix_says(self):
        wrong = {}
        with in_haste():
            for (verb, name), policy in PAGES.items():
                for who, at in product(matrix.ASKING, self.places_of(name)):
                    found = ask(verb, name, self.places[at], self.sessions[who]).status_code
                    # What was typed is held on the page on which somebody logs in.
                    found = 302 if (who, found) == ("nobody", 401) else found
                    if found != expected(policy, who, at):
                        wrong[verb, name, who, at] = (found, expected(policy, who, at))
        assert not wrong

    def test_one_page_in_six_can_be_worded_for_whoever_is_let_in(self):
        # The lists are worded in test_lists.py as well, filled.
        self.word(lambda policy: {reader(policy, matrix.ASKING)}, every=6)

    @pytest.mark.long
    def test_every_page_can_be_worded_for_every_kind_of_reader_let_in(self):
        self.word(lambda policy: {reader(policy, group) for group in matrix.KINDS_OF_READERS})

    def word(self, readers, every=1):
        names = [name for verb, name in PAGES if verb == "get" and name not in MAKES_A_FILE]
        with in_haste(wordless=False):
            found = {
                (name, who): ask("get", name, self.places["own"], self.sessions[who])
                for name in names[::every]
                for who in readers(PAGES["get", name]) - {None}
            }

        assert len(found) > 100 // every
        for (name, who), answer in found.items():
            assert answer.status_code == expected(PAGES["get", name], who, "own"), (name, who)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                assert b"</html>" in answer.content or b"<html" not in answer.content

    def places_of(self, name):
        told_apart = address(name, self.places["own"]) != address(name, self.places["other"])
        return PLACES if told_apart or name in SAYS_THE_HOUSE else PLACES[:1]

    def test_no_address_answers_to_a_verb_without_a_row(self):
        names = {re.split(r"[?@]", name)[0]: policy for (_verb, name), policy in PAGES.items()}
        verbs = {(verb, re.split(r"[?@]", name)[0]) for verb, name in PAGES}
        without = [pair for pair in product(("get", "post"), names) if pair not in verbs]

        with in_haste():
            found = {
                pair: {
                    ask(*pair, self.places["own"], self.sessions[who]).status_code
                    for who in self.allowed(names[pair[1]])
                }
                for pair in without
                if pair[1] != "followups:report_file"
            }

        assert {pair: codes for pair, codes in found.items() if codes - {405}} == {}

    def allowed(self, policy):
        return [who for who, cell in policy.cells.items() if cell in "*i" and who != "nobody"][:1]

    def test_who_is_not_logged_in_is_shown_the_way_and_brought_back(self):
        with in_haste():
            for (verb, name), policy in PAGES.items():
                if policy.cells["nobody"] == "-" and name != "logout":
                    answer = ask(verb, name, self.places["own"], "")
                    sent = answer.headers.get("Location", "")
                    is_held = answer.status_code == 401 and verb == "post"
                    assert is_held or sent.startswith("/login/?next=/"), name
