"""The bureau's table of duties: who gets which answer at which address, own house and other.

302 is the way to the log-in (or, for a POST, on from a deed done); 403 this verb is not yours;
404 not there for you; 405 not a verb of this address. What stands behind an @ is one of several
files at the same address. The admin has a table of its own: test_access_admin.py.
"""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from bureau.models import (
    Delivery,
    ExportRequest,
    NumberSeries,
    OfficialPaper,
    Section,
)
from bureau.papers import Paper
from bureau.rules import Role, SectionCode
from bureau.sending import NoticeKind
from bureau.services import Telling, issue_number, keep_file, queue_job, tell
from followups import services
from followups.models import NumberReveal
from rectification import services as ledger
from rectification.rules.words import Stage
from tests import test_access_api
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
    ordered_item_of,
)

NOWHERE = UUID("00000000-0000-0000-0000-000000000000")

# Who asks, and at whose house: a liaison officer and a hospital officer at their own and at
# another's. Clerk and head are of the medical administration section, "personnel" is not.
ASKING = [
    ("nobody", "own"),
    ("admin", "own"),
    ("auditor", "own"),
    ("leader", "other"),
    ("head", "own"),
    ("clerk", "other"),
    ("personnel", "own"),
    ("liaison", "own"),
    ("liaison", "other"),
    ("officer", "own"),
    ("officer", "other"),
    ("handler", "own"),
]

