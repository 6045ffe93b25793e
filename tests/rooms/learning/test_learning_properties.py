"""Whatever happens, no row is sealed or used that its owner does not allow at that moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.acts import Withdraw
from auzolan.contributions.acts import Erase
from auzolan.learning.acts import Seal, Use
from auzolan.learning.state import Model, SnapshotPart
from auzolan.members.acts import Leave
from rooms.learning.small_coop import SEALED, SmallCoop

PEOPLE = ("ana", "ben", "eve")
PURPOSES = ("research", "commercial")

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("offer"), st.sampled_from(PEOPLE), st.just(())),
        st.tuples(
            st.just("grant"),
            st.sampled_from(PEOPLE),
            st.sets(st.sampled_from(PURPOSES)).map(lambda chosen: tuple(sorted(chosen))),
        ),
        st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE), st.just(())),
        st.tuples(st.just("leave"), st.sampled_from(PEOPLE), st.just(())),
        st.tuples(st.just("erase"), st.sampled_from(PEOPLE), st.just(())),
        st.tuples(st.just("seal"), st.just(""), st.sampled_from([(name,) for name in PURPOSES])),
        st.tuples(st.just("train"), st.just(""), st.just(())),
    ),
    max_size=40,
)


@dataclass
class Second:
    """A second, tiny co-operative: sets and dictionaries, no rule of ours."""

    allows: dict[str, set[str]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    batches: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    snapshots: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    must_retrain: dict[str, bool] = field(default_factory=dict)
    snapshot_of: dict[str, str] = field(default_factory=dict)

    def usable(self, purpose: str) -> frozenset[str]:
        return frozenset(
            batch
            for batch, owner in self.batches.items()
            if batch not in self.erased and purpose in self.allows.get(owner, set())
        )

    def lose(self, member: str, kept: set[str]) -> None:
        """A member allows only these purposes from now on."""
        lost = self.allows.get(member, set()) - kept
        self.allows[member] = kept
        for model, snapshot in self.snapshot_of.items():
            purpose, batches = self.snapshots[snapshot]
            if purpose in lost and any(self.batches[batch] == member for batch in batches):
                self.must_retrain[model] = True


def step(
    coop: SmallCoop, second: Second, what: str, member: str, purposes: tuple[str, ...]
) -> None:
    number = coop.seq
    if what == "offer" and member not in second.gone:
        coop.offer(f"b{number}", member, rows=1 + number)
        second.batches[f"b{number}"] = member
    elif what == "grant" and member not in second.gone:
        coop.grant(member, *purposes)
        second.withdrawn.discard(member)
        second.lose(member, set(purposes))
    elif what == "withdraw":
        known = member in second.allows and member not in second.withdrawn
        assert (coop.code(Withdraw(member, "purchases"), member) == "") is known
        if known:
            coop.withdraw(member)
            second.withdrawn.add(member)
            second.lose(member, set())
    elif what == "leave" and member not in second.gone:
        coop.do(Leave(member, SEALED), member)
        second.gone.add(member)
        if member in second.allows or member in second.batches.values():
            second.withdrawn.add(member)
            second.lose(member, set())
    elif what == "erase":
        erase_all(coop, second, member)
    elif what == "seal":
        seal(coop, second, f"s{number}", purposes[0])
    elif what == "train":
        train_all(coop, second)


def erase_all(coop: SmallCoop, second: Second, member: str) -> None:
    for batch, owner in second.batches.items():
        if owner == member and batch not in second.erased:
            act = Erase(batch, SEALED)
            assert (coop.code(act) == "") is (member in second.withdrawn)
            if member in second.withdrawn:
                coop.do(act)
                second.erased.add(batch)


def seal(coop: SmallCoop, second: Second, snapshot: str, purpose: str) -> None:
    usable = second.usable(purpose)
    if not usable:
        code = coop.code(Seal(snapshot, "purchases", purpose))
        assert code == "learning.nothing_permitted"
        return
    coop.seal(snapshot, purpose)
    parts = coop.books.find(SnapshotPart, snapshot=snapshot)
    assert {part.batch for part in parts} == usable
    second.snapshots[snapshot] = (purpose, usable)


def train_all(coop: SmallCoop, second: Second) -> None:
    for snapshot, (purpose, batches) in list(second.snapshots.items()):
        use = f"u-{coop.seq}"
        code = coop.code(Use(use, snapshot, purpose, "train"))
        assert (code == "") is (batches <= second.usable(purpose))
        if code == "":
            coop.use(use, snapshot=snapshot, purpose=purpose)
            rows = coop.books.total(SnapshotPart, "rows", snapshot=snapshot)
            coop.train(f"m-{use}", use, rows)
            second.snapshot_of[f"m-{use}"] = snapshot
            second.must_retrain[f"m-{use}"] = False


@given(STEPS)
def test_seals_uses_and_duties_equal_a_second_tiny_model(
    steps: list[tuple[str, str, tuple[str, ...]]],
) -> None:
    """Goal: consent is obeyed after any history. Method: sets and dictionaries beside the rules."""
    coop, second = SmallCoop(), Second()
    coop.join(*PEOPLE)
    for what, member, purposes in steps:
        step(coop, second, what, member, purposes)
        for model, due in second.must_retrain.items():
            row = coop.books.get(Model, model)
            assert row is not None
            assert (row.state == "to_retrain") is due
            assert (row.retrain_by > 0) is due


@given(STEPS, st.sampled_from(PEOPLE), st.sampled_from(PURPOSES))
def test_withdrawn_rows_are_never_sealed_again(
    steps: list[tuple[str, str, tuple[str, ...]]], member: str, purpose: str
) -> None:
    """Goal: no means no. Method: after any history she withdraws, then everything is sealed."""
    coop, second = SmallCoop(), Second()
    coop.join(*PEOPLE)
    for step_of in steps:
        step(coop, second, *step_of)
    if coop.code(Withdraw(member, "purchases"), member) == "":
        coop.withdraw(member)
    elif member not in second.withdrawn:
        return
    if coop.code(Seal("last", "purchases", purpose)) == "":
        coop.seal("last", purpose)
        parts = coop.books.find(SnapshotPart, snapshot="last")
        assert member not in {part.member for part in parts}
