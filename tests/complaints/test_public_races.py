"""The public on several connections at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bureau.models import Attachment
from bureau.selectors import work_calendar
from bureau.services import DoorShut
from complaints.models import Case
from complaints.rules.words import Channel
from complaints.services import Complainant, Told
from complaints.services.public import receive_complaint
from complaints.services.tracking import WrongCode, case_of_code
from tests.bureau.test_attachment_files import photograph
from tests.complaints.public_forms import AT


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_three_taps_at_once_are_one_case_with_one_code(hospital):
    told = Told(words="a", channel=Channel.QR_FORM, received_at=AT, institution=hospital)

    def tap(_n):
        try:
            return receive_complaint(
                form=b"secret", told=told, complainant=Complainant(), photos=[photograph()], at=AT,
                calendar=work_calendar(),
            )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(tap, range(12)))

    assert len(found) == Case.objects.count() == Attachment.objects.count() == 1
    assert found.pop().query_code


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_five_are_looked_at(hospital):
    def guess(n):
        try:
            case_of_code(no="TS-20261120-0001", code=f"000000{n:02}", at=AT)
        except WrongCode:
            return "wrong"
        except DoorShut:
            return "shut"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(guess, range(12)))

    assert found.count("wrong") == 5
