"""A checked workbook: its rows and problems, corrections typed beside them, and submitting it."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bureau.desk import attempt
from bureau.pagination import paginated
from followups import selectors, services, tasks, wording
from followups.choices import REGISTER_STATES, ROW_STATES
from followups.forms import AnswersForm, ReasonForm
from followups.models import Upload
from followups.rules.problems import Problem, ProblemCode, masked
from followups.rules.rows import MUST_HAVE
from followups.rules.words import RowState, Severity, UploadState
from followups.services.uploads import corrections_of
from followups.sheets import BY_FIELD, allowed_words
from followups.views.reading import allowed, visible_upload

MOST_DIGITS = 7  # as many as the number of a sheet's last row has
TABS = [RowState.NEW, RowState.UPDATED, RowState.UNCHANGED, RowState.REFUSED]
# Two more views of a checked file: rows taken with a remark, and rows that stand but it lacks.
WARNINGS, ABSENT = "warnings", "absent"
MAY_SUBMIT, MAY_SEE_ROWS = "followups.submit_register", "followups.view_registerrow"
NOTHING_TYPED: Mapping[str, str] = {}


def questions_of(found: Upload) -> list[tuple[dict, str, list]]:
    """Word a file's questions and their choices."""
    return [
        (
            question,
            wording.question_sentence(question, found.layout),
            wording.question_choices(question),
        )
        for question in found.questions
    ]


def context_of(
    request: HttpRequest,
    found: Upload,
    *,
    form: ReasonForm | None = None,
    typed: Mapping[str, str] = NOTHING_TYPED,
) -> dict:
    """What the page of a checked file shows; `typed` is put back where it was typed."""
    may_submit = request.user.has_perm(MAY_SUBMIT)
    can_lay_aside = found.state == UploadState.CHECKED and may_submit
    can_mend = can_lay_aside and not found.is_blocked
    today = timezone.localdate()
    is_bare = bool(selectors.bringing_nothing(found.register, [found], day=today))
    return {
        "upload": found,
        "register": found.register,
        **_standing(found),
        **_rows_shown(request, found, typed, can_mend=can_mend),
        "remarks": [wording.note_sentence(remark) for remark in found.remarks],
        "questions": [
            (sentence, wording.answer_label(question, found.answers.get(question["key"], "")))
            for question, sentence, _choices in questions_of(found)
        ],
        "corrected": sum(map(len, corrections_of(found).values())) if may_submit else 0,
        "is_closed": selectors.is_closed(found.register.month),
        "restated": selectors.months_restated(found) if can_lay_aside else [],
        "form": form or ReasonForm(initial={"reason": found.reason}),
        "answers_form": AnswersForm(upload=found, worded=questions_of(found))
        if found.questions
        else None,
        "laid_aside": selectors.acts_of_file(found).filter(verb="withdraw_upload").last(),
        "can_submit": found.can_be_submitted and may_submit and not is_bare,
        "is_bare": is_bare,
        "can_lay_aside": can_lay_aside,
        "can_mend": can_mend,
        "was_refused": bool(typed),
    }


def _standing(found: Upload) -> dict:
    """How the month stands, which rows left out of a complete register do not change."""
    register = found.register
    state = register.standing(timezone.localdate()).state
    uploads = Upload.objects.filter(pk=found.pk)
    return {
        "stays_as_it_is": register.completed_on is not None and not register.is_nil,
        "standing_words": REGISTER_STATES[state],
        "is_superseded": uploads.filter(selectors.superseded()).exists(),
    }


def _rows_shown(
    request: HttpRequest, found: Upload, typed: Mapping[str, str], *, can_mend: bool
) -> dict:
    """The rows of one tab: their problems cell by cell, or the rows themselves, masked.

    Whoever audits or leads learns of a file what it amounts to; its rows are not for them.
    """
    may_see = request.user.has_perm(MAY_SEE_ROWS)
    asked_for = request.GET.get("rows")
    if not may_see and asked_for:
        raise PermissionDenied
    counts = {
        RowState.NEW: found.rows_new,
        RowState.UPDATED: found.rows_updated,
        RowState.UNCHANGED: found.rows_unchanged,
        RowState.REFUSED: found.rows_refused,
    }
    tab = asked_for or _first_tab(found, counts)
    page = paginated(request, _rows_of_tab(found, tab) if may_see else [])
    shows_problems = tab in {RowState.REFUSED, WARNINGS}
    may_read = request.user.has_perm(MAY_SUBMIT)
    return {
        "may_see_rows": may_see,
        "tab": tab,
        "tabs": [(state, ROW_STATES[state], counts[state]) for state in TABS],
        "warnings": found.rows.filter(has_warning=True).count(),
        "warnings_label": _warnings_label(found),
        "page_obj": page,
        "lines": [
            {**line, "typed": typed.get(f"fix-{line['row']}-{line['field']}", "")}
            for row in (page if shows_problems else ())
            for line in _lines(row, found.layout, may_read=may_read, can_mend=can_mend)
        ],
        "shows_problems": shows_problems,
    }


def _warnings_label(upload: Upload) -> str:
    """Name the rows with a remark: before the file is submitted nothing of it is taken."""
    if upload.state == UploadState.SUBMITTED:
        return _("Taken with a remark")
    return _("To be taken, with a remark")