TABLE = """
get  satisfaction:home           302 200 200 200 200 200 200 200 200 200 200 200
get  bureau:explain_due          302 200 200 200 200 200 200 200 200 200 200 200
post bureau:preferences          302 302 302 302 302 302 302 302 302 302 302 302
get  bureau:job                  302 404 404 404 404 404 404 404 404 200 404 404
get  bureau:directory            302 200 200 200 200 200 200 200 200 200 200 403
get  bureau:directory_export     302 200 403 403 403 200 200 403 403 403 403 403
get  bureau:institution          302 200 200 200 200 200 200 200 404 200 404 403
get  bureau:staff                302 200 200 200 200 200 200 200 404 200 404 403
get  bureau:lexicon              302 200 200 200 200 200 200 200 200 403 403 403
post bureau:lexicon              302 302 403 403 302 302 302 403 403 403 403 403
get  bureau:try_lexicon          302 200 200 200 200 200 200 200 200 403 403 403
post bureau:try_lexicon          302 200 200 200 200 200 200 200 200 403 403 403
get  bureau:categories           302 200 200 200 200 200 200 200 200 403 403 403
get  bureau:notices              302 200 200 200 200 200 200 200 200 200 200 200
post bureau:open_notice          302 404 404 404 404 404 404 404 404 302 404 404
post bureau:read_all             302 302 302 302 302 302 302 302 302 302 302 302
get  bureau:letter_choices       302 200 200 200 200 200 200 200 200 200 200 200
post bureau:letter_choices       302 302 302 302 302 302 302 302 302 302 302 302
get  bureau:letters              302 200 200 403 403 403 403 403 403 403 403 403
post bureau:resend               302 302 403 403 403 403 403 403 403 403 403 403
post bureau:give_up              302 302 403 403 403 403 403 403 403 403 403 403
get  bureau:exports              302 200 200 200 200 200 200 200 200 200 200 200
get  bureau:export_ask           302 302 302 302 302 302 302 302 302 302 302 302
post bureau:export_ask           302 403 403 403 200 200 404 403 403 200 404 403
get  bureau:export               302 404 200 404 200 404 404 404 404 200 404 404
post bureau:export_file          302 404 404 404 404 404 404 404 404 200 404 404
post bureau:export_approve       302 403 403 403 302 403 403 403 403 302 404 403
post bureau:export_refuse        302 403 403 403 302 403 403 403 403 302 404 403
get  bureau:papers               302 403 200 200 200 200 200 200 200 200 200 403
get  bureau:numbers              302 403 200 200 200 200 200 403 403 403 403 403
post bureau:paper_draft          302 403 403 403 302 302 404 403 403 403 403 403
get  bureau:paper                302 403 200 200 200 200 404 200 404 200 404 403
get  bureau:paper_page           302 403 200 200 200 200 404 200 404 200 404 403
get  bureau:paper_file           302 403 200 200 200 200 404 200 404 200 404 403
get  bureau:paper_edit           302 403 403 403 200 200 404 403 403 403 403 403
post bureau:paper_review         302 403 403 403 302 403 403 403 403 403 403 403
post bureau:paper_return         302 403 403 302 302 403 403 403 403 403 403 403
post bureau:paper_sign           302 403 403 302 403 403 403 403 403 403 403 403
post bureau:paper_void           302 403 403 302 403 403 404 403 403 403 403 403
get  login                       200 302 302 302 302 302 302 302 302 302 302 302
get  trail                       302 403 200 200 200 200 200 200 200 200 200 200
post logout                      302 302 302 302 302 302 302 302 302 302 302 302
get  api:schema                  200 200 200 200 200 200 200 200 200 200 200 200
get  api:schema_yaml             200 200 200 200 200 200 200 200 200 200 200 200
get  api:reference               200 200 200 200 200 200 200 200 200 200 200 200
get  api:problems                200 200 200 200 200 200 200 200 200 200 200 200
get  api:keys                    302 200 200 403 403 403 403 403 403 403 403 403
get  api:issue                   302 200 403 403 403 403 403 403 403 403 403 403
post api:issue                   302 200 403 403 403 403 403 403 403 403 403 403
get  api:rotate                  302 200 403 403 403 403 403 403 403 403 403 403
post api:rotate                  302 200 403 403 403 403 403 403 403 403 403 403
get  api:revoke                  302 200 403 403 403 403 403 403 403 403 403 403
post api:revoke                  302 302 403 403 403 403 403 403 403 403 403 403

get  rules:kinds                 302 200 200 200 200 200 200 200 200 403 403 403
get  rules:kind                  302 200 200 200 200 200 200 200 200 403 403 403
get  rules:version               302 200 200 200 200 200 200 200 200 403 403 403
get  rules:draft                 302 200 403 403 403 403 403 403 403 403 403 403
post rules:draft                 302 200 403 403 403 403 403 403 403 403 403 403
get  rules:approve               302 403 403 200 200 403 403 403 403 403 403 403
post rules:approve               302 403 403 302 302 403 403 403 403 403 403 403
post rules:withdraw              302 302 403 302 302 403 403 403 403 403 403 403

get  followups:matrix            302 403 200 200 200 200 200 200 200 200 200 403
get  followups:matrix_export     302 403 200 200 200 200 200 200 200 200 200 403
get  followups:remind            302 403 403 403 200 200 200 200 200 403 403 403
post followups:remind            302 403 403 403 302 302 302 302 302 403 403 403
get  followups:report            302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@final.xlsx       302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@final.docx       302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@provisional.xlsx 302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@provisional.docx 302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@checked.xlsx     302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@checked.docx     302 403 200 200 200 200 404 403 403 403 403 403
get  followups:report_file@draft.xlsx       302 403 404 404 404 404 404 403 403 403 403 403
get  followups:report_file@final.pdf        302 403 404 404 404 404 404 403 403 403 403 403

get  followups:register          302 403 200 200 200 200 404 200 404 200 404 403
get  followups:rows              302 403 403 200 200 200 404 200 404 200 404 403
post followups:rows              302 403 403 200 200 200 404 200 404 200 404 403
get  followups:receipt           302 403 200 200 200 200 404 200 404 200 404 403
get  followups:receipt_pdf       302 403 200 200 200 200 404 200 404 200 404 403
post followups:proof_add         302 403 403 403 403 403 403 403 403 302 404 403
get  followups:proof             302 403 200 200 200 200 404 200 404 200 404 403
post followups:proof_withdraw    302 403 403 403 403 403 403 403 403 302 404 403
get  followups:template          302 403 403 403 403 403 403 403 403 200 404 403
get  followups:upload            302 403 403 403 403 403 403 403 403 200 404 403
post followups:upload            302 403 403 403 403 403 403 403 403 302 404 403
get  followups:nil               302 403 403 403 403 403 403 403 403 200 404 403
post followups:nil               302 403 403 403 403 403 403 403 403 302 404 403

get  followups:upload_detail     302 403 200 200 200 200 404 200 404 200 404 403
get  followups:upload_detail?rows=new 302 403 403 403 200 200 404 200 404 200 404 403
get  followups:upload_progress   302 403 204 204 204 204 404 204 404 204 404 403
post followups:upload_answers    302 403 403 403 403 403 403 403 403 302 404 403
post followups:upload_fix        302 403 403 403 403 403 403 403 403 302 404 403
post followups:upload_submit     302 403 403 403 403 403 403 403 403 302 404 403
post followups:upload_withdraw   302 403 403 403 403 403 403 403 403 302 404 403
post followups:upload_mark       302 403 403 403 403 403 403 403 403 302 404 403
get  followups:upload_marked     302 403 403 403 403 403 403 403 403 200 404 403
get  followups:upload_original   302 403 403 403 403 403 403 403 403 200 404 403

get  followups:checks            302 403 200 200 200 200 200 200 200 200 200 403
get  followups:checks_export     302 403 200 200 200 200 200 200 200 200 200 403
get  followups:check             302 403 200 200 200 200 404 200 404 404 404 403
get  followups:check_export      302 403 200 200 200 200 404 200 404 404 404 403
post followups:redraw            302 403 403 403 302 302 404 302 404 403 403 403
post followups:approve           302 403 403 403 302 403 403 403 403 403 403 403
post followups:refuse            302 403 403 403 302 403 403 403 403 403 403 403
post followups:withdraw          302 403 403 403 302 302 404 302 404 403 403 403
get  followups:item              302 403 403 403 403 403 403 200 404 403 403 403
get  followups:reveal            302 403 403 403 403 403 403 302 404 403 403 403
post followups:reveal            302 403 403 403 403 403 403 302 404 403 403 403
post followups:result            302 403 403 403 403 403 403 302 404 403 403 403

get  rectification:items         302 403 200 200 200 200 200 200 200 200 200 403
get  rectification:overview      302 403 200 200 200 200 200 200 200 200 200 403
get  rectification:printed       302 403 200 200 200 200 200 200 200 200 200 403
get  rectification:queue         302 403 403 403 200 200 200 200 200 403 403 403
get  rectification:new           302 403 403 403 200 200 200 403 403 403 403 403
post rectification:new           302 403 403 403 200 200 200 403 403 403 403 403
get  rectification:item          302 403 200 200 200 200 404 200 404 200 404 403
get  rectification:evidence_file 302 403 200 200 200 200 404 200 404 200 404 403
get  rectification:application   302 403 404 404 404 404 404 404 404 404 404 403
get  rectification:step@done     302 403 403 403 403 403 403 200 404 200 404 403
get  rectification:step@change   302 403 403 403 200 200 404 403 403 403 403 403
post rectification:step@done     302 403 403 403 403 403 403 200 404 200 404 403
post rectification:step@plan     302 403 403 403 403 403 403 200 404 200 404 403
post rectification:step@progress 302 403 403 403 403 403 403 200 404 200 404 403
post rectification:step@extend   302 403 403 403 403 403 403 200 404 200 404 403
post rectification:step@evidence 302 403 403 403 200 200 404 200 404 200 404 403
post rectification:step@issue    302 403 403 403 200 200 404 403 403 403 403 403
post rectification:step@same     302 403 403 403 200 200 404 403 403 403 403 403
post rectification:step@dismiss  302 403 403 403 200 200 404 403 403 403 403 403
post rectification:step@decide   302 403 403 403 200 200 404 403 403 403 403 403
post rectification:step@begin    302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@accept   302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@strike-off 302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@return   302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@look-back 302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@reopen   302 403 403 403 200 200 404 200 404 403 403 403
post rectification:step@change   302 403 403 403 200 200 404 403 403 403 403 403
"""
ROWS = [line.split() for line in TABLE.strip().splitlines() if line]
EXPECTED = {
    (method, name, who, at): int(status)
    for method, name, *statuses in ROWS
    for (who, at), status in zip(ASKING, statuses, strict=True)
}
BY_HOUSE = ("register", "rows", "template", "upload", "nil")
OPEN = {"login", "logout", "bureau:preferences"} | {
    f"api:{page}" for page in ("schema", "schema_yaml", "reference", "problems")
}
DATA = {
    "bureau:lexicon": {"phrase": "没见过的说法", "category": "WAIT"},
    "bureau:try_lexicon": {"lines": "态度差"},
    "api:revoke": {"why": "泄露"},
    "followups:result": {"attempt": 1, "verdict": "genuine"},
    "followups:nil": {"reason": "无出院患者"},
    "followups:upload_fix": {"fix-2-phone": "13800000001"},
    "followups:redraw": {"reason": "名单已经泄露"},
    "followups:refuse": {"reason": "名单没有泄露"},
    "followups:withdraw": {"reason": "是我弄错了"},
    "bureau:letter_choices": {"email": "a@example.org"},
    "followups:proof_withdraw": {"reason": "传错了文件"},
    "bureau:paper_return": {"reason": "数字有误请核"},
    "bureau:paper_void": {"reason": "数字有误请核"},
    "bureau:paper_draft": {"kind": "followups.month_notice", "about": "2026-10"},
    "rules:withdraw": {"reason": "数字有误"},
}


