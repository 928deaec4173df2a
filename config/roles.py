"""Which verbs a role has, as data. Over which rows is the querysets' `visible_to`.

`manage.py sync_roles` makes the groups say exactly this, so a permission given by hand in the
admin does not outlive the next release.
"""

from bureau.rules import Role

DIRECTORY = ("institution", "department", "staff", "section", "officerassignment")
POSTS = ("leaderpost", "placement", "dutysection")
# Who looks after whom comes with the institutions' sheet, so it only goes out by itself.
IMPORTED = ("institution", "department", "staff")
EXPORTED = (*IMPORTED, "officerassignment")
CALENDAR = ("calendarday", "calendaryear")
FOLLOWUP_RECORDS = (
    "monthlyregister",
    "registerversion",
    "upload",
    "followuprecord",
    "reminder",
)
SPOT_CHECKS = ("spotcheck", "spotcheckitem", "spotcall", "callcorrection", "doubtedfollowup")


def _all(app: str, models: tuple[str, ...], *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


SEES_FOLLOWUPS = _all("followups", (*FOLLOWUP_RECORDS, *SPOT_CHECKS), "view")
# The rows of a file as it was handed in, masked, and what hangs beside it: its proofs. Auditors
# learn of both that they are there, when and from whom (docs/decisions/0020).
SEES_ROWS_OF_FILES = {"followups.view_registerrow"}
SEES_ATTACHMENTS = {"bureau.view_attachment"}
SEES_PAPERS = {"bureau.view_officialpaper"}
SEES_NUMBERS = {"bureau.view_officialnumber", "bureau.view_numberseries"}
EXPORTS_ROWS = {"followups.export_followuprecord", "followups.export_clear_followuprecord"}
SEES_COUNTY_REPORT = {"followups.view_monthreport"}
SEES_REMINDERS = _all("bureau", ("notice", "duestep"), "view")
SEES_RULES = {"bureau.view_ruleversion"}
SEES_DIRECTORY = (
    _all("bureau", (*DIRECTORY, *POSTS, *CALENDAR, "institutionvisits"), "view") | SEES_RULES
)
# The words by which opinions are sorted; hospitals do not learn them.
SEES_LEDGER = _all(
    "rectification",
    ("item", "closure", "extension", "lookback", "relapse", "measure", "progressentry",
     "evidence", "theme"),
    "view",
)  # fmt: skip
# Whoever takes problems up and strikes them off; a unit never strikes off its own.
KEEPS_LEDGER = SEES_LEDGER | {
    f"rectification.{verb}"
    for verb in (
        "open_item",
        "issue_item",
        "verify_item",
        "approve_extension",
        "export_item",
        "import_item",
    )
}
SEES_LEXICON = _all("bureau", ("problemcategory", "lexiconentry"), "view")
SORTS_OPINIONS = SEES_LEXICON | _all(
    "bureau", ("lexiconentry",), "add", "change", "import", "export"
)
KEEPS_VISITS = _all("bureau", ("institutionvisits",), "add", "change")
DRAFTS_RULES = SEES_RULES | {"bureau.draft_ruleversion"}
APPROVES_RULES = {"bureau.approve_ruleversion"}

PERMISSIONS: dict[Role, set[str]] = {
    Role.SYS_ADMIN: _all("bureau", DIRECTORY, "view", "add", "change")
    | _all("bureau", IMPORTED, "import")
    | _all("bureau", EXPORTED, "export")
    | _all("bureau", POSTS, "view", "add")
    | {"bureau.change_leaderpost"}
    | _all("bureau", CALENDAR, "view", "add", "change")
    | {"bureau.delete_calendarday"}
    | _all("bureau", ("user",), "view", "add", "change")
    | {"bureau.view_delivery", "bureau.resend_delivery", "bureau.view_notice"}
    | {"bureau.view_numberseries", "bureau.change_numberseries", "bureau.view_heartbeat"}
    | DRAFTS_RULES,
    # Auditors follow what was done and counted; the patients' rows are none of their business.
    Role.AUDITOR: (SEES_FOLLOWUPS - {"followups.view_followuprecord"})
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | SEES_REMINDERS
    | SEES_PAPERS
    | SEES_NUMBERS
    | SEES_ATTACHMENTS
    | {"bureau.view_delivery", "bureau.view_user", "bureau.view_exportrequest"}
    | {"followups.view_numberreveal", "bureau.view_others_acts"},
    Role.LEADER: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_ATTACHMENTS
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | SEES_REMINDERS
    | SEES_PAPERS
    | SEES_NUMBERS
    | APPROVES_RULES
    | {"bureau.sign_paper"},
    Role.SECTION_HEAD: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | SEES_REMINDERS
    | APPROVES_RULES
    | EXPORTS_ROWS
    | SEES_PAPERS
    | SEES_NUMBERS
    | SEES_ATTACHMENTS
    | {"followups.remind_register", "followups.approve_redraw", "followups.ask_redraw"}
    | {"followups.correct_result"}
    | {"bureau.approve_export", "bureau.view_exportrequest"}
    | {"bureau.draft_paper", "bureau.review_paper", "bureau.release_attachment"},
    Role.BUREAU_STAFF: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | SEES_REMINDERS
    | _all("bureau", EXPORTED, "export")
    | EXPORTS_ROWS
    | SEES_PAPERS
    | SEES_NUMBERS
    | SEES_ATTACHMENTS
    | {"bureau.draft_paper", "bureau.release_attachment"}
    | {"followups.remind_register", "followups.ask_redraw", "followups.correct_result"},
    Role.LIAISON: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_DIRECTORY
    | SEES_REMINDERS
    | SEES_PAPERS
    | {
        "followups.remind_register",
        "followups.view_number",
        "followups.record_result",
        "followups.correct_result",
        "followups.ask_redraw",
    },
    Role.HOSPITAL_OFFICER: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | EXPORTS_ROWS
    | SEES_PAPERS
    | {"bureau.view_institution", "bureau.view_staff"}
    | {"followups.submit_register", "bureau.approve_export"},
    Role.DEPARTMENT_HANDLER: set(),
}

# Whoever works here may read what they did themselves; auditors read everybody's acts.
for role, permissions in PERMISSIONS.items():
    if role not in {Role.SYS_ADMIN, Role.DEPARTMENT_HANDLER}:
        permissions.add("bureau.view_act")

# Keys of hospital systems: the administrator's to give and to take, the auditor's to read about.
PERMISSIONS[Role.SYS_ADMIN] |= {"bureau.view_apikey", "bureau.issue_apikey"}
PERMISSIONS[Role.AUDITOR] |= {"bureau.view_apikey"}

# How many patients a house saw in a year: the sections enter it, the bureau reads it.
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= KEEPS_VISITS
PERMISSIONS[Role.SYS_ADMIN] |= _all("bureau", ("institutionvisits",), "view")

# The lexicon: the bureau reads it, its clerks and heads keep it, the administrator the tree too.
for role in (Role.AUDITOR, Role.LEADER, Role.LIAISON):
    PERMISSIONS[role] |= SEES_LEXICON
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.SYS_ADMIN):
    PERMISSIONS[role] |= SORTS_OPINIONS
