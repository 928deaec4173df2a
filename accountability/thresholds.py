"""The ladders in words: what each threshold means, and what it rests on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import choices
from bureau.rule_tables import Basis, Threshold
from bureau.templatetags.shell import listed

TIMES = pgettext_lazy("unit", "times")
MONTH = pgettext_lazy("unit", "month")
MONTHS = pgettext_lazy("unit", "months")
YEARS = pgettext_lazy("unit", "years")
WORKDAYS = pgettext_lazy("unit", "working days")
DAYS = pgettext_lazy("unit", "days")
TIER = pgettext_lazy("unit", "tier")
PER_CENT = "%"
NO_UNIT = ""

NOTE = _(
    "An event goes by the version in force on the day the complaint was received. A version holds"
    " for days to come only, so that nobody is worse off afterwards."
)
STAFF_TITLE = _("Accountability: ladder of staff")
HOUSE_TITLE = _("Accountability: ladder of institutions")
JOINT_TITLE = _("Accountability: joint liability of heads of departments")
JOINT_NOTE = _(
    "Not in the plan, and off until the bureau decides on it. Once in use, what is found of"
    " somebody counts for the head of the department on the day of receipt as well. A version"
    " holds for days to come only."
)
FOLLOWUP_TITLE = _("Accountability: ladder of made-up follow-ups")
FOLLOWUP_NOTE = _(
    "Not in the plan, and off until the bureau decides on it. Once in use, follow-ups that were"
    " found to be made up add up for the institution that registered them, and never with"
    " complaints. A version holds for days to come only."
)
ROAD_TITLE = _("Accountability: terms of the road to effect")
ROAD_NOTE = _("A term goes by the version in force on the day from which it runs.")


class Worded:
    """Writes a word of the rules, or several, as people know them."""

    def __init__(self, labels: Mapping[str, Any]) -> None:
        self.labels = labels

    def __call__(self, value: Any) -> str:
        words = [value] if isinstance(value, str) else value
        return listed([self.labels[one] for one in words]) if words else _t("none")


def yes_or_no(value: Any) -> str:
    return _t("yes") if value else _t("no")


def own_tiers(value: Any) -> str:
    return listed(value) if value else _t("as for all")


def kinds_of_people(value: Any) -> str:
    return listed(value) if value else _t("none")


MEASURES = Worded(choices.MEASURES)


def _common(once: str, twice: str, thrice: str) -> tuple[Threshold, ...]:
    """Word what all ladders have; the clauses are the plan's own words for each time."""
    return (
        Threshold("is_on", _("In use"), NO_UNIT, Basis.PLAN, "", _("Off, nothing is counted."),
                  words=yes_or_no),
        Threshold(
            "applies_to", _("Applies to"), NO_UNIT, Basis.PLAN, "“二级以上医院、乡镇卫生院”",
            _("Kinds that the plan does not name are off until two people switch them on."),
            words=Worded(choices.UNIT_GROUPS),
        ),
        Threshold(
            "window", _("What adds up"), NO_UNIT,
            help=_("“年内” read as one year, or as the twelve months that end on the day of each"
                   " event. An event received while one year was counted counts for that year"
                   " alone."),
            words=Worded(choices.WINDOWS),
        ),
        Threshold(
            "year_begins_month", _("The year of counting begins in month"), MONTH,
            help=_("1 is the calendar year. Where twelve months roll it says nothing."),
        ),
        Threshold(
            "count_date", _("Counted in the year of"), NO_UNIT,
            help=_("The bureau cannot shift the day of receipt by working slowly."),
            words=Worded(choices.COUNT_DATES),
        ),
        Threshold(
            "count_under_appeal", _("Under review or appeal, it counts on meanwhile"), NO_UNIT,
            help=_("If not, what rests on it brings no further tier until that is answered. What"
                   " was told before stands: a review or an appeal does not stop it."),
            words=yes_or_no,
        ),
        Threshold(
            "tiers_at", _("The tiers are reached at"), TIMES, Basis.PLAN, "一次、两次、三次",
            misfit=_("Write three numbers that rise."),
        ),
        Threshold("first_tier", _("The first tier calls for"), NO_UNIT, Basis.PLAN, once,
                  words=MEASURES),
        Threshold("second_tier", _("The second tier calls for"), NO_UNIT, Basis.PLAN, twice,
                  words=MEASURES),
        Threshold("third_tier", _("The third tier calls for"), NO_UNIT, Basis.PLAN, thrice,
                  words=MEASURES),
        Threshold(
            "cumulative", _("Lower tiers are proposed beside a higher one"), NO_UNIT,
            help=_("Where findings of one day reach several tiers at once. If not, the highest of"
                   " them alone; what was told before stands."),
            words=yes_or_no,
        ),
        Threshold(
            "beyond", _("Beyond the third tier"), NO_UNIT,
            help=_("No heavier measure follows by itself: people decide. Where the ban on promotion"
                   " is lengthened, its years follow on what holds of it; a pending appointment"
                   " ends by its assessment and is not lengthened."),
            words=Worded(choices.BEYONDS),
        ),
    )  # fmt: skip


