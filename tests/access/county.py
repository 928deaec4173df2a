"""The county in which everybody asks: three houses with everything, and whoever asks.

The own house is the officer's, and the liaison looks after it. Another liaison looks after the
other house; nobody looks after the third.
"""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import Client
from PIL import Image

from bureau.calendar import WorkCalendar
from bureau.import_states import ImportState, RowState
from bureau.models import (
    Delivery,
    Department,
    ExportRequest,
    Institution,
    NumberSeries,
    OfficialPaper,
    Placement,
    Section,
    Staff,
    User,
)
from bureau.papers import Paper
from bureau.rules import LeaderKind, Role, SectionCode
from bureau.sending import NoticeKind
from bureau.services import (
    Telling,
    appoint_leader,
    issue_number,
    keep_file,
    note_visits,
    queue_job,
    tell,
)
from complaints import services as cases
from complaints.models import Case, CaseImport, CaseImportRow, Phrase, SavedView, Supervision
from complaints.rules.words import Audience, Channel
from complaints.sheets import Book
from followups import services
from rectification import services as ledger
from rectification.models import Evidence, ImportRow, Item, LedgerImport
from rectification.models.places import AbsentZone, TestCall
from rectification.rules.postings import Zone
from rectification.rules.words import RectKind, SourceKind, Stage
from tests.accountability.rows import counted_at
from tests.callers import Caller
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    StaffFactory,
    UserFactory,
    changed_rules,
    drawn,
)
from tests.rectification import postings

NOWHERE = UUID("00000000-0000-0000-0000-000000000000")
[WORKBOOK] = (Path(__file__).parents[1] / "samples").glob("04-一行一个问题.xlsx")
PLACES = ("own", "other", "unassigned")

Place = dict[str, Any]


def make_people(own: Institution) -> dict[str, User]:
    """Everybody who logs in. All of them but the hospital's own have the admin's door as well."""
    medical = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    said: dict[str, dict] = {
        "admin": {"roles": [Role.SYS_ADMIN]},
        "auditor": {"roles": [Role.AUDITOR]},
        "leader": {"roles": [Role.LEADER]},
        "head": {"roles": [Role.SECTION_HEAD], "section": medical},
        "clerk": {"roles": [Role.BUREAU_STAFF], "section": medical},
        "other": {"roles": [Role.BUREAU_STAFF], "section": personnel},
        "liaison": {"roles": [Role.LIAISON], "section": medical, "looks_after": [own]},
        "officer": {"roles": [Role.HOSPITAL_OFFICER], "institution": own},
        "handler": {"roles": [Role.DEPARTMENT_HANDLER], "institution": own},
        "none": {},
    }
    return {
        who: UserFactory(is_staff="institution" not in options, **options)
        for who, options in said.items()
    }


