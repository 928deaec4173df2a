from types import SimpleNamespace

import pytest

from bureau.workbook_checks import _exact_count, _whole_tags, column_letters

LIMITS = SimpleNamespace(rows=20_000, columns=60)
SHEET = (
    '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c s="2" r="B1"></x:c><x:c/><x:c></x:c></x:row>'
    '<row><c s="1" r="C2" t="str"><v>文</v></c><c r="ZZ9999999"/><c><f>1</f></c></row>'
).encode()


@pytest.mark.parametrize("cut", range(1, len(SHEET)))
def test_cells_are_counted_alike_wherever_the_stream_is_cut(cut):
    pieces = list(_whole_tags(iter([SHEET[:cut], SHEET[cut:]])))

    assert b"".join(pieces) == SHEET
    assert _exact_count(iter(pieces), "S", LIMITS) == 3


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (60, "BH"), (702, "ZZ"), (16384, "XFD")],
)
def test_columns_are_named_as_in_excel(number, letters):
    assert column_letters(number) == letters
