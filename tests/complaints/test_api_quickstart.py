"""What the quick start sends of a complaint is taken, once the bureau has given the case."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import time_machine

from tests.complaints.api import NOW, place

QUICKSTART = Path(__file__).parents[2] / "docs/api/quickstart.md"
# Stands in for curl: what would be sent lies in a file by the name of the address's last part.
KEPT = """
curl() {
  local name=$(basename "$1") body=
  while [ $# -gt 0 ]; do if [ "$1" = -d ]; then body=$2; fi; shift; done
  case $body in @*) cat "${body#@}" ;; *) printf %s "$body" ;; esac > "sent-$name"
}
MANYI=http://localhost KEY=key CASE=TS
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Run the commands that follow a dispatch as they are printed; give what each would send."""
    folder = tmp_path_factory.mktemp("printed")
    blocks = re.findall(r"```sh\n(.*?)```", QUICKSTART.read_text(encoding="utf-8"), re.DOTALL)
    [printed] = [one for one in blocks if "/attachments/" in one]
    subprocess.run(["bash", "-euc", KEPT + printed.replace("curl -sS", "curl")], cwd=folder,
                   check=True, timeout=20)  # fmt: skip
    return {one.name[5:]: json.loads(one.read_bytes()) for one in folder.glob("sent-*")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "status"),
    [("attachments", 201), ("statements", 201), ("report", 201), ("return", 200)],
)
def test_the_body_as_printed_is_taken_of_a_case_that_was_given(desk, his, sent, action, status):
    with time_machine.travel(NOW, tick=False):
        case = desk.dispatched()

        answer = his.post(f"{place(case)}{action}/", sent[action], key="printed")

    assert answer.status_code == status, answer.content.decode()
