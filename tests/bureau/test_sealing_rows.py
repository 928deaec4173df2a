"""Rows sealed one after another: each cell opens in its place, and what was hashed is found."""

import hmac
from uuid import UUID

import pytest

from bureau import sealing
from bureau.sealing import SealBroken

ROW = UUID("00000000-0000-0000-0000-000000000001")
OTHER_ROW = UUID("00000000-0000-0000-0000-000000000002")


def sealer(*columns):
    return sealing.keyring().row_sealer([sealing.column_place(name) for name in columns])


def test_a_row_sealed_at_once_opens_cell_by_cell():
    seal = sealer("people.name", "people.phone", "people.remark")

    name, phone, remark = seal(("张三", "13800138000", ""), ROW.bytes)

    assert sealing.open_text(name, column="people.name", seal_id=ROW) == "张三"
    assert sealing.open_text(phone, column="people.phone", seal_id=ROW) == "13800138000"
    assert remark == b""


@pytest.mark.parametrize(("column", "row"), [("people.phone", ROW), ("people.name", OTHER_ROW)])
def test_a_cell_of_a_row_sealed_at_once_opens_nowhere_else(column, row):
    [name] = sealer("people.name")(("张三",), ROW.bytes)

    with pytest.raises(SealBroken):
        sealing.open_text(name, column=column, seal_id=row)


def test_rows_sealed_after_one_another_never_share_a_nonce():
    seal, rows = sealer("people.name"), 2 * sealing.NONCES_AT_ONCE + 1
    [one], *others = [seal(("张三",), ROW.bytes) for _ in range(rows)]
    start = 1 + one[0]  # behind the id of the key

    nonces = {cell[start : start + sealing.NONCE_BYTES] for [cell] in ([one], *others)}

    assert len(nonces) == rows


def test_a_keyed_hash_is_the_one_that_stands_in_databases():
    expected = hmac.digest(sealing.keyring().hash_key, "name\x1f张三".encode(), "sha256")

    assert sealing.keyed_hash("张三", purpose="name") == expected[: sealing.HASH_BYTES]
