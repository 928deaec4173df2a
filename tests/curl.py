"""Just enough of curl, for machines that have none: the options that the quick start uses."""

import sys
from pathlib import Path
from urllib import error, request


def main(words: list[str]) -> int:
    headers, url, data, kept, out = {}, "", None, "", ""
    given = iter(words)
    for word in given:
        if word == "-H":
            name, _colon, value = next(given).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            text = next(given)
            data = Path(text[1:]).read_text() if text.startswith("@") else text
        elif word in {"-D", "-o", "-w"}:
            value = next(given)
            kept, out = (value if word == "-D" else kept), (value if word == "-o" else out)
        elif not word.startswith("-"):
            url = word
    # Like curl, which takes the line breaks out of a file given with -d.
    body = data.replace("\n", "").encode() if data is not None else None
    try:
        answered = request.urlopen(request.Request(url, body, headers))  # noqa: S310 - the test's own server
    except error.HTTPError as refused:
        answered = refused
    with answered:
        content = answered.read()
        if kept:
            lines = [f"{name}: {value}\r\n" for name, value in answered.headers.items()]
            Path(kept).write_text("".join(lines), newline="")
        (Path(out).write_bytes if out else sys.stdout.buffer.write)(content)
        sys.stderr.write(f"STATUS {answered.status}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
