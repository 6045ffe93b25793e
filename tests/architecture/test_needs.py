"""Every act says what it needs of the members, and the charter's rights agree."""

from __future__ import annotations

import pytest

from auzolan.charter.needs import BY_RESOLUTION, WITHOUT_RESOLUTION, tier_needed
from auzolan.charter.presets import PRESETS, founding_charter
from auzolan.charter.rights_bounds import KERNEL_RIGHTS, OFFICE_RIGHTS
from auzolan.cooperative import RULES

ACTS = {str(kind.__struct_config__.tag).rpartition("/")[0] for kind in RULES}


def test_every_act_is_registered_with_the_tier_it_needs_or_as_needing_none() -> None:
    """Goal: no act slips past the members. Method: compare the register with the table of rules."""
    assert set(BY_RESOLUTION) | WITHOUT_RESOLUTION == ACTS
    assert not set(BY_RESOLUTION) & WITHOUT_RESOLUTION
    assert all((tier_needed(act) is None) == (act in WITHOUT_RESOLUTION) for act in ACTS)


def test_an_act_that_nobody_registered_has_no_need_to_look_up() -> None:
    """Goal: what is unknown is an error, not a yes. Method: a name that is no act."""
    with pytest.raises(LookupError, match=r"treasury\.gift"):
        tier_needed("treasury.gift")


@pytest.mark.parametrize("preset", PRESETS)
def test_rights_by_resolution_are_exactly_those_of_acts_that_need_one(preset: str) -> None:
    """Goal: register and rights agree. Method: each preset's founding charter, and the kernel."""
    rights = {
        right.act for right in founding_charter(preset=preset).rights if right.by == "resolution"
    }
    assert rights == set(BY_RESOLUTION)
    assert {act for act, by in KERNEL_RIGHTS if by == "resolution"} == set(BY_RESOLUTION)
    assert not set(OFFICE_RIGHTS) & set(BY_RESOLUTION)
