"""The tests' own net: whatever asks for another machine fails, at once and by name."""

import socket
import urllib.request

import pytest

from tests.no_network import ReachedOut

# Addresses that the standards keep for examples: nobody answers there, if a test did get out.
OUTSIDE = "192.0.2.1"


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
@pytest.mark.parametrize("way", ["connect", "connect_ex"])
def test_no_connection_leaves_this_machine(family, way):
    host = OUTSIDE if family == socket.AF_INET else "2001:db8::1"
    with socket.socket(family) as own, pytest.raises(ReachedOut, match=host):
        getattr(own, way)((host, 80))


def test_no_datagram_leaves_this_machine():
    with socket.socket(type=socket.SOCK_DGRAM) as own, pytest.raises(ReachedOut):
        own.sendto(b"x", (OUTSIDE, 53))


@pytest.mark.parametrize("host", ["example.org", OUTSIDE])
def test_nobody_is_even_looked_up(host):
    with pytest.raises(ReachedOut, match=host):
        urllib.request.urlopen(f"http://{host}/", timeout=1)


def test_this_machine_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()
