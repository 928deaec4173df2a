"""The photos of a finding: shown with it, and as evidence of the problem in the ledger."""

from datetime import datetime

from bureau.models import User
from bureau.rules import Audience
from bureau.services import change_audience, hang_again
from rectification.models import Evidence, VisitResult
from rectification.rules import states
from rectification.rules.words import ItemState, Stage
from rectification.services.acts import ITEM, locked, record_item_act

TAKES_EVIDENCE = states.WITH_THE_UNIT | {ItemState.DRAFT}
MOST_OF_A_CAPTION = 200


def carry_photos(result: VisitResult, *, by: User, at: datetime) -> None:
    """Let a finding's photos show the problem at its ledger entry, each once and without a copy.

    A finding that is not in the ledger, or whose entry takes no evidence now, is left alone.
    """
    if result.ledger_item is None:
        return
    item = locked(result.ledger_item)
    if item.state not in TAKES_EVIDENCE:
        return
    for photo in result.photos:
        hung = hang_again(attachment=photo, kind=ITEM, no=item.no, by=by, at=at)
        _evidence, is_new = Evidence.objects.get_or_create(
            attachment=hung,
            defaults={
                "item": item,
                "round": item.round,
                "stage": Stage.BEFORE,
                "caption": result.note[:MOST_OF_A_CAPTION],
            },
        )
        if is_new:
            facts = {"attachment": str(hung.pk), "stage": str(Stage.BEFORE)}
            record_item_act(item, "add_evidence", by=by, at=at, facts=facts)


def show_photos(result: VisitResult, *, by: User, at: datetime) -> None:
    """Let the institution see a finding's photos, here and where they hang in the ledger."""
    photos = list(result.photos)
    hung = Evidence.objects.filter(
        item=result.ledger_item_id,
        stage=Stage.BEFORE,
        attachment__file__in=[photo.file_id for photo in photos],
        attachment__withdrawn_at=None,
    ).select_related("attachment")
    for attachment in (*photos, *(one.attachment for one in hung)):
        change_audience(attachment=attachment, audience=Audience.INSTITUTION, by=by, at=at)
