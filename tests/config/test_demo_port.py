"""Where the demo is looked for."""

import pytest

from config.embedded.demo import _first_port
from config.embedded.places import SetUpError


@pytest.mark.parametrize(("said", "port"), [({}, 8000), ({"DEMO_PORT": "9100"}, 9100)])
def test_the_demo_opens_where_one_says_and_else_at_8000(said, port):
    assert _first_port(said) == port


@pytest.mark.parametrize("said", ["80", "none", "99999"])
def test_what_is_no_port_for_a_demo_is_refused_before_anything_opens(said):
    with pytest.raises(SetUpError, match=said):
        _first_port({"DEMO_PORT": said})
