"""What proposals are called on a page: by title for whoever may read texts, else by what they do.

Titles are sealed texts: they come from the vault at each look. It decides nothing about who may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auzolan.assembly.measures import measure_from_text
from auzolan.assembly.state import Proposal
from auzolan.house.doors.portal import assembly_words
from auzolan.house.doors.portal.money_words import MEASURES
from auzolan.house.rooms.assembly.page_queries import kind_of
from auzolan.house.rooms.assembly.tables import ProposalTable
from auzolan.house.rooms.charter.page_queries import CoopRequest
from auzolan.house.rooms.members.people_on_pages import may_read_texts
from auzolan.house.rooms.record.page_queries import words_of
from auzolan.house.storage.models import rows_of


def titles_for(request: CoopRequest, proposals: Iterable[str]) -> dict[str, str]:
    """What proposals are called for whoever reads a page; the world reads no titles.

    Args:
        request: the page that is asked for.
        proposals: ids; empty ones and those of none are passed over.
    Returns:
        The title, or the kind of measure with the id where no title may be read or there is none.
    """
    wanted = sorted({one for one in proposals if one})
    if not wanted:
        return {}
    found = rows_of(Proposal, ProposalTable.objects.filter(proposal__in=wanted))
    is_shown = may_read_texts(request.visit)
    words = words_of(request.coop.folder, [one.entry for one in found]) if is_shown else {}
    return {one.proposal: words.get((one.entry, "title")) or _by_kind(one) for one in found}


def _by_kind(proposal: Proposal) -> str:
    kind = kind_of(measure_from_text(proposal.measure))
    says = MEASURES.get(kind) or assembly_words.MEASURES.get(kind)
    return f"{says} ({proposal.proposal})" if says else proposal.proposal


def titled(proposal: str, titles: Mapping[str, str]) -> str:
    """What a page calls a proposal: its title, or its id without one."""
    return titles.get(proposal, proposal)