def named(patterns, namespace=""):
    """Walk the resolver and name every address of the project but the admin's own."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern.url_patterns, inner)


def test_every_address_of_the_project_has_its_row():
    in_table = {re.split(r"[?@]", name)[0] for _method, name, *_statuses in ROWS}

    assert in_table | test_access_api.NAMES == set(named(get_resolver().url_patterns))


# --- The county in which they ask ------------------------------------------------------------


@pytest.fixture(autouse=True)
def _on_the_twelfth():
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


def house_with_everything(house, content, asking):
    """A register in, a list drawn and its redraw asked for, and another file under way."""
    check = drawn(house, 4)
    upload = services.receive_upload(
        institution=house, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )
    services.check_upload(upload, at=IN_TIME)
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    return {
        "code": house.code,
        "version": check.register.versions.get().pk,
        "check": check.pk,
        "item": check.items.order_by("position").first().pk,
        "redraw": services.ask_redraw(
            check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=asking
        ).pk,
        "upload": upload.pk,
        "staff": StaffFactory(institution=house).pk,
        "proof": proof_of(check.register.versions.get()).pk,
        "paper": paper_to(house).pk,
        **ledger_item_of(house),
    }


def ledger_item_of(house):
    """An item that the house is told to rectify, with a photo of its own."""
    item = ordered_item_of(house, at=IN_TIME)
    shown = ledger.add_evidence(
        item=item, stage=Stage.AFTER, name="a.png", content=picture(),
        by=UserFactory(institution=house), at=IN_TIME,
    )  # fmt: skip
    return {"ledger": item.no, "file": shown.attachment_id}


def told(user):
    telling = Telling(
        kind=NoticeKind.DUE, recipients=[user], words=str, subject=("register", "1"),
        url="/registers/", cause=f"told {user.pk}",
    )  # fmt: skip
    return tell(telling, at=IN_TIME)[0]


def unsettled_letter(user):
    return Delivery.objects.create(
        channel="email", recipient=user, urgency="prompt", state="unknown", created_at=IN_TIME
    )


def proof_of(version):
    by = UserFactory(institution=version.register.institution)
    return services.add_proof(version=version, name="a.png", content=picture(), by=by, at=IN_TIME)


def picture():
    drawn_on = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn_on, format="PNG")
    return drawn_on.getvalue()


def paper_to(house):
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


def export_of(by):
    """An export that is there to be fetched; whose section decides stands on it."""
    file = keep_file(name="a.xlsx", content=b"x", by=by, at=AFTER_CLOSING)
    return ExportRequest.objects.create(
        kind="followups.rows", batch=f"B{by.pk}", title="a", arguments_hash=b"", rows_asked=1,
        state="ready", by=by, asked_at=AFTER_CLOSING, file=file,
        section_code=SectionCode.MEDICAL_ADMIN, expires_at=AFTER_CLOSING + timedelta(hours=1),
    )  # fmt: skip


@pytest.fixture
def places(hospital, township, officer, sample):
    """The own house, another, and one that is not there at all."""
    asking, content = UserFactory(), sample("04-一行一个问题.xlsx")
    own, other = (house_with_everything(one, content, asking) for one in (hospital, township))
    services.reconcile(at=CLOSING - timedelta(hours=1))
    services.close_month(month=OCTOBER, at=CLOSING)
    draft = changed_rules(by=asking, min_checks=5)
    own["rules"] = other["rules"] = [draft.kind, draft.number]
    for place, by in ((own, officer), (other, asking)):
        job = queue_job(kind="check_register", by=by, institution=hospital, at=IN_TIME)
        place["job"] = job.pk
        place["notice"] = told(by).pk
        place["letter"] = unsettled_letter(by).pk
        place["export"] = export_of(by).pk
        place["key"] = Caller(by.institution or InstitutionFactory()).key.prefix
    missing = {**dict.fromkeys(own, NOWHERE), "code": "X", "rules": ["no.rules", 1]}
    missing |= dict.fromkeys(("staff", "notice", "letter"), 0) | {"ledger": "ZG-2000-0001"}
    return {"own": own, "other": other, "missing": missing}


@pytest.fixture
def sessions(officer, clerk, section_head, liaison):
    """Everybody, logged in once; the session's key stands for the person."""
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    people = {
        "admin": UserFactory(roles=[Role.SYS_ADMIN], is_staff=True),
        "auditor": UserFactory(roles=[Role.AUDITOR]),
        "leader": UserFactory(roles=[Role.LEADER]),
        "head": section_head,
        "clerk": clerk,
        "personnel": UserFactory(section=personnel, roles=[Role.BUREAU_STAFF]),
        "liaison": liaison,
        "officer": officer,
        "handler": UserFactory(institution=officer.institution, roles=[Role.DEPARTMENT_HANDLER]),
    }
    keys = {"nobody": ""}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        keys[who] = client.session.session_key
    return keys


