"""Cursor pages: no counting, no page that shifts under the reader."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import serializers

from bureau.api.answers import answer
from bureau.api.problems import INVALID, Fault, Problem
from bureau.api.serializers import Strict

PER_PAGE, MOST_PER_PAGE = 50, 500
LONGEST_CURSOR = 100


class PageQuery(Strict):
    limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PER_PAGE,
        default=PER_PAGE,
        help_text="每页条数 · How many results a page has.",
    )
    cursor = serializers.CharField(
        required=False,
        max_length=LONGEST_CURSOR,
        help_text="上一页 `next` 中的位置，原样带回"
        " · The position that `next` of the page before holds, unchanged.",
    )
    fields = serializers.CharField(  # type: ignore[assignment]
        required=False,
        max_length=1000,
        help_text="只要这些字段，用逗号隔开"
        " · Only these fields of each result, separated by commas.",
    )


def write_cursor(mark: Any) -> str:
    return base64.urlsafe_b64encode(str(mark).encode()).decode().rstrip("=")


def read_cursor(asked: dict[str, Any], mark: Callable[[str], Any]) -> Any:
    """Read where to go on; None from the start.

    :raises Problem: if the cursor is none of ours.
    """
    cursor = asked.get("cursor")
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return mark(base64.urlsafe_b64decode(padded.encode()).decode())
    except (ValueError, binascii.Error, OverflowError) as error:
        said = _("This cursor was not given by us.")
        fault = Fault("invalid", said, parameter="cursor")
        raise Problem(INVALID, errors=[fault]) from error


def answer_page(
    request: HttpRequest,
    rows: Sequence[dict[str, Any]],
    *,
    asked: dict[str, Any],
    known: Sequence[str],
    mark: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """Answer a page of rows; there was one more asked for than a page holds.

    `known` are the fields a row has, `mark` tells of a row where the next page begins.
    """
    limit = asked["limit"]
    wanted = wanted_fields(asked, known)
    shown = [{name: row[name] for name in wanted} for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        query = request.GET.copy()
        query["cursor"] = write_cursor(mark(rows[limit - 1]))
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return answer({"results": shown, "next": following}, headers=headers)


def wanted_fields(asked: dict[str, Any], known: Sequence[str]) -> Sequence[str]:
    """List the fields asked for; all where nothing is said.

    :raises Problem: naming those there are not.
    """
    if not asked.get("fields"):
        return known
    wanted = [name.strip() for name in asked["fields"].split(",")]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        said = _("There is no field “%(name)s” here.") % {"name": unknown[0][:40]}
        raise Problem(INVALID, errors=[Fault("unknown", said, parameter="fields")])
    return wanted
