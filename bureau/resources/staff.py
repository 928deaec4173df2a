"""The sheets of an institution's own: its departments and its staff."""

from functools import cached_property
from typing import Any

import tablib
from django.db.models import F, QuerySet
from django.utils import timezone
from import_export import fields

from bureau import services
from bureau.models import Department, Placement, Staff, User
from bureau.resources.sheets import OfInstitutionResource
from bureau.selectors.people import likely_twins
from bureau.sheet_widgets import DepartmentField, MaskedField, TextWidget, WordWidget

YES_NO = {"是": True, "否": False}


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
        self.entered: list[Staff] = []

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
            services.enter_record(record=instance.department, by=self.user, at=timezone.now())

    def do_instance_save(self, instance: Staff, is_create: bool) -> None:
        """Save who is new without an act of their own: a roster is one thing that happened."""
        if is_create:
            instance.save()
            self.entered.append(instance)
        else:
            super().do_instance_save(instance, is_create)

    def after_save_instance(self, instance: Staff, row: Any, **kwargs: Any) -> None:
        self.saved.append(instance)

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        services.place_staff(staff=self.saved, by=self.user, at=timezone.now())
        result.twins = likely_twins(self.entered, among=self.visible(Staff))
