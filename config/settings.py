"""Settings, read from top to bottom. Environments differ by variables only: see .env.example."""

from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from config.beat import BEAT_SCHEDULE
from config.log_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What this installation is ------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BUREAU_NAME = env.str("BUREAU_NAME", default="安和县卫生健康局")
HELP_PHONE = env.str("HELP_PHONE", default="0539-2250000")
COMPLAINT_PHONE = env.str("COMPLAINT_PHONE", default=HELP_PHONE)
VERSION = "0.1.0"

# --- Apps, middleware, templates ------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "satisfaction",
    "accountability",
    "followups",
    "complaints",
    "rectification",
    "bureau",
    "import_export",
    "pghistory",
    "pgtrigger",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config.admin_app.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "bureau.middleware.ReadableAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bureau.middleware.LogInFirstMiddleware",
    "bureau.middleware.TraceMiddleware",
    "bureau.middleware.ChosenLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bureau.middleware.SessionLifeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.shell.shell",
            ],
        },
    }
]

# --- The three shared things: database, broker, files ---------------------------------------

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60), CONN_HEALTH_CHECKS=True
)
# The owner's commands run on the owner's URL, and grant to this role what it needs.
RUNTIME_ROLE = env.str("DATABASE_RUNTIME_ROLE", default=DATABASES["default"]["USER"])
# After how many seconds the database gives up on a statement, on a lock, and on a transaction in
# which nothing happens. A person waits for a page and nobody for a job; migrations take their time.
PATIENCE = {"web": (15, 5, 60), "job": (300, 60, 600), "owner": (0, 0, 0)}
_limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
_seconds = PATIENCE[env.str("DATABASE_PATIENCE", default="job")]
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
    # What is said here would hide what the environment says to every connection.
    [
        env.str("PGOPTIONS", default=""),
        *(f"-c {limit}={each}s" for limit, each in zip(_limits, _seconds, strict=True)),
    ]
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=env.str("REDIS_URL", default=""))
CELERY_BROKER_DIR = env.str("CELERY_BROKER_DIR", default=str(BASE_DIR / "var/broker"))
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": CELERY_BROKER_DIR,
        "data_folder_out": CELERY_BROKER_DIR,
        "control_folder": f"{CELERY_BROKER_DIR}/control",
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {
        "visibility_timeout": 3600,  # above the hard time limit below
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
# An interface that only hints at work must not hang while the broker is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("FILES_DIR", default=str(BASE_DIR / "var/files"))},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The bureau's own faces (小标宋, 仿宋_GB2312 …), which may not be given away with a program.
FONT_DIRS = env.list("FONT_DIRS", default=[])
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_DIR", default=str(BASE_DIR / "var/static"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
# Uploads stay in memory and never touch the disk in the clear; larger ones are not taken in at all.
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- Letters: without a mail server notices stay on the platform ---------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="manyi@localhost")
# Where the platform is reached, for the links in letters; without it they have none.
SITE_URL = env.str("SITE_URL", default="")

# --- Who may come in: how is said in config.log_in ---------------------------------------------

AUTH_USER_MODEL = "bureau.User"
# How many proxies of ours stand in front, each adding to X-Forwarded-For where it was asked from.
PROXY_HOPS = env.int("PROXY_HOPS", default=0)

# --- What leaves and enters the browser -------------------------------------------------------

HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Field history --------------------------------------------------------------------------------

# A history row is found by the row it tells of and by nothing else.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# --- What is sealed -----------------------------------------------------------------------------

# "id:base64 of 32 bytes", comma-separated. The first seals; all of them open.
SEAL_KEYS = env.list("SEAL_KEYS")
# Base64 of 32 bytes: the key of the hashes by which sealed values are found again.
HASH_KEY = env.str("HASH_KEY")

# --- Words and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "bureau.log_lines.JsonLines"},
        # For whoever develops: a fault is read here, and not by a program.
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
