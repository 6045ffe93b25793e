"""`auzolan consent check`: every engine says the same, as of any moment, and nothing is made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.charter.presets import founding_charter
from auzolan.consent.gate import asked
from auzolan.consent.state import (
    ConsentStatement,
    GroupBatch,
    GroupMember,
    PayDue,
    StrikeRow,
    ThirdPersons,
    Trust,
)
from auzolan.consent.taxonomy import (
    TAXONOMY,
    end_uses_below,
    operations_below,
)
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.house.doors.cli import run
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.checking import Engine, Part, Question, check
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.record.flows import publish
from house.small_desk import SmallDesk, accepted

CHARTER = founding_charter(purposes=("research", "commercial"), kinds=("purchases", "voices"))
AT = 1_000
LIMITS = st.sampled_from(["null", "[]", '["milk"]', '["milk","oats"]'])
TIMES = st.sampled_from([0, 500, AT, 1_500])


@st.composite
def statements(draw: st.DrawFn) -> ConsentStatement:
    """A statement of a member, of any kind that the rules can write."""
    effect = draw(st.sampled_from(["permit", "permit", "permit", "prohibit", "withdraw"]))
    operation = draw(st.sampled_from(["train", "train.finetune", "share.enclave", ""]))
    end_use = draw(st.sampled_from(["research", "commercial"])) if operation else ""
    bits = (
        (operations_below(operation, TAXONOMY.version), end_uses_below(end_use, TAXONOMY.version))
        if operation and effect != "withdraw"
        else (operations_below("train", 1) | operations_below("analyse", 1), end_uses_below("research", 1))
    )  # fmt: skip
    batch = draw(st.sampled_from(["", "b0", "b1", "b2", "b3"]))
    begins = draw(TIMES)
    return ConsentStatement(
        statement=str(draw(st.integers(0, 10**9))), member=draw(st.sampled_from(["ana", "ben"])),
        group_id="", kind=draw(st.sampled_from(["", "purchases", "voices"])), batch=batch,
        place=draw(st.sampled_from([-1, -1, 0, 3])) if batch else -1, effect=effect,
        operations=bits[0] if effect != "withdraw" else 0,
        end_uses=bits[1] if effect != "withdraw" else 0,
        operation="" if effect == "withdraw" else operation,
        end_use="" if effect == "withdraw" else end_use, begins=begins,
        ends=draw(st.sampled_from([MOMENT_MAX, begins + 600])), party=draw(LIMITS), territory="null",
        model_class=draw(st.sampled_from(["null", '["small"]'])),
        price_floor_micro=draw(st.sampled_from([0, 50])), credit=draw(st.sampled_from([0, 1])),
        taxonomy=1, stated_at=draw(TIMES), lifted_at=draw(st.sampled_from([MOMENT_MAX, AT, 1_200])),
        entry=0, lifted_by=-1,
    )  # fmt: skip


BATCHES = (("b0", "ana"), ("b1", "ana"), ("b2", "ben"), ("b3", "ben"))


def books_of(said: list[ConsentStatement], *, group_permits: bool, paid_at: int = 0) -> MemoryBooks:
    """Books in which b3 is a group's, b1 speaks of other people until later, and ben is on strike.

    The rows of b0 and b2 came with work that is paid at a moment.
    """
    books = MemoryBooks()
    for batch in ("b0", "b2"):
        books.put(PayDue(batch, 0, paid_at, 4))
    for number, one in enumerate(said):
        books.put(msgspec.structs.replace(one, statement=f"s{number}", entry=number))
    books.put(ThirdPersons("b1", 1, 0, "none"))
    books.put(ThirdPersons("b1", 2, 1_100, "consent"))
    books.put(Trust("ben", 1, 0, MOMENT_MAX))
    books.put(StrikeRow("s", "train.finetune", "commercial", "null", 0, MOMENT_MAX, MOMENT_MAX, 3))
    books.put(GroupMember("choir", "ben", 1, 0, MOMENT_MAX))
    books.put(placed("b3"))
    if group_permits:
        books.put(group_yes())
    return books


def placed(batch: str) -> GroupBatch:
    """The batch among the choir's rows from the beginning on."""
    values: dict[str, Any] = {"batch": batch, "group_id": "choir", "since": 0, "entry": 1}
    values |= {"until": MOMENT_MAX} if "until" in GroupBatch.__struct_fields__ else {}
    return GroupBatch(**values)