OF_COMPLAINTS = (
    Threshold(
        "countable_findings", _("Findings that count"), NO_UNIT,
        help=_("What was not found so never counts."),
        words=Worded(choices.COUNTABLES), misfit=_("What was found substantiated counts."),
    ),
    Threshold(
        "partial_percent", _("Partly substantiated counts"), PER_CENT,
        help=_("100 as a whole event, 50 as half of one, 0 not at all."),
    ),
    Threshold(
        "withdrawn_counts", _("Withdrawn, and gone on with by the bureau, counts"), NO_UNIT,
        help=_("Where safety or discipline is at stake the bureau looks into what was withdrawn"
               " before a finding. Withdrawn afterwards, a finding stands in any case."),
        words=yes_or_no,
    ),
)  # fmt: skip
STAFF = (
    *_common(
        "“全县通报批评”",
        "“取消其当年评先树优资格，五年内不得晋升职称”",
        "“待聘一年，待聘期间只发基本工资”",
    ),
    *OF_COMPLAINTS,
    Threshold(
        "title_ban_years", _("No promotion in title for"), YEARS, Basis.PLAN,
        "“五年内不得晋升职称”",
        _("From which day, and what several bans come to, stands below."),
    ),
    Threshold(
        "pending_months", _("Pending appointment for"), MONTHS, Basis.PLAN, "“待聘一年”",
        _("From the day in the decision."),
    ),
    Threshold(
        "not_own_staff", _("Not on the unit's own staff"), NO_UNIT,
        help=_("Kinds of employment whose complaints count against the unit alone."),
        words=kinds_of_people,
    ),
    Threshold(
        "tier1_requires_decision", _("A talk may be decided instead of the first bulletin"),
        NO_UNIT,
        help=_("Where it weighs little: decided with its reason, and held by a section."),
        words=yes_or_no,
    ),
    Threshold(
        "late_award", _("Awards of the year that were given already"), NO_UNIT,
        help=_("Where a complaint of December is verified in January; the notice tells of it."),
        words=Worded(choices.LATE_AWARDS),
    ),
    Threshold(
        "ban_start", _("No promotion in title from"), NO_UNIT,
        help=_("In each case not before the day from which the decision holds."),
        words=Worded(choices.BAN_STARTS),
    ),
    Threshold(
        "ban_stack", _("Several bans on promotion"), NO_UNIT,
        help=_("Where one is taken back, what followed on it moves up."),
        words=Worded(choices.BAN_STACKS),
    ),
    Threshold(
        "ban_scope", _("No promotion in title keeps from"), NO_UNIT,
        help=_("Told to the personnel section in each check of eligibility."),
        words=Worded(choices.BAN_SCOPES),
    ),
    Threshold(
        "award_types", _("Awards that are kept back"), NO_UNIT,
        help=_("Every award that the bureau or a unit gives for a year; a check asks for one."),
        words=kinds_of_people,
    ),
)  # fmt: skip
HOUSES = (
    *_common(
        "“约谈分管负责人”", "“约谈主要负责人”", "“全县通报批评，并由局党组研究处理意见”"
    ),
    *OF_COMPLAINTS,
    Threshold(
        "cross_count", _("What is found of staff elsewhere counts against their unit"), NO_UNIT,
        help=_("Where a complaint about one unit is found to be about another unit's people."),
        words=yes_or_no,
    ),
    Threshold(
        "inst_count_per", _("Of one matter an institution counts"), NO_UNIT,
        help=_("For each person only where it was found so of people by name; else once."),
        words=Worded(choices.COUNT_PERS),
    ),
    Threshold(
        "branches_count", _("What is found at branches counts for their house as well"), NO_UNIT,
        help=_("Of branches and village clinics that belong to an institution. One matter counts"
               " once for each of the two; if not, it is shown in the house's file alone."),
        words=yes_or_no,
    ),
    *(
        Threshold(
            name, label, TIMES,
            help=_("Three numbers that rise, by the kind of the day of receipt; empty, as for"
                   " all. Whom the ladder applies to is said above."),
            words=own_tiers, misfit=_("Write three numbers that rise."),
        )
        for name, label in (
            ("level2_tiers_at", _("Tiers of level-2 hospitals and above")),
            ("township_tiers_at", _("Tiers of township health centres")),
            ("community_tiers_at", _("Tiers of community health centres")),
            ("clinic_tiers_at", _("Tiers of village clinics")),
            ("other_tiers_at", _("Tiers of other institutions")),
        )
    ),
)  # fmt: skip
JOINT = (
    *(replace(one, basis=Basis.DEFAULT, clause="") for one in STAFF),
    Threshold(
        "head_positions", _("Positions of a head of department"), NO_UNIT,
        help=_("The position of the day of receipt ends with one of these; no deputy is one. The"
               " first that anybody in the department bears decides; where two bear it, nobody"
               " is counted."),
        words=kinds_of_people,
    ),
)  # fmt: skip
FOLLOWUPS = tuple(replace(one, basis=Basis.DEFAULT, clause="") for one in _common("", "", ""))
ROAD = (
    Threshold(
        "statement_days", _("Statement and defence within"), WORKDAYS,
        help=_("From the day after the notice was served; on the last day one may still speak."),
    ),
    Threshold(
        "serve_days", _("The board warns of what is not served after"), DAYS,
        help=_("A signed notice, or a decision since it was made; 0 warns of nothing."),
    ),
    Threshold(
        "review_days", _("Review is asked for within"), DAYS, Basis.LAW,
        "事业单位工作人员申诉规定", _("Said in the decision. A review does not stop what holds."),
    ),
    Threshold(
        "appeal_days", _("Appeal is filed within"), DAYS, Basis.LAW,
        "事业单位工作人员申诉规定", _("Said in the decision, from the answer to the review."),
    ),
    Threshold(
        "party_group_from", _("Of institutions the party group decides from tier"), TIER,
        Basis.PLAN, "“由局党组研究处理意见”", _("Whatever is beyond a ladder it decides as well."),
    ),
    Threshold(
        "review_answer_days", _("A review is decided within"), DAYS, Basis.LAW,
        "事业单位工作人员申诉规定", _("From the day on which it was asked for."),
    ),
    Threshold(
        "appeal_answer_days", _("An appeal is decided within"), DAYS, Basis.LAW,
        "事业单位工作人员申诉规定", _("From the day on which it was filed."),
    ),
    Threshold(
        "assess_ahead_days", _("Before pending appointment ends, the unit assesses within"), DAYS,
        help=_("From then on the unit files its assessment, and is reminded of it."),
    ),
    Threshold(
        "rest_days_move", _("What ends on a rest day runs until the next working day"), NO_UNIT,
        help=_("Of the days to ask for a review or to appeal, never of when it is decided."),
        words=yes_or_no,
    ),
)  # fmt: skip
