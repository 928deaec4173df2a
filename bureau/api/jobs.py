"""Long work: `202` names an address here, which is asked until the work is over."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from bureau.api.answers import answer, moment
from bureau.api.base import ApiView
from bureau.api.problems import STATE_FORBIDS, Problem
from bureau.choices import JOB_STATES
from bureau.models import Job
from bureau.rules import JobState

ASK_AGAIN_SECONDS = "2"


class ProgressOut(serializers.Serializer):
    done = serializers.IntegerField()
    total = serializers.IntegerField()


@extend_schema_field({"$ref": "#/components/schemas/Problem"})
class ProblemField(serializers.DictField):
    """What a job failed with, as the request itself would have been told."""


class JobOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in JobState])
    state_display = serializers.CharField()
    progress = ProgressOut()
    message = serializers.CharField()
    result_url = serializers.CharField(allow_null=True)
    problem = ProblemField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


EXAMPLE = {
    "id": "7d9f6c1e-6f0a-4c39-9a3e-0d6a8f2b1c55",
    "kind": "push_register",
    "state": "done",
    "state_display": "已完成",
    "progress": {"done": 4, "total": 4},
    "message": "已完成",
    "result_url": "/api/v1/registers/2026-10/submissions/0b0e6a60-58e6-4b5e-9d6b-6b8f5d0b8a11/",
    "problem": None,
    "created_at": "2026-11-08T09:00:00+08:00",
    "finished_at": "2026-11-08T09:00:01+08:00",
}


class JobDetail(ApiView):
    scopes = {"GET": None}

    @extend_schema(
        operation_id="readJob",
        tags=["任务 · Jobs"],
        summary="查询任务进度 · See how far a job is",
        description="只看得到本系统发起的任务；没有完成时，请按 Retry-After 再查。"
        " · Only the jobs that this system began. Until it is over, ask again after as many"
        " seconds as Retry-After says.",
        responses={200: JobOut},
        examples=[
            OpenApiExample("done", summary="已完成 · Done", value=EXAMPLE, response_only=True)
        ],
    )
    def get(self, request: Request, pk: Any) -> HttpResponse:
        job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
        headers = {} if job.is_over else {"Retry-After": ASK_AGAIN_SECONDS}
        return answer(job_face(job, request), headers=headers)


def job_face(job: Job, request: Request) -> dict[str, Any]:
    problem = Problem(STATE_FORBIDS, job.said).as_json(request) if job.failure else None
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "state_display": str(JOB_STATES[job.state]),
        "progress": {"done": job.done, "total": job.total},
        "message": job.said or str(JOB_STATES[job.state]),
        "result_url": job.result_url or None,
        "problem": problem,
        "created_at": moment(job.created_at),
        "finished_at": moment(job.finished_at),
    }