PERMISSIONS[Role.SYS_ADMIN] |= _all("bureau", ("problemcategory",), "add", "change")

# The ledger: the bureau keeps it, who looks after a unit verifies there, a unit reports its own.
for role in (Role.AUDITOR, Role.LEADER):
    PERMISSIONS[role] |= SEES_LEDGER
for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD):
    PERMISSIONS[role] |= KEEPS_LEDGER
PERMISSIONS[Role.LIAISON] |= SEES_LEDGER | {
    "rectification.report_item",
    "rectification.verify_item",
}
PERMISSIONS[Role.HOSPITAL_OFFICER] |= SEES_LEDGER | {"rectification.report_item"}
PERMISSIONS[Role.SYS_ADMIN] |= _all("rectification", ("theme",), "view", "add", "change")

# Posting places and inspections: the bureau hangs, checks, rings and visits; a house registers
# its own places and reads what was found at it.
READS_POSTINGS = _all("rectification", ("postingplace", "absentzone", "testcall"), "view")
for role in (Role.AUDITOR, Role.LEADER):
    PERMISSIONS[role] |= READS_POSTINGS
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.LIAISON):
    PERMISSIONS[role] |= READS_POSTINGS | {
        "rectification.register_place",
        "rectification.check_place",
    }
PERMISSIONS[Role.HOSPITAL_OFFICER] |= READS_POSTINGS | {"rectification.register_place"}
READS_VISITS = _all("rectification", ("visit", "visitresult", "checklist"), "view")
INSPECTS = READS_VISITS | {"rectification.plan_visit", "rectification.inspect_visit"}
for role in (Role.AUDITOR, Role.LEADER, Role.HOSPITAL_OFFICER):
    PERMISSIONS[role] |= READS_VISITS
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.LIAISON):
    PERMISSIONS[role] |= INSPECTS
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= {"rectification.draft_checklist"}
# Where a section's only head had a hand in a draft, a leader approves it.
for role in (Role.SECTION_HEAD, Role.LEADER):
    PERMISSIONS[role] |= {"rectification.approve_checklist"}

