"""What proposals are called on a page: by title for whoever may read texts, else by id.

Titles are sealed texts: they come from the vault at each look. It decides nothing about who may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auzolan.assembly.state import Proposal
from auzolan.house.rooms.assembly.tables import ProposalTable
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.people_on_pages import may_read_texts
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.storage.models import rows_of


def titles_for(request: CoopRequest, proposals: Iterable[str]) -> dict[str, str]:
    """The titles of proposals for whoever reads a page, as far as there are such; none for the world.

    Args:
        request: the page that is asked for.
        proposals: ids; empty ones and those of none are passed over.
    """
    wanted = sorted({one for one in proposals if one})
    if not wanted or not may_read_texts(request.visit):
        return {}
    found = rows_of(Proposal, ProposalTable.objects.filter(proposal__in=wanted))
    words = words_of(request.coop.folder, [one.entry for one in found])
    titles = {one.proposal: words.get((one.entry, "title"), "") for one in found}
    return {name: title for name, title in titles.items() if title}


def titled(proposal: str, titles: Mapping[str, str]) -> str:
    """What a page calls a proposal: its title, or its id without one."""
    return titles.get(proposal, proposal)
