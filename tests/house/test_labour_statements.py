"""Labour-impact statements through the real desk: figures of real work, verify, file, commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from audit.forging import differences, entry_with, found, reforge
from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.doors.cli import run
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour.paying import pay_flows
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.statements.impact_schema import FILE, impact_schema
from auzolan.house.rooms.labour.statements.impact_types import LabourImpact
from auzolan.house.rooms.labour.statements.statement_queries import (
    ERASED,
    SEALED,
    label_of,
    statement_lines,
    statement_of,
)
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning.card import card_now, digest_of
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish, redact
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import Submission
from auzolan.labour.statements.acts import UNKNOWN, LookedAt, Pay
from auzolan.labour.tasks.prices import Tried
from auzolan.learning.recipes import CountsRecipe
from house.small_desk import SmallDesk, accepted, purchases, refused

replace = msgspec.structs.replace
PAY = Pay.__struct_fields__
WORKERS = tuple(f"w{number:02d}" for number in range(24))
SAID = statement_flows.Said(
    "Guess what is bought.", "fewer", "Fewer counts of stock.", "The board; two dissented.",
    "None is needed.", " ",
)  # fmt: skip
PRICE_MICRO = 450_000
ITEMS = 40
"""Eighteen euros a person; with the time below, eleven of 24 people stand under the floor of 15."""


def labelled(small: SmallDesk) -> None:
    """Twenty-four people bring purchases and label them; one piece is turned down, all is settled."""
    desk = small.desk
    new = [members.NewMember(name, name) for name in WORKERS]
    for answer in members.admit_all(desk, actor="ana", people=new):
        accepted(answer)
    pilot = tuple(Tried(ITEMS, 3_600, 600) for _ in range(5))
    task = task_flows.NewTask(
        "labels", "Say what was bought.", piece_micro=PRICE_MICRO, kind="purchases", pilot=pilot,
        harmful=1,
    )  # fmt: skip
    accepted(task_flows.open_task(desk, actor="ida", new=task))
    lines = []
    for number, name in enumerate(WORKERS):
        report = contributions.offer_rows(
            desk, member=name, kind="purchases", columns=purchases(number + 9, 8),
            batch=f"{name}-1",
        )  # fmt: skip
        assert not isinstance(report, Refusal), str(report)
        accepted(consent.grant(desk, member=name, kind="purchases", purposes=("commercial",)))
        seconds = 3_000 + 60 * number
        lines.append(
            work_flows.NewWork(name, "labels", seconds=seconds, items=ITEMS, batch=f"{name}-1")
        )
        lines.append(work_flows.NewWork(name, "labels", work_class="waiting", seconds=600))
    accepted(work_flows.log_work(desk, actor="ida", log="may", period="2025", lines=lines))
    with reading(desk.folder) as now:
        handed_in = now.books.find(Submission, log="may")
    bad = next(one.submission for one in handed_in if one.batch == "w00-1")
    good = [one.submission for one in handed_in if one.submission != bad]
    accepted(work_flows.reject(desk, actor="ida", submission=bad, reason="Nothing is in it."))
    accepted(work_flows.accept(desk, actor="ida", submissions=good, reason="Read."))
    accepted(pay_flows.settle_work(desk, actor="joe", work="may-pay", period="2025"))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work, the model, a statement about it, one that nobody worked for; it is not written to."""
    small = SmallDesk(tmp_path_factory.mktemp("labour") / "coop")
    small.bring()
    labelled(small)
    desk = small.desk
    accepted(
        learning.seal(desk, actor="eve", snapshot="s1", kind="purchases", purpose="commercial")
    )
    recipe = CountsRecipe("choice", categories=("feat_dannon",))
    trained = learning.train(desk, actor="eve", model="m1", snapshot="s1", recipe=recipe)
    assert isinstance(trained, learning.TrainReport), trained
    stated = statement_flows.publish(desk, actor="eve", about="model", name="m1", said=SAID)
    accepted(stated)
    accepted(
        statement_flows.publish(
            desk, actor="eve", about="dataset", name="s1", said=SAID, statement="of-data"
        )
    )
    publish(desk)
    desk.close()
    return desk.folder.path


