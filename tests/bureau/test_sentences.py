import pytest
from django.utils.translation import override

from bureau.sentences import labelled


@pytest.mark.parametrize(
    ("language", "label", "line"),
    [
        ("en", "Who reads it?", "Who reads it? 请填写"),
        ("zh-hans", "谁能看到？", "谁能看到？请填写"),
        ("zh-hans", "机构", "机构：请填写"),
    ],
)
def test_a_question_takes_no_colon(language, label, line):
    with override(language):
        assert labelled(label, "请填写") == line
