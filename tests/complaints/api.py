"""Asking the API of complaints as the systems of institutions do."""

import base64

from tests.complaints.conftest import moment
from tests.rectification.pictures import photograph

LIST = "/api/v1/cases/"
NOW = moment("2026-11-04", 9)
TOLD = {"words": "挂号等了一个多小时", "received_at": "2026-11-03T09:10:00+08:00"}


def place(case, rest=""):
    return f"{LIST}{case.no}/{rest}"


def photo(colour="#335577"):
    return {"name": "a.png", "content": base64.b64encode(photograph(colour)).decode()}


PHOTO = photo()
