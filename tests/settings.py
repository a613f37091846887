"""The real settings, with what would make tests slow or dependent on each other taken out."""

from __future__ import annotations

import os
import tempfile

# Before the real settings read them: a developer's own installation is neither read nor written.
os.environ["SAMSPIL_DATA"] = tempfile.mkdtemp(prefix="samspil-test-")
os.environ["SAMSPIL_SECRET_KEY"] = "only-for-tests"
for _name in (
    "SAMSPIL_DEBUG",
    "SAMSPIL_HOSTS",
    "SAMSPIL_HTTPS",
    "SAMSPIL_PROXIES",
    "SAMSPIL_COLLISION_DAYS",
    "SAMSPIL_TODAY",
    "SAMSPIL_ADDRESS",
    "SAMSPIL_SMTP",
    "SAMSPIL_SMTP_TLS",
    "SAMSPIL_SMTP_USER",
):
    os.environ.pop(_name, None)

from samspil.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "drawings")
}
# A live server's threads wait for the browser with their connection open, and a database in use cannot
# be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
