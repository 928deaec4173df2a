"""What the page of acts calls records and their states: as people name them, never by a code."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from accountability import choices as accountability
from bureau import choices as bureau
from bureau.choices.imports import IMPORT_STATES
from bureau.models import Act, Delivery
from bureau.sentences import bracketed
from bureau.templatetags.shell import month as in_words
from complaints import choices as complaints
from config.rule_versions.kinds import KINDS as RULES
from followups import choices as followups
from followups.converters import month_of
from followups.models import RegisterVersion, SpotCheck
from rectification.choices import ledger, places, visits

STATES: dict[str, Mapping[str, Any]] = {
    "api_key": bureau.KEY_STATES,
    "export": bureau.EXPORT_STATES,
    "letter": bureau.DELIVERY_STATES,
    "paper": bureau.PAPER_STATES,
    "rule_version": bureau.VERSION_STATES,
    "category": bureau.USE_STATES,
    "lexicon_entry": bureau.USE_STATES,
    "case": complaints.STORY,
    "case_import": IMPORT_STATES,
    "ledger_import": IMPORT_STATES,
    "register": followups.REGISTER_STORY,
    "spot_check": followups.CHECK_STORY,
    "ledger_item": ledger.STORY,
    "posting_place": places.STORY,
    "posting_zone": places.STORY,
    "checklist": visits.STORY,
    "visit": visits.STORY,
    "visit_finding": visits.STORY,
    "countable_event": accountability.EVENT_STATES,
    "sanction_proposal": accountability.PROPOSAL_STATES,
}
"""The words of each kind's states; audiences of attachments stand on records of any kind."""
MONTHLY = {"month", "late_list", "register"}
"""What has a month for its number, alone or behind its institution's code."""
NAMELESS = re.compile(r"\d+$|[0-9a-f]{8}-[0-9a-f-]{27}$")


def state_words(act: Act) -> str:
    """Say from which state an act led into which, as far as there are such."""
    words = {**bureau.AUDIENCES, **STATES.get(act.object_kind, {})}
    return " → ".join(str(words.get(one, one)) for one in (act.before, act.after) if one)


def record_names(acts: Iterable[Act]) -> dict[int, str]:
    """Name the record of each act; it costs three queries, however many acts there are."""
    acts = list(acts)
    looked_up = {kind: _looked_up(kind, read, acts) for kind, read in READ.items()}
    return {act.pk: _name(act, looked_up) for act in acts}


def _looked_up(
    kind: str, read: Callable[[set[str]], dict[str, str]], acts: list[Act]
) -> dict[str, str]:
    numbers = {act.object_no for act in acts if act.object_kind == kind}
    return read({one for one in numbers if NAMELESS.match(one)})


def _checks(numbers: set[str]) -> dict[str, str]:
    checks = SpotCheck.objects.filter(pk__in=numbers).select_related("register")
    said = _("%(month)s, draw %(n)s")
    return {
        str(one.pk): said % {"month": in_words(one.register.month), "n": one.number}
        for one in checks
    }


def _versions(numbers: set[str]) -> dict[str, str]:
    versions = RegisterVersion.objects.filter(pk__in=numbers).select_related("register")
    return {str(one.pk): one.receipt_no for one in versions}


def _letters(numbers: set[str]) -> dict[str, str]:
    letters = Delivery.objects.filter(pk__in=numbers).select_related("recipient")
    return {str(one.pk): _("to %(name)s") % {"name": one.recipient.name} for one in letters}


READ = {"spot_check": _checks, "register_version": _versions, "letter": _letters}


def _name(act: Act, looked_up: Mapping[str, Mapping[str, str]]) -> str:
    """Name one record: by its title, its month, what was looked up, or else by its number."""
    facts = act.facts
    known = looked_up.get(act.object_kind, {}).get(act.object_no, "")
    if known and "position" in facts:
        return known + bracketed(_("person %(n)s on the list") % {"n": facts["position"]})
    if known:
        return known
    if act.object_kind == "rule_version":
        return _rules(act.object_no)
    if title := facts.get("title") or facts.get("name"):
        number = facts.get("number")
        return f"{title}{bracketed(number)}" if number else str(title)
    if act.object_kind in MONTHLY and (month := _month(act.object_no)):
        return month
    return "" if NAMELESS.match(act.object_no) else act.object_no


def _month(no: str) -> str:
    """Name the month that a number ends with; nothing where those signs are none."""
    with suppress(ObjectDoesNotExist):
        return in_words(month_of(no.rpartition("/")[2]))
    return ""


def _rules(no: str) -> str:
    """Name a version of the rules as its page does; the code where no app has such rules."""
    code, _space, number = no.rpartition(" ")
    kind = RULES.get(code)
    version = _("Version %(n)s") % {"n": number}
    return f"{kind.title}{bracketed(version)}" if kind else no
