"""Every setting, from the environment. A missing or malformed one stops the start with a sentence."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from callcenter import embedded
from callcenter.beat import SCHEDULE
from callcenter.environment import env, env_bool, env_list, is_local, log_format

BASE_DIR = Path(__file__).resolve().parent.parent


# --- Where things are kept -------------------------------------------------------------------------
DATA_DIR = Path(env("CALLCENTER_DATA_DIR", str(BASE_DIR / ".data")))
DEBUG = env_bool("CALLCENTER_DEBUG", False)
IS_LOCAL = is_local()
SECRET_KEY = os.environ.get("CALLCENTER_SECRET_KEY") or (
    embedded.local_secret_key(DATA_DIR) if IS_LOCAL else env("CALLCENTER_SECRET_KEY")
)
ALLOWED_HOSTS = env_list("CALLCENTER_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if IS_LOCAL else "")
CSRF_TRUSTED_ORIGINS = env_list("CALLCENTER_TRUSTED_ORIGINS")
IS_HTTPS = env_bool("CALLCENTER_HTTPS", not IS_LOCAL)

# --- Apps: lower rooms first; imports run from later to earlier ---------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "oauth2_provider",
    "csp",
    "django_htmx",
    "template_partials",
    "callcenter.apps.CallcenterConfig",
    "callcenter.accounts",
    "callcenter.access",
    "callcenter.web",
    "callcenter.api",
    "callcenter.audit",
    "callcenter.files",
    "callcenter.people",
    "callcenter.rulebook",
    "callcenter.operation",
    "callcenter.integrations",
    "callcenter.notifications",
    "callcenter.workcalendar",
    "callcenter.clocks",
    "callcenter.approvals",
    "callcenter.measures",
    "callcenter.telephony",
    "callcenter.demo",
    "staffing.shifts",
    "staffing.roster",
    "staffing.leave",
    "staffing.swaps",
    "staffing.overtime",
    "staffing.attendance",
    "staffing.records",
    "staffing.floor",
    "quality.conduct",
    "complaints.customers",
    "complaints.cases",
    "complaints.remedies",
    "complaints.liability",
    "complaints.improvement",
    "complaints.workorders",
    "complaints.serviceorders",
    "complaints.surveys",
    "complaints.intake",
    "complaints.desk",
    "reports",
]

MIDDLEWARE = [
    "callcenter.health.HealthMiddleware",
    "callcenter.operation.logs.requests.RequestIdMiddleware",
    "callcenter.operation.metrics.middleware.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "callcenter.web.middleware.NoZeroBytesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "callcenter.web.uploads.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "callcenter.accounts.middleware.PreferredLanguageMiddleware",
    "callcenter.accounts.middleware.FirstPasswordMiddleware",
    "callcenter.web.drafts.SentDraftMiddleware",
    "callcenter.people.middleware.CurrentSiteMiddleware",
    "callcenter.rulebook.middleware.OneRulebookMiddleware",
]

ROOT_URLCONF = "callcenter.urls"
WSGI_APPLICATION = "callcenter.wsgi.application"
FORM_RENDERER = "callcenter.web.form_renderer.FormRenderer"
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
                "callcenter.web.context.shell",
            ],
        },
    },
]

# --- PostgreSQL, Redis, Celery ---------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or embedded.database_url(DATA_DIR),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url(DATA_DIR)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = embedded.celery_broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True  # results live in rows
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Without Redis a request that would wake a worker goes on at once (the sweeps find the row), not after six seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.1,
    "socket_connect_timeout": 3,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = env("CALLCENTER_BEAT_SCHEDULE", str(DATA_DIR / "beat-schedule"))
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- Log-in ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "callcenter.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "callcenter.accounts.adapters.SingleSignOnAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; the adapter closes it
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on; the service ends all others
ACCOUNT_SESSION_REMEMBER = False  # shared machines: closing the browser logs out
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds that a typed password opens the security pages
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody may have mail sent to addresses that are not ours
# A whole center begins its shift behind one address: that is counted loosely, a user name strictly.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "60/m/ip,5/5m/key"}
# Proxies of our own before the web server. Their X-Forwarded-For is believed that far and no farther; 0: not at all.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("CALLCENTER_PROXIES", "0"))
ACCOUNT_FORMS = {
    "login": "callcenter.accounts.forms.LoginForm",
    "reset_password": "callcenter.accounts.forms.ResetPasswordForm",
}
MFA_ADAPTER = "callcenter.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Call center"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
# A "last seen" would cost each page a write and three queries.
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"
SESSION_COOKIE_AGE = 12 * 3600  # one long shift
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True

# Single sign-on: one OpenID Connect provider, when CALLCENTER_OIDC_SERVER names it (docs/single-sign-on.md).
OIDC_SERVER = env("CALLCENTER_OIDC_SERVER", "")
OIDC_USER_CLAIM = env("CALLCENTER_OIDC_USER_CLAIM", "preferred_username")  # holds the employee number
OIDC_CREATES_LOGINS = env_bool("CALLCENTER_OIDC_CREATES_LOGINS", False)


def single_sign_on(server: str, client_id: str, secret: str, name: str) -> dict[str, object]:
    """The one provider, as allauth wants it told."""
    if urlsplit(server).scheme != "https" and not IS_LOCAL:
        raise ImproperlyConfigured("CALLCENTER_OIDC_SERVER must begin with https://.")
    app = {"provider_id": "sso", "name": name, "client_id": client_id, "secret": secret}
    app_settings = {"server_url": server}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": app_settings}]}}


if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS = single_sign_on(
        OIDC_SERVER,
        env("CALLCENTER_OIDC_CLIENT_ID"),
        env("CALLCENTER_OIDC_CLIENT_SECRET"),
        env("CALLCENTER_OIDC_NAME", "Single sign-on"),
    )

# --- Language and time: stored in UTC, shown in the site's own zone -----------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Static and stored files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("CALLCENTER_STATIC_ROOT", str(DATA_DIR / "static")))
MEDIA_ROOT = Path(env("CALLCENTER_MEDIA_ROOT", str(DATA_DIR / "attachments")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = (
    10 * 1024 * 1024
)  # documents without files; web.uploads refuses larger ones unread
FILES_ATTACHMENT_BYTES = int(env("CALLCENTER_ATTACHMENT_MB", "20")) * 1024 * 1024

# --- Security ------------------------------------------------------------------------------------------------------


def form_targets(oidc_server: str) -> list[str]:
    """Where forms may lead. Browsers hold redirects after a form to this as well: the way to the single sign-on is one."""
    provider = urlsplit(oidc_server)
    return [SELF, f"{provider.scheme}://{provider.netloc}"] if oidc_server else [SELF]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": form_targets(OIDC_SERVER),
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
# Whether HSTS covers subdomains and goes into the browsers' lists is for the owner of the domain to say, at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- API ---------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "callcenter.integrations.clients.authentication.ClientBearer",
        "callcenter.api.authentication.BrowserSession",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["callcenter.integrations.clients.throttling.ClientThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "callcenter.api.pagination.CursorPages",
    "EXCEPTION_HANDLER": "callcenter.api.problems.problem_response",
    "PAGE_SIZE": 100,
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "integrations.Client"
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "callcenter.integrations.clients.oauth.ClientValidator",
    "SCOPES_BACKEND_CLASS": "callcenter.integrations.clients.oauth.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # tokens are kept as digests
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,  # never in an address
    # Client credentials are the only grant; the others stay closed as their best practice says.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
API_IDEMPOTENCY_HOURS = int(
    env("CALLCENTER_IDEMPOTENCY_HOURS", "48")
)  # how long an answer to a write is given again
SPECTACULAR_SETTINGS = {
    "TITLE": "Call center operations API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "PostCodeEnum": "callcenter.access.posts.PostCode",
        "JobStateEnum": "callcenter.files.jobs.models.State",
        "DocumentStateEnum": "reports.documents.workflow.CHOICES",
        "CalendarDayKindEnum": "callcenter.workcalendar.models.DAY_KINDS",
        "ShiftPartKindEnum": "staffing.shifts.models.SEGMENT_KINDS",
        "BreakKindEnum": "staffing.floor.breaks.models.BreakKind",
        "IncidentKindEnum": "staffing.records.incidents.models.IncidentKind",
        "MeetingKindEnum": "staffing.records.meetings.series.MeetingKind",
        "CustomerKindEnum": "complaints.customers.dossier.CustomerKind",
        "CustomerContactMeansEnum": "complaints.customers.contacts.models.Means",
        "CustomerContactDirectionEnum": "complaints.customers.contacts.models.Direction",
        "CustomerNumberEnum": "complaints.customers.looks.models.Field",
        "ComplaintStateEnum": "complaints.cases.states.State",
        "DiscountCertificateStateEnum": "complaints.remedies.certificates.models.CertificateState",
        "ReturnSlipStateEnum": "complaints.remedies.slips.models.SlipState",
        "ComplaintNatureEnum": "complaints.cases.states.Nature",
        "ComplaintChannelEnum": "complaints.cases.states.Channel",
        "ComplaintSeverityEnum": "complaints.cases.states.Severity",
        "ComplaintTriggerEnum": "complaints.cases.states.Trigger",
        "ComplaintFaultEnum": "complaints.cases.states.Fault",
        "ComplaintOutcomeEnum": "complaints.cases.states.Outcome",
        "ComplaintFoundOutcomeEnum": "complaints.cases.api_shapes.FOUND_OUTCOMES",
        "ComplaintRemedyEnum": "complaints.cases.states.Remedy",
        "ComplaintStepKindEnum": "complaints.cases.steps.models.StepKind",
        "ComplaintStepStateEnum": "complaints.cases.steps.models.StepState",
        "ComplaintMeansEnum": "complaints.cases.contacts.models.Means",
        "ComplaintContactAboutEnum": "complaints.cases.contacts.models.About",
        "ComplaintLoggedAboutEnum": "complaints.cases.api_shapes.LOGGED_ABOUT",
        "ComplaintFieldEnum": "complaints.cases.api_shapes.NOT_APPLICABLE",
        "ComplaintUptoEnum": "complaints.cases.api_shapes.UPTO",
        "ConductContestOutcomeEnum": "quality.conduct.records.models.Outcome",
        "ServiceOrderStateEnum": "complaints.serviceorders.states.State",
        "SurveyGradeEnum": "complaints.surveys.ratings.models.Grade",
        "CallbackStateEnum": "complaints.surveys.callbacks.models.CallbackState",
        "AttendanceBreachKindEnum": "staffing.attendance.breaches.models.BreachKind",
        "AttendanceBreachStateEnum": "staffing.attendance.breaches.models.BreachState",
        "AttendancePunchDirectionEnum": "staffing.attendance.punches.models.Direction",
        "WorkOrderStateEnum": "complaints.workorders.states.State",
        "WorkOrderKindEnum": "complaints.workorders.states.OrderKind",
        "WorkOrderChannelEnum": "complaints.workorders.states.OrderChannel",
        "TransferTicketStateEnum": "complaints.workorders.states.TicketState",
        "CoordinationStateEnum": "complaints.workorders.coordination.models.CoordinationState",
        "WorkOrderReplyMeansEnum": "complaints.workorders.states.ReplyMeans",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "callcenter.api.schema.anything_may_be_null",
        "callcenter.api.schema.default_is_of_the_whole",
        "callcenter.api.schema.describe_contract",
        "callcenter.api.examples.add_examples",
    ],
}

# --- Mail and logs ---------------------------------------------------------------------------------------------------------
# Mail is printed until a server is named.
EMAIL_HOST = env("CALLCENTER_EMAIL_HOST", "")
EMAIL_PORT = int(env("CALLCENTER_EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("CALLCENTER_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("CALLCENTER_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_bool("CALLCENTER_EMAIL_TLS", True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = env("CALLCENTER_FROM_EMAIL", "callcenter@localhost")
# --- Notifications ---------------------------------------------------------------------------------------------------------
# What links in e-mail and chat begin with, such as https://callcenter.example; without it they carry none.
PUBLIC_URL = env("CALLCENTER_PUBLIC_URL", "")
# Chat services that a channel may use, by their apprise names. Others would let a channel post to any host.
NOTIFICATIONS_CHAT_SERVICES = env_list(
    "CALLCENTER_CHAT_SERVICES", "wecombot,dingtalk,feishu,lark,workflows,msteams,slack"
)
# How long a claimed delivery is left alone without a sign of life from who claimed it.
NOTIFICATIONS_LEASE_SECONDS = int(env("CALLCENTER_NOTIFICATION_LEASE_SECONDS", "120"))
# --- Webhooks ----------------------------------------------------------------------------------------------------------------
# Webhooks go to https addresses of the public internet. Networks of one's own that they may reach as well: 10.1.0.0/16, …
WEBHOOKS_ALLOWED_NETWORKS = env_list("CALLCENTER_WEBHOOK_NETWORKS")
WEBHOOKS_ALLOW_HTTP = env_bool("CALLCENTER_WEBHOOK_HTTP", False)
# How long a claimed delivery is left alone without a sign of life from who claimed it.
WEBHOOKS_LEASE_SECONDS = int(env("CALLCENTER_WEBHOOK_LEASE_SECONDS", "120"))
LOG_FORMAT = log_format()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "callcenter.operation.logs.formatting.Ids"}},
    "formatters": {
        "line": {"()": "callcenter.operation.logs.formatting.Line"},
        "json": {"()": "callcenter.operation.logs.formatting.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["ids"]}},
    "root": {"handlers": ["console"], "level": env("CALLCENTER_LOG_LEVEL", "INFO")},
    # One line for each request is for a log store; at a terminal it would hide the others.
    "loggers": {"callcenter.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},
}

# --- Watching it run (docs/operation.md) -------------------------------------------------------------------------------------
METRICS_DIR = env("CALLCENTER_METRICS_DIR", "")  # where the processes of a host put their counts together
METRICS_TOKEN = env("CALLCENTER_METRICS_TOKEN", "")
METRICS_NETWORKS = env_list("CALLCENTER_METRICS_NETWORKS", "127.0.0.1/32,::1/128")
SENTRY_DSN = env("CALLCENTER_SENTRY_DSN", "")
SENTRY_ENVIRONMENT = env("CALLCENTER_SENTRY_ENVIRONMENT", "production")
BACKUP_DIR = Path(env("CALLCENTER_BACKUP_DIR", str(DATA_DIR / "backups")))
