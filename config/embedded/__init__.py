"""The servers of a machine on which none were set up; production never imports this."""

from config.embedded.places import SetUpError
from config.embedded.servers import ensure_servers

__all__ = ["SetUpError", "ensure_servers"]
