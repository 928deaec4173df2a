"""Which place of the side bar a page belongs to."""

import pytest

from config.shell import _current_url

URLS = ["/", "/registers/", "/directory/", "/admin/"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "/"),
        ("/registers/", "/registers/"),
        ("/registers/of/371323A01/2026-10/", "/registers/"),
        ("/notices/", ""),
        ("/api/docs/", ""),
        ("/jobs/1/", ""),
    ],
)
def test_a_page_without_a_place_of_its_own_is_not_the_workbench(path, place):
    assert _current_url(path, URLS) == place
