"""Receipts in the members' folders: after every word and use, once, also where a kill came between."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from auzolan.audit.folder import Folder
from auzolan.consent import acts as consent_acts
from auzolan.consent import group_acts, strike_acts
from auzolan.consent.receipt_shapes import SignedReceipt
from auzolan.consent.receipts import body_of, read_signed, verify_signed
from auzolan.consent.state import ConsentStatement, GroupMember, StrikeRow, Trust
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation.books import Row
from auzolan.foundation.moments import MOMENT_MAX, moment_from_iso
from auzolan.house.asking import ask
from auzolan.house.desk import Desk
from auzolan.house.doors.cli import run
from auzolan.house.publisher import Publisher
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent import receipt_files, telling
from auzolan.house.rooms.consent.receipt_files import emit, receipt_path, receipts_of
from auzolan.house.rooms.consent.receipt_lines import line_of
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_books, open_database
from auzolan.house.storage.reader import reader_of
from auzolan.learning import acts as learning_acts
from auzolan.learning.state import Model
from auzolan.licensing import acts as licensing
from auzolan.licensing import use_acts
from auzolan.licensing.state import Licence
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Entry, Fact, Operator
from auzolan.record.notes import parse_vkey
from house.small_desk import MEMBERS, SmallDesk, accepted

TERMS = consent_acts.Terms("train", "research", 0, 0, None, ("ES",), None, TAXONOMY.version)
NAME = "Zoe Etxeberria"
"""Of a sixth member, who holds no office and can leave."""


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of six; five brought rows and allow commercial use."""
    made = SmallDesk(tmp_path / "coop")
    accepted(members.admit(made.desk, actor="ana", member="zoe", name=NAME))
    made.bring()
    return made


def used(small: SmallDesk, use: str = "u1") -> int:
    """Seal and use everybody's rows; the entry of the use."""
    named = {"actor": "eve", "snapshot": "spring", "purpose": "commercial"}
    accepted(learning.seal(small.desk, kind="purchases", **named))
    return accepted(learning.use(small.desk, use=use, operation="train", **named)).seq


def read(folder: Folder, member: str, entry: int) -> SignedReceipt:
    """A receipt, verified with the published key alone."""
    found = read_signed(receipt_path(folder, member, entry).read_bytes())
    verify_signed(found, [parse_vkey(folder.verifier_key.read_text().strip())])
    return found


def files(folder: Folder) -> dict[str, bytes]:
    """Every receipt there is, by its place."""
    found = receipt_files.members_folder(folder).rglob("*.jsonld")
    return {str(path.relative_to(folder.path)): path.read_bytes() for path in sorted(found)}


def test_each_word_of_a_member_gives_her_a_receipt(small: SmallDesk) -> None:
    """Goal: a receipt for each fact of consent. Method: say all there is; read what she holds."""
    desk = small.desk
    entries = {
        "granted": consent.grant(desk, member="zoe", kind="purchases", purposes=("research",)),
        "permitted": ask(
            desk, "p1", "zoe",
            consent_acts.Permit("s1", "zoe", "", consent_acts.Scope("purchases"), TERMS, None, True),
        ),
        "prohibited": ask(
            desk, "p2", "zoe",
            consent_acts.Prohibit("s2", "zoe", "", consent_acts.Scope("purchases"), TERMS),
        ),
        "lifted": ask(desk, "p3", "zoe", consent_acts.Lift("s1", "zoe", "")),
        "entrusted": ask(desk, "p4", "zoe", consent_acts.Entrust("zoe")),
        "trust_ended": ask(desk, "p5", "zoe", consent_acts.EndTrust("zoe")),
        "withdrawn": consent.withdraw(desk, member="zoe", kind="purchases"),
        "left": members.leave(desk, member="zoe", reason="moving"),
    }  # fmt: skip
    publish(desk)
    statuses = {}
    for what, answer in entries.items():
        found = read(desk.folder, "zoe", accepted(answer).seq)
        assert line_of(found).what == what
        statuses[what] = found.record.status.type[0]
        assert found.record.data_subject.identifier == "zoe"
    assert statuses["permitted"] == "dpv:ConsentGiven"
    assert statuses["granted"] == "dpv:ConsentGiven"
    assert statuses["prohibited"] == "dpv:ConsentRefused"
    assert statuses["lifted"] == statuses["withdrawn"] == statuses["left"] == "dpv:ConsentWithdrawn"
    assert statuses["entrusted"] == "auzolan:entrusted"
    assert not receipt_path(desk.folder, "ben", accepted(entries["permitted"]).seq).exists()


