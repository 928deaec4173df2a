"""What was found in a file, worded for the person who has to mend it.

A sentence says what is so, a remedy what to do; neither blames. Codes and facts come from
`rules.problems` and `sheets`, cells and headings as the file has them.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bureau.sentences import sentences
from bureau.workbook_refusals import Refusal, WorkbookRefused
from followups.choices import OPTION_LABELS
from followups.rules.problems import Problem, ProblemCode
from followups.sheets import BY_FIELD, NoteCode, QuestionCode, TableFault

P = ProblemCode

SENTENCES = {
    P.MISSING: _("is empty"),
    P.MASKED: _("is masked: this is not the value itself"),
    P.FORMULA_ERROR: _("holds a formula that failed"),
    P.TOO_LONG: _("has %(length)s characters; %(most)s fit"),
    P.NOT_AN_OPTION: _("is not one of the options"),
    P.SEVERAL_OPTIONS: _("names several options; “%(taken)s” was taken"),
    P.PRECISION_LOST: _("was stored as a number, and its last digits are lost"),
    P.BECAME_DATE: _("was turned into a date by the spreadsheet program"),
    P.NOT_A_CODE: _("is not a number or code"),
    P.NOT_A_NUMBER: _("is not a number"),
    P.NOT_A_DATE: _("cannot be read as a date"),
    P.IMPOSSIBLE_DATE: _("there is no such day"),
    P.AMBIGUOUS_DATE: _("can be read as two different days"),
    P.DATE_OUT_OF_RANGE: _("lies outside %(first)s to %(last)s"),
    P.OUTSIDE_MONTH: _("is not in %(month)s, the month of this register"),
    P.IN_FUTURE: _("lies after %(day)s, the day the file arrived"),
    P.FOLLOWED_BEFORE_DISCHARGE: _("lies before the discharge on %(discharged_on)s"),
    P.ADMITTED_AFTER_DISCHARGE: _("lies after the discharge on %(discharged_on)s"),
    P.DIED_BUT_REACHED: _("the patient died, yet is said to have been reached"),
    P.AGE_OUT_OF_RANGE: _("must be from 0 to %(most)s"),
    P.AGE_AGAINST_ID: _("does not fit the ID number (born %(born_on)s, so %(age_by_id)s)"),
    P.SEX_AGAINST_ID: _("does not fit the ID number"),
    P.ID_LENGTH: _("has %(digits)s characters; an ID number has 18"),
    P.ID_SHAPE: _("is not an ID number"),
    P.ID_BIRTH_DATE: _("has no possible date of birth in it"),
    P.ID_CHECK_DIGIT: _("has a check digit that does not fit"),
    P.ID_OLD_STYLE: _("is an old ID number with 15 digits"),
    P.PHONE_DIGITS: _("has %(digits)s digits; a mobile number has 11"),
    P.PHONE_SHAPE: _("is not a phone number"),
    P.PHONE_SEVERAL: _("holds several numbers; %(taken)s was taken"),
    P.PHONE_NO_AREA_CODE: _("is a landline without its area code"),
    P.PHONE_ZERO_LOST: _("had lost its leading 0; %(taken)s was taken"),
    P.PHONE_SHARED: _("is also the number of another patient, in row %(row)s"),
    P.REPEATED_ROW: _("repeats row %(row)s"),
    P.UNKNOWN_STAFF: _("is not in the staff roster: %(names)s"),
    P.UNKNOWN_DEPARTMENT: _("is not among the departments on record"),
    P.OTHER_INSTITUTION_NAME: _("is not the name of your institution"),
    P.FOREIGN_INSTITUTION: _("is another institution's code; yours is %(own)s"),
}
REMEDIES = {
    P.MISSING: _("Please fill it in."),
    P.MASKED: _(
        "Write it in full. What a list from this system shows masked is not handed in again."
    ),
    P.FORMULA_ERROR: _("Replace the formula by its value."),
    P.TOO_LONG: _("Please shorten it."),
    P.NOT_AN_OPTION: _("Choose one of: %(options)s"),
    P.SEVERAL_OPTIONS: _("If another one is meant, leave only that one."),
    P.PRECISION_LOST: _("Set the column to text in the workbook and type the number again."),
    P.BECAME_DATE: _("Set the column to text in the workbook and type it again."),
    P.NOT_A_CODE: _("Write the number as text, without decimals."),
    P.NOT_A_NUMBER: _("Write a whole number in digits, such as 67, or leave it empty."),
    P.NOT_A_DATE: _("Write the date like 2026-10-03."),
    P.IMPOSSIBLE_DATE: _("Write the date like 2026-10-03."),
    P.AMBIGUOUS_DATE: _("Write the date like 2026-10-03."),
    P.DATE_OUT_OF_RANGE: _("Check the year, and write the date like 2026-10-03."),
    P.OUTSIDE_MONTH: _("Hand it in with the register of its own month."),
    P.IN_FUTURE: _("Check year and month. What has not happened yet is left empty."),
    P.FOLLOWED_BEFORE_DISCHARGE: _("Check both dates."),
    P.ADMITTED_AFTER_DISCHARGE: _("Check both dates. For a readmission write its own stay."),
    P.DIED_BUT_REACHED: _("Check the way of discharge and who answered."),
    P.AGE_OUT_OF_RANGE: _(
        "Write the age in whole years, such as 67; for a baby under one year 0. Leave it empty"
        " if it is not known."
    ),
    P.AGE_AGAINST_ID: _("Check age and ID number, and correct the one that is wrong."),
    P.SEX_AGAINST_ID: _("Check sex and ID number, and correct the one that is wrong."),
    P.ID_LENGTH: _("Correct it, or leave it empty."),
    P.ID_SHAPE: _("Correct it, or leave it empty."),
    P.ID_BIRTH_DATE: _("Correct it, or leave it empty."),
    P.ID_CHECK_DIGIT: _("Correct it, or leave it empty."),
    P.ID_OLD_STYLE: _("Write the number with 18 digits if you have it."),
    P.PHONE_DIGITS: _("Please check the number."),
    P.PHONE_SHAPE: _("Write a mobile number, or a landline with its area code."),
    P.PHONE_SEVERAL: _("If another one is the right one, leave only that one."),
    P.PHONE_NO_AREA_CODE: _("Put the area code in front, such as 0539-2345678."),
    P.PHONE_ZERO_LOST: _("Please check it; set the column to text so that the 0 stays."),
    P.PHONE_SHARED: _("Correct it, unless both patients really share it."),
    P.REPEATED_ROW: _(
        "Delete one of the two rows, or correct the inpatient number; a further follow-up needs"
        " its own number."
    ),
    P.UNKNOWN_STAFF: _(
        "Write the full name as in the roster, or have the roster brought up to date."
    ),
    P.UNKNOWN_DEPARTMENT: _(
        "Write the department as on record, or have the record brought up to date."
    ),
    P.OTHER_INSTITUTION_NAME: _("Check that this is your own register; the column may stay empty."),
    P.FOREIGN_INSTITUTION: _(
        "Take the row out of the workbook and hand that in again: nothing of this file can be"
        " submitted."
    ),
}
HERE = {
    P.FORMULA_ERROR: _("Type the value here."),
    P.PRECISION_LOST: _("Type the whole number here; in the workbook set the column to text."),
    P.BECAME_DATE: _("Type what is meant here; in the workbook set the column to text."),
    P.OUTSIDE_MONTH: _("Left as it is it stays out; hand it in with the register of its month."),
    P.ADMITTED_AFTER_DISCHARGE: _(
        "Check both dates. A readmission is a row of its own, to be added in the workbook."
    ),
    P.PHONE_ZERO_LOST: _("Please check it; in the workbook set the column to text."),
    P.REPEATED_ROW: _(
        "Correct the inpatient number, or leave it: then this row stays out and row %(row)s counts."
        " A further follow-up needs its own number, in the workbook."
    ),
    P.OTHER_INSTITUTION_NAME: _("Check that this is your own register."),
}
"""Remedies on a page that mends cells, where they are others than for the workbook."""
CAN_STAY_EMPTY = frozenset(
    {
        P.NOT_A_NUMBER,
        P.AGE_OUT_OF_RANGE,
        P.ID_LENGTH,
        P.ID_SHAPE,
        P.ID_BIRTH_DATE,
        P.ID_CHECK_DIGIT,
        P.IN_FUTURE,
    }
)
SUPPLEMENT = _("If it was forgotten then, write 补报 in the remark column.")
# To a program, which sends rows and has no workbook.
PUSHED = {
    P.FOREIGN_INSTITUTION: _("Leave this row out and send the others again: none was taken."),
}
SUPPLEMENT_HERE = _("If it was forgotten then, choose “Report it late”.")

TABLE_FAULTS = {
    TableFault.NO_HEADER: _(
        "No row of column headings was found in this workbook. Looked for: %(names)s."
        " Use the house template, or put the headings above the rows."
    ),
    TableFault.AMBIGUOUS_SHEETS: _(
        "Several sheets look like registers: %(names)s. Keep one of them and hand it in again."
    ),
    TableFault.MISSING_COLUMNS: _(
        "The register lacks columns without which no row can be taken: %(names)s."
    ),
    TableFault.NO_ROWS: _(
        "There are headings in “%(names)s” and not one row of a patient below them. Fill the rows"
        " in and hand it in again; if nobody was discharged in the month, report nil instead."
    ),
    TableFault.NO_SUCH_SHEET: _("There is no sheet called %(names)s."),
    TableFault.OTHER_MONTH: _(
        "This file seems to be the register of %(names)s: nearly all its patients were discharged"
        " in that month. It was handed in for another one."
    ),
    TableFault.OTHER_INSTITUTION: _(
        "This file is the register of %(names)s; it was handed in by another institution. Nothing"
        " of it was taken."
    ),
}
QUESTIONS = {
    QuestionCode.OTHER_INSTITUTION: _(
        "The file names %(named)s, and you hand it in for %(own)s. Is it really your own register?"
    ),
    QuestionCode.NO_OUTCOMES: _(
        "The file does not say what came of each follow-up. How is it to be understood?"
    ),
    QuestionCode.DATE_ORDER: _("How are dates like %(example)s in “%(heading)s” written?"),
    QuestionCode.IS_THIS_COLUMN: _("Column %(column)s is headed “%(heading)s”. Is it “%(means)s”?"),
}
NOTES = {
    NoteCode.COLUMN_MISSING: _("There is no column “%(heading)s”; it stays empty."),
    NoteCode.HEADINGS_UNKNOWN: _("Columns that are not read: %(headings)s."),
    NoteCode.HEADINGS_REPEATED: _(
        "Columns that appear twice: %(headings)s. The first of them is read."
    ),
    NoteCode.LINES_LEFT_OUT: _("Lines that are not rows of the table: %(rows)s."),
    NoteCode.OTHER_MONTH: _("The file names %(named)s; it is handed in for %(month)s."),
    NoteCode.OLD_TEMPLATE: _("The file was made from an older template."),
    NoteCode.OTHER_TEMPLATE: _("The template was made for another institution: %(institution)s."),
}
FAULT_OF_OURS = _(
    "Reading this file failed through a fault of ours. The file is kept, nothing was stored."
    " Please try again; if it happens again, ring the bureau."
)

Layout = Mapping[str, Any]


def column_title(field: str, layout: Layout) -> str:
    """Name the column as the file does, or as the template does where the file has none."""
    heading = layout.get(field, {}).get("heading")
    return heading or BY_FIELD[field].heading


def problem_sentence(problem: Problem) -> str:
    return str(SENTENCES[problem.code]) % _readable(problem.facts)


def remedy_sentence(problem: Problem, *, here: bool = False, pushed: bool = False) -> str:
    """Say what to do, if that is not plain from the problem itself.

    `here` on the page, `pushed` to a program, which has no workbook to mend.
    """
    parts = []
    if problem.suggestions:
        parts.append(
            gettext("Perhaps %(these)s?") % {"these": gettext(" or ").join(problem.suggestions)}
        )
    if problem.code in REMEDIES:
        facts = {"options": "", **problem.facts}
        elsewhere = HERE if here else PUSHED if pushed else {}
        words = elsewhere.get(problem.code)
        parts.append(str(words or REMEDIES[problem.code]) % facts)
    if problem.facts.get("remedy") == "supplement":
        parts.append(str(SUPPLEMENT_HERE if here else SUPPLEMENT))
    return sentences(parts)


def _readable(facts: Mapping[str, str]) -> dict[str, str]:
    return {"taken": "", "options": "", **facts}


def refusal_sentence(refusal: Mapping[str, Any]) -> str:
    """Say why a whole file cannot be read and what to do; `refusal` as the upload keeps it."""
    if "said" in refusal:
        said = refusal["said"]
        # In the bureau's language alone, where it was refused before there was the choice.
        return (
            said if isinstance(said, str) else str(said[get_language() or settings.LANGUAGE_CODE])
        )
    if "reason" in refusal:
        return str(WorkbookRefused(Refusal(refusal["reason"]), **refusal["facts"]))
    if "table" in refusal:
        names = "、".join(refusal["names"])
        return str(TABLE_FAULTS[TableFault(refusal["table"])]) % {"names": names}
    return str(FAULT_OF_OURS)


def question_sentence(question: Mapping[str, Any], layout: Layout) -> str:
    field = question["field"]
    heading = layout.get(field, {}).get("heading") or BY_FIELD[field].heading
    facts = {"heading": heading, "means": BY_FIELD[field].heading, **question["facts"]}
    return str(QUESTIONS[QuestionCode(question["code"])]) % facts


def question_choices(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label a question's choices; a date order is shown by the day it makes of the example."""
    return [
        (choice, question["facts"].get(choice) or str(OPTION_LABELS.get(choice, choice)))
        for choice in question["choices"]
    ]


def answer_label(question: Mapping[str, Any], answer: str) -> str:
    return dict(question_choices(question)).get(answer, answer)


def note_sentence(note: Mapping[str, Any]) -> str:
    return str(NOTES[NoteCode(note["code"])]) % note["facts"]


def act_details(facts: Mapping[str, Any]) -> str:
    """Say in numbers what an act on a register came to; nothing where it tells of none."""
    if {"new", "updated", "unchanged", "refused"} <= facts.keys():
        words = _("%(new)s new, %(updated)s updated, %(unchanged)s unchanged, %(refused)s left out")
        return str(words) % facts
    if told := facts.get("told"):
        return ngettext("%(n)s person told", "%(n)s people told", told) % {"n": told}
    if cells := facts.get("cells"):
        return gettext("%(n)s cells") % {"n": sum(map(len, cells.values()))}
    if rows := facts.get("rows"):
        said = {"rows": rows, "refused": facts.get("refused", 0)}
        return gettext("%(rows)s rows, %(refused)s of them with problems") % said
    return ""
