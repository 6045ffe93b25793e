"""The room valuation. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door, Later, part
from auzolan.client.shapes_valuation import OwnWorthLine, RecheckAsked, ValuationLine, ValueAsked


class Valuation:
    """What can be asked of the room valuation."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def recheck(
        self,
        *,
        valuation: str,
        once: str = "",
    ) -> Later:
        """Compute the figures again.

        Scope: `do:valuation.recheck`. It takes long, and is done in the queue.

        Args:
            valuation: Which figures?
            once: the number of this request; drawn where empty.
        """
        asked = RecheckAsked(valuation=valuation)
        return self._door.do("valuation.recheck", asked, Later, once)

    def valuations(
        self,
    ) -> Iterator[ValuationLine]:
        """One valuation; `rechecked_by` is empty until somebody else has computed it again.

        Scope: `read:valuation.valuations`.
        """
        return self._door.lines("valuations", ValuationLine)

    def value(
        self,
        *,
        valuation: str,
        model: str,
        recipe: str = "",
        once: str = "",
    ) -> Later:
        """Work out what data is worth to a model.

        Scope: `do:valuation.value`. It takes long, and is done in the queue.

        Args:
            valuation: What are the figures called?
            model: To which model?
            recipe: How it is done
            once: the number of this request; drawn where empty.
        """
        asked = ValueAsked(valuation=valuation, model=model, recipe=recipe)
        return self._door.do("valuation.value", asked, Later, once)

    def worth(
        self,
        *,
        member: str,
    ) -> Iterator[OwnWorthLine]:
        """What a member's rows are worth to a model, with the likely range; scaled by 10^9.

        Scope: `read:valuation.worth`.
        """
        return self._door.lines(f"members/{part(member)}/worth", OwnWorthLine)
