"""The Django app of programs that come in by key. It holds no rule and connects no signal."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Its tables lie in `plain.db`."""

    name = "auzolan.house.programs"
    label = "programs"
    verbose_name = "Programs"
    default_auto_field = "django.db.models.BigAutoField"