def address(name, place):
    month = "2026-10"
    name, mark, query = name.partition("?")
    name, _at, variant = name.partition("@")
    _app, _colon, page = name.rpartition(":")
    arguments = {
        "job": [place["job"]],
        "institution": [place["code"]],
        "staff": [place["staff"]],
        "open_notice": [place["notice"]],
        **{page: [place["letter"]] for page in ("resend", "give_up")},
        "export": [place["export"]],
        "kind": place["rules"][:1],
        "draft": place["rules"][:1],
        "version": place["rules"],
        "remind": [month],
        "report": [month],
        "report_file": [month, *variant.split(".")],
        "receipt": [place["version"]],
        "check": [place["check"]],
        "check_export": [place["check"]],
        "redraw": [place["check"]],
        **{page: [place["redraw"]] for page in ("approve", "refuse", "withdraw")},
        **{page: [place["code"], month] for page in BY_HOUSE},
        **{page: [place["key"]] for page in ("rotate", "revoke")},
        **{page: [place["item"]] for page in ("item", "reveal", "result")},
    }
    if name.startswith("rectification:") and page in {
        "item",
        "step",
        "application",
        "evidence_file",
    }:
        more = {"step": [variant], "evidence_file": [place["file"]]}
        return reverse(name, args=[place["ledger"], *more.get(page, [])])
    if page in {"receipt_pdf", "proof_add"}:
        return reverse(name, args=[place["version"]])
    if page in {"proof", "proof_withdraw"}:
        return reverse(name, args=[place["version"], place["proof"]])
    if page.startswith("paper") and page not in {"papers", "paper_draft"}:
        more = {"paper_page": [1], "paper_file": ["pdf"]}
        return reverse(name, args=[place["paper"], *more.get(page, [])])
    if page in {"export_file", "export_approve", "export_refuse"}:
        return reverse(name, args=[place["export"]])
    if name in {"rules:approve", "rules:withdraw"}:
        return reverse(name, args=place["rules"])
    if page.startswith("upload_"):
        return reverse(name, args=[place["upload"]]) + mark + query
    return reverse(name, args=arguments.get(page, []))


