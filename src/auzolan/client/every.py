"""All rooms of the client together. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec

from auzolan.client.assembly import Assembly
from auzolan.client.charter import Charter
from auzolan.client.consent import Consent
from auzolan.client.contributions import Contributions
from auzolan.client.door import Door, Foreseen
from auzolan.client.labour import Labour
from auzolan.client.learning import Learning
from auzolan.client.licensing import Licensing
from auzolan.client.members import Members
from auzolan.client.programs import Programs
from auzolan.client.record import Record
from auzolan.client.rows_assembly import RowsOfAssembly
from auzolan.client.rows_charter import RowsOfCharter
from auzolan.client.rows_consent import RowsOfConsent
from auzolan.client.rows_contributions import RowsOfContributions
from auzolan.client.rows_labour import RowsOfLabour
from auzolan.client.rows_learning import RowsOfLearning
from auzolan.client.rows_licensing import RowsOfLicensing
from auzolan.client.rows_members import RowsOfMembers
from auzolan.client.rows_record import RowsOfRecord
from auzolan.client.rows_treasury import RowsOfTreasury
from auzolan.client.rows_valuation import RowsOfValuation
from auzolan.client.treasury import Treasury
from auzolan.client.valuation import Valuation


class Client:
    """A co-operative, as a program sees it.

    Args:
        address: `https://coop.example`; plain http only for this machine.
        key: a key of a program, `auz_…`; empty for what is open to all.
        timeout_s: how long to wait for each answer.
    Raises:
        ValueError: the address is none, or the key would travel in the clear.
    """

    def __init__(self, address: str, key: str = "", timeout_s: float = 30) -> None:
        self._door = Door(address, key, timeout_s)
        self.assembly = Assembly(self._door)
        self.charter = Charter(self._door)
        self.consent = Consent(self._door)
        self.contributions = Contributions(self._door)
        self.labour = Labour(self._door)
        self.learning = Learning(self._door)
        self.licensing = Licensing(self._door)
        self.members = Members(self._door)
        self.programs = Programs(self._door)
        self.record = Record(self._door)
        self.rows_assembly = RowsOfAssembly(self._door)
        self.rows_charter = RowsOfCharter(self._door)
        self.rows_consent = RowsOfConsent(self._door)
        self.rows_contributions = RowsOfContributions(self._door)
        self.rows_labour = RowsOfLabour(self._door)
        self.rows_learning = RowsOfLearning(self._door)
        self.rows_licensing = RowsOfLicensing(self._door)
        self.rows_members = RowsOfMembers(self._door)
        self.rows_record = RowsOfRecord(self._door)
        self.rows_treasury = RowsOfTreasury(self._door)
        self.rows_valuation = RowsOfValuation(self._door)
        self.treasury = Treasury(self._door)
        self.valuation = Valuation(self._door)

    def foresee(self, name: str, asked: msgspec.Struct) -> Foreseen:
        """What a doing would change, as `consent.withdraw`; nothing is written.

        Args:
            name: of the doing.
            asked: its fields, as the type named after it in the shapes of its room.
        """
        return self._door.foresee(name, asked)