def log_in(people: dict[str, User]) -> dict[str, str]:
    """Log everybody in once; the session's key stands for the person."""
    keys = {"nobody": ""}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        keys[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


def make_houses() -> dict[str, Institution]:
    own = InstitutionFactory(code="371323A01", name="县人民医院", grade="2a")
    other = InstitutionFactory(code="371323B01", name="城关镇卫生院", kind="township_center")
    UserFactory(roles=[Role.LIAISON], looks_after=[other])
    third = InstitutionFactory(code="371323B02", name="河东镇卫生院", kind="township_center")
    return {"own": own, "other": other, "unassigned": third}


def furnish(houses: dict[str, Institution], officer: User) -> dict[str, Place]:
    """Fill the houses, and say where everything stands; at the fourth place nothing is there."""
    asking = UserFactory(name="另一人")
    places = {at: furnish_house(house, asking) for at, house in houses.items()}
    services.reconcile(at=CLOSING - timedelta(hours=1))
    services.close_month(month=OCTOBER, at=CLOSING)
    draft = changed_rules(by=asking, min_checks=5)
    for at, place in places.items():
        by = officer if at == "own" else asking
        place |= {
            "rules": [draft.kind, draft.number],
            "job": queue_job(
                kind="check_register", by=by, institution=houses["own"], at=IN_TIME
            ).pk,
            "notice": told(by, at).pk,
            "letter": unsettled_letter(by).pk,
            "export": export_of(by, houses[at]).pk,
            "key": Caller(houses[at]).key.prefix,
            **_kept_by(by, at),
        }
    nowhere: Place = dict.fromkeys(places["own"], NOWHERE)
    nowhere |= {
        "record": 0,
        "code": "X",
        "rules": ["no.rules", 1],
        "staff": 0,
        "notice": 0,
        "letter": 0,
    }
    nowhere |= {"ledger": "ZG-2000-0001", "applied": "ZG-2000-0001", "item_code": "S-06"}
    nowhere |= {"case": "TS-20000101-0001", "clock": 0, "saved_view": 0, "phrase": 0}
    nowhere |= {"supervision": 0, "same": 0, "proposal": "ZZ-X", "proposalhouse": "ZZ-X"}
    nowhere |= dict.fromkeys(("posting", "poster", "visit", "visitunannounced"), "NOWHERE1")
    return {**places, "missing": nowhere}


def furnish_house(house: Institution, asking: User) -> Place:
    """A register in, a list drawn and its redraw asked for, and another file under way."""
    check = drawn(house, 4)
    content = WORKBOOK.read_bytes()
    upload = services.receive_upload(
        institution=house, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )
    services.check_upload(upload, at=IN_TIME)
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    redraw = services.ask_redraw(check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=asking)
    version = check.register.versions.get()
    staff, of_case = _people_of(house), _case_of(house, asking)
    AbsentZone.objects.create(
        institution=house, zone=Zone.PUBLIC_HEALTH, reason="未设", by=asking, at=IN_TIME
    )
    TestCall.objects.create(
        institution=house, number="120", called_at=IN_TIME, by=asking, recorded_at=IN_TIME
    )
    return {
        "code": house.code,
        "version": version.pk,
        "check": check.pk,
        "item": check.items.order_by("position").first().pk,
        "record": check.register.records.first().pk,
        "redraw": redraw.pk,
        "upload": upload.pk,
        "staff": staff.pk,
        "proof": proof_of(version).pk,
        "paper": paper_to(house).pk,
        **_ledger_item_of(house),
        **of_case,
        **counted_at(house, Case.objects.get(no=of_case["case"]), staff),
        "import": _old_ledger(asking).pk,
        "case_import": _orders().pk,
        **postings.things_of(house),
    }


def _old_ledger(by: User) -> LedgerImport:
    """An old ledger that somebody handed in: checked, with a row that was refused."""
    batch = LedgerImport.objects.create(
        file=keep_file(name="旧.xlsx", content=b"", by=by, at=IN_TIME), state=ImportState.CHECKED,
        by=by, at=IN_TIME,
    )  # fmt: skip
    fault = {"field": "problem", "code": "missing", "written": "", "suggestions": [], "facts": {}}
    ImportRow.objects.create(batch=batch, number=2, state=RowState.REFUSED, faults=[fault])
    return batch


def _orders() -> CaseImport:
    """Orders that somebody of the section in charge handed in, for nobody else to see."""
    by = UserFactory(section=Section.objects.get(code=SectionCode.MEDICAL_ADMIN))
    batch = CaseImport.objects.create(
        book=Book.ORDERS, file=keep_file(name="工单.xlsx", content=b"", by=by, at=IN_TIME),
        state=ImportState.CHECKED, by=by, at=IN_TIME,
    )  # fmt: skip
    fault = {"field": "words", "code": "missing", "written": "", "suggestions": [], "facts": {}}
    CaseImportRow.objects.create(
        batch=batch, number=2, state=RowState.REFUSED, faults=[fault], cells="{}"
    )
    return batch


def _case_of(house: Institution, by: User) -> Place:
    """A complaint about the house that was given to it."""
    told = cases.Told(
        words="a", channel=Channel.BUREAU_PHONE, received_at=IN_TIME, institution=house
    )
    calendar = WorkCalendar()
    registered = cases.register_case(
        told=told, complainant=cases.Complainant(name="黄志涛", phone="13855144502"),
        by=by, at=IN_TIME, calendar=calendar,
    )  # fmt: skip
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    clerk = UserFactory(section=section, roles=[Role.BUREAU_STAFF])
    cases.accept_case(case=registered.case, by=clerk, at=IN_TIME, calendar=calendar)
    cases.dispatch_case(
        case=registered.case, institution=house, text="b", by=clerk, at=IN_TIME, calendar=calendar
    )
    shown = cases.attach_file(
        case=registered.case, name="a.png", content=picture(), audience=Audience.INSTITUTION,
        by=by, at=IN_TIME,
    )  # fmt: skip
    clock = registered.case.clocks.first().pk
    listing = Supervision.objects.create(
        case=registered.case, reason="long_unsolved", about=registered.case.no, count=61,
        found_at=IN_TIME,
    )  # fmt: skip
    found = {"case": registered.case.no, "clock": clock, "case_file": shown.pk}
    return found | {"supervision": listing.pk}


def _kept_by(by: User, at: str) -> Place:
    """A view of the queue that somebody kept, and a phrase of the section in charge."""
    view = SavedView.objects.create(user=by, name=at, query="tab=all")
    medical = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    phrase = Phrase.objects.create(section=medical, use="answer", name=at, text="a")
    return {"saved_view": view.pk, "phrase": phrase.pk}


def _ledger_item_of(house: Institution) -> Place:
    """An item that the house is told to rectify, with a photo of its own; and one it has done."""
    item, shown = _ordered_of(house)
    done, _shown = _ordered_of(house)
    ledger.request_closure(
        item=done, done="b", by=UserFactory(institution=house), at=IN_TIME, calendar=WorkCalendar()
    )
    return {"ledger": item.no, "file": shown.attachment_id, "applied": done.no}


def _ordered_of(house: Institution) -> tuple[Item, Evidence]:
    item = ledger.open_item(
        institution=house, problem="a", found_on=IN_TIME.date(), source=SourceKind.SELF_CHECK,
        by=None, at=IN_TIME,
    )  # fmt: skip
    ledger.issue_item(
        item=item, kind=RectKind.LIMITED, leader=house.posts.get(), by=UserFactory(), at=IN_TIME,
        sections=[Section.objects.get(code=SectionCode.MEDICAL_ADMIN)], calendar=WorkCalendar(),
    )  # fmt: skip
    shown = ledger.add_evidence(
        item=item, stage=Stage.AFTER, name="a.png", content=picture(),
        by=UserFactory(institution=house), at=IN_TIME,
    )  # fmt: skip
    return item, shown


def picture() -> bytes:
    drawn_on = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn_on, format="PNG")
    return drawn_on.getvalue()


