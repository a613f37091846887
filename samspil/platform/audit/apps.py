"""Tells Django about the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "samspil.platform.audit"
    label = "audit"
