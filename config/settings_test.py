"""What tests change: cheap passwords, eager jobs, fixed keys that guard nothing."""

import os

os.environ.setdefault("SECRET_KEY", "tests only, tests only, tests only, tests only, tests only")
os.environ["SEAL_KEYS"] = "t1:dGVzdHMgb25seSwgdGVzdHMgb25seSwgdGVzdHMgISE="
os.environ["HASH_KEY"] = "dGVzdHMgb25seSwgdGVzdHMgb25seSwgdGVzdHMgISE="
os.environ.setdefault("DATABASE_URL", "postgres://localhost/manyi")

from config.settings import *  # noqa: F403
from tests.strict_templates import Strict

if owner := env.str("DATABASE_OWNER_URL", default=""):  # noqa: F405
    DATABASES = {"default": env.db_url_config(owner)}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
# The live server of browser tests serves static files by itself, from the sources.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405
# An unknown variable in a template of ours is a mistake, not a blank.
[_engine] = TEMPLATES  # noqa: F405
_engine["OPTIONS"] = {**_engine["OPTIONS"], "string_if_invalid": Strict()}  # type: ignore[dict-item]
