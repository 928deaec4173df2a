"""The components, and the pages that must stand without a context."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation
from django.views import View

from bureau.templatetags import shell

TONES = ["primary", "success", "warning", "danger", "neutral", "hold"]
NOVEMBER_10 = date(2026, 11, 10)
LATE_IN_UTC = datetime(2026, 11, 9, 16, 0, tzinfo=UTC)  # already the 10th in Shanghai


def rendered(markup: str, **context: object) -> str:
    return Template("{% load shell %}" + markup).render(Context(context)).strip()


# --- Numbers and days -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "value", "chinese", "english"),
    [
        (shell.day, NOVEMBER_10, "2026-11-10", "10 Nov 2026"),
        (shell.day, LATE_IN_UTC, "2026-11-10", "10 Nov 2026"),
        (shell.day, datetime(2026, 1, 2), "2026-01-02", "2 Jan 2026"),  # noqa: DTZ001
        (shell.day, None, "—", "—"),
        (shell.short_day, NOVEMBER_10, "11月10日", "10 Nov"),
        (shell.short_day, date(2026, 3, 5), "3月5日", "5 Mar"),
        (shell.short_day, date(2025, 12, 22), "2025年12月22日", "22 Dec 2025"),
        (shell.short_day, date(2027, 2, 20), "2027年2月20日", "20 Feb 2027"),
        (shell.moment, LATE_IN_UTC, "11-10 00:00", "11-10 00:00"),
        (shell.moment, datetime(2025, 12, 31, 15, tzinfo=UTC), *["2025-12-31 23:00"] * 2),
        (shell.month, date(2026, 10, 1), "2026年10月", "October 2026"),
        (shell.month, date(2026, 5, 31), "2026年5月", "May 2026"),
        (shell.listed, ["A", "B"], "A、B", "A, B"),
        (shell.listed, [], "", ""),
    ],
)
@time_machine.travel(LATE_IN_UTC, tick=False)
def test_days_and_lists_are_written_as_each_language_writes_them(write, value, chinese, english):
    with translation.override("zh-hans"):
        assert write(value) == chinese
    with translation.override("en"):
        assert write(value) == english


@pytest.mark.parametrize(
    ("write", "value", "expected"),
    [
        (shell.number, 0, "0"),
        (shell.number, 3018, "3,018"),
        (shell.number, Decimal("12345.60"), "12,345.60"),
        (shell.number, None, "—"),
        (shell.percent, 18 / 21, "85.7%"),
        (shell.percent, 0, "0.0%"),
        (shell.percent, 1, "100.0%"),
        (shell.percent, Decimal("0.8745"), "87.5%"),
        (shell.percent, 0.0005, "0.1%"),
        (shell.percent, None, "—"),
        (shell.minutes, timedelta(minutes=15), 15),
        (shell.minutes, timedelta(seconds=61), 2),
    ],
)
def test_numbers_keep_zero_and_missing_apart(write, value, expected):
    assert write(value) == expected


# --- Components -------------------------------------------------------------------------------


@pytest.mark.parametrize("tone", TONES)
def test_a_chip_has_a_word_and_a_shape_of_its_own_beside_its_colour(tone):
    chip = rendered("{% chip tone 'In hand' %}", tone=tone)

    assert "In hand" in chip
    assert shell.SHAPES[tone] in chip
    assert f"chip-{tone}" in chip


def test_every_tone_has_a_different_shape():
    assert len({shell.SHAPES[tone] for tone in TONES}) == len(TONES)


def test_a_chip_escapes_its_word():
    assert "&lt;b&gt;" in rendered("{% chip 'neutral' word %}", word="<b>")


@pytest.mark.parametrize(
    ("days_left", "words", "tone"),
    [
        (-2, "Overdue 2 days", "danger"),
        (-1, "Overdue 1 day", "danger"),
        (0, "Due today", "warning"),
        (1, "1 day left", "neutral"),
        (3, "3 days left", "neutral"),
    ],
)
def test_the_due_day_itself_is_in_time(days_left, words, tone):
    with translation.override("en"):
        chip = rendered("{% deadline_chip left due %}", left=days_left, due=NOVEMBER_10)

    assert f"{words}</span>" in chip
    assert f"chip-{tone}" in chip
    assert 'title="10 Nov 2026"' in chip


@pytest.mark.parametrize(
    ("state", "said", "glyph"),
    [
        ("on_time", "on time", shell.SHAPES["success"]),
        ("late", "2 days late", "+2"),
        ("partial", "submitted in part", shell.SHAPES["half"]),
        ("missing", "missing", shell.SHAPES["cross"]),
        ("nil", "nil report", "nil"),
        ("not_due", "not due", shell.SHAPES["dash"]),
    ],
)
@pytest.mark.parametrize("url", ["", "/registers/7/"])
def test_a_register_cell_says_in_words_what_its_glyph_shows(state, said, glyph, url):
    with translation.override("en"):
        cell = rendered("{% register_cell state 'A 2026-10' 2 url %}", state=state, url=url)

    assert f'aria-label="A 2026-10 {said}"' in cell
    assert f">{glyph}<" in cell
    assert ('href="/registers/7/"' in cell) == bool(url)
    assert ('role="img"' in cell) == (not url)


def test_a_register_cell_refuses_a_state_it_has_no_word_for():
    with pytest.raises(KeyError):
        rendered("{% register_cell 'lost' 'A' %}")


def test_a_figure_opens_its_rows_where_it_has_an_address():
    assert "<a" not in rendered("{% figure 'Due' '21' %}")
    assert '<a href="/rows/"><strong>21</strong></a>' in rendered(
        "{% figure 'Due' '21' url='/rows/' %}"
    )


def test_progress_is_drawn_by_the_browser_and_named():
    bar = rendered("{% progress 7 12 'My spot-checks' %}")

    assert bar.startswith('<progress class="bar" value="7" max="12" aria-label="My spot-checks"')


def test_the_stepper_marks_one_step_as_current_and_those_before_as_done():
    steps = rendered("{% stepper 2 'Choose' 'Check' 'Submit' %}")

    assert steps.count("aria-current") == 1
    assert steps.count('class="done"') == 1
    assert re.search(r'aria-current="step"><b>2</b>Check', steps)


@pytest.mark.parametrize("kind", ["guide", "done", "no_data"])
def test_the_three_ways_of_being_empty_look_different(kind):
    state = rendered("{% empty_state kind 'Nothing due' label='Open' url='/q/' %}", kind=kind)

    assert f"empty-{kind}" in state
    assert '<a class="btn" href="/q/">Open</a>' in state


class Report(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register")
    way = forms.ChoiceField(label="Way", choices=[("1", "Phone")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)

    def clean(self):
        raise forms.ValidationError("Two of them contradict each other.")


def test_the_error_summary_links_each_error_to_a_field_that_exists():
    form = Report({"note": "x"})

    summary = rendered("{% error_summary form %}", form=form)
    fields = rendered("{% for one in form %}{% field one %}{% endfor %}", form=form)

    assert 'role="alert"' in summary
    assert "<li>Two of them contradict each other.</li>" in summary
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert anchors == ["id_name", "id_way"]
    assert all(f'id="{anchor}"' in fields for anchor in anchors)


def test_a_form_without_errors_has_no_error_summary():
    assert rendered("{% error_summary form %}", form=Report()) == ""


def test_a_field_ties_label_help_and_error_to_its_control():
    form = Report({})

    field = rendered("{% field form.name %}", form=form)

    assert '<label for="id_name">' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_helptext"' in field
    assert 'id="id_name_error"' in field
    assert "optional" in rendered("{% field form.note %}", form=form)


def test_the_import_preview_loses_its_inline_colours_and_nothing_else():
    difference = '<span>a style="b"</span><ins style="background:#e6ffe6;">c</ins>'

    assert shell.unstyled(difference) == '<span>a style="b"</span><ins>c</ins>'


def test_todo_cards_post_what_changes_something_and_link_what_does_not():
    card = {
        "title": "October registers",
        "value": 19,
        "total": 21,
        "note": "",
        "tone": "",
        "names": ["A", "B"],
        "actions": [("Remind 2", "/remind/", True, "post"), ("Open", "/open/", False, "get")],
    }

    cards = rendered("{% include 'shell/todo_cards.html' %}", todo_cards=[card])

    assert '<form method="post" action="/remind/">' in cards
    assert '<button type="submit" class="btn btn-primary">Remind 2</button>' in cards
    assert '<a class="btn" href="/open/">Open</a>' in cards
    assert 'value="19" max="21"' in cards


# --- Pages without a context ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html", "500.html", "503.html"])
def test_an_error_page_needs_nothing_and_says_whom_to_ring(name):
    page = render_to_string(name)

    assert settings.HELP_PHONE in page
    assert 'href="/"' in page
    assert page.count("<h1>") == 1


def test_the_lock_out_page_names_the_account_and_the_wait():
    page = render_to_string(
        "registration/locked_out.html",
        {"username": "limin", "cooloff_timedelta": timedelta(minutes=15)},
    )

    assert "limin" in page
    assert "15" in page
    assert settings.HELP_PHONE in page


def test_the_page_speaks_the_language_it_says_it_speaks():
    with translation.override("en"):
        assert '<html lang="en"' in render_to_string("404.html")
    with translation.override("zh-hans"):
        assert '<html lang="zh-hans"' in render_to_string("404.html")


def test_large_text_marks_the_whole_page():
    assert "data-large" not in render_to_string("404.html", {"shell": {}})
    assert "data-large" in render_to_string("404.html", {"shell": {"large_text": True}})


urlpatterns = [
    path("preferences/", include(([path("", View.as_view(), name="preferences")], "bureau"))),
    path("logout/", View.as_view(), name="logout"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("large", "offers", "pressed"), [(True, "0", "true"), (False, "1", "false")]
)
def test_the_header_offers_the_other_size_and_the_other_language(rf, large, offers, pressed):
    with translation.override("en"):
        page = render_to_string("404.html", {"shell": {"large_text": large}}, rf.get("/x/?y=1"))

    assert f'name="large_text" value="{offers}" aria-pressed="{pressed}"' in page
    assert 'name="language" value="zh-hans" lang="zh-Hans">中文<' in page
    assert page.count('name="next" value="/x/?y=1"') == 2
    assert page.count("csrfmiddlewaretoken") == 2


def test_the_side_bar_marks_where_one_is_and_caps_its_counts():
    items = [
        {"label": "Home", "url": "/", "count": None, "current": True},
        {"label": "Cases", "url": "/cases/", "count": 1200, "current": False},
    ]

    page = render_to_string("404.html", {"shell": {"nav": [{"label": "", "items": items}]}})

    assert page.count('aria-current="page"') == 1
    assert "999+" in page
    assert "1200" not in page


def test_names_are_kept_whole_where_the_line_breaks():
    with translation.override("zh-hans"):
        said = rendered("{{ names|listed_whole }}", names=["甲院 ZZ-1", "<乙院>"])
    assert said == '<span class="whole">甲院 ZZ-1、</span><span class="whole">&lt;乙院&gt;</span>'
    with translation.override("en"):
        said = rendered("{{ names|listed_whole }}", names=["A", "B"])
    assert said == '<span class="whole">A,</span> <span class="whole">B</span>'
