"""Grants and withdrawals: each refusal, their order, and the gate against a tiny second model."""

from __future__ import annotations

from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.acts import Grant, Granted, Withdraw, Withdrawn
from auzolan.consent.chartering import unknown_words
from auzolan.consent.gate import Gate, asked, permits
from auzolan.consent.masks import bit_of, mask_of, purposes_of
from auzolan.consent.state import Consent
from auzolan.consent.taxonomy import END_USES, OPERATIONS, ORDINARY, covers
from auzolan.foundation.moments import DAY_MS
from auzolan.members.acts import Leave
from rooms.learning.small_coop import SEALED, START, SmallCoop

KINDS = ("purchases", "voices")
PURPOSES = ("research", "commercial")
PEOPLE = ("ana", "ben")


def coop_with(*names: str) -> SmallCoop:
    coop = SmallCoop()
    coop.join(*names)
    return coop


def allowed(coop: SmallCoop, member: str, kind: str, purpose: str) -> bool:
    return permits(coop.books, member, kind=kind, purpose=purpose, charter=coop.charter, at=coop.at)


def test_only_members_grant() -> None:
    """Goal: consent has a person behind it. Method: a stranger grants."""
    assert SmallCoop().code(Grant("eve", "purchases", ())) == "consent.not_a_member"


def test_a_kind_that_the_charter_lacks_cannot_be_granted() -> None:
    """Goal: no consent to the unknown. Method: another kind."""
    assert coop_with("ana").code(Grant("ana", "faces", ())) == "consent.unknown_kind"


def test_a_purpose_that_the_charter_lacks_cannot_be_granted() -> None:
    """Goal: no consent to the unknown. Method: another purpose beside a known one."""
    grant = Grant("ana", "purchases", ("research", "war"))
    assert coop_with("ana").code(grant) == "consent.unknown_purpose"


def test_a_purpose_stands_once_in_a_grant() -> None:
    """Goal: one grant, one meaning. Method: name a purpose twice."""
    grant = Grant("ana", "purchases", ("research", "research"))
    assert coop_with("ana").code(grant) == "consent.purpose_twice"


def test_refusals_of_a_grant_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_with("ana")
    twice = ("war", "war")
    assert coop.code(Grant("eve", "faces", twice)) == "consent.not_a_member"
    assert coop.code(Grant("ana", "faces", twice)) == "consent.unknown_kind"
    assert coop.code(Grant("ana", "voices", twice)) == "consent.unknown_purpose"
    assert coop.code(Grant("ana", "voices", ("research",) * 2)) == "consent.purpose_twice"


def test_bits_stand_in_the_order_of_the_charter() -> None:
    """Goal: a mask means the same for ever. Method: the order of asking does not matter."""
    coop = coop_with("ana")
    assert coop.ask(Grant("ana", "voices", ("commercial",))) == (Granted("ana", "voices", 2, 0),)
    both = (Granted("ana", "voices", 3, 0),)
    assert coop.ask(Grant("ana", "voices", ("commercial", "research"))) == both
    assert coop.ask(Grant("ana", "voices", ("research", "commercial"))) == both


def test_nothing_is_withdrawn_without_a_grant() -> None:
    """Goal: a withdrawal answers a grant. Method: withdraw the other kind."""
    coop = coop_with("ana")
    coop.grant("ana", "research")
    assert coop.code(Withdraw("ana", "voices"), "ana") == "consent.nothing_to_withdraw"


def test_a_withdrawal_happens_once_until_there_is_a_new_grant() -> None:
    """Goal: the clock of the first withdrawal stands. Method: withdraw twice, grant, again."""
    coop = coop_with("ana")
    coop.grant("ana", "research")
    coop.withdraw("ana")
    assert coop.code(Withdraw("ana", "purchases"), "ana") == "consent.already_withdrawn"
    coop.grant("ana", "research")
    assert coop.code(Withdraw("ana", "purchases"), "ana") == ""


def test_an_empty_grant_can_be_withdrawn_so_that_rows_are_erased() -> None:
    """Goal: who never allowed anything can have her rows erased. Method: grant none, withdraw."""
    coop = coop_with("ana")
    coop.grant("ana")
    coop.withdraw("ana")
    consent = coop.books.get(Consent, ("ana", "purchases"))
    assert consent is not None
    assert consent.erase_by == START + 2_000 + 30 * DAY_MS


def test_a_withdrawal_names_the_moments_of_the_charter() -> None:
    """Goal: duties have dates. Method: compare with 30 days from the act."""
    coop = coop_with("ana")
    coop.grant("ana", "research")
    by = coop.at + 30 * DAY_MS
    facts = coop.ask(Withdraw("ana", "purchases"), "ana")
    assert facts == (Withdrawn("ana", "purchases", by, by),)


def test_taking_back_one_purpose_starts_the_clock_for_its_models() -> None:
    """Goal: a narrower grant is obeyed like a withdrawal. Method: narrow, widen, same again."""
    coop = coop_with("ana")
    coop.grant("ana", "research", "commercial")
    by = coop.at + 30 * DAY_MS
    narrower = coop.ask(Grant("ana", "purchases", ("research",)))
    assert narrower == (Granted("ana", "purchases", 1, by),)
    same = coop.ask(Grant("ana", "purchases", PURPOSES))
    assert same == (Granted("ana", "purchases", 3, 0),)


