"""The Django app of telling people. It holds no rule and connects no signal."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Its tables lie in `plain.db`."""

    name = "auzolan.house.notices"
    label = "notices"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"
