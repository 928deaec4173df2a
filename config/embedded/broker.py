"""A broker of our own for Celery: Valkey or Redis on a loopback port, or else a folder."""

import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import redis

from config.embedded.accounts import reachable
from config.embedded.binaries import find_broker
from config.embedded.keys import write
from config.embedded.places import SetUpError, passable
from config.embedded.processes import Account, Running, free_port, spawn

START_WITHIN = 20.0
TRIES = 3


@dataclass(frozen=True)
class Broker:
    """Where the broker is written down, so that another command finds the running one."""

    folder: Path
    account: Account

    @property
    def address_file(self) -> Path:
        return self.folder / "broker.json"

    def running_url(self) -> str | None:
        """Return the address of the broker that runs, or nothing."""
        try:
            url = str(json.loads(self.address_file.read_text())["url"])
        except FileNotFoundError:
            return None
        # The password tells it from whatever else got that port since.
        return url if _answers(url) else None


def start(broker: Broker, *, log: Path) -> tuple[Running | None, dict[str, str]]:
    """Start a broker; return it with the variables that point at it.

    Where there is no program for it the queue is a folder, and there is nothing to stop.
    """
    program = find_broker()
    if program is None:
        return None, {
            "CELERY_BROKER_URL": "filesystem://",
            "CELERY_BROKER_DIR": str(passable(broker.folder / "queue")),
        }
    program = reachable(program, broker.account)
    for _attempt in range(TRIES):  # another process may take the port before the server does
        url, running = _spawn(program, broker, log)
        if _comes_up(running, url):
            write(broker.address_file, json.dumps({"url": url}))
            return running, {"REDIS_URL": url}
        running.stop()
    raise SetUpError(f"The broker does not start:\n{running.last_words()}")


def _spawn(program: Path, broker: Broker, log: Path) -> tuple[str, Running]:
    port, password = free_port(), secrets.token_hex(24)
    # The queue is a hint and the database the truth: nothing of it is worth keeping.
    settings = (
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
        'save ""\nappendonly no\nmaxmemory-policy noeviction\n'
    )
    running = spawn("broker", [program, "-"], env={}, log=log, account=broker.account, stdin=PIPE)
    # Through its standard input, for everybody may read a command line.
    with suppress(BrokenPipeError):
        running.feed(settings.encode())
    return f"redis://:{password}@127.0.0.1:{port}/0", running


def _comes_up(running: Running, url: str) -> bool:
    end = time.monotonic() + START_WITHIN
    while running.process.poll() is None and time.monotonic() < end:
        if _answers(url):
            return True
        time.sleep(0.02)
    return False


def _answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