def _people_of(house: Institution) -> Staff:
    staff = StaffFactory(institution=house)
    Department.objects.create(institution=house, name="内科")
    Placement.objects.create(
        staff=staff, institution=house, staff_no=staff.staff_no, from_on=OCTOBER
    )
    note_visits(
        institution=house, year=2026, visits=120_000, source="卫生统计月报", by=UserFactory(),
        at=IN_TIME,
    )  # fmt: skip
    appoint_leader(
        institution=house, kind=LeaderKind.HEAD, name="王正", remit="", from_on=OCTOBER,
        sections=[], by=None, at=IN_TIME,
    )  # fmt: skip
    return staff


def told(user: User, at: str = ""):
    telling = Telling(
        kind=NoticeKind.DUE, recipients=[user], words=str, subject=("register", "1"),
        url="/registers/", cause=f"told {user.pk} {at}",
    )  # fmt: skip
    return tell(telling, at=IN_TIME)[0]


def unsettled_letter(user: User) -> Delivery:
    return Delivery.objects.create(
        channel="email", recipient=user, urgency="prompt", state="unknown", created_at=IN_TIME
    )


def proof_of(version):
    by = UserFactory(institution=version.register.institution)
    return services.add_proof(version=version, name="a.png", content=picture(), by=by, at=IN_TIME)


def paper_to(house: Institution) -> OfficialPaper:
    """A paper that was signed, and is addressed to one institution."""
    drafter, signer = UserFactory(), UserFactory()
    series = NumberSeries.objects.get(code="notice")
    with transaction.atomic():
        number = issue_number(series=series, year=2026, title="a", by=signer, at=AFTER_CLOSING)
    file = keep_file(name="a.pdf", content=b"x", by=signer, at=AFTER_CLOSING)
    values = Paper(title="a", body=("b",), issuer="c").as_values()
    paper = OfficialPaper.objects.create(
        kind="tests", about=house.code, section_code=SectionCode.MEDICAL_ADMIN, series=series,
        title="a", content=values, automatic=values, state="signed", drafted_by=drafter,
        drafted_at=AFTER_CLOSING, signed_by=signer, number=number, pdf=file, docx=file,
    )  # fmt: skip
    paper.institutions.add(house)
    return paper


def export_of(by: User, house: Institution) -> ExportRequest:
    """An export that is there to be fetched; whose section decides stands on it."""
    file = keep_file(name="a.xlsx", content=b"x", by=by, at=AFTER_CLOSING)
    request = ExportRequest(
        kind="followups.rows", batch=f"{house.pk}-{by.pk}", title="a", arguments_hash=b"",
        rows_asked=1, state="ready", by=by, asked_at=AFTER_CLOSING, file=file,
        section_code=SectionCode.MEDICAL_ADMIN, expires_at=AFTER_CLOSING + timedelta(hours=1),
        institution=house,
    )  # fmt: skip
    request.arguments = json.dumps({"code": house.code, "month": "2026-10"})
    request.save(force_insert=True)
    return request


class County(NamedTuple):
    people: dict[str, User]
    sessions: dict[str, str]
    houses: dict[str, Institution]
    places: dict[str, Place]


def make_county() -> County:
    houses = make_houses()
    people = make_people(houses["own"])
    return County(people, log_in(people), houses, furnish(houses, people["officer"]))