def ask(method, name, place, session):
    """Ask as somebody, and take back whatever the asking changed."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    data = DATA.get(name, {})
    if name == "bureau:export_ask":
        data = {"kind": "followups.rows", "of-code": place["code"], "of-month": "2026-10"}
    if name == "followups:upload":
        data = {"workbook": SimpleUploadedFile("a.xlsx", b"")}
    with transaction.atomic():
        response = getattr(client, method)(address(name, place), data if method == "post" else {})
        transaction.set_rollback(True)
    return response


def test_everybody_gets_at_every_address_the_answer_the_table_says(places, sessions):
    answers = {
        (method, name, who, at): ask(method, name, places[at], sessions[who])
        for method, name, who, at in EXPECTED
    }

    found = {key: response.status_code for key, response in answers.items()}
    wrong = {key: (found[key], status) for key, status in EXPECTED.items() if found[key] != status}
    assert not wrong
    to_login = [answers[key]["Location"] for key in EXPECTED if needs_login(key)]
    assert all(location.startswith("/login/?next=/") for location in to_login)


def needs_login(key):
    _method, name, who, _at = key
    return who == "nobody" and name not in OPEN


def heads(response):
    """Return the headers but for the length and the request's number."""
    own = {"Content-Length", "X-Request-ID"}
    return {name: value for name, value in response.headers.items() if name not in own}


