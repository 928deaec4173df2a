import gettext
import os

import polib
import pytest

from config.embedded import catalogues

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "%(n)s cases"
msgstr "{chinese}"
"""


@pytest.fixture
def catalogue(tmp_path):
    source = tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE.format(chinese="%(n)s 件"))
    return source


def test_a_catalogue_is_compiled_when_it_is_newer_than_what_was_compiled(tmp_path, catalogue):
    assert catalogues.compile_stale(tmp_path) == [catalogue]
    assert catalogues.compile_stale(tmp_path) == []

    catalogue.write_text(CATALOGUE.format(chinese="共 %(n)s 件"))
    os.utime(catalogue, (2e9, 2e9))
    assert catalogues.compile_stale(tmp_path) == [catalogue]
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("%(n)s cases") == "共 %(n)s 件"


@pytest.mark.parametrize(
    ("chinese", "fault"),
    [
        ("%(n)s 件", None),
        ("", "not translated"),
        ("件", "placeholders"),
        ("%(m)s 件", "placeholders"),
    ],
)
def test_what_a_catalogue_lacks_is_named(tmp_path, catalogue, chinese, fault):
    catalogue.write_text(CATALOGUE.format(chinese=chinese))

    found = list(catalogues.faults(tmp_path))

    assert [fault in line for line in found] == ([True] if fault else [])


def test_what_english_leaves_out_stands_as_it_was_written(tmp_path, catalogue):
    english = tmp_path / "locale/en/LC_MESSAGES/django.po"
    english.parent.mkdir(parents=True)

    english.write_text(CATALOGUE.format(chinese=""))
    assert list(catalogues.faults(tmp_path)) == []

    english.write_text(CATALOGUE.format(chinese="cases"))
    assert len(list(catalogues.faults(tmp_path))) == 1


def test_fuzzy_and_obsolete_words_and_a_missing_catalogue_are_named(tmp_path, catalogue):
    file = polib.pofile(str(catalogue))
    file[0].flags.append("fuzzy")
    file.append(polib.POEntry(msgid="old", msgstr="旧", obsolete=True))
    file.save()

    assert [line.split(": ")[1] for line in catalogues.faults(tmp_path)] == ["fuzzy", "obsolete"]
    assert list(catalogues.faults(tmp_path / "empty")) == ["locale/zh_Hans: no catalogue"]
