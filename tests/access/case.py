"""The county as the tests of this folder's matrix share it."""

import time_machine
from django.test import TestCase, override_settings

from tests.access.county import make_county
from tests.factories import AFTER_CLOSING
from tests.house import put_back_what_migrations_brought


class TheCounty(TestCase):
    """Built once for all who ask here; what an asking changes is taken back."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(time_machine.travel(AFTER_CLOSING, tick=False))
        cls.enterClassContext(
            override_settings(
                SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
                SITE_URL="https://manyi.example.org",
            )
        )
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        put_back_what_migrations_brought()
        cls.people, cls.sessions, cls.houses, cls.places = make_county()
