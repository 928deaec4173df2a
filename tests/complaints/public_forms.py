"""What a person sends from the public's form: shown a while ago, filled with the least it takes."""

from datetime import datetime, timedelta

import time_machine
from django.urls import reverse

from complaints.forms.tokens import new_mark
from tests.complaints.conftest import moment

AT = moment("2026-11-20", 9, 30)
FORM, LOOK = reverse("complaints:public_complaint"), reverse("complaints:public_progress")
ADD, GRADE = reverse("complaints:public_add"), reverse("complaints:public_grade")
FILE = reverse("complaints:public_file")


def filled(**said) -> dict:
    mark = new_mark(at=AT - timedelta(minutes=2))
    plain = {"form": mark, "words": "护士说话很冲", "confidentiality": "from_unit"}
    return {**plain, "phone": "138 5514 4502", "name": "黄志涛", **said}


def send(client, sent: dict, *, at: datetime = AT, to: str = FORM):
    with time_machine.travel(at, tick=False):
        return client.post(to, sent)
