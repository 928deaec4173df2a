"""Which request is being answered, so that acts and log lines can be laid side by side."""

from contextvars import ContextVar
from typing import NamedTuple


class Trace(NamedTuple):
    """`session` is a keyed hash: it ties acts of one sitting together and opens nothing."""

    request_id: str = ""
    session: str = ""


NO_REQUEST = Trace()
current_trace: ContextVar[Trace] = ContextVar("current_trace", default=NO_REQUEST)
