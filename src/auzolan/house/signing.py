"""Signing the head of the record; when the key changes, the old key and the new one sign."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.audit.folder import Folder
from auzolan.house.keys import load_signers
from auzolan.record.frontier import Frontier
from auzolan.record.notes import Checkpoint, Signer, sign_checkpoint


class HeadSigner:
    """Signs checkpoints with the keys that lie in the folder, read again when one is missing."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._signers: dict[str, Signer] = {}

    def sign(self, origin: str, frontier: Frontier, vkeys: Sequence[str]) -> bytes:
        """The signed note of the record as it stands.

        Args:
            origin: the name of the record.
            frontier: its tree.
            vkeys: the keys that must sign: one, or two on the day that the key changes.
        Raises:
            OSError: a private key is not in the folder.
        """
        if any(vkey not in self._signers for vkey in vkeys):
            self._signers = load_signers(self._folder, origin)
        missing = [vkey for vkey in vkeys if vkey not in self._signers]
        if missing:
            raise OSError(f"the private key of {missing[0][:60]} is not in the keys folder")
        checkpoint = Checkpoint(origin, frontier.size, frontier.root())
        return sign_checkpoint(checkpoint, [self._signers[vkey] for vkey in vkeys])
