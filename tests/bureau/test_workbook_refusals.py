import re
from functools import partial
from pathlib import Path

import pytest

from bureau import workbooks
from bureau.workbooks import (
    EXIT_SECONDS,
    READING,
    REFUSALS,
    Limits,
    Refusal,
    WorkbookRefused,
    read_workbook,
)
from tests.bureau import hostile

# The time of the processor is the product's, which a busy machine does not eat up; the wall clock
# is far above it, so that a file which takes too long is named so and no other is.
ON_A_BUSY_MACHINE = Limits(seconds=60)


def refusal_of(content: bytes) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(content, limits=ON_A_BUSY_MACHINE)
    return caught.value


CASES = [
    (hostile.empty, Refusal.EMPTY),
    (hostile.noise, Refusal.NOT_WORKBOOK),
    (hostile.picture, Refusal.PICTURE),
    (hostile.pdf, Refusal.PDF),
    (hostile.csv_in_utf8, Refusal.TEXT),
    (hostile.csv_in_gb18030, Refusal.TEXT),
    (hostile.csv_in_utf16, Refusal.TEXT),
    (hostile.web_page, Refusal.WEB_PAGE),
    (hostile.xml_of_excel_2003, Refusal.WEB_PAGE),
    (hostile.archived_web_page, Refusal.WEB_PAGE),
    (hostile.zip_of_a_workbook, Refusal.ARCHIVE),
    (hostile.empty_zip, Refusal.ARCHIVE),
    (hostile.rar, Refusal.ARCHIVE),
    (hostile.word_document, Refusal.OTHER_DOCUMENT),
    (hostile.old_document, Refusal.OTHER_DOCUMENT),
    (hostile.open_document, Refusal.OPEN_DOCUMENT),
    (hostile.binary_workbook, Refusal.BINARY_FORMAT),
    (hostile.encrypted, Refusal.ENCRYPTED),
    (hostile.flagged_as_encrypted, Refusal.ENCRYPTED),
    (hostile.old_workbook, Refusal.OLD_FORMAT),
    (hostile.workbook_before_compound_files, Refusal.OLD_FORMAT),
    (hostile.other_compound_file, Refusal.NOT_WORKBOOK),
    (hostile.with_macros, Refusal.MACROS),
    (hostile.declared_with_macros, Refusal.MACROS),
    (hostile.with_macro_sheet, Refusal.MACROS),
    (hostile.truncated, Refusal.DAMAGED),
    (hostile.bad_checksum, Refusal.DAMAGED),
    (hostile.bad_length, Refusal.DAMAGED),
    (hostile.bad_deflate, Refusal.DAMAGED),
    (hostile.understated_bomb, Refusal.DAMAGED),
    (hostile.missing_sheet, Refusal.DAMAGED),
    (hostile.sheet_in_utf16, Refusal.DAMAGED),
    (hostile.cell_in_cdata, Refusal.DAMAGED),
    (hostile.unclosed_xml, Refusal.DAMAGED),
    (hostile.deep_xml, Refusal.DAMAGED),
    (hostile.slow_to_match, Refusal.DAMAGED),
    (hostile.bomb, Refusal.BOMB),
    (hostile.too_much_unpacked, Refusal.BOMB),
    (hostile.many_members, Refusal.TOO_MANY_MEMBERS),
    (hostile.nested_zip, Refusal.EMBEDDED_FILES),
    (hostile.climbing_name, Refusal.UNSAFE_NAMES),
    (hostile.absolute_name, Refusal.UNSAFE_NAMES),
    (hostile.windows_name, Refusal.UNSAFE_NAMES),
    (hostile.name_with_nul, Refusal.UNSAFE_NAMES),
    (hostile.name_twice, Refusal.UNSAFE_NAMES),
    (hostile.entity_bomb_in_sheet, Refusal.ENTITIES),
    (hostile.entity_bomb_in_texts, Refusal.ENTITIES),
    (hostile.entity_bomb_in_workbook, Refusal.ENTITIES),
    (hostile.external_entity, Refusal.ENTITIES),
    (partial(hostile.sheets, 21), Refusal.TOO_MANY_SHEETS),
    (partial(hostile.rows, 20_001), Refusal.TOO_MANY_ROWS),
    (partial(hostile.rows_without_numbers, 20_001), Refusal.TOO_MANY_ROWS),
    (partial(hostile.columns, 61), Refusal.TOO_MANY_COLUMNS),
    (hostile.far_cell, Refusal.FAR_CELL),
    (hostile.far_cell_in_another_order, Refusal.FAR_CELL),
    (hostile.far_cell_with_prefix, Refusal.FAR_CELL),
    (partial(hostile.one_long_text, 32_768), Refusal.LONG_CELL),
    (partial(hostile.many_texts, 1_200_001), Refusal.TOO_MUCH_TEXT),
    (partial(hostile.one_text_in_many_cells, 4_000), Refusal.TOO_MUCH_TEXT),
    (partial(hostile.one_text_in_many_cells, 20_000), Refusal.OUT_OF_MEMORY),
    (hostile.endless_tag, Refusal.TOO_MUCH_TEXT),
    (hostile.many_styles, Refusal.TOO_MANY_STYLES),
    (hostile.impossible_time, Refusal.IMPOSSIBLE_TIME),
    (hostile.only_formats, Refusal.BLANK),
]


