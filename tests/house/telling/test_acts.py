"""What the desk says of the acts that it was asked for: tags and codes, to those who listen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from auzolan.consent.acts import Withdraw
from auzolan.foundation.refusals import Refusal
from auzolan.house.submission import Receipt, Submission
from auzolan.house.telling.acts import Asked, listen, stop_listening, tell_acts

ACT = Submission("s1", "ana", Withdraw(member="ana", kind="purchases"))
REFUSED = Refusal("consent.nothing_granted", "consent", "Ana has granted nothing.", "Ask Ana.")


class _Ear:
    """Somebody who listens, and remembers."""

    def __init__(self) -> None:
        self.heard: list[tuple[list[Asked], float]] = []

    def __call__(self, asked: Sequence[Asked], seconds: float) -> None:
        self.heard.append((list(asked), seconds))


@pytest.fixture
def ear() -> Iterator[_Ear]:
    made = _Ear()
    listen(made)
    yield made
    stop_listening(made)


def test_acts_are_told_by_tag_and_code_alone(ear: _Ear) -> None:
    """Goal: reasons hold names. Method: one call with each outcome; compare what was heard whole."""
    entered = Receipt(7, "s1", 0, b"", ())
    again = Receipt(7, "s1", 0, b"", (), repeated=True)
    tell_acts([ACT, ACT, ACT], [entered, again, REFUSED], 0.25)
    tag = "consent.withdraw/1"
    outcomes = ("accepted", "repeated", "consent.nothing_granted")
    assert ear.heard == [([Asked(tag, outcome) for outcome in outcomes], 0.25)]


def test_who_listens_twice_hears_once_and_who_stops_hears_no_more(ear: _Ear) -> None:
    """Goal: no count twice. Method: listen again, tell; stop twice, tell."""
    listen(ear)
    tell_acts([ACT], [REFUSED], 0.1)
    stop_listening(ear)
    stop_listening(ear)
    tell_acts([ACT], [REFUSED], 0.1)
    assert len(ear.heard) == 1


def test_answers_that_do_not_fit_the_acts_are_never_told(ear: _Ear) -> None:
    """Goal: no outcome beside the wrong act. Method: two acts, one answer."""
    with pytest.raises(ValueError, match="shorter"):
        tell_acts([ACT, ACT], [REFUSED], 0.1)
    assert ear.heard == []
