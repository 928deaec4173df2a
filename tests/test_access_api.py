"""Every key of a hospital system asks at every address of the API: the matrix says the answer.

No address names an institution: it is the key's. What differs is the submission or job named.
401 no key; 403 the key lacks the scope; 404 not there for you; 405 not a verb of this address.
"""

from itertools import product

import pytest
import time_machine

from accountability.models import SanctionProposal
from accountability.rules.words import ProposalState
from bureau.access_keys import Scope
from bureau.services import queue_job
from tests.access import matrix
from tests.access.asking import ask_as_system, in_haste
from tests.access.case import TheCounty
from tests.access.county import NOWHERE, PLACES
from tests.accountability.conftest import forced
from tests.callers import Caller
from tests.factories import IN_TIME, rows, staged

SYSTEMS = matrix.api()
HANDS_IN = {
    "all": list(Scope), "writes": [Scope.REGISTERS_WRITE], "reads": [Scope.REGISTERS_READ],
}  # fmt: skip


@pytest.mark.long
class TestSystems(TheCounty):
    """Keys of hospital systems. Every key is the own house's, whatever it asks for."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        own = cls.houses["own"]
        cls.callers = {
            "unknown": Caller(own, name="old"),
            "all": Caller(own, name="LIS"),
            "reads": Caller(own, name="BI", scopes=[Scope.REGISTERS_READ]),
            "writes": Caller(own, name="EMR", scopes=[Scope.REGISTERS_WRITE]),
            "logged in": None,
        }
        cls.callers["unknown"].token += "x"
        told = [cls.places[at]["proposalhouse"] for at in PLACES]
        forced(SanctionProposal.objects.filter(no__in=told), ProposalState.NOTICE_SERVED)
        cls.things = {at: {who: cls.things_of(at, who) for who in cls.callers} for at in PLACES}

    @classmethod
    def things_of(cls, at, who):
        """What the address names: a submission, and a job that this very key asked for."""
        caller = cls.callers[who] if at == "own" else None
        client = (
            caller.key.client if caller else Caller(cls.houses[at], name=f"of {who}").key.client
        )
        job = queue_job(kind="push_register", by=client, institution=cls.houses[at], at=IN_TIME)
        submission = staged(cls.houses[at], rows(3)).pk
        of_place = {name: cls.places[at][name] for name in ("visit", "ledger", "case", "case_file")}
        of_place["proposal_told"] = cls.places[at]["proposalhouse"]
        return {"submission": submission, "job": job.pk, **of_place}

    def ask(self, verb, name, who, things):
        session = self.sessions["officer"] if who == "logged in" else ""
        return ask_as_system(verb, name, things, self.callers[who], session)

    def test_every_key_gets_at_every_address_the_answer_the_matrix_says(self):
        wrong = {}
        with in_haste():
            for (verb, name), policy in SYSTEMS.items():
                for who, at in product(self.callers, PLACES):
                    answer = self.ask(verb, name, who, self.things[at][who])
                    wanted = expected_of_key(policy, who, at)
                    if answer.status_code != wanted:
                        wrong[verb, name, who, at] = (answer.status_code, wanted)
                    if wanted >= 400:
                        assert answer["Content-Type"] == "application/problem+json"

        assert not wrong

    def test_no_log_in_opens_the_api_whoever_it_is(self):
        with in_haste():
            found = {
                ask_as_system(
                    verb, name, self.things["own"]["all"], None, self.sessions[who]
                ).status_code
                for (verb, name), who in product(SYSTEMS, matrix.ASKING)
                if name != "api_nowhere"
            }

        assert found == {401}

    def test_no_address_answers_to_a_verb_without_a_row(self):
        names = {name for _verb, name in SYSTEMS} - {"api_nowhere"}
        verbs = ("get", "post", "put", "patch", "delete")

        found = {
            (verb, name): self.ask(verb, name, "all", self.things["own"]["all"]).status_code
            for verb, name in product(verbs, names)
            if (verb, name) not in SYSTEMS
        }

        assert {pair: code for pair, code in found.items() if code != 405} == {}

    def test_what_is_anothers_answers_exactly_like_what_is_not_there(self):
        missing = {"submission": NOWHERE, "job": NOWHERE, "visit": "JC-2026-9999"}
        missing["proposal_told"] = "ZZ-2026-9999"
        missing |= {name: self.places["missing"][name] for name in ("ledger", "case", "case_file")}
        for (verb, name), policy in SYSTEMS.items():
            for who, cell in policy.cells.items():
                if cell == "i":
                    foreign = self.ask(verb, name, who, self.things["other"][who])
                    nothing = self.ask(verb, name, who, missing)
                    assert without_place(foreign) == without_place(nothing), name

    def test_no_answer_for_one_house_tells_of_the_other(self):
        other = self.houses["other"]
        for page in ("registers", "register"):
            answer = self.ask("get", f"api_registers:{page}", "all", self.things["own"]["all"])
            told = answer.content.decode()
            assert other.code not in told
            assert other.name not in told


@pytest.mark.django_db
def test_what_is_handed_in_for_a_month_that_is_open_is_taken_from_keys_that_may(hospital):
    with time_machine.travel(IN_TIME, tick=False), in_haste():
        for name, (who, scopes) in product(("submissions", "nil"), HANDS_IN.items()):
            caller = Caller(hospital, name=f"{name} {who}", scopes=scopes)
            answer = ask_as_system("post", f"api_registers:{name}", {}, caller)
            assert answer.status_code == (403 if who == "reads" else 201), (name, who)


def expected_of_key(policy, who, at):
    cell = policy.cells[who]
    if cell == "-":
        return 401 if who in {"unknown", "logged in"} else 403
    return 404 if cell == "i" and at != "own" else policy.answer


def without_place(answered):
    own = {"X-Request-ID", "Content-Length", "RateLimit"}
    headers = {name: value for name, value in answered.headers.items() if name not in own}
    return headers, {**answered.json(), "instance": ""}
