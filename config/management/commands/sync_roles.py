from typing import Any

from django.contrib.auth.models import Permission
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import services
from bureau.commands import SpokenCommand
from config.roles import PERMISSIONS


class Command(SpokenCommand):
    help = "Make the groups and their permissions what config/roles.py says. Safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        known = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for role, names in PERMISSIONS.items():
            unknown = names - known.keys()
            if unknown:
                raise CommandError(f"{role}: no such permissions: {', '.join(sorted(unknown))}")
            verbs = [known[name] for name in names]
            services.set_permissions(role=role, permissions=verbs, by=None, at=timezone.now())
        self.stdout.write(_("%(n)s roles in step.") % {"n": len(PERMISSIONS)})