@pytest.fixture
def coop(lived: Path, tmp_path: Path) -> Folder:
    """A copy of it that may be written to."""
    shutil.copytree(lived, tmp_path / "coop")
    return Folder(tmp_path / "coop")


def document(path: Path, name: str = "m1", *, inside: bool = True) -> LabourImpact:
    with reader_of(Folder(path)) as reader:
        found = statement_of(reader, name, inside=inside)
    assert found is not None
    return found


def test_the_figures_are_those_of_the_work(lived: Path) -> None:
    """Goal: a real model's labour is on its statement. Method: each figure by hand."""
    figures = document(lived).figures
    work, waiting = figures.hours
    seconds = sum(3_000 + 60 * number for number in range(24))
    assert (figures.tasks, figures.people, figures.places) == (1, 24, ())
    assert figures.places_kept_back == 24
    assert (work.work_class, work.measured, work.claimed, work.agreed) == ("work", seconds, 0, 0)
    # One piece was turned down: with the sum it would show that one person's time.
    assert work.accepted == "unknown"
    assert (waiting.measured, waiting.accepted, waiting.unknown_times) == (14_400, 14_400, 0)
    assert (figures.rejections, figures.appeals, figures.deciders) == (1, 0, 1)
    assert (figures.accepted, figures.auto_accepted, figures.harmful_tasks) == (47, 0, 1)
    assert figures.unpaid_bp == (20_000 * 14_400 + seconds + 14_400) // (2 * (seconds + 14_400))
    assert (figures.floor_cents, figures.floor_basis) == (1_500, "charter")
    # The eleventh to fourteenth of 24 stand in the middle; lower and higher ones are a few people.
    assert (figures.before.p5, figures.before.p95) == ("unknown", "unknown")
    assert isinstance(figures.before.p50, int)
    assert figures.before.p50 < figures.after.p50  # type: ignore[operator]
    assert figures.after.under_bp == 0
    assert figures.before.under_bp == 5_000
    assert (figures.consented, figures.left_out) == (28, 1)


def test_an_auditor_works_every_figure_out_again(coop: Folder) -> None:
    """Goal: no figure can be altered. Method: every one changed in a record that is signed anew."""
    assert differences(coop, level="auditor") == []
    public = found(coop, level="public")
    assert not public.differences
    assert "labour.publish_statement/1" in str(public.not_checkable)
    entry = entry_with(coop, "labour.publish_statement/1")
    (fact,) = entry.facts
    figures = fact.figures
    changes = {name: altered(getattr(figures, name)) for name in figures.__struct_fields__}
    changes["looks"] = (LookedAt("pay", "treasury", 1, 1),)
    changes["floor_basis"] = "living"
    forged = replace(fact, figures=replace(figures, **changes))
    reforge(
        coop, lambda one: replace(one, facts=(forged,)) if one.seq == entry.seq else one
    )  # fmt: skip
    named = {one.field for one in differences(coop, level="auditor") if one.entry == entry.seq}
    whole = {name for name in changes if name not in ("before", "after")}
    pay = {f"{part}.{name}" for part in ("before", "after") for name in Pay.__struct_fields__}
    assert named == {f"figures.{name}" for name in whole | pay}


def altered(value: object) -> object:
    """Another value of the same kind, wherever in it a number stands."""
    match value:
        case Pay():
            return replace(value, **{name: altered(getattr(value, name)) for name in PAY})
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case (_, *_):
            return value[:-1]
    return (("ES", 10),) if value == () else value


def test_the_file_follows_its_schema(lived: Path) -> None:
    """Goal: programs can rely on it. Method: validate; zero for unknown passes, a text does not."""
    assert FILE.read_text(encoding="utf-8") == impact_schema()
    validator = jsonschema.Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))
    for name in ("m1", "of-data", "s1"):
        validator.validate(json.loads(msgspec.json.encode(document(lived, name))))
    wrong: dict[str, Any] = json.loads(msgspec.json.encode(document(lived)))
    assert UNKNOWN not in wrong["figures"].values()
    wrong["figures"]["people"] = "a few"
    assert not validator.is_valid(wrong)
    del wrong["figures"]
    assert not validator.is_valid(wrong)


