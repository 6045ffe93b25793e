"""The Django app of long work. It holds no rule and connects no signal."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Its tables lie in `plain.db`."""

    name = "auzolan.house.jobs"
    label = "jobs"
    verbose_name = "Jobs"
    default_auto_field = "django.db.models.BigAutoField"
