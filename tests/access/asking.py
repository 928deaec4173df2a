"""How the loop asks: the address of each thing, the least that a form needs, and the answer."""

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from unittest.mock import patch

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.template.backends.django import Template
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver, reverse

from bureau.models import Institution, User
from bureau.services import atomic_with_files
from tests.access.county import Place
from tests.callers import Caller, sent
from tests.rectification import postings
from tests.rectification.pictures import photograph

MONTH = "2026-10"
# The middleware is put together once for all who ask.
HANDLER = ClientHandler(enforce_csrf_checks=False)
DATA = {
    "accountability:same": {"step": "undo", "reason": "两人身份证号不同"},
    "api:revoke": {"why": "泄露"},
    "followups:result": {"attempt": 1, "verdict": "genuine"},
    "followups:correct": {"was": "genuine", "verdict": "refused", "reason": "点错了结果"},
    "followups:doubt_call": {"verdict": "genuine"},
    **{
        f"followups:doubt_{name}": {"reason": "两次核实一致"}
        for name in ("explain", "confirm", "dismiss", "take_back")
    },
    "followups:nil": {"reason": "无出院患者"},
    "followups:upload_fix": {"fix-2-phone": "13800000001"},
    "followups:redraw": {"reason": "名单已经泄露"},
    "followups:remove_row": {"reason": "错把外院患者报入"},
    "followups:return": {"reason": "联系电话多为空号"},
    "followups:refuse": {"reason": "名单没有泄露"},
    "followups:withdraw": {"reason": "是我弄错了"},
    "bureau:letter_choices": {"email": "a@example.org"},
    "followups:proof_withdraw": {"reason": "传错了文件"},
    "bureau:paper_return": {"reason": "数字有误请核"},
    "bureau:paper_void": {"reason": "数字有误请核"},
    "bureau:paper_draft": {"kind": "followups.month_notice", "about": MONTH},
    "bureau:lexicon": {"phrase": "没见过的说法", "category": "WAIT"},
    "bureau:try_lexicon": {"lines": "态度差"},
    "followups:unsorted": {"phrase": "没见过的说法", "category": "WAIT"},
    "rules:withdraw": {"reason": "数字有误"},
    **postings.DATA,
}
# What a system sends, where it is not the rows of a register.
BODIES = {
    "api_ledger:items": {"problem": "候诊区无座椅", "found_on": "2026-11-11"},
    "api_cases:cases": {"words": "等了很久", "received_at": "2026-11-09T09:00:00+08:00"},
    "api_eligibility:checks": {
        "purpose": "title",
        "on": "2026-11-01",
        "people": [{"name": "a"}],
    },
    "api_cases:report": {"text": "已核实"},
    "api_cases:statements": {"text": "当日并未争吵"},
    "api_cases:return": {"reason": "所述科室不在本院"},
    "api_cases:files": {"name": "a.png", "content": b64encode(photograph()).decode()},
}
# What an address names: things of the place, and the month where it says so.
NAMING = """
job         bureau:job
code        bureau:institution
staff       bureau:staff
notice      bureau:open_notice
letter      bureau:resend bureau:give_up
kind        rules:kind rules:draft
kind/number rules:version rules:approve rules:withdraw
month       followups:remind followups:report followups:unsorted
version     followups:receipt followups:receipt_pdf followups:proof_add
version/proof followups:proof followups:proof_withdraw
check       followups:check followups:check_export followups:redraw
redraw      followups:approve followups:refuse followups:withdraw
item        followups:item followups:reveal followups:result followups:correct
item        followups:doubt followups:doubt_number followups:doubt_call followups:doubt_explain
item        followups:doubt_confirm followups:doubt_dismiss followups:doubt_take_back
code/month  followups:return
record      followups:remove_row
code/month  followups:register followups:rows followups:template followups:upload followups:nil
key         api:rotate api:revoke
export      bureau:export bureau:export_file bureau:export_approve bureau:export_refuse
paper       bureau:paper bureau:paper_edit bureau:paper_review bureau:paper_return
paper       accountability:own_letter bureau:paper_send bureau:paper_sign bureau:paper_void
case        complaints:case complaints:reveal complaints:package complaints:sheet_pdf
case/clock  complaints:why
saved_view  complaints:drop_view
supervision complaints:note_supervision
phrase      complaints:drop_phrase
case/case_file complaints:file
case_import complaints:import complaints:import_columns complaints:import_original
case_import complaints:import_marked complaints:import_confirm complaints:import_withdraw
ledger      rectification:item
applied     rectification:application
ledger/file rectification:evidence_file
import      rectification:import rectification:import_columns rectification:import_original
import      rectification:import_marked rectification:import_confirm
import      rectification:import_withdraw
staff       accountability:person accountability:join
same        accountability:same
code        accountability:house
eligibility accountability:check
proposal    accountability:own_proposal accountability:own_request accountability:own_withdraw
proposal/proposal_file accountability:file
proposal/file accountability:talk_file accountability:assessment_file
proposal    accountability:unit_proposal
"""
LINES = [line.split() for line in NAMING.strip().splitlines()]
NAMED = {name: words.split("/") for words, *names in LINES for name in names}
OF_SYSTEMS = {
    "api_registers:registers": [],
    "api_registers:submission": ["month", "submission"],
    "api_registers:problems": ["month", "submission"],
    "api:job": ["job"],
    "api_ledger:postings": [],
    "api_ledger:visits": [],
    "api_ledger:visit": ["visit"],
    "api_ledger:items": [],
    "api_ledger:item": ["ledger"],
    "api_cases:cases": [],
    "api_eligibility:checks": [],
    "api_accountability:proposals": [],
    "api_accountability:proposal": ["proposal_told"],
    "api_accountability:effect": ["proposal_told"],
    **{
        f"api_cases:{name}": ["case"]
        for name in ("case", "report", "statements", "return", "files")
    },
    "api_cases:file": ["case", "case_file"],
}