def name_of(case: object) -> str:
    function = case.func if isinstance(case, partial) else case
    return getattr(function, "__name__", "")


def shown(build, reason) -> object:
    """Only a child dies of want of memory; whatever else is refused, its code refuses by itself."""
    dies = reason is Refusal.OUT_OF_MEMORY
    return pytest.param(build, reason, marks=pytest.mark.child if dies else (), id=name_of(build))


@pytest.mark.long
@pytest.mark.parametrize(("build", "reason"), [shown(*case) for case in CASES])
def test_a_hostile_file_is_refused_in_one_sentence_and_in_time(build, reason):
    """One that takes more of the processor than it may is stopped, and then the reason is that."""
    refused = refusal_of(build())

    assert refused.reason is reason
    assert re.fullmatch(r"[^%]+[.。]", str(refused))


def test_whoever_uploads_waits_for_the_sentence_ten_seconds_at_the_most():
    """The wall clock stops the child (test_workbook_child): by these limits, on any machine."""
    assert ON_A_BUSY_MACHINE.cpu_seconds == READING.cpu_seconds < READING.seconds
    assert READING.seconds + EXIT_SECONDS <= 10


@pytest.mark.long
def test_a_bomb_is_named_with_what_it_takes_and_what_it_may():
    by_ratio, by_size = refusal_of(hostile.bomb()), refusal_of(hostile.too_much_unpacked())

    assert by_ratio.facts["megabytes"] == 151
    assert 10 <= by_ratio.facts["limit"] < 151
    assert by_size.facts == {"megabytes": 202, "limit": 200}


def test_every_case_of_refusal_has_a_sentence_and_the_child_knows_no_other():
    folder = Path(workbooks.__file__).parent
    source = "".join(path.read_text() for path in folder.glob("workbook_*.py"))
    known = {str(reason) for reason in Refusal}

    assert set(REFUSALS) == set(Refusal)
    assert set(re.findall(r'refuse\("(\w+)"', source)) <= known
    assert set(re.findall(r'"refused": "(\w+)"', source)) <= known


@pytest.mark.child
@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize(
    "build", [hostile.bomb, hostile.understated_bomb, hostile.far_cell], ids=name_of
)
def test_a_bomb_is_not_felt_in_this_process(build):
    content = build()
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest size so far
    before = resident("VmRSS")

    refusal_of(content)

    assert resident("VmHWM") - before < 8_000


def resident(line: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{line}:\s+(\d+) kB", status)[1])
