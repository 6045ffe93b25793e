"""Who may read the record is a bylaw: how it is written, voted on and bounded."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.charter.article import Tier
from auzolan.charter.articles import Change, Charter, charter_from_text, charter_text
from auzolan.charter.clauses import amended
from auzolan.charter.presets import PRESETS, founding_charter
from auzolan.charter.tiers import tier_of_changes
from auzolan.foundation.refusals import Refusal

CLAUSE = "membership.open_record"


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_new_co_operative_shows_its_record_to_members_alone(preset: str) -> None:
    """Goal: nobody's record is open by an oversight. Method: the founding charter of each preset."""
    assert founding_charter(preset=preset).membership.open_record == 0


def test_opening_the_record_is_a_bylaw() -> None:
    """Goal: the members decide it as a bylaw. Method: the tier of the one change, both ways."""
    charter = founding_charter()
    assert tier_of_changes(charter, (Change(CLAUSE, 1),)) == Tier.BYLAW
    opened = amended(charter, (Change(CLAUSE, 1),))
    assert isinstance(opened, Charter)
    assert opened.membership.open_record == 1
    assert opened.membership.contribution_cents == charter.membership.contribution_cents
    assert tier_of_changes(opened, (Change(CLAUSE, 0),)) == Tier.BYLAW


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2, "charter.value_out_of_range"),
        ("1", "charter.value_out_of_range"),
        (0, "charter.no_change"),
    ],
)
def test_the_record_is_open_or_it_is_not(value: int | str, code: str) -> None:
    """Goal: there is no third answer. Method: values beside the range, and the present one."""
    refused = amended(founding_charter(), (Change(CLAUSE, value),))
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_charter_that_says_nothing_of_it_keeps_the_record_among_the_members() -> None:
    """Goal: older charters stay readable, byte for byte, and each charter has one spelling.

    Method: write closed and open ones and read them back; write the default out by hand.
    """
    closed, opened = founding_charter(), founding_charter(open_record=1)
    assert "open_record" not in charter_text(closed)
    assert '"open_record":1' in charter_text(opened)
    assert [charter_from_text(charter_text(one)) for one in (closed, opened)] == [closed, opened]
    back = msgspec.structs.replace(
        opened, membership=msgspec.structs.replace(opened.membership, open_record=0)
    )
    assert charter_text(back) == charter_text(closed)
    spelled = charter_text(opened).replace('"open_record":1', '"open_record":0')
    with pytest.raises(ValueError, match="canonical"):
        charter_from_text(spelled)
