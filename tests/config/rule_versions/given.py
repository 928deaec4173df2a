"""The register's rules, as tests of the pages of rules draft them."""

from dataclasses import asdict

from django.urls import reverse

from bureau.models import RuleVersion
from followups.rules.table import KIND, STANDARD

OF_REGISTER = RuleVersion.objects.of_kind(KIND)
GIVEN = {
    **asdict(STANDARD),
    "reminder_days": "5、8，10",
    "township_rate_percent": 20,
    "valid_from": "2026-12-01",
    "document_no": "安卫发〔2026〕31号",
    "source": "关于提高随访抽查比例的通知",
}


def sent(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"rules:{name}", args=args), data, follow=True).content.decode()
