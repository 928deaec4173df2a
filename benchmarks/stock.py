"""The two ways with django-import-export. Each returns how many rows stand afterwards."""

import tablib
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from benchmarks.ways import AT, CODE, MONTH, read
from bureau.models import Institution
from bureau.sealing import keyed_hash
from followups.models import FollowUpRecord, RegisterVersion
from followups.rules.outcomes import refine_outcome
from followups.services.owed_months import register_of
from followups.sheets.options import OPTIONS, normal_word


class OptionWidget(widgets.Widget):
    """A word of the sheet as the word the database keeps."""

    def __init__(self, name: str):
        super().__init__()
        self.meanings = OPTIONS[name].meanings

    def clean(self, value, row=None, **kwargs):
        return str(self.meanings[normal_word(value)]) if value else ""


class OutcomeWidget(OptionWidget):
    def clean(self, value, row=None, **kwargs):
        word = self.meanings[normal_word(value)] if value else "pending"
        return str(refine_outcome(word, row["接听人"] or ""))


class FlagWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return value == "是"


DAY = widgets.DateWidget("%Y-%m-%d")
COLUMNS = {
    "department": ("出院科室", None),
    "patient_name": ("姓名", None),
    "sex": ("性别", OptionWidget("sex")),
    "age": ("年龄", widgets.IntegerWidget()),
    "id_no": ("身份证号", None),
    "inpatient_no": ("住院号", None),
    "admitted_on": ("入院日期", DAY),
    "discharged_on": ("出院日期", DAY),
    "diagnosis": ("出院诊断", None),
    "discharge_way": ("离院方式", OptionWidget("discharge_way")),
    "attending_doctor": ("主管医师", None),
    "contact_relation": ("与患者关系", None),
    "phone": ("联系电话", None),
    "needs_followup": ("是否需随访", FlagWidget()),
    "special_kind": ("特殊患者类别", OptionWidget("special_kind")),
    "followed_on": ("随访时间", DAY),
    "method": ("随访方式", OptionWidget("method")),
    "answered_by": ("接听人", None),
    "content": ("随访内容", None),
    "advice": ("下一步建议", None),
    "outcome": ("随访结果", OutcomeWidget("outcome")),
    "grade": ("满意度", OptionWidget("grade")),
    "opinion": ("意见建议", None),
    "follower": ("随访人", None),
    "remark": ("备注", None),
}


class StockResource(resources.ModelResource):
    """A resource as the documentation shows one: columns, widgets, what a row is known by."""

    institution = fields.Field(
        "institution", "机构编码", widgets.ForeignKeyWidget(Institution, "code")
    )

    class Meta:
        model = FollowUpRecord
        fields = ("institution", *COLUMNS)
        import_id_fields = ("institution", "inpatient_no", "discharged_on")

    def __init__(self, version: RegisterVersion):
        super().__init__()
        self.version = version
        for name, (heading, widget) in COLUMNS.items():
            widget = widget or widgets.CharWidget(coerce_to_string=True)
            self.fields[name] = fields.Field(name, heading, widget)

    def before_save_instance(self, instance, row, **kwargs):
        instance.register_id = self.version.register_id
        instance.version = self.version
        instance.name_hash = keyed_hash(row["姓名"], purpose="name")
        instance.phone_hash = keyed_hash(row["联系电话"], purpose="phone")
        instance.content_mac = keyed_hash("\x1f".join(map(str, row.values())), purpose="row")


class RememberedInstitution(widgets.ForeignKeyWidget):
    def __init__(self):
        super().__init__(Institution, "code")
        self.known = {one.code: one for one in Institution.objects.all()}

    def clean(self, value, row=None, **kwargs):
        return self.known[value]


class StandingLoader(BaseInstanceLoader):
    """What stands, read once."""

    def __init__(self, resource, dataset):
        super().__init__(resource, dataset)
        self.standing = {
            (record.inpatient_no, record.discharged_on.isoformat()): record
            for record in FollowUpRecord.objects.filter(register_id=resource.version.register_id)
        }

    def get_instance(self, row):
        return self.standing.get((row["住院号"], str(row["出院日期"])[:10]))


class TunedResource(StockResource):
    """The same with what the library offers for speed."""

    class Meta(StockResource.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        force_init_instance = False
        instance_loader_class = StandingLoader

    def __init__(self, version: RegisterVersion):
        super().__init__(version)
        self.fields["institution"].widget = RememberedInstitution()


def stock(content: bytes) -> int:
    dataset = tablib.Dataset().load(content, "xlsx")
    return _import(StockResource, dataset)


def tuned(content: bytes) -> int:
    rows = read(content)
    return _import(TunedResource, tablib.Dataset(*rows[1:], headers=rows[0]))


def _import(resource_class: type[StockResource], dataset: tablib.Dataset) -> int:
    institution = Institution.objects.get(code=CODE)
    register = register_of(institution=institution, month=MONTH)
    version = RegisterVersion.objects.create(
        register=register, number=1, arrived_at=AT, submitted_at=AT
    )
    resource_class(version).import_data(dataset, raise_errors=True)
    return FollowUpRecord.objects.count()
