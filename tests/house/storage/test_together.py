"""Many questions in one statement, and figures kept for a head: the same answers, and fresh ones after an entry."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auzolan.assembly.state import Proposal
from auzolan.charter.state import CharterInForce, Mandate
from auzolan.consent.state import Consent
from auzolan.foundation.books import Row, Scalar
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.storage import at_head
from auzolan.house.storage.lending import let_go
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.storage.together import TOGETHER_MAX, asked
from auzolan.house.vault.store import Vault
from auzolan.members.state import Member
from support.house import accepted, admission, found

PEOPLE = 12
MEMBERS = st.sampled_from(
    [f"m{number:03d}" for number in range(1, PEOPLE + 1)] + ["nobody", "\\\t'?%s"]
)
QUESTIONS = st.one_of(
    st.just((Proposal, {})), st.just((CharterInForce, {})), st.just((Consent, {})),
    st.fixed_dictionaries({"member": MEMBERS}).map(lambda equals: (Member, equals)),
    st.fixed_dictionaries({"member": MEMBERS}).map(lambda equals: (Consent, equals)),
    st.fixed_dictionaries(
        {"member": MEMBERS, "kind": st.sampled_from(["purchases", "nothing"])}
    ).map(lambda equals: (Consent, equals)),
    st.sampled_from(["audit", "nothing"]).map(lambda power: (Mandate, {"power": power})),
)  # fmt: skip
Wanted = list[tuple[type[Row], dict[str, Scalar]]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A co-operative of twelve, each of whom has said what may be done."""
    desk = found(tmp_path_factory.mktemp("together"), members=PEOPLE)
    for number in range(1, PEOPLE + 1):
        member = f"m{number:03d}"
        consent.grant(desk, member=member, kind="purchases", purposes=("research",))
    return desk


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(wanted=st.lists(QUESTIONS, max_size=12), before=st.lists(QUESTIONS, max_size=2))
def test_what_is_asked_together_is_answered_as_one_by_one(
    desk: Desk, wanted: Wanted, before: Wanted
) -> None:
    """Goal: one statement, the same rows. Method: any questions, some asked before, against a fresh reader."""
    with reader_of(desk.folder) as many:
        for row, equals in before:
            many.rows(row, **equals)
        many.ask(*(asked(row, **equals) for row, equals in wanted))
        for row, equals in wanted:
            with reader_of(desk.folder) as single:
                assert many.rows(row, **equals) == single.rows(row, **equals)
                assert many.books.find(Member, standing="active") == single.books.find(
                    Member, standing="active"
                )


def test_so_many_questions_are_one_statement(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: a page asks once. Method: count statements of ten questions, then of more than one can hold."""
    statements: list[str] = []
    connect = sqlite3.connect

    def watched(*args: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(
            lambda text: statements.append(text) if text.startswith("SELECT 0, ") else None
        )
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    let_go()
    with reader_of(desk.folder) as reader:
        reader.ask(*(asked(Member, member=f"m{number:03d}") for number in range(10)))
        assert len(statements) == 1
        reader.ask(*(asked(Member, member=f"m{number:03d}") for number in range(10)))
        assert len(statements) == 1, "what is known is not asked again"
        reader.ask(*(asked(Consent, member=f"m{number:03d}") for number in range(2 * TOGETHER_MAX)))
        assert len(statements) == 3
        assert reader.get(Member, "m003") == reader.some(Member, [("m003",), ("m000",)])["m003",]
    let_go()


def test_the_text_of_an_entry_is_read_once(desk: Desk) -> None:
    """Goal: proofs need no second look. Method: entries together, then each body, against the record."""
    with reader_of(desk.folder) as reader:
        assert reader.body(3) == reader.log.body(3)
        reader.entries([3, 5])
        assert reader.body(3) is reader.body(3)
        assert reader.body(5) == reader.log.body(5)
        with pytest.raises(LookupError):
            reader.body(10_000)


def test_what_opens_many_entries_is_what_opens_each(desk: Desk) -> None:
    """Goal: names for a list in one question. Method: all entries at once and one by one."""
    vault = Vault(desk.folder)
    wanted = [*range(2 * PEOPLE), 10_000, 3]
    singly = {seq: one for seq in wanted if (one := vault.openings_of(seq))}
    assert vault.openings_of_some(wanted) == singly
    assert singly
    vault.keep_tags("one", {"m001": "a" * 32, "m002": "b" * 32})
    vault.keep_tags("two", {"m001": "c" * 32})
    assert vault.tags_of_member("m001", ["one", "two", "three"]) == {
        "one": "a" * 32, "two": "c" * 32,
    }  # fmt: skip
    vault.close()


def test_a_figure_is_worked_out_once_for_a_head(tmp_path: Path) -> None:
    """Goal: a new entry shows at once. Method: count how often a sum of members is worked out."""
    desk = found(tmp_path, members=PEOPLE)
    worked_out = []

    def people(reader: Reader) -> int:
        def count() -> int:
            worked_out.append(reader.head().size)
            return len(reader.rows(Member))

        return at_head.at_head(reader, "people", count)

    for _ in range(3):
        with reader_of(desk.folder) as reader:
            first = people(reader)
    assert len(worked_out) == 1
    accepted(desk, admission("m999"))
    with reader_of(desk.folder) as reader:
        assert people(reader) == first + 1
    assert len(worked_out) == 2


def test_what_is_kept_for_a_head_has_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no memory without an end. Method: a long answer, many names, many folders."""
    monkeypatch.setattr(at_head, "_KEPT", {})
    monkeypatch.setattr(at_head, "NAMES_MAX", 3)
    for number in range(at_head.FOLDERS_MAX + 2):
        (tmp_path / str(number)).mkdir()
        desk = found(tmp_path / str(number), members=3)
        with reader_of(desk.folder) as reader:
            for name in ("one", "two", "three", "four", "five"):
                assert at_head.at_head(reader, name, lambda: [7]) == [7]
            assert at_head.at_head(reader, "long", lambda: [0] * 9, fits=lambda _: False) == [0] * 9
        desk.close()
    assert len(at_head._KEPT) == at_head.FOLDERS_MAX
    assert all(list(one) == ["one", "two", "three"] for one in at_head._KEPT.values())
