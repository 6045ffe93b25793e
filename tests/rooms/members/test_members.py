"""Admission, keys and leaving: each refusal, their order, and what the facts write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.acts import Appoint
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.state import FOREVER, Mandate
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Admit, Admitted, ClassSet, Leave, Left, RegisterKey, SetClass
from auzolan.members.rules import apply_class_set, guard_appointee
from auzolan.members.state import (
    ACTIVE,
    CLASSES,
    LEFT,
    Member,
    MemberKey,
    as_of,
    is_in_standing,
)
from rooms.learning.small_coop import SEALED, SmallCoop
from support import case_of

KEY, OTHER_KEY = "1" * 64, "2" * 64


def test_a_new_member_brings_the_contribution_of_the_charter() -> None:
    """Goal: capital is the charter's number, not the desk's. Method: admit, read the fact."""
    coop = SmallCoop()
    assert coop.do(Admit("ana", SEALED)) == Admitted("ana", 10_000)
    assert is_in_standing(coop.books, "ana")


def test_an_id_is_never_given_twice() -> None:
    """Goal: an id names one person for ever. Method: admit twice, also after leaving."""
    coop = SmallCoop()
    coop.join("ana")
    assert coop.code(Admit("ana", SEALED)) == "members.id_taken"
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(Admit("ana", SEALED)) == "members.id_taken"


def test_nobody_is_admitted_under_the_name_of_the_house() -> None:
    """Goal: no member can pass for the operator. Method: ask for the reserved id."""
    assert SmallCoop().code(Admit("operator", SEALED)) == "members.id_reserved"


def test_a_new_key_takes_over_from_the_one_before() -> None:
    """Goal: one key signs for a member at a time. Method: register two, look for active ones."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(RegisterKey("ana", KEY), "ana")
    coop.do(RegisterKey("ana", OTHER_KEY), "ana")
    active = coop.books.find(MemberKey, member="ana", active=1)
    assert [key.key for key in active] == [OTHER_KEY]
    assert coop.books.get(MemberKey, KEY) is not None


def test_a_key_is_registered_once_by_one_person() -> None:
    """Goal: a signature points at one person. Method: register a known key, hers and another's."""
    coop = SmallCoop()
    coop.join("ana", "ben")
    coop.do(RegisterKey("ana", KEY), "ana")
    assert coop.code(RegisterKey("ana", KEY), "ana") == "members.key_used"
    assert coop.code(RegisterKey("ben", KEY), "ben") == "members.key_used"


def test_only_members_register_keys_and_that_is_asked_first() -> None:
    """Goal: standing comes before the key. Method: a stranger names a key that is used."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(RegisterKey("ana", KEY), "ana")
    assert coop.code(RegisterKey("eve", KEY), "eve") == "members.not_a_member"


def test_leaving_sets_the_moments_and_puts_the_key_out_of_use() -> None:
    """Goal: leaving starts the clocks of the charter. Method: leave, compare with 30 days."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(RegisterKey("ana", KEY), "ana")
    at = coop.at
    fact = coop.do(Leave("ana", SEALED), "ana")
    assert fact == Left("ana", at + 30 * DAY_MS, at + 30 * DAY_MS)
    member = coop.books.get(Member, "ana")
    assert member is not None
    assert member.standing == LEFT
    assert coop.books.find(MemberKey, member="ana", active=1) == []


def test_who_has_left_or_never_joined_cannot_leave() -> None:
    """Goal: leaving happens once. Method: leave twice, and as a stranger."""
    coop = SmallCoop()
    coop.join("ana")
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(Leave("ana", SEALED), "ana") == "members.not_a_member"
    assert coop.code(Leave("eve", SEALED), "eve") == "members.not_a_member"


def officers(*holders: str) -> SmallCoop:
    """A co-operative in which each of these members holds every office, for ever."""
    coop = SmallCoop()
    coop.join(*holders)
    for holder in holders:
        for office in offices_of(founding_charter()):
            name = f"{office}-{holder}"
            coop.books.add(Mandate(name, office, holder, "", 0, FOREVER, 0))
    return coop


def test_who_leaves_holds_no_office_any_more() -> None:
    """Goal: an officer who left moves nothing. Method: two hold all, one leaves; read each row."""
    coop = officers("ana", "ben")
    at = coop.at
    coop.do(Leave("ana", SEALED), "ana")
    assert {(row.until_at, row.spent) for row in coop.books.find(Mandate, holder="ana")} == {
        (at, 1)
    }
    assert {row.until_at for row in coop.books.find(Mandate, holder="ben")} == {FOREVER}


