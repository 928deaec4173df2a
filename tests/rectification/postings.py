"""What the table of duties asks of posting places: one at each house, and what is sent there."""

from django.utils import timezone

from rectification.rules.inspections import Finding, VisitKind
from rectification.rules.postings import Zone
from rectification.services import visits
from rectification.services.places import add_place_photo, register_place
from tests.factories import IN_TIME, UserFactory
from tests.rectification.pictures import photograph

HOUSE, PLACE = ["code"], ["posting"]
ARGUMENTS = {
    **{f"rectification:{page}": HOUSE for page in (
        "house_places", "place_add", "place_call", "place_zone",
    )},
    **{f"rectification:{page}": PLACE for page in (
        "place", "place_check", "place_correct", "place_retire", "place_photo_add", "poster_a4",
        "poster_a5",
    )},
    "complaints:poster": ["poster"],
    "rectification:place_photo": ["posting", "photo"],
}  # fmt: skip
DATA = {
    "rectification:place_add": {"zone": "ward", "place": "二楼"},
    "rectification:place_call": {"number": "120", "called_at": "2026-11-01T22:00"},
    "rectification:place_zone": {"zone": "ward", "reason": "未设住院病房"},
    "rectification:place_check": {"result": "in_order"},
    "rectification:place_correct": {"own_number": "120"},
    "rectification:place_retire": {"reason": "大厅装修拆除"},
}


def things_of(house):
    """Give a house a place with a photo; a poster is whoever's scans it."""
    by = UserFactory()
    place = register_place(
        institution=house, zone=Zone.OFFICE, place="一楼", own_number="120",
        bureau_number="12345", by=by, at=IN_TIME,
    )  # fmt: skip
    photo = add_place_photo(place=place, name="a.png", content=photograph(), by=by, at=IN_TIME)
    return {
        "posting": place.code, "poster": place.code, "photo": photo.pk, **visits_at(house),
    }  # fmt: skip


# --- Visits ------------------------------------------------------------------------------------

VISIT, FINDING = ["visit"], ["visit", "item_code"]
ARGUMENTS |= {
    **{f"rectification:{page}": VISIT for page in ("visit", "visit_finish", "visit_cancel")},
    **{
        f"rectification:{page}": FINDING
        for page in (
            "finding",
            "finding_draft",
            "finding_correct",
        )
    },
    "rectification:finding_photo": [*FINDING, "finding_photo"],
}
DATA |= {
    "rectification:finding": {"finding": "met"},
    "rectification:finding_correct": {"finding": "met", "reason": "现场误点，复核为符合"},
    "rectification:visit_cancel": {"reason": "当天另有任务"},
}


def visits_at(house):
    """Give a house an inspection under way with one finding and its photo, and a hidden visit."""
    by = UserFactory()
    given = {"institution": house, "inspectors": [by], "by": by, "at": IN_TIME}
    day = timezone.localdate(IN_TIME)
    visit = visits.plan_visit(kind=VisitKind.INSPECTION, planned_on=day, **given)
    hidden = visits.plan_visit(kind=VisitKind.UNANNOUNCED, planned_on=day, **given)
    item = visit.checklist.items.get(code="S-06")
    result = visits.record_finding(visit=visit, item=item, finding=Finding.UNMET, by=by, at=IN_TIME)
    photo = visits.add_finding_photo(
        result=result, name="a.png", content=photograph(), by=by, at=IN_TIME
    )
    return {
        "visit": visit.no, "visitunannounced": hidden.no, "item_code": "S-06",
        "finding_photo": photo.pk,
    }  # fmt: skip