def test_texts_are_for_members_and_unknown_where_nothing_was_said(lived: Path) -> None:
    """Goal: sealed texts stay inside. Method: the document inside and outside."""
    words = document(lived).words
    assert (words.purpose, words.jobs, words.not_known) == (SAID.purpose, "fewer", "unknown")
    outside = document(lived, inside=False)
    assert (outside.words.purpose, outside.words.jobs, outside.remarks) == (SEALED, "fewer", ())
    assert outside.figures == document(lived).figures


def test_the_label_stands_beside_the_card_and_leaves_its_digest_alone(lived: Path) -> None:
    """Goal: a card never changes. Method: the digest with a statement; the label's figures."""
    with reader_of(Folder(lived)) as reader:
        card = card_now(reader, "m1", 2**50)
        label = label_of(reader, "m1")
        assert label_of(reader, "nobody") is None
    assert card is not None
    assert label is not None
    assert card.labour == label
    assert card.digest == digest_of(card.card)
    figures = document(lived).figures
    assert (label.people, label.rejections, label.overturned) == (24, 1, 0)
    assert (label.before_cents, label.after_cents) == (figures.before.p50, figures.after.p50)
    assert label.seconds == sum(3_000 + 60 * number for number in range(24)) + 14_400
    assert label.unknown > 0


def test_a_comment_waits_is_answered_and_can_be_erased(tmp_path: Path) -> None:
    """Goal: the whole way through flows. Method: charter days, comment, answer, redaction."""
    small = SmallDesk(tmp_path / "coop")
    small.bring()
    desk = small.desk
    accepted(
        learning.seal(desk, actor="eve", snapshot="s1", kind="purchases", purpose="commercial")
    )
    about = {"about": "dataset", "name": "s1", "said": SAID}
    assert refused(statement_flows.publish(desk, actor="ana", **about)) == "charter.not_in_office"
    accepted(statement_flows.publish(desk, actor="eve", **about))
    late = statement_flows.comment(
        desk, member="ben", statement="labour-dataset-s1-1", words="Who counted?"
    )
    assert refused(late) == "labour.comments_closed"  # this charter gives no days
    accepted(statement_flows.publish(desk, actor="eve", **about))
    with reader_of(desk.folder) as reader:
        lines = statement_lines(reader)
    assert [(one.statement, one.newest) for one in lines] == [
        ("labour-dataset-s1-2", True), ("labour-dataset-s1-1", False),
    ]  # fmt: skip
    shown = document(desk.folder.path, "s1")
    accepted(redact(desk, actor="ida", entry=shown.entry, field="purpose", reason="A name."))
    assert document(desk.folder.path, "s1").words.purpose == ERASED
    desk.close()


def test_commands_state_list_show_and_refuse(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: exit codes and data. Method: each command, by JSON and as text, and its misuse."""

    def call(*words: str) -> tuple[int, str]:
        code = run(["labour", *words, "--folder", str(coop.path)])
        return code, capsys.readouterr().out

    assert call("state", "--purpose", "x", "--as", "eve")[0] == 2
    both = ("--model", "m1", "--dataset", "s1")
    assert call("state", *both, "--purpose", "x", "--as", "eve")[0] == 2
    asked = ("state", "--model", "m1", "--purpose", "Guess", "--as", "eve", "--json")
    code, out = call(*asked, "--dry-run")
    assert (code, json.loads(out)["facts"][0]["statement"]) == (0, "labour-model-m1-2")
    assert len(json.loads(call("statements", "--json")[1])) == 2
    assert call(*asked)[0] == 0
    assert len(json.loads(call("statements", "--json")[1])) == 3
    code, out = call("statement", "m1", "--json")
    shown = json.loads(out)
    assert (code, shown["statement"], shown["figures"]["people"]) == (0, "labour-model-m1-2", 24)
    code, out = call("statement", "labour-model-m1-1")
    assert code == 0
    assert "people: 24" in out
    assert json.loads(call("statement", "any", "--schema")[1])["$ref"].endswith("LabourImpact")
    assert call("statement", "nobody")[0] == 2
    assert call("comment", "nobody", "--words", "x", "--as", "ana")[0] == 1
    assert call("answer", "nobody", "--words", "x", "--as", "eve")[0] == 1
    assert run(["learning", "card", "m1", "--folder", str(coop.path)]) == 0
    assert "labour" in capsys.readouterr().out
