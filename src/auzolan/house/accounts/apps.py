"""The Django app of signing in. It holds no rule; what it listens to stands in `signals.py`."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, in `plain.db`."""

    name = "auzolan.house.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Begin to listen to sign-ins."""
        from auzolan.house.accounts.signals import connect

        connect()
