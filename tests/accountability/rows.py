"""Rows for whoever asks of pages alone: something counted and proposed at a house, as it is."""

from datetime import date

from accountability.models import CountableEvent, EligibilityCheck, SamePerson, SanctionProposal
from accountability.rules.table import kind_of
from accountability.rules.words import LadderCode, ProposalKind
from bureau.models import Institution, RuleVersion, Staff
from bureau.rules import SectionCode
from bureau.services import add_attachment
from complaints.models import Case, NamedPerson
from tests.factories import IN_TIME, StaffFactory
from tests.rectification.pictures import photograph

DAY = date(2026, 11, 8)


def counted_at(house: Institution, case: Case, staff: Staff) -> dict[str, str]:
    """Count a case against a house and one of its people, and propose the first tier of each."""
    person = NamedPerson.objects.create(
        case=case, said_as=staff.name, staff=staff, institution=house, tied_by=case.registered_by,
        tied_at=IN_TIME,
    )  # fmt: skip
    of_person = _proposal(LadderCode.STAFF, house, case, staff=staff, person=person)
    of_house = _proposal(LadderCode.INSTITUTION, house, case)
    asked = EligibilityCheck.objects.create(
        no=f"HC-{house.code}", purpose="title", on=DAY, institution=house, asked_by="a",
        at=IN_TIME, count=1, not_eligible=0, unclear=0, sealed_lines="[]", code="0" * 16,
    )  # fmt: skip
    file = add_attachment(
        kind="sanction_proposal", no=of_person.no, name="a.png", content=photograph(),
        institution=None, section=SectionCode.PERSONNEL, by=case.registered_by, at=IN_TIME,
    )  # fmt: skip
    twin = StaffFactory(institution=house, name=staff.name)
    same = SamePerson.objects.create(
        record=twin, counts_as=staff, reason="a", proposed_by=case.registered_by,
        proposed_at=IN_TIME,
    )  # fmt: skip
    named = {
        "same": same.pk,
        "proposal": of_person.no,
        "proposalhouse": of_house.no,
        "eligibility": asked.no,
    }
    return named | {"proposal_file": file.pk}


def _proposal(ladder, house, case, *, staff=None, person=None) -> SanctionProposal:
    event = CountableEvent.objects.create(
        ladder=ladder, staff=staff, person=person, institution=house, matter=case.matter,
        case=case, received_on=DAY, verified_on=DAY, counted_on=DAY, window_from=date(2026, 1, 1),
        made_at=IN_TIME,
    )  # fmt: skip
    return SanctionProposal.objects.create(
        no=f"ZZ-{house.code}-{ladder}"[:24], ladder=ladder, staff=staff, institution=house,
        window_from=date(2026, 1, 1), tier=1, kind=ProposalKind.IMPOSE, total=100,
        rules=RuleVersion.objects.get(kind=kind_of(ladder)), reached_by=event,
        proposed_at=IN_TIME,
    )  # fmt: skip
