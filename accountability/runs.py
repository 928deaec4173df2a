"""Each step's form handed to its service."""

from datetime import datetime
from typing import Any

from accountability import services
from accountability.forms.carrying import RecordForm, SummonForm
from accountability.forms.pending import AssessForm, ConfirmForm
from accountability.forms.redress import AnswerForm, AskAgainForm
from accountability.forms.steps import DecideForm, ServeForm, StepForm
from accountability.models import SanctionProposal
from bureau.models import User


def put_forward(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.put_forward_measures(proposal=proposal, by=by, at=at, **form.cleaned_data)


def serve_notice(proposal: SanctionProposal, form: ServeForm, by: User, at: datetime) -> Any:
    return services.serve_notice(
        proposal=proposal, by=by, at=at, calendar=form.calendar, **form.served
    )


def hear(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.hear_statement(proposal=proposal, by=by, at=at, **form.cleaned_data)


def expire(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.expire_statement(proposal=proposal, by=by, at=at)


def decide(proposal: SanctionProposal, form: DecideForm, by: User, at: datetime) -> Any:
    decided = services.Decided(**form.decided)
    return services.decide_measures(proposal=proposal, decided=decided, by=by, at=at)


def serve_decision(proposal: SanctionProposal, form: ServeForm, by: User, at: datetime) -> Any:
    return services.serve_decision(proposal=proposal, by=by, at=at, **form.served)


def put_in_effect(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.put_in_effect(proposal=proposal, by=by, at=at)


def carry_out(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.carry_out_measure(proposal=proposal, by=by, at=at, **form.cleaned_data)


def complete(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.complete_measures(proposal=proposal, by=by, at=at, **form.cleaned_data)


def lift(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.lift_measures(proposal=proposal, by=by, at=at, **form.cleaned_data)


def dismiss(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.dismiss_proposal(proposal=proposal, by=by, at=at, **form.cleaned_data)


def ask_again(proposal: SanctionProposal, form: AskAgainForm, by: User, at: datetime) -> Any:
    return services.ask_again(proposal=proposal, kind=form.kind, by=by, at=at, **form.cleaned_data)


def answer(proposal: SanctionProposal, form: AnswerForm, by: User, at: datetime) -> Any:
    answered = services.Answer(**form.answer)
    return services.answer_remedy(proposal=proposal, answer=answered, by=by, at=at)


def serve_answer(proposal: SanctionProposal, form: ServeForm, by: User, at: datetime) -> Any:
    return services.serve_answer(proposal=proposal, by=by, at=at, **form.served)


def serve_end(proposal: SanctionProposal, form: ServeForm, by: User, at: datetime) -> Any:
    return services.serve_end(proposal=proposal, by=by, at=at, **form.served)


def restore(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.restore(proposal=proposal, by=by, at=at, **form.cleaned_data)


def put_back(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.put_forward_taking_back(proposal=proposal, by=by, at=at, **form.cleaned_data)


def take_back(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.take_back_measures(proposal=proposal, by=by, at=at, **form.cleaned_data)


def serve_back(proposal: SanctionProposal, form: ServeForm, by: User, at: datetime) -> Any:
    return services.serve_taking_back(proposal=proposal, by=by, at=at, **form.served)


def summon(proposal: SanctionProposal, form: SummonForm, by: User, at: datetime) -> Any:
    said = services.Summons(**form.cleaned_data)
    return services.summon(proposal=proposal, said=said, by=by, at=at)


def record_talk(proposal: SanctionProposal, form: RecordForm, by: User, at: datetime) -> Any:
    said = services.Record(**form.cleaned_data)
    return services.record_talk(proposal=proposal, said=said, by=by, at=at, calendar=form.calendar)


def write_bulletin(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.write_bulletin(proposal=proposal, by=by, at=at, **form.cleaned_data)


def order_rectification(proposal: SanctionProposal, form: StepForm, by: User, at: datetime) -> Any:
    return services.order_rectification(
        proposal=proposal, by=by, at=at, calendar=form.calendar, **form.cleaned_data
    )


def assess(proposal: SanctionProposal, form: AssessForm, by: User, at: datetime) -> Any:
    return services.file_assessment(proposal=proposal, said=form.assessed, by=by, at=at)


def confirm(proposal: SanctionProposal, form: ConfirmForm, by: User, at: datetime) -> Any:
    answer = form.cleaned_data["answer"]
    return services.answer_assessment(
        proposal=proposal, confirms=form.confirms, answer=answer, by=by, at=at
    )
