from django.urls import path

from followups import converters  # noqa: F401 - makes <month:> and <code:> known
from followups.views import (
    calls,
    checked,
    checks,
    matrix,
    opinions,
    receipts,
    registers,
    returns,
    uploads,
)

app_name = "followups"
urlpatterns = [
    path("registers/", matrix.matrix, name="matrix"),
    path("registers/export/", matrix.export, name="matrix_export"),
    path("registers/remind/<month:month>/", matrix.remind, name="remind"),
    path("registers/report/<month:month>/", matrix.report, name="report"),
    path("registers/report/<month:month>/unsorted/", opinions.unsorted, name="unsorted"),
    path(
        "registers/report/<month:month>/<slug:kind>.<slug:form>",
        matrix.report_file,
        name="report_file",
    ),
    path("registers/of/<code:code>/<month:month>/", registers.register, name="register"),
    path("registers/of/<code:code>/<month:month>/return/", returns.send_back, name="return"),
    path("registers/rows/<int:pk>/remove/", returns.remove_row, name="remove_row"),
    path("registers/of/<code:code>/<month:month>/rows/", registers.rows, name="rows"),
    path("registers/of/<code:code>/<month:month>/template/", registers.template, name="template"),
    path("registers/of/<code:code>/<month:month>/upload/", uploads.upload, name="upload"),
    path("registers/of/<code:code>/<month:month>/nil/", registers.nil, name="nil"),
    path("registers/uploads/<uuid:pk>/", uploads.detail, name="upload_detail"),
    path("registers/uploads/<uuid:pk>/progress/", uploads.progress, name="upload_progress"),
    path("registers/uploads/<uuid:pk>/answers/", uploads.answers, name="upload_answers"),
    path("registers/uploads/<uuid:pk>/fix/", checked.fix, name="upload_fix"),
    path("registers/uploads/<uuid:pk>/submit/", checked.submit, name="upload_submit"),
    path("registers/uploads/<uuid:pk>/withdraw/", uploads.withdraw, name="upload_withdraw"),
    path(
        "registers/uploads/<uuid:pk>/its-month/", uploads.hand_in_for_its_month, name="upload_move"
    ),
    path("registers/uploads/<uuid:pk>/settle/", uploads.settle, name="upload_settle"),
    path("registers/uploads/<uuid:pk>/mark/", uploads.mark, name="upload_mark"),
    path("registers/uploads/<uuid:pk>/marked.xlsx", uploads.marked, name="upload_marked"),
    path("registers/uploads/<uuid:pk>/original.xlsx", uploads.original, name="upload_original"),
    path("registers/receipts/<uuid:pk>/", receipts.receipt, name="receipt"),
    path("registers/receipts/<uuid:pk>/receipt.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("registers/receipts/<uuid:pk>/proofs/", receipts.add_proof, name="proof_add"),
    path("registers/receipts/<uuid:pk>/proofs/<uuid:proof>/", receipts.proof, name="proof"),
    path(
        "registers/receipts/<uuid:pk>/proofs/<uuid:proof>/withdraw/",
        receipts.withdraw_proof,
        name="proof_withdraw",
    ),
    path("spot-checks/", checks.checks, name="checks"),
    path("spot-checks/export/", checks.export, name="checks_export"),
    path("spot-checks/<uuid:pk>/", checks.check, name="check"),
    path("spot-checks/<uuid:pk>/export/", checks.check_export, name="check_export"),
    path("spot-checks/<uuid:pk>/redraw/", checks.redraw, name="redraw"),
    path("spot-checks/<uuid:pk>/approve/", checks.approve, name="approve"),
    path("spot-checks/<uuid:pk>/refuse/", checks.refuse, name="refuse"),
    path("spot-checks/<uuid:pk>/withdraw/", checks.withdraw, name="withdraw"),
    path("spot-checks/people/<uuid:pk>/", calls.item, name="item"),
    path("spot-checks/people/<uuid:pk>/number/", calls.reveal, name="reveal"),
    path("spot-checks/people/<uuid:pk>/result/", calls.result, name="result"),
    path("spot-checks/people/<uuid:pk>/correct/", calls.correct, name="correct"),
]
