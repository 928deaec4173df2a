"""The four ways to bring a register in. Each returns how many rows stand afterwards."""

import csv
import io
from datetime import UTC, date, datetime

import python_calamine
from django.db import connection

from bureau.models import Institution
from followups import services
from followups.models import FollowUpRecord

CODE = "371323A01"
MONTH = date(2026, 10, 1)
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)


def make_institution() -> Institution:
    return Institution.objects.create(
        code=CODE, name="县人民医院", kind="general_hospital", grade="2a"
    )


def ours(content: bytes) -> int:
    institution = Institution.objects.get(code=CODE)
    upload = services.receive_upload(
        institution=institution, month=MONTH, name=".xlsx", content=content, by=None, at=AT
    )
    upload = services.check_upload(upload, at=AT)
    services.submit_upload(upload=upload, by=None, at=AT)
    return FollowUpRecord.objects.count()


def read(content: bytes) -> list[list]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def floor(content: bytes) -> int:
    rows = read(content)
    names = ", ".join(f"c{number} text" for number in range(len(rows[0])))
    lines = io.StringIO()
    csv.writer(lines).writerows(rows[1:])
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE as_text ({names})")
        cursor.copy_expert("COPY as_text FROM STDIN WITH (FORMAT csv)", lines)
        cursor.execute("SELECT count(*) FROM as_text")
        return cursor.fetchone()[0]