# Old ledgers: whoever keeps the ledger brings them in, who reads for everybody reads what came.
SEES_IMPORTS = _all("rectification", ("ledgerimport", "importrow"), "view")
for role in (Role.AUDITOR, Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= SEES_IMPORTS

# Complaints: the bureau takes them up, finds and answers; a unit reports on what it was given.
SEES_CASES = _all(
    "complaints",
    ("case", "assignment", "unitreport", "entry", "clockrow", "pause", "moretime", "allegation",
     "namedperson", "statement", "heldfinding"),
    "view",
)  # fmt: skip
SEES_ANSWERS = _all(
    "complaints", ("reply", "callback", "hotlineorder", "orderrequest", "fabrication"), "view"
)
HANDLES_CASES = {
    f"complaints.{verb}"
    for verb in ("register_case", "handle_case", "find_case", "merge_case", "comment_case",
                 "reveal_complainant", "export_case", "export_clear_case")
}  # fmt: skip
for role in (Role.AUDITOR, Role.LEADER, Role.LIAISON):
    PERMISSIONS[role] |= SEES_CASES | SEES_ANSWERS
for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD):
    PERMISSIONS[role] |= SEES_CASES | SEES_ANSWERS | HANDLES_CASES
PERMISSIONS[Role.SECTION_HEAD] |= {"complaints.approve_more_time"}
# Supervision: the bureau reads what is listed, a leader takes note of it.
for role in (Role.AUDITOR, Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.LIAISON):
    PERMISSIONS[role] |= {"complaints.view_supervision"}
PERMISSIONS[Role.LEADER] |= {"complaints.note_supervision"}
# Re-checks: whoever finds, and a leader, where a section is too small for somebody else.
for role in (Role.AUDITOR, Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= _all("complaints", ("recheck", "recheckdraw"), "view")
for role in (Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= {"complaints.recheck_case"}
PERMISSIONS[Role.LIAISON] |= {"complaints.comment_case"}
PERMISSIONS[Role.HOSPITAL_OFFICER] |= SEES_CASES | {"complaints.report_case"}

# Books of cases: whoever takes complaints down brings in what comes on sheets.
for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD):
    PERMISSIONS[role] |= _all("complaints", ("caseimport", "caseimportrow"), "view") | {
        "complaints.import_case"
    }

# Files on any record: who sees the record opens them; auditors learn that they are there.
for role in (
    Role.LEADER,
    Role.SECTION_HEAD,
    Role.BUREAU_STAFF,
    Role.LIAISON,
    Role.HOSPITAL_OFFICER,
):
    PERMISSIONS[role] |= {"bureau.view_attachment_content"}

# What an institution handed in: the section in charge sends it back; who reads it, reads that.
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= {"followups.return_register", "followups.remove_row"}
for permissions in PERMISSIONS.values():
    if "followups.view_monthlyregister" in permissions:
        permissions |= {"followups.view_registerreturn", "followups.view_rowremoval"}

# Accountability: who has to look at what counts, and who decides; whose rows, the sections say.
SEES_ACCOUNTABILITY = _all(
    "accountability",
    (
        "countableevent",
        "sanctionproposal",
        "handling",
        "measure",
        "service",
        "interview",
        "bulletin",
        "assessment",
    ),
    "view",
)
for role in (Role.AUDITOR, Role.LEADER, Role.LIAISON):
    PERMISSIONS[role] |= SEES_ACCOUNTABILITY
for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD):
    PERMISSIONS[role] |= SEES_ACCOUNTABILITY | {
        "accountability.reconcile_counts",
        "accountability.put_forward_measures",
    }
for role in (Role.SECTION_HEAD, Role.LEADER):
    PERMISSIONS[role] |= {"accountability.decide_measures"}

# Who may be given awards, a title or a post: personnel asks of everybody, a house of its own.
for role in (
    Role.AUDITOR,
    Role.LEADER,
    Role.SECTION_HEAD,
    Role.BUREAU_STAFF,
    Role.HOSPITAL_OFFICER,
):
    PERMISSIONS[role] |= {"accountability.view_eligibilitycheck"}
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.HOSPITAL_OFFICER):
    PERMISSIONS[role] |= {"accountability.check_eligibility"}

# Two records of one person: the personnel section says so, by two people; others read it.
for role in (Role.AUDITOR, Role.LEADER, Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= {"accountability.view_sameperson"}
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= {"accountability.join_records"}

# What is decided about a house's people: its officer reads it, and files what its end takes.
PERMISSIONS[Role.HOSPITAL_OFFICER] |= {
    "accountability.file_assessment",
    "accountability.view_assessment",
}

for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF):
    PERMISSIONS[role] |= _all("accountability", ("sanctionproposal",), "export", "export_clear")

# Follow-ups that patients deny: somebody else rings again, the house explains, a third decides.
for role in (Role.SECTION_HEAD, Role.BUREAU_STAFF, Role.LIAISON):
    PERMISSIONS[role] |= {"followups.make_second_call"}
for role in (Role.SECTION_HEAD, Role.LEADER):
    PERMISSIONS[role] |= {"followups.decide_doubt"}
PERMISSIONS[Role.HOSPITAL_OFFICER] |= {"followups.explain_doubt"}
