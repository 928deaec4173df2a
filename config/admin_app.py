from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class AdminConfig(SimpleAdminConfig):
    """The admin, loaded with the addresses: workers and commands carry 16 MB less."""

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_whole_admin, checks.Tags.admin)


def check_whole_admin(app_configs: Any, **kwargs: Any) -> list[Any]:
    """Check the admin as Django would, with all that registers itself there."""
    admin.autodiscover()
    return check_admin_app(app_configs, **kwargs)
