import pytest

from bureau import masks


@pytest.mark.parametrize(
    ("said", "shown"),
    [("李护士", "李护士"), ("李红护士", "李*护士"), ("主任", "主任"), ("张三丰", "张**"), ("", "")],
)
def test_who_is_named_is_shown_by_what_they_are(said, shown):
    assert masks.said_as(said) == shown
