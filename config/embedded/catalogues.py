"""The translations as the program reads them, made from the catalogues that people write."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from config.embedded.places import PROJECT

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
REQUIRED = ("zh_Hans",)
# The program's own language: what is not translated there stands as it was written.
WRITTEN_IN = "en"


def catalogues(project: Path = PROJECT) -> list[Path]:
    return sorted(project.glob("locale/*/LC_MESSAGES/*.po"))


def compile_stale(project: Path = PROJECT) -> list[Path]:
    """Compile the catalogues that changed since they were last compiled, and return those."""
    return [_compile(source) for source in catalogues(project) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    # Two commands may do this at once, and a third may be reading.
    half = source.with_suffix(".mo.half")
    polib.pofile(str(source)).save_as_mofile(str(half))
    half.replace(source.with_suffix(".mo"))
    return source


def faults(project: Path = PROJECT) -> Iterator[str]:
    """Yield what is missing or wrong in the catalogues, one line each."""
    found = catalogues(project)
    for language in REQUIRED:
        if not any(language in source.parts for source in found):
            yield f"locale/{language}: no catalogue"
    for source in found:
        for entry in polib.pofile(str(source)):
            if fault := _fault(entry, may_be_empty=WRITTEN_IN in source.parts):
                yield f"{source.relative_to(project)}:{entry.linenum}: {fault}: {entry.msgid!r}"


def _fault(entry: polib.POEntry, *, may_be_empty: bool) -> str | None:
    if entry.obsolete:
        return "obsolete"
    if entry.fuzzy:
        return "fuzzy"
    if not entry.translated() and not may_be_empty:
        return "not translated"
    # A plural may leave out its number ("one case"), never invent one.
    known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for words in (entry.msgstr, *entry.msgstr_plural.values()):
        used = set(PLACEHOLDER.findall(words))
        if words and (used - known or (not entry.msgid_plural and known - used)):
            return "its placeholders differ"
    return None


if __name__ == "__main__":
    if "--check" in sys.argv:
        found_faults = list(faults())
        print("\n".join(found_faults) or "The catalogues are complete.")
        sys.exit(bool(found_faults))
    compile_stale()
