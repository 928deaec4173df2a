"""What every template, the one stylesheet and the one script promise."""

import re
from itertools import product

import pytest
from django.conf import settings

TEMPLATES = sorted(settings.BASE_DIR.glob("templates/**/*.html"))
STYLESHEET_LINES = (settings.BASE_DIR / "static/css/manyi.css").read_text().splitlines()
PUBLIC_LINES = (settings.BASE_DIR / "static/css/public.css").read_text().splitlines()
EVERY_LINE = "\n".join([*STYLESHEET_LINES, *PUBLIC_LINES])
STYLESHEET = re.sub(r"/\*.*?\*/", "", EVERY_LINE, flags=re.DOTALL)
SCRIPT = (settings.BASE_DIR / "static/js/manyi.js").read_text()
TONES = ["primary", "success", "warning", "danger", "neutral", "hold"]

# --- What every template keeps ----------------------------------------------------------------

INLINE = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline handler": r"\son[a-z]+\s*=",
    "a script address": r"javascript:",
    "another host": r"(?:src|href|action)=[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_anything_a_strict_policy_would_refuse(path):
    markup = re.sub(r"{%.*?%}", "", path.read_text(), flags=re.DOTALL)

    assert [what for what, pattern in INLINE.items() if re.search(pattern, markup)] == []


def test_the_templates_were_found():
    names = {path.name for path in TEMPLATES}

    assert {"base.html", "500.html", "base_site.html", "chip.html"} <= names


# --- What the stylesheet keeps ----------------------------------------------------------------

RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", STYLESHEET)
TOKENS = dict(re.findall(r"(--[\w-]+):\s*(#[0-9A-F]{6})\b", STYLESHEET))
TOO_YOUNG = {
    "gap in a flex box": r"(?<![-\w])(?:row-|column-)?gap:(?!\s*0\s*[;}])",
    ":has": r":has\(",
    ":is or :where": r":(?:is|where)\(",
    "color-mix": r"color-mix\(",
    "aspect-ratio": r"aspect-ratio",
    "inset": r"(?<![-\w])inset(?:-\w+)*:",
    "nesting": r"(?:^|[{};])\s*&",
    "viewport units": r"\d[dsl]v[hw]",
    "layers or containers": r"@(?:layer|container|scope|property)",
    "comparison functions": r"(?<![-\w])(?:min|max|clamp)\(",
    "another host": r"(?:https?:)?//",
    "imports": r"@import",
}


def test_the_stylesheet_stays_short():
    assert len(STYLESHEET_LINES) < 600
    assert len(PUBLIC_LINES) < 60


@pytest.mark.parametrize("what", TOO_YOUNG)
def test_the_stylesheet_asks_for_nothing_younger_than_chromium_78(what):
    assert re.findall(TOO_YOUNG[what], STYLESHEET, flags=re.MULTILINE) == []


def test_every_token_that_is_used_is_defined():
    used = set(re.findall(r"var\((--[\w-]+)", STYLESHEET))
    defined = set(re.findall(r"(--[\w-]+):", STYLESHEET))

    assert used <= defined


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *product([f"--c-{tone}" for tone in TONES], ["--c-surface", "--c-ground"]),
        *((f"--c-{tone}", f"--c-{tone}-tint") for tone in TONES),
        *product(["--c-text", "--c-quiet"], ["--c-surface", "--c-ground", "--m-idle"]),
    ],
)
def test_words_stand_out_from_their_ground(text, ground):
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


PAIRED = [
    (selector.strip().splitlines()[-1], colour.group(1), ground.group(1))
    for selector, body in RULES
    if (colour := re.search(r"(?<![-\w])color:\s*var\((--[\w-]+)\)", body))
    and (ground := re.search(r"(?<![-\w])background:\s*var\((--[\w-]+)\)", body))
]


@pytest.mark.parametrize(("selector", "colour", "ground"), PAIRED)
def test_every_rule_that_sets_both_colours_keeps_them_apart(selector, colour, ground):
    if selector != ".bar":  # the bar's colour is a fill, not words
        assert contrast(TOKENS[colour], TOKENS[ground]) >= 4.5


def test_the_edge_of_a_field_can_be_seen():
    assert contrast(TOKENS["--c-field-edge"], TOKENS["--c-surface"]) >= 3


# --- What the script keeps --------------------------------------------------------------------


def test_the_script_stays_short():
    assert len(SCRIPT.splitlines()) < 150


@pytest.mark.parametrize(
    "young",
    [r"\?\.", r"\?\?", r"\|\|=|&&=", r"catch \{", r"\.(?:at|flat|flatMap|replaceAll)\(", r"#\w+\("],
)
def test_the_script_uses_no_syntax_younger_than_es2018(young):
    assert re.search(young, SCRIPT) is None


def test_single_keys_wait_until_the_input_method_has_composed():
    handlers = re.findall(r"addEventListener\(\"keydown\".*?\n  \}\);", SCRIPT, flags=re.DOTALL)

    shortcuts = [handler for handler in handlers if "data-key" in handler]
    assert shortcuts
    assert all("event.isComposing" in handler for handler in shortcuts)