def test_the_last_in_an_office_leaves_when_another_is_appointed() -> None:
    """Goal: no office is left empty. Method: two leave in turn; a third is appointed to all."""
    coop = officers("ana", "ben")
    coop.join("eve")
    coop.do(Leave("ana", SEALED), "ana")
    refusal = coop.ask(Leave("ben", SEALED), "ben")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "members.last_in_office"
    assert all(office in refusal.because for office in offices_of(founding_charter()))
    for office in offices_of(founding_charter()):
        assert coop.code(Leave("ben", SEALED), "ben") == "members.last_in_office"
        coop.books.add(Mandate(f"new-{office}", office, "eve", "", 0, FOREVER, 0))
    coop.do(Leave("ben", SEALED), "ben")
    assert coop.code(Leave("ben", SEALED), "ben") == "members.not_a_member"


def test_only_a_member_in_good_standing_is_put_into_an_office() -> None:
    """Goal: officers answer to the members they belong to. Method: one, one who left, a stranger."""
    coop = officers("ana", "ben")
    coop.do(Leave("ana", SEALED), "ana")
    for holder, code in (
        ("ben", ""),
        ("ana", "members.not_a_member"),
        ("zoe", "members.not_a_member"),
    ):
        refusal = guard_appointee(coop.books, Appoint("m", "data", holder, 1), case_of())
        assert (refusal.code if refusal else "") == code


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=20))
def test_standing_follows_a_simple_count(steps: list[tuple[str, bool]]) -> None:
    """Goal: nobody is in standing without joining once and not leaving. Method: two sets."""
    coop, joined, left = SmallCoop(), set[str](), set[str]()
    for name, joins in steps:
        act = Admit(name, SEALED) if joins else Leave(name, SEALED)
        allowed = name not in joined if joins else name in joined - left
        assert (coop.code(act, name) == "") is allowed
        if allowed:
            coop.do(act, name)
            (joined if joins else left).add(name)
    assert {name for name in "abc" if is_in_standing(coop.books, name)} == joined - left


# --- classes and sections -------------------------------------------------------------------------


def test_a_member_is_put_into_a_class_and_a_section() -> None:
    """Goal: class and section by one act. Method: change, change again, ask for the same."""
    coop = admitting()
    chosen = SetClass("ana", "collaborator", "")
    assert coop.do(chosen, "ana") == ClassSet("ana", "collaborator", "")
    assert coop.code(SetClass("ana", "collaborator", "")) == "members.class_same"
    coop.do(SetClass("ana", "collaborator", "north"))
    row = coop.books.get(Member, "ana")
    assert row is not None
    assert (row.class_name, row.section, row.standing) == ("collaborator", "north", ACTIVE)
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.code(SetClass("ana", "full", "")) == "members.not_a_member"
    left = coop.books.get(Member, "ana")
    assert left is not None
    assert (left.standing, left.class_name) == (LEFT, "collaborator")


def admitting() -> SmallCoop:
    """Ana and Ben belong, and `office` holds the office that admits."""
    coop = SmallCoop()
    coop.join("ana", "ben")
    coop.books.add(Mandate("m", "admissions", "office", "", 0, FOREVER, 0))
    return coop


def test_only_she_puts_herself_into_a_capped_class_and_only_the_office_elsewhere() -> None:
    """Goal: no officer takes weight from votes. Method: every class, asked by officer, self, other."""
    coop = admitting()
    for name in ("collaborator", "inactive"):
        assert coop.code(SetClass("ana", name, "")) == "members.class_own"
        assert coop.code(SetClass("ana", name, ""), "ben") == "members.class_own"
        assert coop.code(SetClass("ana", name, ""), "ana") == ""
        assert coop.code(SetClass("ana", name, "north"), "ana") == "members.class_by_office"
    coop.do(SetClass("ana", "inactive", ""), "ana")
    back, moved = SetClass("ana", "full", ""), SetClass("ana", "inactive", "north")
    for act in (back, moved):
        for actor, code in (("ana", "members.class_by_office"), ("ben", "members.class_by_office")):
            assert coop.code(act, actor) == code
        assert coop.code(act) == ""


@given(
    changes=st.lists(
        st.tuples(st.integers(1, 50), st.sampled_from(CLASSES), st.sampled_from(("", "north"))),
        max_size=8,
    ),
    at=st.integers(0, 60),
)
def test_what_a_member_was_at_a_moment_is_known_later(
    changes: list[tuple[int, str, str]], at: int
) -> None:
    """Goal: a roll shows the day of the notice. Method: replay the changes up to that moment."""
    books = MemoryBooks()
    books.add(Member("ana", ACTIVE, 0, 0))
    expected = ("full", "")
    for seq, (when, class_name, section) in enumerate(sorted(changes, key=lambda one: one[0]), 1):
        act = SetClass("ana", class_name, section)
        apply_class_set(books, case_of(seq=seq, at=when), act, ClassSet(*fields_of(act)))
        if when <= at:
            expected = (class_name, section)
    (found,) = as_of(books, books.find(Member, standing=ACTIVE), at)
    assert (found.class_name, found.section) == expected


def fields_of(act: SetClass) -> tuple[str, str, str]:
    """The fields of an act that its fact repeats."""
    return act.member, act.class_name, act.section