def test_leaving_keeps_the_moment_of_an_earlier_withdrawal() -> None:
    """Goal: leaving later gives nobody more time. Method: withdraw, leave, compare rows."""
    coop = coop_with("ana")
    coop.grant("ana", "research")
    coop.grant("ana", "research", kind="voices")
    coop.withdraw("ana")
    before = coop.books.get(Consent, ("ana", "purchases"))
    seq = coop.seq
    coop.do(Leave("ana", SEALED), "ana")
    assert coop.books.get(Consent, ("ana", "purchases")) == before
    voices = coop.books.get(Consent, ("ana", "voices"))
    assert voices is not None
    assert (voices.mask, voices.withdrawn_at) == (0, seq)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_the_gate_says_no_to_everything_unknown(member: str, kind: str, purpose: str) -> None:
    """Goal: fail closed. Method: ana allows everything; any other text anywhere is refused."""
    coop = coop_with("ana")
    for known in KINDS:
        coop.grant("ana", *PURPOSES, kind=known)
    assert allowed(coop, "ana", "purchases", "research")
    assert allowed(coop, member, "purchases", "research") is (member == "ana")
    assert allowed(coop, "ana", kind, "research") is (kind in KINDS)
    assert allowed(coop, "ana", "purchases", purpose) is (purpose in PURPOSES)


def test_a_consent_row_of_a_kind_the_charter_lost_allows_nothing() -> None:
    """Goal: fail closed after a change of charter. Method: a row whose kind is not listed."""
    coop = SmallCoop()
    coop.books.put(Consent("ana", "faces", 2**30 - 1, 0, 0, -1, 0))
    assert not allowed(coop, "ana", "faces", "research")
    assert bit_of(coop.charter, kind="faces", purpose="research") == 0


def test_a_simple_grant_means_the_ordinary_operations_and_nothing_else() -> None:
    """Goal: nothing is bundled in. Method: every operation and end use under a charter with all."""
    clause = msgspec.structs.replace(
        SmallCoop().charter.consent, purposes=END_USES, operations=OPERATIONS
    )
    coop = SmallCoop(msgspec.structs.replace(SmallCoop().charter, consent=clause))
    coop.join("ana")
    coop.grant("ana", "research")
    for operation, end_use in product(OPERATIONS, END_USES):
        wanted = asked(kind="purchases", operation=operation, end_use=end_use, at=coop.at)
        said = Gate(coop.books, coop.charter, wanted).member("ana").allow
        ordinary = any(covers(one, operation) for one in ORDINARY)
        assert said is (ordinary and end_use == "research"), (operation, end_use)


@given(st.sets(st.sampled_from(PURPOSES)))
def test_masks_and_purposes_are_two_spellings_of_one_set(chosen: set[str]) -> None:
    """Goal: nothing is lost on the way. Method: there and back."""
    charter = SmallCoop().charter
    assert set(purposes_of(charter, mask_of(charter, tuple(chosen)))) == chosen


STEPS = st.one_of(
    st.tuples(
        st.just("grant"), st.sampled_from(PEOPLE), st.sampled_from(KINDS),
        st.sets(st.sampled_from(PURPOSES)),
    ),
    st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE), st.sampled_from(KINDS), st.just(set())),
    st.tuples(st.just("leave"), st.sampled_from(PEOPLE), st.just(""), st.just(set())),
)  # fmt: skip


class Second:
    """A second, tiny consent room: what each allows by kind, which grants live, who is gone."""

    def __init__(self) -> None:
        self.allows: dict[tuple[str, str], set[str]] = {}
        self.live: set[tuple[str, str]] = set()
        self.gone: set[str] = set()

    def stop(self, *keys: tuple[str, str]) -> None:
        for key in keys:
            self.allows[key] = set()
            self.live.discard(key)


def live_one_step(
    coop: SmallCoop, second: Second, what: str, key: tuple[str, str], purposes: set[str]
) -> None:
    member, kind = key
    if what == "withdraw":
        refused = coop.code(Withdraw(member, kind), member) != ""
        assert refused is (key not in second.live)
        if not refused:
            coop.withdraw(member, kind=kind)
            second.stop(key)
    elif member in second.gone:
        assert coop.code(Grant(member, "voices", ()), member) == "consent.not_a_member"
    elif what == "grant":
        coop.grant(member, *sorted(purposes), kind=kind)
        second.allows[key] = purposes
        second.live.add(key)
    else:
        coop.do(Leave(member, SEALED), member)
        second.gone.add(member)
        second.stop(*[known for known in second.allows if known[0] == member])


@given(st.lists(STEPS, max_size=25))
def test_any_life_of_consents_equals_a_tiny_model(
    steps: list[tuple[str, str, str, set[str]]],
) -> None:
    """Goal: the gate is right after any history. Method: a dictionary of sets beside it."""
    coop, second = coop_with(*PEOPLE), Second()
    for what, member, kind, purposes in steps:
        live_one_step(coop, second, what, (member, kind), purposes)
        for key in product(PEOPLE, KINDS):
            granted = {name for name in PURPOSES if allowed(coop, *key, name)}
            assert granted == second.allows.get(key, set())


@pytest.mark.parametrize("clause", ["purposes", "operations"])
def test_a_charter_names_only_terms_of_the_taxonomy(clause: str) -> None:
    """Goal: no word that would be allowed by nobody for ever. Method: one unknown word of each."""
    charter = SmallCoop().charter
    assert unknown_words(charter) is None
    strange = msgspec.structs.replace(charter.consent, **{clause: ("research", "dreaming")})
    refused = unknown_words(msgspec.structs.replace(charter, consent=strange))
    assert refused is not None
    assert refused.code == "consent.word_unknown"
