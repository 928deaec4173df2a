"""The words on the pages: Chinese for every English one, and English where English is read."""

import re
import shutil
from collections.abc import Iterator

import polib
import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real

from bureau import exports, paper_kinds
from config.embedded import catalogues
from config.embedded.places import PROJECT

CHINESE = PROJECT / "locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif%]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
HAN = "\u3400-\u9fff"
HALF_WIDTH = re.compile(f"[{HAN}\uff09\u201d] ?[,:;?!()]|[,:;?!(] ?[{HAN}]")
# Between a sentence and the next, and between signs and figures, Chinese has no space.
SPACED = re.compile(f"[。，；：！？、] |[{HAN}] +[0-9{HAN}]|[0-9] +[{HAN}]")
# Names of programs and endings of files, and columns of one line of a command.
MAY_BE_SPACED = re.compile(r"xls|WPS|%\(severity\)s|实/应")
NOT_OURS = shutil.ignore_patterns(".*", "var", "tests", "locale", "__pycache__")


@pytest.fixture(scope="module")
def entries():
    return polib.pofile(str(CHINESE))


def worded(entries: polib.POFile) -> Iterator[tuple[str, str]]:
    """Yield what stands in the source with its Chinese: of a plural the form with the number."""
    for entry in entries:
        yield entry.msgid_plural or entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")


def keys(entries: polib.POFile) -> set[tuple[str | None, str, str]]:
    return {(one.msgctxt, one.msgid, one.msgid_plural) for one in entries if not one.obsolete}


def test_nothing_is_untranslated_fuzzy_or_left_over(entries):
    assert [one.msgid for one in entries.untranslated_entries()] == []
    assert [one.msgid for one in entries.fuzzy_entries()] == []
    assert [one.msgid for one in entries.obsolete_entries()] == []


def test_the_chinese_fills_in_what_the_english_does(entries):
    differing = [
        (english, chinese)
        for english, chinese in worded(entries)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
        or TAG.findall(english) != TAG.findall(chinese)
    ]

    assert differing == []


def test_chinese_sentences_have_full_width_punctuation(entries):
    assert [chinese for _, chinese in worded(entries) if HALF_WIDTH.search(chinese)] == []


def test_chinese_and_figures_stand_without_a_space_between(entries):
    sign = r"[\u4e00-\u9fff]"
    spaced = re.compile(rf"{sign} %\(n\)[sd]|%\(n\)[sd] {sign}|{sign} \d+ ?{sign}|%% {sign}")

    assert [chinese for _, chinese in worded(entries) if spaced.search(chinese)] == []


def test_sentences_stand_without_a_space_between(entries):
    said = [chinese for _, chinese in worded(entries) if not MAY_BE_SPACED.search(chinese)]

    assert [chinese for chinese in said if SPACED.search(TAG.sub("", chinese))] == []


def test_templates_leave_colons_brackets_and_spaces_to_the_language():
    """What is written around words in a template is the same in every language."""
    literal = re.compile(r"[%}]\}: ?\{[{%]|[%}]\} \(\{[{%]|[.?!]\" %\} \{% translate")
    translated = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.S)
    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()[:80]}"
        for path in PROJECT.glob("templates/**/*.html")
        for line in translated.sub("{% told %}", path.read_text()).splitlines()
        if literal.search(line)
    ]

    assert found == []


def test_one_state_has_one_word(entries):
    """A register that is not in is 未交, and what is done to the cells of a workbook is 标注."""
    others = re.compile(
        "缺报|未报名单|至今未报|标红|部分提交|花名册|书信|定稿|撤回文件|医院质量专员|审计管理员|[「」]"
    )

    assert [chinese for _, chinese in worded(entries) if others.search(chinese)] == []


def test_the_chinese_readme_has_full_width_punctuation():
    text = re.sub(r"```.*?```|`[^`]*`", "", (PROJECT / "README.zh-CN.md").read_text(), flags=re.S)

    assert re.findall("[\u4e00-\u9fff][,:;(]|[,:;][\u4e00-\u9fff]", text) == []


def test_nobody_is_addressed_without_respect(entries):
    assert [chinese for _, chinese in worded(entries) if "你" in chinese] == []


@pytest.mark.skipif(
    shutil.which("xgettext") is None,
    reason="GETTEXT IS NOT INSTALLED: whether the catalogue has every word was not looked at",
)
def test_the_catalogue_has_the_words_of_the_source_and_no_others(
    entries, tmp_path, monkeypatch, settings
):
    copy = tmp_path / "copy"
    shutil.copytree(PROJECT, copy, ignore=NOT_OURS)
    (copy / "locale").mkdir()
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(copy)

    call_command("makemessages", locale=["zh_Hans"], keep_pot=True, verbosity=0)

    found = keys(polib.pofile(str(copy / "locale/django.pot")))
    assert keys(entries) - found == set(), "no longer in the source"
    assert found - keys(entries) == set(), "run makemessages and fill these in"


@pytest.fixture
def chinese_at_hand(tmp_path, settings):
    """Compile the committed catalogue apart from the tree, where nobody else reads it."""
    target = tmp_path / CHINESE.relative_to(PROJECT)
    target.parent.mkdir(parents=True)
    shutil.copy(CHINESE, target)
    catalogues.compile_stale(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()


@pytest.mark.usefixtures("chinese_at_hand")
def test_chinese_readers_get_chinese_and_english_ones_the_words_of_the_source():
    def said() -> list[str]:
        return [
            translation.gettext("Workbench"),
            translation.pgettext("register", "nil"),
            translation.ngettext("Remind %(n)s", "Remind %(n)s", 2),
            translation.ngettext("%(n)s day left", "%(n)s days left", 1),
            translation.ngettext("%(n)s day left", "%(n)s days left", 2),
            translation.gettext("Model name"),
        ]

    with translation.override("zh-hans"):
        assert said() == ["工作台", "零", "催交%(n)s家", *["剩%(n)s天"] * 2, "名称"]
    # No catalogue of English is kept: Django takes the source's own words for it, and never
    # those of the bureau's language.
    with translation.override("en"):
        days = ["%(n)s day left", "%(n)s days left"]
        assert said() == ["Workbench", "nil", "Remind %(n)s", *days, "Model name"]


def test_kinds_of_lists_and_papers_are_named_in_both_languages():
    named = [*exports._kinds.values(), *paper_kinds._kinds.values()]
    assert len(named) >= 12
    for kind in named:
        with translation.override("en"):
            assert not re.search(f"[{HAN}]", str(kind.label)), kind.name
        with translation.override("zh-hans"):
            assert re.search(f"[{HAN}]", str(kind.label)), kind.name
