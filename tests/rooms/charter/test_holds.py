"""Whether somebody holds an office is one question, however it is looked up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.offices import holders_of, holds
from auzolan.charter.state import Mandate
from auzolan.foundation.books import MemoryBooks

TERMS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "eve"]), st.sampled_from(["audit", "secretary"]),
        st.integers(0, 6), st.integers(0, 6), st.integers(0, 1),
    ),
    max_size=8,
)  # fmt: skip


@given(TERMS, st.integers(0, 7))
def test_she_holds_an_office_where_she_is_among_its_holders(
    terms: list[tuple[str, str, int, int, int]], at: int
) -> None:
    """Goal: the quick look is right. Method: compare with the whole list, also after all terms."""
    books = MemoryBooks()
    for place, (holder, office, start, days, spent) in enumerate(terms):
        books.add(Mandate(f"t{place}", office, holder, "", start, start + days, spent))
    for office in ("audit", "secretary"):
        everybody = holders_of(books, office, at)
        for holder in ("ana", "ben", "eve", "tom"):
            assert holds(books, holder, office, at) == (holder in everybody)
