"""A typed client of a co-operative's door for programs, for Python; it needs msgspec alone.

    from auzolan.client import Client

    coop = Client("https://coop.example", "auz_…")
    for line in coop.consent.consents(member="m017"):
        print(line.kind, line.purposes)
    coop.consent.withdraw(kind="purchases")

All but `door` is written by `scripts/make_client.py` from the table that portal and API are made from. It
holds no rule: what it sends is decided there.
"""

from auzolan.client.door import Change, Done, Door, Foreseen, Later, Refused, Unreachable
from auzolan.client.every import Client

__all__ = ["Change", "Client", "Done", "Door", "Foreseen", "Later", "Refused", "Unreachable"]
