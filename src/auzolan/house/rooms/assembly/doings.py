"""What can be done in the assembly at a door; see `house/doing.py`. The parts stand beside it."""

from __future__ import annotations

from typing import Any

from auzolan.house.doing import Doing
from auzolan.house.rooms.assembly.doing_members import MEMBERS
from auzolan.house.rooms.assembly.doing_offices import OFFICES
from auzolan.house.rooms.assembly.doing_proposals import PROPOSALS
from auzolan.house.rooms.assembly.doing_voting import VOTING

DOINGS: tuple[Doing[Any], ...] = (*PROPOSALS, *MEMBERS, *VOTING, *OFFICES)
