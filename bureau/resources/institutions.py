"""The sheets of the institutions: what they are, who leads them, who looks after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from import_export import fields

from bureau import services
from bureau.models import Institution, OfficerAssignment
from bureau.postings import with_posts
from bureau.resources.sheets import SheetResource
from bureau.rules import Grade, InstitutionKind, LeaderKind
from bureau.sheet_widgets import NamesField, NamesWidget, NameWidget, TextWidget, WordWidget

KINDS = {
    "综合医院": InstitutionKind.GENERAL.value,
    "中医医院": InstitutionKind.TCM.value,
    "中医院": InstitutionKind.TCM.value,
    "妇幼保健院": InstitutionKind.MATERNITY.value,
    "专科医院": InstitutionKind.SPECIALIST.value,
    "乡镇卫生院": InstitutionKind.TOWNSHIP.value,
    "社区卫生服务中心": InstitutionKind.COMMUNITY.value,
    "村卫生室": InstitutionKind.CLINIC.value,
}
GRADES = {
    "三级甲等": Grade.THREE_A.value,
    "三级乙等": Grade.THREE_B.value,
    "三级": Grade.THREE.value,
    "二级甲等": Grade.TWO_A.value,
    "二级乙等": Grade.TWO_B.value,
    "二级": Grade.TWO.value,
    "一级": Grade.ONE.value,
    "未定级": Grade.NONE.value,
}


@contextmanager
def blaming(heading: str) -> Iterator[None]:
    """Let what a service refuses be the fault of a cell."""
    try:
        yield
    except services.DirectoryError as error:
        raise ValidationError({heading: str(error)}) from error


class InstitutionResource(SheetResource):
    """The bureau's list of institutions with who looks after each."""

    sheet = "机构"
    required = ("机构编码", "机构名称")

    code = fields.Field("code", "机构编码", TextWidget())
    name = fields.Field("name", "机构名称", TextWidget())
    kind = fields.Field("kind", "类别", WordWidget(KINDS), saves_null_values=False)
    grade = fields.Field("grade", "级别", WordWidget(GRADES), saves_null_values=False)
    complaint_phone = fields.Field("complaint_phone", "投诉电话", TextWidget())
    head_name = fields.Field("head_name", "主要负责人", NameWidget(), saves_null_values=False)
    deputy_names = NamesField("deputy_names", "分管负责人", NamesWidget(), saves_null_values=False)
    officer_name = fields.Field("officer_name", "包单位人员", NameWidget(), saves_null_values=False)

    class Meta:
        model = Institution
        fields = (
            "code", "name", "kind", "grade", "complaint_phone",
            "head_name", "deputy_names", "officer_name",
        )  # fmt: skip
        import_id_fields = ("code",)

    def get_queryset(self) -> QuerySet[Institution]:
        return with_posts(super().get_queryset(), timezone.localdate())

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return with_posts(queryset, timezone.localdate())

    def after_save_instance(self, instance: Institution, row: Any, **kwargs: Any) -> None:
        at = timezone.now()
        told = {
            "institution": instance,
            "from_on": timezone.localdate(at),
            "by": self.user,
            "at": at,
        }
        if head := getattr(instance, "head_name", None):
            services.appoint_leader(kind=LeaderKind.HEAD, name=head, **told)
        if deputies := getattr(instance, "deputy_names", None):
            services.name_deputies(names=deputies, **told)
        if officer := getattr(instance, "officer_name", None):
            with blaming(self.fields["officer_name"].column_name):
                services.assign_officer_named(name=officer, **told)


class OfficerAssignmentResource(SheetResource):
    """Who looks after which institution. Written only: the institutions' sheet assigns."""

    sheet = "包单位人员"
    required = ()

    code = fields.Field("institution__code", "机构编码")
    institution_name = fields.Field("institution__name", "机构名称")
    officer_name = fields.Field("officer__name", "包单位人员")
    from_on = fields.Field("from_on", "开始日期")
    to_on = fields.Field("to_on", "结束日期")

    class Meta:
        model = OfficerAssignment
        fields = ("code", "institution_name", "officer_name", "from_on", "to_on")