def test_everyone_in_a_use_gets_a_receipt_with_her_own_rows(small: SmallDesk) -> None:
    """Goal: every use gives its people a receipt. Method: use a snapshot of five; read all five."""
    entry = used(small)
    publish(small.desk)
    for member in MEMBERS:
        line = line_of(read(small.desk.folder, member, entry))
        assert (line.what, line.about, line.rows) == ("used", "u1", 8)
        assert (line.operations, line.end_uses) == (("train",), ("commercial",))


def test_a_receipt_holds_no_name_and_nothing_sealed(small: SmallDesk) -> None:
    """Goal: an erasure leaves no receipt to hunt for. Method: search every file for names."""
    used(small)
    reason = "a reason that nobody else should read"
    accepted(members.leave(small.desk, member="zoe", reason=reason))
    publish(small.desk)
    found = files(small.desk.folder)
    assert len(found) == 2 * len(MEMBERS) + 1
    for content in found.values():
        assert reason.encode() not in content
        assert NAME.encode() not in content


def test_emitting_again_changes_nothing_and_brings_back_what_was_lost(small: SmallDesk) -> None:
    """Goal: idempotent, deterministic. Method: emit twice; lose a file and the note; emit again."""
    used(small)
    publish(small.desk)
    folder = small.desk.folder
    before = files(folder)
    assert emit(folder) == 0
    assert files(folder) == before
    lost = next(iter(before))
    (folder.path / lost).unlink()
    (folder.path / "receipts" / "next").unlink()
    assert emit(folder) == len(before)
    assert files(folder) == before


def test_a_damaged_receipt_is_written_anew_from_the_record(small: SmallDesk) -> None:
    """Goal: the record decides. Method: change a file and the note; the content comes back."""
    entry = used(small)
    publish(small.desk)
    folder = small.desk.folder
    path = receipt_path(folder, "ana", entry)
    good = path.read_bytes()
    path.write_bytes(good.replace(b'"auzolan:rows":8', b'"auzolan:rows":9'))
    (folder.path / "receipts" / "next").write_text("not a number")
    emit(folder)
    assert path.read_bytes() == good


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_a_kill_between_commit_and_emission_loses_and_doubles_nothing(
    tmp_path: Path, after: int
) -> None:
    """Goal: crash safe. Method: kill -9 in the middle of the files; the next start goes on."""
    whole, broken = (SmallDesk(tmp_path / name, seed="one") for name in ("whole", "broken"))
    for small in (whole, broken):
        small.bring()
        used(small)
    publish(whole.desk)
    expected = files(whole.desk.folder)
    broken.desk.close()
    folder = broken.desk.folder
    killed_while_emitting(folder, after)
    assert len(files(folder)) == after
    desk = Desk(folder, broken.ports)
    publish(desk)
    desk.close()
    found = files(folder)
    assert found.keys() == expected.keys()
    bodies = [body_of(read_signed(content)) for content in found.values()]
    assert bodies == [body_of(read_signed(content)) for content in expected.values()]


def killed_while_emitting(folder: Folder, after: int) -> None:
    """Publish and emit in a child that is killed once so many receipts were written."""
    process = os.fork()
    if process == 0:
        left = [after]
        write = receipt_files._write

        def counting(where: Folder, made: receipt_files.ReceiptFile) -> None:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            write(where, made)

        receipt_files._write = counting
        receipt_files._AT_ONCE = 1
        Publisher(folder, open_database(folder.database)).catch_up()
        emit(folder)
        os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the work was not killed"


