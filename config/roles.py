"""Which verbs a role has, as data. Over which rows is the querysets' `visible_to`.

`manage.py sync_roles` makes the groups say exactly this, so a permission given by hand in the
admin does not outlive the next release.
"""

from bureau.rules import Role

DIRECTORY = ("institution", "department", "staff", "section", "officerassignment")
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
SPOT_CHECKS = ("spotcheck", "spotcheckitem", "spotcall")


def _all(app: str, models: tuple[str, ...], *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


SEES_FOLLOWUPS = _all("followups", (*FOLLOWUP_RECORDS, *SPOT_CHECKS), "view")
# The rows of a file as it was handed in, masked; auditors and leaders learn its counts only.
SEES_ROWS_OF_FILES = {"followups.view_registerrow"}
SEES_COUNTY_REPORT = {"followups.view_monthreport"}
SEES_RULES = {"bureau.view_ruleversion"}
SEES_DIRECTORY = _all("bureau", (*DIRECTORY, *CALENDAR), "view") | SEES_RULES
DRAFTS_RULES = SEES_RULES | {"bureau.draft_ruleversion"}
APPROVES_RULES = {"bureau.approve_ruleversion"}

PERMISSIONS: dict[Role, set[str]] = {
    Role.SYS_ADMIN: _all("bureau", DIRECTORY, "view", "add", "change")
    | _all("bureau", IMPORTED, "import")
    | _all("bureau", EXPORTED, "export")
    | _all("bureau", CALENDAR, "view", "add", "change", "delete")
    | _all("bureau", ("user",), "view", "add", "change")
    | DRAFTS_RULES,
    Role.AUDITOR: SEES_FOLLOWUPS
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | {"bureau.view_user", "followups.view_numberreveal", "bureau.view_others_acts"},
    Role.LEADER: SEES_FOLLOWUPS | SEES_COUNTY_REPORT | SEES_DIRECTORY | APPROVES_RULES,
    Role.SECTION_HEAD: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | APPROVES_RULES
    | {"followups.remind_register", "followups.approve_redraw", "followups.ask_redraw"},
    Role.BUREAU_STAFF: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_COUNTY_REPORT
    | SEES_DIRECTORY
    | _all("bureau", EXPORTED, "export")
    | {"followups.remind_register", "followups.ask_redraw"},
    Role.LIAISON: SEES_FOLLOWUPS
    | SEES_ROWS_OF_FILES
    | SEES_DIRECTORY
    | {
        "followups.remind_register",
        "followups.view_number",
        "followups.record_result",
        "followups.ask_redraw",
    },
    Role.HOSPITAL_OFFICER: SEES_FOLLOWUPS | SEES_ROWS_OF_FILES | {"followups.submit_register"},
    Role.DEPARTMENT_HANDLER: set(),
}

# Whoever works here may read what they did themselves; auditors read everybody's acts.
for role, permissions in PERMISSIONS.items():
    if role is not Role.SYS_ADMIN:
        permissions.add("bureau.view_act")