def body(response):
    """Return a page without its token and without the address it was asked for by."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
    return page.replace(response.request["PATH_INFO"].encode(), b"")


def test_what_is_anothers_answers_exactly_like_what_is_not_there(places, sessions):
    hidden = [key for key, status in EXPECTED.items() if status == 404 and key[3] == "other"]
    assert len(hidden) > 20

    for method, name, who, at in hidden:
        foreign = ask(method, name, places[at], sessions[who])
        missing = ask(method, name, places["missing"], sessions[who])

        assert foreign.status_code == missing.status_code == 404
        assert heads(foreign) == heads(missing), name
        assert body(foreign) == body(missing), name


def test_a_house_that_owes_nothing_yet_is_as_hidden_as_any_other(places, sessions):
    places["other"]["code"] = InstitutionFactory().code

    for page in BY_HOUSE:
        assert (
            ask("get", f"followups:{page}", places["other"], sessions["officer"]).status_code == 404
        )


def test_what_changes_something_is_never_asked_for_with_get(places, sessions):
    verbs = {
        "officer": [f"upload_{verb}" for verb in ("answers", "fix", "submit", "withdraw", "mark")],
        "head": ["redraw", "approve", "refuse", "withdraw"],
        "liaison": ["result"],
    }

    found = {
        ask("get", f"followups:{verb}", places["own"], sessions[who]).status_code
        for who, verbs_of in verbs.items()
        for verb in verbs_of
    }

    assert found == {405}


def test_who_comes_back_to_the_address_of_a_look_lands_on_the_card_and_looks_at_nothing(
    places, sessions
):
    response = ask("get", "followups:reveal", places["own"], sessions["liaison"])

    assert response["Location"] == address("followups:item", places["own"])
    assert not NumberReveal.objects.exists()


def test_rules_that_are_none_are_not_found(places, sessions):
    for method, page, who in (
        ("get", "kind", "head"),
        ("get", "version", "head"),
        ("get", "draft", "admin"),
        ("get", "approve", "head"),
        ("post", "approve", "head"),
        ("post", "withdraw", "head"),
    ):
        response = ask(method, f"rules:{page}", places["missing"], sessions[who])

        assert response.status_code == 404, page


def test_a_post_from_another_site_is_refused(places, sessions):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["officer"]

    response = client.post(address("followups:upload_withdraw", places["own"]))

    assert response.status_code == 403


def test_a_person_dismissed_is_a_stranger_with_the_next_request(places, sessions, officer):
    assert ask("get", "followups:matrix", places["own"], sessions["officer"]).status_code == 200

    officer.is_active = False
    officer.save()

    assert ask("get", "followups:matrix", places["own"], sessions["officer"]).status_code == 302


def test_an_assignment_that_ends_takes_the_house_away_with_the_next_request(
    places, sessions, liaison
):
    register = ("get", "followups:register", places["own"], sessions["liaison"])
    assert ask(*register).status_code == 200

    liaison.assignments.update(to_on=date(2026, 11, 11))

    assert ask(*register).status_code == 404
