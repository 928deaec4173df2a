"""The pages of the rules in English, on the twelfth."""

import pytest
import time_machine
from django.urls import reverse

from bureau.rules import Role
from tests.factories import AFTER_CLOSING, UserFactory


@pytest.fixture(autouse=True)
def _in_english_on_the_twelfth(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(AFTER_CLOSING, tick=False):
        yield


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)


@pytest.fixture
def open_page(client):
    """Open a page of the rules as somebody, and give back what it says."""

    def open_page(user, name, *args, **query):
        client.force_login(user)
        response = client.get(reverse(f"rules:{name}", args=args, query=query))
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return open_page