def _rows_of_tab(found: Upload, tab: str):
    if tab == WARNINGS:
        return found.rows.filter(has_warning=True).order_by("number")
    if tab == ABSENT:
        return selectors.AbsentRows(found)
    if tab not in set(RowState):
        raise Http404
    return found.rows.filter(state=tab).order_by("number")


def _first_tab(found: Upload, counts) -> str:
    if found.rows_refused:
        return RowState.REFUSED
    return next((state for state in TABS if counts[state]), RowState.NEW)


def _lines(row, layout, *, may_read: bool, can_mend: bool):
    """Word what is wrong with a row; a cell with two problems is mended in one place.

    What was written, and what a sentence takes over from it, is for the house that wrote it.
    """
    seen = set()
    problems = selectors.problems_of(row)
    for problem in problems if may_read else map(masked, problems):
        is_mended_here = can_mend and problem.field not in {*seen, "institution"}
        yield {
            "row": row.number,
            "field": problem.field,
            "suggestions": problem.suggestions,
            "words": allowed_words(problem.field),
            "column": wording.column_title(problem.field, layout),
            "written": problem.written,
            "sentence": wording.problem_sentence(problem),
            "remedy": _remedy(problem, can_mend=can_mend, is_mended_here=is_mended_here),
            "severity": problem.severity,
            "is_mended_here": is_mended_here and problem.severity != Severity.BLOCK,
            "can_stay_empty": problem.code in wording.CAN_STAY_EMPTY
            and problem.field not in MUST_HAVE,
            "can_be_supplement": problem.facts.get("remedy") == "supplement",
        }
        seen.add(problem.field)


def _remedy(problem: Problem, *, can_mend: bool, is_mended_here: bool) -> str:
    """Say what to do; suggestions and allowed words stand beside it where they can be chosen."""
    if not is_mended_here:
        return wording.remedy_sentence(problem, here=can_mend)
    if problem.code is ProblemCode.NOT_AN_OPTION:
        return _("Choose one from the list.")
    return wording.remedy_sentence(replace(problem, suggestions=()), here=True)


# --- What is typed, and submitting -----------------------------------------------------------


def _typed(request: HttpRequest) -> dict[int, dict[str, str]]:
    """Read what was typed beside the problems: fix-ROW-FIELD, or clear-ROW-FIELD for nothing."""
    corrections: dict[int, dict[str, str]] = {}
    for name, text in request.POST.items():
        mark, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if not number.isdecimal() or len(number) > MOST_DIGITS or field not in BY_FIELD:
            continue
        if mark == "clear" or (mark == "fix" and text.strip()):
            kept = "" if mark == "clear" else text.strip()
            corrections.setdefault(int(number), {})[field] = kept
    return corrections


@allowed("submit_register")
@require_POST
def fix(request, pk):
    """Take over what was typed, and have the file checked again."""
    return _take_over(request, visible_upload(request, pk))


@allowed("submit_register")
@require_POST
def submit(request, pk):
    """Submit the file; with something typed that nobody has looked at yet, take that over first."""
    found = visible_upload(request, pk)
    if _typed(request) or _reason(request).errors:
        return _take_over(
            request,
            found,
            said=_(
                "What you typed is saved, and the file is checked again with it. Nothing is"
                " submitted yet: look at the result, then submit."
            ),
        )
    version = attempt(
        request,
        services.submit_upload,
        upload=found,
        by=request.user,
        at=timezone.now(),
        reason=_reason(request).cleaned_data["reason"],
    )
    if version is None:
        return redirect("followups:upload_detail", found.pk)
    if version.upload_id != found.pk:
        _say_nothing_new(request, found)
    return redirect("followups:receipt", version.pk)


def _reason(request: HttpRequest) -> ReasonForm:
    """Read the reason; none at all is in order here, the service knows when one is needed."""
    form = ReasonForm(request.POST)
    form.fields["reason"].required = False
    form.full_clean()
    form.fields["reason"].required = True
    return form


def _take_over(request: HttpRequest, found: Upload, *, said: str = "") -> HttpResponse:
    """Take over what was typed; where that is refused the page comes back with all of it."""
    form = _reason(request)
    taken = form.is_valid() and attempt(
        request,
        services.correct_cells,
        upload=found,
        corrections=_typed(request),
        by=request.user,
        at=timezone.now(),
        reason=form.cleaned_data["reason"],
    )
    if taken and taken.state == UploadState.WAITING:
        tasks.hint(tasks.check_upload, str(found.pk))
        if said:
            messages.info(request, said)
    found.refresh_from_db(fields=["state"])
    if taken or found.is_blocked or found.state != UploadState.CHECKED:
        query = request.GET.urlencode()
        page = reverse("followups:upload_detail", args=[found.pk])
        return redirect(f"{page}?{query}" if query else page)
    context = context_of(request, found, form=form, typed=request.POST)
    return render(request, "followups/upload_checked.html", context)


def _say_nothing_new(request: HttpRequest, found: Upload) -> None:
    messages.info(request, _("The file brings nothing new, so nothing was changed."))
    if found.rows_refused:
        said = ngettext(
            "%(n)s row of it was left out.", "%(n)s rows of it were left out.", found.rows_refused
        )
        messages.warning(request, said % {"n": found.rows_refused})
