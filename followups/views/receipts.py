"""What an institution gets back for a version: the receipt, and the proofs that hang on it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bureau.desk import attempt, hanging, send_attachment
from bureau.downloads import PDF, download
from bureau.models import Attachment
from bureau.papers import write_pdf
from followups import notices, papers, services
from followups.forms import ProofForm
from followups.models import RegisterVersion
from followups.rules.words import RowState
from followups.services.proofs import PROOF
from followups.views.reading import allowed, reason_in


def _visible(request, pk) -> RegisterVersion:
    versions = RegisterVersion.objects.visible_to(request.user)
    return get_object_or_404(
        versions.select_related(
            "register__institution", "upload__file", "by", "client__institution"
        ),
        pk=pk,
    )


@allowed("view_registerversion")
@require_GET
def receipt(request, pk):
    version = _visible(request, pk)
    proofs = Attachment.objects.visible_to(request.user).of(PROOF, version.pk)
    is_own = version.register.institution_id == request.user.institution_id
    context = {
        "version": version,
        "register": version.register,
        "standing": version.register.standing(timezone.localdate()),
        "refused": RowState.REFUSED,
        "proofs": proofs.select_related("file", "by"),
        "can_prove": is_own and request.user.has_perm("followups.submit_register"),
        "form": ProofForm(),
    }
    return render(request, "followups/receipt.html", context)


@allowed("view_registerversion")
@require_GET
def receipt_pdf(request, pk):
    """The receipt on paper. It says how the month stands today, so it is made when asked for."""
    version = _visible(request, pk)
    today = timezone.localdate()
    slip = notices.receipt_slip(receipt_of(version, today), bureau=settings.BUREAU_NAME, day=today)
    content = write_pdf(slip, at=timezone.now())
    services.note_receipt_download(version=version, by=request.user, at=timezone.now())
    name = f"报送回执-{version.receipt_no}.pdf"
    return download(content, name=name, media_type=PDF)


def receipt_of(version: RegisterVersion, day) -> notices.Receipt:
    register, file = version.register, version.upload.file if version.upload else None
    standing = register.standing(day)
    counts = (
        f"新增{version.rows_new}，更新{version.rows_updated}，"
        f"未变{version.rows_unchanged}，未收{version.rows_refused}"
    )
    return notices.Receipt(
        number=version.receipt_no,
        institution=f"{register.institution.name}（{register.institution.code}）",
        month=register.month,
        version=version.number,
        arrived=_instant(version.arrived_at),
        submitted=_instant(version.submitted_at),
        by=str(version.handed_in_by or ""),
        due_on=register.due_on,
        standing=papers.state_words({"state": standing.state, "late_days": standing.late_days}),
        rows=counts if version.upload else "零报告：当月无出院患者",
        file=file.name if file else "",
        sha256=file.sha256 if file else "",
        reason=version.reason,
        late_days=version.late_days,
        after_closing=version.after_closing,
    )


def _instant(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


@allowed("submit_register")
@require_POST
def add_proof(request, pk):
    """Take in a proof beside a version of the own register."""
    version = _visible(request, pk)
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["proof"]))
        return redirect("followups:receipt", pk)
    proof = form.cleaned_data["proof"]
    if attempt(request, services.add_proof, version=version, name=proof.name, content=proof.read()):
        messages.success(request, _("The proof is in. The bureau sees it."))
    return redirect("followups:receipt", pk)


@allowed("view_registerrow")
@require_GET
def proof(request, pk, proof):
    """Hand over a proof to who may see the version's rows, as a download and never as a page."""
    return send_attachment(request, PROOF, _visible(request, pk).pk, proof)


@allowed("submit_register")
@require_POST
def withdraw_proof(request, pk, proof):
    found = hanging(request, PROOF, _visible(request, pk).pk, proof)
    if attempt(request, services.withdraw_proof, proof=found, reason=reason_in(request)):
        messages.success(request, _("Withdrawn: the file is no longer handed out."))
    return redirect("followups:receipt", pk)
