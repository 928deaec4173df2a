"""Master data from and to the bureau's own sheets. A column is known by the sheet's heading."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import fields, resources, results

from bureau import services
from bureau.models import (
    Department,
    Institution,
    OfficerAssignment,
    Placement,
    Staff,
    User,
)
from bureau.postings import with_posts
from bureau.rules import Grade, InstitutionKind, LeaderKind
from bureau.sheet_formats import ROW, Columns
from bureau.sheet_widgets import (
    DepartmentField,
    InstitutionWidget,
    MaskedField,
    NamesField,
    NamesWidget,
    NameWidget,
    TextWidget,
    WordWidget,
)

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
YES_NO = {"是": True, "否": False}


class SheetResult(results.Result):
    """What an import found, with rows called by their number in the sheet."""

    def append_invalid_row(self, number: int, row: Any, validation_error: ValidationError) -> None:
        super().append_invalid_row(row.get(ROW, number), row, validation_error)

    def append_error_row(self, number: int, row: Any, errors: Any) -> None:
        super().append_error_row(row.get(ROW, number), row, errors)

    @property
    def refused(self) -> int:
        return self.totals["invalid"] + self.totals["error"]

    def row_errors(self) -> list[tuple[int, Any]]:
        return [(row.number, row.errors) for row in self.error_rows]


class SheetResource(resources.ModelResource):
    """Rows of one sheet, known by their key columns; the same sheet twice changes nothing.

    Reads and writes what `user` may see; without one, for commands, everything.
    """

    sheet: str
    required: tuple[str, ...]
    """The headings without which the sheet is not this one."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, *, user: User | None = None):
        super().__init__()
        self.user = user
        self.rows_by_key: dict[tuple[Any, ...], Any] = {}

    @classmethod
    def columns(cls) -> Columns:
        headings = [cls.fields[name].column_name for name in cls._meta.fields]
        return Columns(cls.sheet, headings, cls.required)

    @classmethod
    def get_result_class(cls) -> type[SheetResult]:
        return SheetResult

    def get_queryset(self) -> QuerySet:
        return self.visible(self._meta.model)

    def visible(self, model: Any) -> QuerySet:
        return model.objects.visible_to(self.user) if self.user else model.objects.all()

    @cached_property
    def known(self) -> dict[tuple[Any, ...], Any]:
        keys = [self.fields[name] for name in self._meta.import_id_fields]
        return {tuple(key.get_value(one) for key in keys): one for one in self.get_queryset()}

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Find the row's instance. A key that stands there twice is the later row's fault."""
        keys = [self.fields[name] for name in self._meta.import_id_fields]
        try:
            key = tuple(key.clean(row) for key in keys)
        except ValueError:
            return None  # told when the row is read
        if key in self.rows_by_key:
            raise ValidationError(
                _("Row %(row)s has the same %(headings)s."),
                params={
                    "row": self.rows_by_key[key],
                    "headings": "、".join(key.column_name for key in keys),
                },
            )
        self.rows_by_key[key] = row.get(ROW)
        return self.known.get(key)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Blame columns by their headings."""
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as error:
            headings = {field.attribute: field.column_name for field in self.fields.values()}
            raise ValidationError(
                {headings.get(name, name): found for name, found in error.error_dict.items()}
            ) from error

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Leave the sequences alone: no sheet names a primary key."""


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
                services.assign_officer(name=officer, **told)


class OfInstitutionResource(SheetResource):
    """Rows that belong to an institution and say so in the column 机构编码."""

    def __init__(self, *, user: User | None = None):
        super().__init__(user=user)
        self.fields["institution"].widget = InstitutionWidget(self.visible(Institution))


class DepartmentResource(OfInstitutionResource):
    sheet = "科室"
    required = ("机构编码", "科室")

    institution = fields.Field("institution", "机构编码")
    name = fields.Field("name", "科室", TextWidget())
    is_ward = fields.Field("is_ward", "病区", WordWidget(YES_NO), saves_null_values=False)

    class Meta:
        model = Department
        fields = ("institution", "name", "is_ward")
        import_id_fields = ("institution", "name")

    def get_queryset(self) -> QuerySet[Department]:
        return super().get_queryset().select_related("institution")


class StaffResource(OfInstitutionResource):
    """The institutions' staff. A department that is not there yet is opened with its first row."""

    sheet = "人员"
    required = ("机构编码", "姓名", "工号")

    institution = fields.Field("institution", "机构编码")
    department = DepartmentField("department", "科室", TextWidget())
    name = fields.Field("name", "姓名", TextWidget())
    staff_no = fields.Field("staff_no", "工号", TextWidget())
    position = fields.Field("position", "职务", TextWidget())
    title = fields.Field("title", "职称", TextWidget())
    employment = fields.Field("employment", "人员性质", TextWidget())
    phone = MaskedField("phone", "联系电话", TextWidget())

    class Meta:
        model = Staff
        fields = (
            "institution", "department", "name", "staff_no", "position", "title", "employment",
            "phone",
        )  # fmt: skip
        import_id_fields = ("institution", "staff_no")

    def get_queryset(self) -> QuerySet[Staff]:
        return super().get_queryset().select_related("institution", "department")

    def __init__(self, *, user: User | None = None):
        super().__init__(user=user)
        self.saved: list[Staff] = []

    @cached_property
    def moved_away(self) -> set[tuple[int, str, str]]:
        """Name those who were known by a number at a house and work elsewhere today."""
        ended = Placement.objects.filter(to_on__isnull=False)
        elsewhere = ended.exclude(staff__institution=F("institution"))
        return set(elsewhere.values_list("institution_id", "staff_no", "staff__name"))

    def skip_row(self, instance: Staff, original: Staff, row: Any, *args: Any) -> bool:
        """Leave alone, too, who has moved: an older roster must not make two people of one."""
        known_as = (instance.institution_id, instance.staff_no, instance.name)
        if instance.pk is None and known_as in self.moved_away:
            return True
        return super().skip_row(instance, original, row, *args)

    def before_save_instance(self, instance: Staff, row: Any, **kwargs: Any) -> None:
        if instance.department and instance.department.pk is None:
            instance.department.save()

    def after_save_instance(self, instance: Staff, row: Any, **kwargs: Any) -> None:
        self.saved.append(instance)

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        services.place_staff(staff=self.saved, by=self.user, at=timezone.now())


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
