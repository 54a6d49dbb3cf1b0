"""Settings, all from the environment; `docs/operations.md` lists them.

Development is asked for (DEVELOPMENT=on). Otherwise this is production, and a
missing secret key, host or database stops the start with a sentence.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
KEY_BYTES = 32  # of Ed25519


def required(name, what, read):
    """A variable that production cannot do without."""
    if not env.str(name, ""):
        raise ImproperlyConfigured(
            f"Set {name}: {what}. For development start with DEVELOPMENT=on."
        )
    return read(name)


def postgresql(name):
    """A PostgreSQL address; of any other, environ would print the password."""
    if not env.str(name).startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must begin with postgres://.")
    return env.db_url(name)


def key_of_receipts(name):
    """32 bytes in base64."""
    try:
        if len(b64decode(env.str(name), validate=True)) == KEY_BYTES:
            return env.str(name)
    except ValueError:
        pass
    raise ImproperlyConfigured(f"{name} must be 32 bytes in base64.")


def university():
    """The OpenID Connect provider to sign in with, if one is told, as allauth asks."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    issuer, client_id, secret = given = [env.str(name, "") for name in names]
    if not any(given):
        return {}
    if not all(given):
        raise ImproperlyConfigured(f"Set all of {', '.join(names)}, or none.")
    if not (DEVELOPMENT or issuer.startswith("https://")):
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https://.")
    app = {
        "provider_id": "university",
        "name": env.str("OIDC_NAME", "") or "Politecnico di Milano",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


DEVELOPMENT = env.bool("DEVELOPMENT", False)
DEBUG = env.bool("DEBUG", False)

if DEVELOPMENT:
    SECRET_KEY = env.str("SECRET_KEY", "") or get_random_secret_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
else:
    SECRET_KEY = required("SECRET_KEY", "a long random text, kept secret", env.str)
    ALLOWED_HOSTS = required(
        "ALLOWED_HOSTS", "the portal's host names, with commas", env.list
    )

# Where the portal is, as links in letters say it.
PORTAL_ORIGIN = env.str("PORTAL_ORIGIN", "").rstrip("/") or (
    "http://127.0.0.1:8000" if DEVELOPMENT else f"https://{ALLOWED_HOSTS[0]}"
)

# What receipts are signed with: 32 bytes in base64. Former public keys go on being
# published, so that the receipts of earlier years can be checked.
if DEVELOPMENT:
    RECEIPT_KEY = b64encode(sha256(b"receipts" + SECRET_KEY.encode()).digest()).decode()
else:
    RECEIPT_KEY = required("RECEIPT_KEY", "32 random bytes in base64", key_of_receipts)
RECEIPT_OLD_KEYS = env.list("RECEIPT_OLD_KEYS", default=[])

DATABASES = {
    "default": required(
        "DATABASE_URL", "postgres://user:password@host:port/name", postgresql
    )
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
}

# The address of the declaration on AgID's form, and the day it was last reviewed.
ACCESSIBILITY_STATEMENT_URL = env.url("ACCESSIBILITY_STATEMENT_URL", "").geturl()
ACCESSIBILITY_REVIEWED_ON = env.str("ACCESSIBILITY_REVIEWED_ON", "")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")

# Mail: development prints it, production needs a server that takes it.
vars().update(
    env.email("EMAIL_URL", "consolemail://" if DEVELOPMENT else "smtp://localhost:25")
)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", "")
    or CONTACT_EMAIL
    or ("polisocial@localhost" if DEVELOPMENT else "")
)

INSTALLED_APPS = [
    "polisocial",
    "awards",
    "offcampus",
    "cantieri",
    "directory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "accounts",  # after them: its admin replaces theirs
    "content",
    "django_countries",
    "simple_history",
    "polisocial.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# Compression comes last of all, in polisocial.ready_pages.
MIDDLEWARE = [
    "polisocial.middleware.instant_of_request",  # before all that takes time
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "polisocial.middleware.changed_addresses",
]

ROOT_URLCONF = "polisocial.urls"
WSGI_APPLICATION = "polisocial.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "content.templatetags.portal",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "polisocial.context.site",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["accounts.backend.GroupsBackend"]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "home"

# Sign-in: by e-mail, with a second factor for whoever works in the admin.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameForm"
ACCOUNT_FORMS = {"signup": "accounts.sign_up.SignUpForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_DEPARTMENTS = "directory.choices.departments"  # what a profile chooses from
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Who asks for a new password gets a letter, with an account or without: one that was
# not sent would tell by the clock, and leave who mistook their address waiting.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Polisocial: "
ACCOUNT_SESSION_REMEMBER = False  # offices share computers
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEVELOPMENT else "https"
# How many proxies in front add to X-Forwarded-For: attempts are counted by address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0 if DEVELOPMENT else 1)
# Sign-in with the university: by a link, since a form may only be sent to ourselves.
SOCIALACCOUNT_PROVIDERS = university()
SOCIALACCOUNT_ADAPTER = "accounts.university.UniversityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address it proved is its owner's
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Polisocial"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT

# Attempts to sign in and spent codes, counted for all workers together: a cache in
# memory would give each worker its own count. It is touched by sign-in only.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# An address typed without its scheme is https, as Django 6 takes it.
FORMS_URLFIELD_ASSUME_HTTPS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "polisocial.formats"
TIME_ZONE = "Europe/Rome"
USE_TZ = True
COUNTRIES_OVERRIDE = {"CD": _("Democratic Republic of the Congo")}

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", "") or BASE_DIR / ".local" / "static")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "content.files.upload.RoomHandler",
]
# What people send: on a disk that all workers share, in the backups, and of this
# database alone, which says what is kept.
FILES_ROOT = Path(env.str("FILES_ROOT", "") or BASE_DIR / ".local" / "files")
# Where the pictures of pages are kept once drawn.
CARDS_ROOT = Path(env.str("CARDS_ROOT", "") or BASE_DIR / ".local" / "cards")
# Room for public pages kept as ready bytes, in each worker.
READY_PAGES_ROOM = env.int("READY_PAGES_MIB", 16) * 1024 * 1024
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60 * 60

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "awards.views.kept.csrf_failure"
LANGUAGE_COOKIE_NAME = "language"

if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
