"""A mail server on the loopback that takes, refuses, drops or never answers, as a test wishes."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 stub")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            if verb == "DATA":
                self.say("354 go on")
                if not self.take():
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            elif verb == "RCPT" and self.server.answers["rcpt"]:
                self.say(self.server.answers["rcpt"])
            else:
                self.say("250 ok")

    def take(self):
        """Take a message in and answer for it; False where the line drops instead."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.arrived.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.taken:
            self.server.taken()
        if self.server.answers["data"] == "drop":
            return False
        self.say(self.server.answers["data"] or "250 taken")
        return True


class Stub(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Session)
        self.arrived = []
        self.answers = {"rcpt": "", "data": ""}
        # Called when a message is in and before it is answered for.
        self.taken = None

    @property
    def port(self):
        return self.server_address[1]

    @property
    def to(self):
        return sorted(message["To"] for message in self.arrived)


@contextmanager
def mail_server(port=0):
    with Stub(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