def group_yes() -> ConsentStatement:
    """The choir allows all training for research."""
    return ConsentStatement(
        "group-1", "", "choir", "", "", -1, "permit", operations_below("train", 1),
        end_uses_below("research", 1), "train", "research", 0, MOMENT_MAX, "null", "null", "null",
        0, 0, 1, 0, MOMENT_MAX, 9, -1,
    )  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(statements(), max_size=9), st.booleans(),
    st.tuples(
        st.sampled_from(["train", "train.finetune", "analyse", "share.enclave", "distil"]),
        st.sampled_from(["research", "commercial"]), st.sampled_from(["", "milk", "oats"]),
    ),
    st.tuples(
        st.sampled_from([400, AT, 1_300]), st.sampled_from([400, AT, 1_300]),
        st.sampled_from([0, AT, AT + 1, MOMENT_MAX]),
    ),
)  # fmt: skip
def test_the_three_engines_agree_and_every_row_is_counted_once(
    said: list[ConsentStatement], permits: bool, terms: tuple[str, str, str],
    when: tuple[int, int, int],
) -> None:  # fmt: skip
    """Goal: no disagreement. Method: random statements, groups, strikes; gate, numpy and DuckDB."""
    (operation, end_use, party), (at, as_of, paid_at) = terms, when
    books = books_of(said, group_permits=permits, paid_at=paid_at)
    wanted = asked(
        kind="purchases", operation=operation, end_use=end_use, at=at, party=party,
        model_class="small",
    )  # fmt: skip
    wanted = msgspec.structs.replace(wanted, as_of=as_of)
    parts = tuple(Part(member, batch, 5, "1-2", False) for batch, member in BATCHES)
    parts = (*parts, Part("ana", "gone", 7, "", True))
    question = Question("spring", "", wanted, parts)
    found = [check(books, CHARTER, question, engine) for engine in Engine]
    plain = [msgspec.structs.replace(one, engine="") for one in found]
    assert plain[0] == plain[1] == plain[2]
    assert plain[0].rows == 4 * 3 + 7
    refused = {one.reason: one.rows for one in plain[0].refused}
    assert refused["erased"] == 7
    assert refused.get("unpaid", 0) in ((6, 0) if as_of < paid_at else (0,))
    assert plain[0].allowed <= 4 * 3
    assert max(refused.values()) <= plain[0].rows - plain[0].allowed <= sum(refused.values())


# --- by the command -------------------------------------------------------------------------------


@pytest.fixture
def coop(tmp_path: Path) -> Path:
    """Five people, a snapshot of March, and ana's withdrawal on the first of April."""
    small = SmallDesk(tmp_path / "coop")
    small.bring()
    accepted(
        learning.seal(
            small.desk, actor="eve", snapshot="spring", kind="purchases", purpose="commercial"
        )
    )
    small.on("2025-04-01")
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    publish(small.desk)
    small.desk.close()
    return tmp_path / "coop"


Out = pytest.CaptureFixture[str]


def checked(coop: Path, capsys: Out, *words: str) -> dict[str, Any]:
    """What the command says as JSON."""
    capsys.readouterr()
    code = run(["consent", "check", *words, "--json", "--folder", str(coop)])
    found = json.loads(capsys.readouterr().out)
    found["code"] = code
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("engine", ["numpy", "python", "duckdb"])
def test_a_snapshot_is_decided_again_as_of_its_day_and_of_today(
    coop: Path, capsys: Out, engine: str
) -> None:
    """Goal: every decision can be derived later. Method: before and after a withdrawal."""
    words = ("--snapshot", "spring", "--purpose", "commercial", "--engine", engine)
    then = checked(coop, capsys, *words, "--as-of", "2025-03-02")
    assert (then["code"], then["rows"], then["allowed"], then["refused"]) == (0, 40, 40, [])
    assert then["policy_root"] == then["sealed_policy_root"] != ""
    now = checked(coop, capsys, *words)
    assert (now["rows"], now["allowed"], now["members_refused"]) == (40, 32, 1)
    assert now["refused"] == [{"reason": "withdrawn", "rows": 8}]
    assert now["policy_root"] != now["sealed_policy_root"]
    moment = checked(coop, capsys, *words, "--as-of", "2025-03-31T23:59:59Z")
    assert moment["allowed"] == 40


def test_a_kind_is_decided_without_a_snapshot(coop: Path, capsys: Out) -> None:
    """Goal: all rows of a kind. Method: before anything was brought, and after."""
    words = ("--kind", "purchases", "--purpose", "train/commercial")
    assert checked(coop, capsys, *words, "--as-of", "2025-03-02")["allowed"] == 40
    assert checked(coop, capsys, *words)["allowed"] == 32
    research = checked(coop, capsys, "--kind", "purchases", "--purpose", "train/research")
    assert research["refused"] == [
        {"reason": "not_permitted", "rows": 32}, {"reason": "withdrawn", "rows": 8},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--kind", "purchases", "--purpose", "fly/commercial"), "unknown.operation"),
        (("--kind", "purchases", "--purpose", "train/war"), "unknown.end_use"),
        (("--kind", "faces", "--purpose", "commercial"), "unknown.kind"),
        (("--kind", "purchases", "--purpose", "commercial", "--as-of", "2999-01-01"), "unknown.clock"),
        (("--kind", "purchases", "--purpose", "commercial", "--as-of", "1999-01-01"), "unknown.clock"),
    ],
)  # fmt: skip
def test_what_nobody_can_know_is_denied_with_its_code(
    coop: Path, capsys: Out, words: tuple[str, ...], code: str
) -> None:
    """Goal: fail closed, exit 1. Method: unknown terms and moments, one at a time."""
    found = checked(coop, capsys, *words)
    assert (found["code"], found["refusal"]["code"]) == (1, code)


@pytest.mark.parametrize(
    "words",
    [
        ("--purpose", "commercial"),
        ("--kind", "purchases", "--snapshot", "spring", "--purpose", "commercial"),
        ("--snapshot", "autumn", "--purpose", "commercial"),
        ("--kind", "purchases", "--purpose", "commercial", "--as-of", "tomorrow"),
        ("--kind", "purchases", "--purpose", "commercial", "--as-of", "2025-03-02T10:00"),
        ("--kind", "purchases", "--purpose", "commercial", "--engine", "abacus"),
    ],
)
def test_a_question_that_is_none_is_answered_with_2(
    coop: Path, capsys: Out, words: tuple[str, ...]
) -> None:
    """Goal: plain words for misuse. Method: leave out, contradict, misspell."""
    assert checked(coop, capsys, *words)["code"] == 2
