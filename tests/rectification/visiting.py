"""A day of visits, and what an inspector writes down."""

from rectification.rules.inspections import Finding
from rectification.services import visits as services
from tests.rectification.conftest import moment

AT = moment("2026-11-20")


def item_of(visit, code="S-04"):
    return visit.checklist.items.get(code=code)


def answer(visit, by, finding=Finding.UNMET, code="S-04", **said):
    return services.record_finding(
        visit=visit, item=item_of(visit, code), finding=finding, by=by, at=AT, **said
    )


def answer_all(visit, by, finding=Finding.MET):
    for item in visit.checklist.items.all():
        services.record_finding(visit=visit, item=item, finding=finding, by=by, at=AT)