OF_VARIANTS = {
    "accountability:step": "proposal",
    "accountability:receipt": "proposal",
    "accountability:own_paper": "proposal",
    "accountability:check_file": "eligibility",
}


def addresses(patterns=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk the resolver and name every address of the project."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def address(name: str, place: Place) -> str:
    name, mark, query = name.partition("?")
    name, _at, variant = name.partition("@")
    if name == "bureau:paper_page":
        return reverse(name, args=[place["paper"], 1])
    if name == "bureau:paper_file":
        return reverse(name, args=[place["paper"], "pdf"])
    if name == "followups:report_file":
        return reverse(name, args=[MONTH, *variant.split(".")])
    if name in postings.ARGUMENTS:
        keys = [key + variant for key in postings.ARGUMENTS[name]]
        return reverse(name, args=[place[key] for key in keys])
    if name in {"rectification:step", "complaints:step"}:
        thing = "ledger" if name.startswith("rectification") else "case"
        return reverse(name, args=[place[thing], variant])
    if name == "accountability:proposal":
        return reverse(name, args=[place["proposal" + variant]])
    if name in OF_VARIANTS:
        return reverse(name, args=[place[OF_VARIANTS[name]], variant or "notice"])
    named = ["upload"] if name.startswith("followups:upload_") else NAMED.get(name, [])
    said = {"month": MONTH, "kind": place["rules"][0], "number": place["rules"][1]}
    return reverse(name, args=[(said | place)[word] for word in named]) + mark + query


@contextmanager
def in_haste(*, wordless: bool = True) -> Iterator[None]:
    """Ask thousands of times: leave the words out, and know again who logged in.

    An answer is decided before its page or its log line is worded, and nobody's rights change
    while everybody asks. Log-ins and log lines have tests of their own; that the pages can be
    worded is asked here once for each kind of reader, with the words.
    """
    known: dict[str, User] = {}

    def known_user(request):
        key = request.session.session_key or ""
        if key not in known:
            known[key] = user = get_user(request)
            user.has_perm("")
            for asked_once in ("roles", "assigned_institution_ids"):
                getattr(user, asked_once, None)
        return copy(known[key])

    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:
        stack.callback(logging.disable, logging.NOTSET)
        stack.enter_context(patch("django.contrib.auth.middleware.auth.get_user", known_user))
        if wordless:
            stack.enter_context(patch.object(Template, "render", lambda *_args, **_kwargs: ""))
            stack.enter_context(patch.object(AdminSite, "get_app_list", lambda *_a, **_k: []))
        yield


def ask(verb: str, name: str, place: Place, session: str):
    """Ask as somebody, and take back whatever the asking changed."""
    data = DATA.get(name, {})
    if name == "bureau:export_ask":
        data = {"kind": "followups.rows", "of-code": place["code"], "of-month": MONTH}
    if name == "rectification:place_photo_add":
        data = {"photo": SimpleUploadedFile("a.png", photograph())}
    if name == "followups:upload":
        data = {"workbook": SimpleUploadedFile("a.xlsx", b"")}
    return ask_at(verb, address(name, place), session, data if verb == "post" else {})


def ask_at(verb: str, path: str, session: str, data: dict):
    client = _client(session)
    if verb == "get":
        return client.get(path)
    with atomic_with_files():
        response = getattr(client, verb)(path, data)
        transaction.set_rollback(True)
    return response


def _client(session: str, **headers: str) -> Client:
    client = Client(headers=headers)
    client.handler = HANDLER
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def ask_as_system(verb: str, name: str, place: Place, caller: Caller | None, session: str = ""):
    """Ask as a hospital's system, or without a key as somebody logged in to the pages."""
    named = OF_SYSTEMS.get(name, ["month"])
    path = (
        "/api/v1/patients/"
        if name == "api_nowhere"
        else reverse(name, args=[(place | {"month": MONTH})[word] for word in named])
    )
    headers = {"If-Match": "*", "Idempotency-Key": "eins"}
    if caller:
        headers["Authorization"] = f"Bearer {caller.token}"
    body = {"rows": [sent(900)], "reason": "漏报"} if name.endswith("submissions") else {}
    body = BODIES.get(name, body)
    more = {} if verb == "get" else {"data": json.dumps(body), "content_type": "application/json"}
    client = _client(session, **headers)
    with atomic_with_files():
        response = getattr(client, verb)(path, **more)
        transaction.set_rollback(True)
    return response


# Where a row of a model belongs to a house: the way from it there. Of the rest there is one, or
# none, for everybody.
OF_HOUSE = {
    "accountability_countableevent": "institution",
    "accountability_sanctionproposal": "institution",
    "bureau_department": "institution",
    "bureau_institution": "pk",
    "bureau_institutionvisits": "institution",
    "bureau_leaderpost": "institution",
    "bureau_officialpaper": "institutions",
    "bureau_placement": "institution",
    "bureau_staff": "institution",
    "complaints_case": "institution",
    "followups_followuprecord": "version__register__institution",
    "followups_monthlyregister": "institution",
    "followups_registerversion": "register__institution",
    "followups_spotcheck": "register__institution",
    "followups_spotcheckitem": "spot_check__register__institution",
    "followups_upload": "register__institution",
    "rectification_item": "institution",
    "rectification_visitresult": "visit__institution",
    "rectification_visit": "institution",
    "rectification_testcall": "institution",
    "rectification_absentzone": "institution",
    "rectification_postingplace": "institution",
    "rectification_relapse": "item__institution",
    "rectification_progressentry": "item__institution",
    "rectification_measure": "item__institution",
    "rectification_lookback": "item__institution",
    "rectification_extension": "item__institution",
    "rectification_evidence": "item__institution",
    "rectification_closure": "item__institution",
}


def admin_models() -> dict[str, type[Model]]:
    return {f"{of._meta.app_label}_{of._meta.model_name}": of for of in admin.site._registry}


def row_of(name: str, house: Institution) -> object:
    """Return the key of a row of a model in the admin, of that house if it is of one; else 0."""
    rows = admin_models()[name]._base_manager.all()
    if name in OF_HOUSE:
        rows = rows.filter(**{OF_HOUSE[name]: house.pk})
    if name == "bureau_act":
        # The newest one may be of whoever asks: they may have been refused just before.
        rows = rows.order_by("pk")
    return rows.values_list("pk", flat=True).first() or 0
