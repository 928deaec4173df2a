"""Problems that many patients named go to the ledger as drafts, each once (S-23)."""

from datetime import datetime

from django.utils import timezone

from bureau.services import recorded
from followups.rules.reminders import STALE_AFTER
from followups.selectors.clusters import ToOpen, clusters_to_open
from rectification.rules.words import SourceKind
from rectification.services import open_item

# As the ledger is written: in the bureau's own language, like its papers.
PROBLEM = "{month}出院患者随访中，{n}名患者反映“{category}”方面的问题（随访到{reached}人）。"


def open_clusters(*, at: datetime) -> int:
    """Open a draft for every cluster that a month closed lately found; return how many were new.

    What is older is history, not work: a bureau that begins with past months is not flooded.

    Late, twice or in two workers there is one draft for each cluster and month. What fails is
    written down and left to the next run; the rest goes on.
    """
    opened = 0
    for found in clusters_to_open(since=timezone.localdate(at) - STALE_AFTER):
        with recorded("open_clusters", found.source_no, at=at, institution=found.institution):
            _open(found, at)
            opened += 1
    return opened


def _open(found: ToOpen, at: datetime) -> None:
    problem = PROBLEM.format(
        month=f"{found.month:%Y}年{found.month.month}月",
        n=found.cluster.n,
        category=found.category.name,
        reached=found.cluster.reached,
    )
    open_item(
        institution=found.institution,
        problem=problem,
        found_on=found.found_on,
        source=SourceKind.FOLLOWUP,
        source_no=found.source_no,
        category=found.category,
        by=None,
        at=at,
    )
