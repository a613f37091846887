"""Django's settings; everything that differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from samspil.config import environment

WEB = Path(__file__).resolve().parent.parent / "web"
DATA = environment.data_folder()
# Told when a command starts, and not on the first page that asks which day it is.
environment.refuse_wrong_day("SAMSPIL_TODAY")

DEBUG = environment.flag("SAMSPIL_DEBUG")
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.words("SAMSPIL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("SAMSPIL_ORIGINS", "")

ROOT_URLCONF = "samspil.config.urls"
WSGI_APPLICATION = "samspil.config.wsgi.application"

INSTALLED_APPS = [
    "samspil.platform.audit",
    "samspil.platform.imports",
    "samspil.platform.views",
    "samspil.platform.documents",
    "samspil.platform.jobs",
    "samspil.platform.messages",
    "samspil.platform.once",
    "samspil.organisations",
    "samspil.competence",
    "samspil.companies",
    "samspil.governance",
    "samspil.guidance",
    "samspil.programmes",
    "samspil.cooperation",
    "samspil.referrals",
    "samspil.mailbox",
    "samspil.surveys",
    "samspil.scorecards",
    "samspil.workday",
    "samspil.upkeep",
    "samspil.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    # Not rules.apps.AutodiscoverRulesConfig: it would import every rules.py, which here are pure decisions.
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "samspil.web.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "samspil.web.nul.NulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samspil.web.language.LanguageMiddleware",
    # Every page asks for log-in unless it says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samspil.web.second_factor.SecondFactorMiddleware",
    "samspil.web.conflicts.ConflictMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "templates", WEB / "components"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "samspil.web.jinja.environment.build",
            "context_processors": ["samspil.web.jinja.context.page"],
        },
    },
    {
        # Only for the texts of allauth's letters and Django's form widgets; pages are all Jinja.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# No ATOMIC_REQUESTS: with IMMEDIATE, every page view would take the write lock. Actions are atomic.
DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all server processes, so that throttling of log-ins counts them together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
    },
    # Apart from the log-in counters, so that many charts never push out one of those.
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "drawings",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Users are created by an administrator, who knows the address; nobody signs up.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "samspil.web.accounts.AccountAdapter"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Asking for a new password tells nobody whether an address has a user, not even by a letter.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Per address and per user: a guesser is stopped, an office behind one address is not.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("SAMSPIL_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# An administrator vouches for the address, so no letter has to be answered before a second factor is set.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Samspil"
MFA_ADAPTER = "samspil.web.accounts.MfaAdapter"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "sprog"
LOCALE_PATHS = [WEB / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [WEB / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "samspil.web.statics.FingerprintStorage"},
}
# Files are served from where they lie; their addresses carry a fingerprint, so browsers may keep them.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 30 * 24 * 3600
MEDIA_ROOT = DATA / "documents"

SESSION_COOKIE_NAME = "samspil"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = environment.flag("SAMSPIL_HTTPS")
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if environment.flag("SAMSPIL_HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"

DEFAULT_FROM_EMAIL = os.environ.get("SAMSPIL_FROM", "Samspil <samspil@localhost>")
# EMAIL_BACKEND, and with a mail server its host, port, user and encryption.
globals().update(environment.mail())
# Where the pages are reached, for links in mails.
ADDRESS = environment.address()
# Whether that was chosen; otherwise a page that is being read knows better where it is reached.
ADDRESS_IS_CHOSEN = bool(environment.words("SAMSPIL_ADDRESS", ""))

# How far back a contact of another organisation still matters to who calls next, in days.
SAMSPIL_COLLISION_DAYS = environment.number("SAMSPIL_COLLISION_DAYS", 60)

# The domain whose mail server pipes to `samspil receive`, and what that server calls itself in the
# Authentication-Results it writes; without both no mail is taken in.
SAMSPIL_MAIL_DOMAIN = os.environ.get("SAMSPIL_MAIL_DOMAIN", "").strip().lower()
SAMSPIL_MAIL_AUTHSERV = os.environ.get("SAMSPIL_MAIL_AUTHSERV", "").strip().lower()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
