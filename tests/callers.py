"""Hospital systems that ask the API, with a key of their own."""

import json
from datetime import date
from itertools import count
from typing import Any

from django.test import Client

from bureau import services
from bureau.access_keys import Scope
from bureau.models import ApiKey, Institution
from tests.factories import IN_TIME

KEYS = count(1)
A_YEAR_ON = date(2027, 11, 1)


class Caller:
    """Asks like a hospital's system: with its key, in JSON."""

    # Whether a fault of ours is raised in the test; off, it is an answer, as everywhere else.
    raises = True

    def __init__(self, institution: Institution, **options: Any) -> None:
        at = options.pop("at", IN_TIME)
        options = {"scopes": list(Scope), "expires_on": A_YEAR_ON, **options}
        issued = services.issue_api_key(
            institution=institution, name=options.pop("name", "HIS"), by=None, at=at, **options
        )
        self.key: ApiKey = issued.key
        self.token = issued.token

    def get(self, path: str, data: Any = None, **headers: str):
        return Client(raise_request_exception=self.raises).get(
            path, data, headers=self._headers(headers)
        )

    def post(self, path: str, data: Any = None, *, key: str | None = "", **headers: str):
        """Post JSON, or bytes as they are; with a new idempotency key unless told otherwise."""
        body = data if isinstance(data, bytes) else json.dumps({} if data is None else data)
        if key is not None:
            headers["Idempotency-Key"] = key or f"key-{next(KEYS)}"
        kind = headers.pop("content_type", "application/json")
        client = Client(raise_request_exception=self.raises)
        return client.post(path, body, content_type=kind, headers=self._headers(headers))

    def push(self, rows: list, *, month: str = "2026-10", key: str | None = "", **more: Any):
        headers = more.pop("headers", {})
        path = f"/api/v1/registers/{month}/submissions/"
        return self.post(path, {"rows": rows, **more}, key=key, **headers)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


def sent(number: int, **values: Any) -> dict[str, Any]:
    """One row as a system sends it, without a problem."""
    return {
        "patient_name": f"病人{number}",
        "inpatient_no": f"ZY{number:05}",
        "discharged_on": "2026-10-05",
        "followed_on": "2026-10-09",
        "phone": f"138{number:08}",
        "method": "phone",
        "outcome": "reached_patient",
        "department": "内一科",
        "attending_doctor": "王医生",
        "follower": "李护士",
        **values,
    }