def test_a_use_of_very_many_people_writes_one_file_and_each_line_on_demand(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a million members are not a million files. Method: lower the limit below five."""
    publish(small.desk)
    monkeypatch.setattr(telling, "EACH_MAX", 4)
    entry = used(small)
    publish(small.desk)
    folder = small.desk.folder
    assert not receipt_path(folder, "ana", entry).exists()
    shared = read(folder, "", entry)
    assert shared.record.data_subject.identifier == "snapshot:spring"
    assert line_of(shared).rows == 8 * len(MEMBERS)
    with reader_of(folder) as reader:
        own = {line_of(one).entry: one for one in receipts_of(reader, "ana")}
    assert line_of(own[entry]).rows == 8
    assert own[entry].record.data_subject.identifier == "ana"


def test_receipts_on_demand_are_the_files(small: SmallDesk) -> None:
    """Goal: one truth. Method: make all of a member's receipts from the record; compare bodies."""
    used(small)
    accepted(consent.withdraw(small.desk, member="eve", kind="purchases"))
    publish(small.desk)
    folder = small.desk.folder
    for member in MEMBERS:
        with reader_of(folder) as reader:
            made = list(receipts_of(reader, member))
        kept = sorted((folder.path / "members" / member / "receipts").iterdir())
        assert len(made) == len(kept)
        for one in made:
            assert body_of(one) == body_of(read(folder, member, one.entry))


def test_the_command_verifies_offline_and_ends_with_3_where_a_receipt_is_wrong(
    small: SmallDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: anybody checks with one command. Method: a copy of key and receipt, then a changed one."""
    entry = used(small)
    publish(small.desk)
    folder = small.desk.folder
    small.desk.close()
    copy, key = tmp_path / "mine.jsonld", tmp_path / "vkey"
    content = receipt_path(folder, "ana", entry).read_bytes()
    copy.write_bytes(content)
    key.write_bytes(folder.verifier_key.read_bytes())
    assert run(["consent", "verify-receipt", str(copy), "--key", str(key), "--json"]) == 0
    assert '"holds":true' in capsys.readouterr().out
    text = key.read_text().strip()
    assert run(["consent", "verify-receipt", str(copy), "--key", text]) == 0
    copy.write_bytes(content.replace(b'"auzolan:rows":8', b'"auzolan:rows":7'))
    capsys.readouterr()
    assert run(["consent", "verify-receipt", str(copy), "--key", str(key), "--json"]) == 3
    assert '"holds":false' in capsys.readouterr().out
    copy.write_bytes(b"\x00" * 400_000)
    assert run(["consent", "verify-receipt", str(copy), "--key", str(key)]) == 3
    assert run(["consent", "verify-receipt", str(tmp_path / "none"), "--key", str(key)]) == 2
    assert run(["consent", "verify-receipt", str(copy), "--key", "nonsense"]) == 2
    assert run(["consent", "verify-receipt", str(copy), "--folder", str(tmp_path)]) == 2


def test_a_member_lists_her_receipts_and_takes_them_with_her(
    small: SmallDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: her lines on demand. Method: list as JSON; write files into a new folder, once."""
    entry = used(small)
    publish(small.desk)
    path = str(small.desk.folder.path)
    small.desk.close()
    assert run(["consent", "receipts", "ana", "--json", "--folder", path]) == 0
    listed = capsys.readouterr().out
    assert f'"entry":{entry}' in listed
    assert '"what":"used"' in listed
    out = tmp_path / "taken"
    assert run(["consent", "receipts", "ana", "--out", str(out), "--folder", path]) == 0
    assert (out / f"{entry}.jsonld").is_file()
    assert run(["consent", "receipts", "ana", "--out", str(out), "--folder", path]) == 2
    assert run(["consent", "receipts", "nobody", "--folder", path]) == 2


# --- what concerns many by a vote -----------------------------------------------------------------


def kept(small: SmallDesk, *rows: Row) -> None:
    """Put rows into the tables, as the facts of votes would have."""
    database = open_books(small.desk.folder)
    database.begin()
    books = TableBooks(database)
    for row in rows:
        books.put(row)
    books.flush()
    database.commit()
    database.close()


def told(small: SmallDesk, act: Act, fact: Fact, member: str = "") -> list[telling.Telling]:
    """What an entry of this act and fact says, as the eleventh of April's."""
    entry = Entry(act, "joe", AT, Operator(), "ab" * 32, (fact,), "x", "0.1.0", 90)
    with reader_of(small.desk.folder) as reader:
        return telling.tellings(reader, entry, member)


AT = moment_from_iso("2025-04-11")


def test_a_strike_is_told_to_all_who_entrusted_the_co_operative_then(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a strike has its receipts. Method: who trusts, trusted before, and will trust later."""
    strike = StrikeRow("s1", "train", "commercial", "null", AT, MOMENT_MAX, MOMENT_MAX, 90)
    kept(
        small, strike, Trust("ana", 20, 0, MOMENT_MAX), Trust("ben", 21, 0, AT),
        Trust("eve", 91, AT, MOMENT_MAX), Trust("joe", 22, 0, AT + 1),
    )  # fmt: skip
    act = strike_acts.Strike("m", strike_acts.StrikeTerms("s1", "train", "commercial", None, 0))
    (one,) = told(small, act, strike_acts.Struck("s1"))
    assert sorted(one.people) == ["ana", "joe"]
    said = one.told(0)
    assert (said.what, said.status, said.about, said.ends) == ("struck", "", "s1", MOMENT_MAX)
    (ended,) = told(small, strike_acts.EndStrike("m", "s1"), strike_acts.StrikeEnded("s1"), "ana")
    assert (list(ended.people), ended.told(0).what) == (["ana"], "strike_ended")
    assert told(small, act, strike_acts.Struck("s1"), "ben") == []
    monkeypatch.setattr(telling, "EACH_MAX", 1)
    (shared,) = told(small, act, strike_acts.Struck("s1"))
    assert (shared.is_shared, dict(shared.people)) == (True, {})
    assert list(told(small, act, strike_acts.Struck("s1"), "joe")[0].people) == ["joe"]


def test_a_groups_decision_is_told_to_its_members_of_that_moment(small: SmallDesk) -> None:
    """Goal: a group's word has its receipts. Method: a member, one who left, one who joins later."""
    said = ConsentStatement(
        "group-90", "", "choir", "purchases", "", -1, "permit", 32, 8, "train", "commercial", AT,
        MOMENT_MAX, "null", "null", "null", 0, 0, 1, AT, MOMENT_MAX, 90, -1,
    )  # fmt: skip
    kept(
        small, said, GroupMember("choir", "ana", 30, 0, MOMENT_MAX),
        GroupMember("choir", "ben", 31, 0, AT), GroupMember("choir", "eve", 95, AT, MOMENT_MAX),
        GroupMember("other", "joe", 32, 0, MOMENT_MAX),
    )  # fmt: skip
    scope = consent_acts.Scope("purchases")
    act = group_acts.DecideForGroup(
        "m", group_acts.GroupPermit("choir", scope, TERMS, None, credit=False)
    )
    yes = group_acts.GroupPermitted("group-90", "choir", 32, 8, AT, MOMENT_MAX)
    (one,) = told(small, act, yes)
    assert list(one.people) == ["ana"]
    assert (one.told(0).what, one.told(0).status) == ("permitted", "dpv:ConsentGiven")
    (lifted,) = told(small, act, group_acts.GroupLifted("group-90", "choir", 7))
    assert (lifted.told(0).what, lifted.told(0).status) == ("lifted", "dpv:ConsentWithdrawn")


def test_answered_calls_are_told_to_everyone_in_the_model(small: SmallDesk) -> None:
    """Goal: each paid use reaches its people. Method: a segment and a day's report of a licence."""
    used(small)
    licence = Licence(
        "l1", "milk-ltd", "m1", "commercial", 0, 700, 100, AT, AT + 1, 0, 0, 0, 80, territory="FR"
    )
    model = Model("m1", "spring", "u1", "commercial", "r", "a", "serving", 0, 0, 70)
    kept(small, licence, model)
    ref = AnnexRef("0" * 64, 1, "0" * 64)
    segment = use_acts.RecordSegment("l1", 1, AT, AT, ref, ref)
    (one,) = told(small, segment, use_acts.SegmentRecorded("l1", 1, 9, 6_300, 1_260))
    assert one.people == dict.fromkeys(MEMBERS, 8)
    said = one.told(8)
    assert (said.what, said.about, said.calls) == ("answered", "l1", 9)
    (process,) = said.process
    assert [party.identifier for party in process.recipient] == ["milk-ltd"]
    assert [where.id for where in process.location] == ["loc:FR"]
    metered = licensing.Metered("l1", 5, 3_500)
    (day,) = told(small, licensing.Meter("l1", "2025-04-10", 5), metered, "ana")
    assert (day.people, day.told(8).calls) == ({"ana": 8}, 5)
    assert told(small, licensing.Meter("l1", "2025-04-10", 5), metered, "zoe") == []


def test_a_trained_model_is_told_with_what_it_was_trained_for(small: SmallDesk) -> None:
    """Goal: a training is a use. Method: the report of a training under a known use."""
    used(small)
    act = learning_acts.Train("m1", "u1", "0" * 64, "0" * 64, 40, "")
    (one,) = told(small, act, learning_acts.Trained("m1", "spring", "commercial", "0" * 64, ""))
    (process,) = one.told(8).process
    assert [term.title for term in process.processing] == ["train"]
    assert (one.told(8).what, one.told(8).about, one.rows) == ("trained", "m1", 40)


def test_an_entry_about_nobodys_consent_has_no_receipt(small: SmallDesk) -> None:
    """Goal: receipts are about consent and use alone. Method: every entry of a founding."""
    with reader_of(small.desk.folder) as reader:
        assert [telling.tellings(reader, reader.entry(seq)) for seq in range(6)] == [[]] * 6
