"""Nothing in a test reaches beyond this machine: only the loopback answers."""

import socket
from contextlib import contextmanager
from ipaddress import ip_address

INTERNET = (socket.AF_INET, socket.AF_INET6)


class ReachedOut(Exception):
    """A test asked for an address outside. No OSError, which the program might take as weather."""


@contextmanager
def loopback_only():
    """Refuse connections and datagrams to other machines, and questions for their addresses.

    Sees what Python sends, in this process; the database's library and children are their own.
    """
    kept = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo
    for name in kept:
        setattr(socket.socket, name, _watched(kept[name]))
    socket.getaddrinfo = _only_ours(look_up)
    try:
        yield
    finally:
        for name, original in kept.items():
            setattr(socket.socket, name, original)
        socket.getaddrinfo = look_up


def _watched(send):
    def watched(self, *given):
        if self.family in INTERNET:
            _refuse_outside(given[-1][0])
        return send(self, *given)

    return watched


def _only_ours(look_up):
    def only_ours(host, *rest, **options):
        if host:
            _refuse_outside(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *rest, **options)

    return only_ours


def _refuse_outside(host):
    try:
        is_ours = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        is_ours = host in {"localhost", socket.gethostname()}
    if not is_ours:
        raise ReachedOut(host)
