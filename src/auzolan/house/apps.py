"""The one Django app of the house. It holds no rule and connects no signal."""

from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """All rooms in one app, with one history of migrations."""

    name = "auzolan.house"
    label = "house"
    verbose_name = "Auzolan"
