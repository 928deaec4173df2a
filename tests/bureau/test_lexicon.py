"""Categories and lexicon as rows: what the database refuses, what a change leaves behind."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from bureau import services
from bureau.categories import category_table_on, category_tree, lexicon_in_use
from bureau.category_table import STANDARD
from bureau.models import Act, LexiconEntry, ProblemCategory
from bureau.opinion_sorting import sort_opinion
from bureau.rule_kinds import COUNTING
from bureau.rule_tables import Draft
from bureau.rules import Role
from tests.factories import AFTER_CLOSING, UserFactory

pytestmark = pytest.mark.django_db
TODAY = AFTER_CLOSING.date()


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)


def category(code):
    return ProblemCategory.objects.get(code=code)


def acts(kind):
    return list(Act.objects.filter(object_kind=kind).order_by("pk").values_list("verb", flat=True))


# --- The tree ---------------------------------------------------------------------------------


def test_the_tree_of_the_bureau_is_there_from_the_start():
    tree = category_tree(TODAY)

    assert [branch.category.code for branch in tree] == [
        "ATT", "FIRST", "COMM", "ETH", "DISC", "QUAL", "NURS", "FEE", "WAIT", "ENV", "DRUG",
        "INFO", "PH", "OTH",
    ]  # fmt: skip
    assert [kind.code.partition("-")[2] for kind in tree[0].kinds] == [
        "SHENG", "YING", "LENG", "LAN", "MAN",
    ]  # fmt: skip
    assert category_table_on(TODAY) == STANDARD


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("ATT-LENG-X", "ATT"),
        ("WAIT-LONG", "ATT"),  # another category's code
        ("ATT-X", None),
        ("ATTX", "ATT"),
        ("ATT-LENGTH", "ATT-LENG"),  # a third level
        ("att", None),
        ("", None),
    ],
)
def test_the_database_keeps_the_tree_at_two_levels(code, above):
    parent = category(above) if above else None

    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemCategory.objects.create(code=code, name="新", parent=parent)


def test_a_category_keeps_its_code_and_its_place_and_is_never_deleted():
    changes = [
        lambda: ProblemCategory.objects.filter(code="WAIT").update(code="QUEUE"),
        lambda: ProblemCategory.objects.filter(code="ATT-LAN").update(parent=category("WAIT")),
        lambda: ProblemCategory.objects.filter(code="OTH").delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_category_is_added_once_renamed_and_retired_and_each_leaves_an_act(admin):
    told = {"by": admin, "at": AFTER_CLOSING}
    kind = {"code": "WAIT-BED", "name": "等床", "parent": category("WAIT"), "order": 901}
    made = services.add_category(**kind, **told)

    assert services.add_category(**kind, **told) == made
    services.change_category(category=made, name="等床位", order=901, is_active=True, **told)
    services.change_category(category=made, name="等床位", order=901, is_active=True, **told)
    services.change_category(category=made, name="等床位", order=901, is_active=False, **told)

    assert acts("category") == ["add_category", "change_category", "retire_category"]
    changed = Act.objects.get(verb="change_category")
    assert (changed.facts["was"]["name"], changed.facts["name"]) == ("等床", "等床位")


def test_a_category_that_does_not_fit_is_refused_with_a_sentence(admin):
    told = {"order": 1, "by": admin, "at": AFTER_CLOSING}
    with pytest.raises(services.LexiconError):
        services.add_category(code="WAIT-BED", name="等床", parent=category("ATT"), **told)
    with pytest.raises(services.LexiconError):
        services.add_category(code="WAIT", name="另一个", parent=None, **told)
    assert acts("category") == []


# --- What they count for ------------------------------------------------------------------------


def drafted(by, day, **changes):
    values = asdict(STANDARD) | changes
    draft = Draft(values, day, "安卫发〔2026〕36号", "关于投诉计入口径的通知")
    return services.draft_rule_version(kind=COUNTING, draft=draft, by=by, at=AFTER_CLOSING)


def test_what_counts_changes_for_days_to_come_and_by_two_people(admin, section_head):
    version = drafted(admin, date(2027, 1, 1), counts_staff=("ATT", "FIRST"))
    approve = {"kind": COUNTING, "version": version, "at": AFTER_CLOSING}

    assert category_table_on(date(2027, 1, 1)) == STANDARD
    with pytest.raises(services.RuleError):
        services.approve_rule_version(by=admin, **approve)
    services.approve_rule_version(by=section_head, **approve)

    assert category_table_on(date(2026, 12, 31)) == STANDARD
    assert category_table_on(date(2027, 1, 1)).counts_staff == ("ATT", "FIRST")


@pytest.mark.parametrize("day", [TODAY, date(2026, 1, 1)])
def test_what_counts_never_changes_for_a_day_that_has_begun(admin, day):
    with translation.override("en"), pytest.raises(services.RuleError, match="days to come"):
        drafted(admin, day, counts_staff=("ATT",))


# --- The lexicon --------------------------------------------------------------------------------


def test_a_phrase_is_kept_in_one_way_of_writing_and_added_once(clerk):
    told = {"category": category("WAIT"), "by": clerk, "at": AFTER_CLOSING}
    made = services.add_lexicon_entry(phrase=" 转 ＣＴ　太久", **told)

    assert made.phrase == "转ct太久"
    assert services.add_lexicon_entry(phrase="转CT太久", **told) == made
    assert acts("lexicon_entry") == ["add_lexicon_entry"]
    assert sort_opinion("转CT太久了", lexicon_in_use()) == {"WAIT"}


@pytest.mark.parametrize("phrase", ["", "等", " 等 ", "等" * 41])
def test_a_phrase_that_is_too_short_or_too_long_is_refused(clerk, phrase):
    with pytest.raises(services.LexiconError):
        services.add_lexicon_entry(
            phrase=phrase, category=category("WAIT"), by=clerk, at=AFTER_CLOSING
        )


def test_a_phrase_that_is_sorted_elsewhere_is_refused_and_one_that_was_retired_comes_back(clerk):
    told = {"by": clerk, "at": AFTER_CLOSING}
    entry = LexiconEntry.objects.get(phrase="态度差")
    with pytest.raises(services.LexiconError):
        services.add_lexicon_entry(phrase="态度差", category=category("WAIT"), **told)

    said = {"phrase": entry.phrase, "category": entry.category, "priority": 0}
    services.change_lexicon_entry(entry=entry, **said, is_active=False, **told)
    assert sort_opinion("态度差", lexicon_in_use()) == frozenset()
    services.add_lexicon_entry(phrase="态度差", category=category("COMM"), **told)

    assert sort_opinion("态度差", lexicon_in_use()) == {"COMM"}
    assert acts("lexicon_entry") == ["retire_lexicon_entry", "change_lexicon_entry"]


def test_phrases_of_a_retired_category_sort_nothing_nor_those_of_its_kinds(admin):
    attitude = category("ATT")
    services.change_category(
        category=attitude, name=attitude.name, order=1, is_active=False, by=admin, at=AFTER_CLOSING
    )

    assert sort_opinion("态度差，不耐烦，等半天", lexicon_in_use()) == {"WAIT"}


def test_hospitals_do_not_learn_the_words(officer, clerk):
    assert not LexiconEntry.objects.visible_to(officer).exists()
    assert ProblemCategory.objects.visible_to(officer).exists()
    assert LexiconEntry.objects.visible_to(clerk).count() > 500
