"""A desk that answers as the real one would, and writes nothing.

It goes the whole way to the facts and then undoes its transaction. Salts differ from those of the
real entry, and so do the digests that come from them; amounts and refusals do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.desk import Desk, DeskStopped
from auzolan.house.storage.releases import NewerRelease
from auzolan.house.storage.store import TryAgain, WriterWaits
from auzolan.house.submission import Receipt, Submission
from auzolan.record.annexes import AnnexRef


class RehearsalDesk(Desk):
    """For showing an entry before it is made."""

    def lay_down(
        self, kind: str, columns: Mapping[str, Sequence[Scalar]], *, amount: str = ""
    ) -> AnnexRef:
        """Lay an annex down in memory alone."""
        with self._one_thread:
            return self._annexes.make(kind, columns, amount=amount)

    def _transact(self, submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
        try:
            self._open_transaction()
            call = self._begin(submissions)
            return [self._answer(call, submission) for submission in submissions]
        except (DeskStopped, WriterWaits, TryAgain, NewerRelease):
            raise
        except Exception as failure:
            raise DeskStopped(answers.stopped(failure)) from failure
        finally:
            self._undo()
