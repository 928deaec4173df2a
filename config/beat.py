"""What beat calls, and when."""

from celery.schedules import crontab

# Beat only ticks. What is due stands in the database, so a missed tick costs nothing.
BEAT_SCHEDULE = {
    "seal acts": {
        "task": "bureau.tasks.seal_acts",
        "schedule": crontab(minute="*"),
    },
    "purge kept answers": {
        "task": "bureau.tasks.purge_kept_answers",
        "schedule": crontab(minute="17"),
    },
    "forget visitors": {
        "task": "bureau.tasks.forget_visitors",
        "schedule": crontab(minute="3"),
    },
    # When machines run that are switched off at night.
    "sweep files": {
        "task": "bureau.tasks.sweep_files",
        "schedule": crontab(hour="12", minute="29"),
    },
    "check waiting uploads": {
        "task": "followups.tasks.check_waiting_uploads",
        "schedule": crontab(minute="*"),
    },
    "reconcile registers": {
        "task": "followups.tasks.reconcile_registers",
        "schedule": crontab(minute="*/5"),
    },
    "remind of registers": {
        "task": "followups.tasks.remind_of_registers",
        "schedule": crontab(minute="*/5"),
    },
    "remind of doubts": {
        "task": "followups.tasks.remind_of_doubts",
        "schedule": crontab(minute="*/5"),
    },
    "open clusters": {
        "task": "followups.tasks.open_clusters",
        "schedule": crontab(minute=41),
    },
    "remind of cases": {
        "task": "complaints.tasks.remind_of_cases",
        "schedule": crontab(minute="*/5"),
    },
    "draw re-checks of cases": {
        "task": "complaints.tasks.draw_rechecks",
        "schedule": crontab(minute=37),
    },
    "list supervised cases": {
        "task": "complaints.tasks.list_supervised",
        "schedule": crontab(minute=23),
    },
    "remind of ledger items": {
        "task": "rectification.tasks.remind_of_items",
        "schedule": crontab(minute="*/5"),
    },
    "draw look-backs": {
        "task": "rectification.tasks.draw_look_backs",
        "schedule": crontab(minute="*/30"),
    },
    "reconcile counts": {
        "task": "accountability.tasks.reconcile_counts",
        "schedule": crontab(minute="*"),
    },
    "end terms of measures": {
        "task": "accountability.tasks.end_terms",
        "schedule": crontab(minute=7),
    },
    "remind of assessments": {
        "task": "accountability.tasks.remind_of_assessments",
        "schedule": crontab(minute=37),
    },
    "send notices": {
        "task": "bureau.tasks.send_notices",
        "schedule": crontab(minute="*"),
    },
    "beat": {"task": "bureau.tasks.beat", "schedule": crontab(minute="*")},
    "tend exports": {"task": "bureau.tasks.tend_exports", "schedule": crontab(minute="*")},
}
