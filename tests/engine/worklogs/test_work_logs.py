"""Exports of every tool become one table of work, and every row of them is accounted for."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from auzolan.engine.worklogs import FORMATS, read_work_log
from auzolan.engine.worklogs.log import BadLog, Imported, Options, State
from auzolan.engine.worklogs.summing import imported_work, totals_of, worked_by_many
from engine.worklogs import made_logs
from engine.worklogs.made_logs import write_all, zip_at

KEY = Options(pseudonym_key=b"k" * 32)
KINDS = (
    "mturk toloka crowdflower label-studio label-studio-min label-studio-csv argilla argilla-flat "
    "prodigy cvat cvat-zip doccano crowd-kit"
).split()
EXPECTED = {
    "mturk": (10, 4), "toloka": (5, 5), "crowdflower": (3, 2), "label-studio": (5, 2),
    "label-studio-min": (2, 2), "label-studio-csv": (2, 1), "argilla": (5, 3),
    "argilla-flat": (3, 2), "prodigy": (5, 3), "cvat": (4, 2), "cvat-zip": (4, 2),
    "doccano": (4, 2), "crowd-kit": (4, 3),
}  # fmt: skip


def read(folder: Path, kind: str, options: Options = KEY) -> Imported:
    tool, path = write_all(folder)[kind]
    return read_work_log(path, tool, options)


def refusal(path: Path, tool: str, options: Options = KEY) -> str:
    with pytest.raises(BadLog) as caught:
        read_work_log(path, tool, options)
    return caught.value.refusal.code + ": " + caught.value.refusal.because


def reasons(found: Imported) -> dict[int, str]:
    return {one.row: one.reason for one in found.refused}


def workers(found: Imported) -> list[str]:
    return [found.log.worker.names[code] for code in found.log.worker.codes]


@pytest.mark.parametrize("kind", KINDS)
def test_imported_and_refused_are_all_that_was_read(kind: str, tmp_path: Path) -> None:
    """Goal: no row is lost. Method: each made-up export, counted by hand, refused rows and all."""
    found = read(tmp_path, kind)
    assert (found.read, found.imported) == EXPECTED[kind]
    assert found.imported + len(found.refused) == found.read
    numbers = sorted([*found.log.row.tolist(), *(one.row for one in found.refused)])
    assert numbers == list(range(1, found.read + 1))
    assert len(found.digest) == 64


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_tool_does_not_write_stays_unknown(kind: str, tmp_path: Path) -> None:
    """Goal: unknown is never nought. Method: tools without times or pay give -1 and no totals."""
    found = read(tmp_path, kind)
    totals = totals_of(imported_work(found))
    if kind not in {"mturk", "toloka"}:
        assert (totals.pay_minor, totals.currency) == (-1, "")
        assert (found.log.pay_micro == -1).all()
    if kind.split("-", maxsplit=1)[0] in {"argilla", "prodigy", "cvat", "doccano", "crowd"}:
        assert totals.seconds_measured == -1
        assert (found.log.measured_ms == -1).all()


def test_mturk_counts_events_and_not_final_states(tmp_path: Path) -> None:
    """Goal: a final Approved hides no rejection. Method: one rejected, one approved after it."""
    found = read(tmp_path, "mturk")
    assert found.log.state.tolist() == [
        State.ACCEPTED, State.REJECTED, State.ACCEPTED, State.PENDING,
    ]  # fmt: skip
    assert found.log.rejections.tolist() == [0, 1, 1, 0]
    assert found.log.pay_micro.tolist() == [150_000, 0, 150_000, 150_000]
    assert found.dropped_columns == (
        "LifetimeApprovalRate", "Last30DaysApprovalRate", "Answer.userAgent",
    )  # fmt: skip
    assert reasons(found) == {
        5: "AcceptTime is no date and time that is understood",
        6: "WorkerId is empty",
        7: "it ends before it begins",
        8: "Reward is no amount that is understood, as 0.15",
        9: "it has 3 cells instead of 20",
        10: "its AssignmentId stands in an earlier row",
    }


def test_mturk_time_is_a_union_clipped_at_what_the_task_declared(tmp_path: Path) -> None:
    """Goal: pages, not rows. Method: overlap of 21 s; 2,400 s across the clock change, 600 at most."""
    totals = totals_of(imported_work(read(tmp_path, "mturk")))
    assert totals.seconds_measured == 99 + 120 + 600
    assert (totals.pay_minor, totals.currency, totals.rejection_events) == (45, "USD", 2)


def test_toloka_pays_and_times_a_suite_once(tmp_path: Path) -> None:
    """Goal: a suite's reward stands on each row and is due once. Method: two rows a suite."""
    found = read(tmp_path, "toloka")
    totals = totals_of(imported_work(found))
    assert found.log.pay_micro.tolist() == [20_000, 0, 0, 0, 0]
    assert (totals.seconds_measured, totals.pay_minor, totals.rejection_events) == (90, 2, 1)
    assert found.log.state.tolist()[-1] == State.RETURNED


def test_toloka_without_task_ids_takes_the_one_input(tmp_path: Path) -> None:
    """Goal: older files are read too. Method: the column of task ids is missing."""
    path = tmp_path / "old.tsv"
    path.write_text(made_logs.TOLOKA.replace("ASSIGNMENT:task_id", "ASSIGNMENT:other"))
    assert read_work_log(path, "toloka", KEY).log.task.names == ("a.png", "b.png")


def test_crowdflower_reads_month_first_in_utc_and_drops_who_people_are(tmp_path: Path) -> None:
    """Goal: the report's own conventions. Method: 8/2/2015 is in August; 13/2 is refused."""
    found = read(tmp_path, "crowdflower")
    assert set(found.log.started_ms.tolist()) == {1_438_475_164_000}
    assert found.dropped_columns == ("_channel", "_trust", "_country", "_region", "_city", "_ip")
    assert found.log.label.names == ("causes", "treats")
    assert imported_work(found).worked.pages.tolist() == [1]


def test_label_studio_keeps_the_number_and_not_the_person(tmp_path: Path) -> None:
    """Goal: completed_by as int or object. Method: one of each; the address is nowhere."""
    found = read(tmp_path, "label-studio", Options())
    assert workers(found) == ["4", "5"]
    assert found.log.measured_ms.tolist() == [17_250, -1]
    assert found.log.state.tolist() == [State.UNKNOWN, State.RETURNED]
    assert found.dropped_columns == (
        "annotations.completed_by.email", "annotations.completed_by.first_name",
        "annotations.completed_by.last_name",
    )  # fmt: skip
    assert "@" not in repr(found.log)


def test_addresses_become_codes_or_the_file_is_refused(tmp_path: Path) -> None:
    """Goal: no e-mail is kept. Method: one address in two spellings; two keys; no key."""
    found = read(tmp_path, "label-studio-min")
    other = read(tmp_path, "label-studio-min", Options(pseudonym_key=b"x" * 32))
    assert found.pseudonyms == 1
    assert len(set(workers(found))) == 1
    assert set(workers(found)).isdisjoint(workers(other))
    assert "@" not in repr(found)
    path = tmp_path / "label-studio-min.txt"
    assert refusal(path, "label-studio", Options()).startswith("labour.worker_is_address")


def test_argilla_holds_questions_apart(tmp_path: Path) -> None:
    """Goal: one task a question. Method: two questions on a record; drafts and users are read."""
    found = read(tmp_path, "argilla")
    assert found.log.task.names == ("r1/label", "r1/tags")
    assert found.log.task_type.names == ("label", "tags")
    assert found.log.label.names == ("a|b", "no", "yes")
    flat = read(tmp_path, "argilla-flat")
    assert flat.log.state.tolist() == [State.UNKNOWN, State.RETURNED]


def test_prodigy_answers_are_labels_and_no_judgment_of_work(tmp_path: Path) -> None:
    """Goal: `reject` is what a person answered. Method: states stay unknown, no rejection."""
    found = read(tmp_path, "prodigy")
    assert found.log.label.names == ("POS", "reject")
    assert not found.log.state.any()
    assert not found.log.rejections.any()
    assert found.log.submitted_ms.tolist()[0] == 1_700_000_000_000


def test_cvat_rows_are_of_the_assignee_and_never_a_models(tmp_path: Path) -> None:
    """Goal: pre-made marks are nobody's work. Method: pictures with a person's, a model's, none."""
    found = read(tmp_path, "cvat")
    assert set(workers(found)) == {"ana"}
    assert found.log.label.names == ("bird|crow", "crow")
    assert reasons(found) == {
        2: "all of its marks are a model's",
        3: "it has no mark: whether anybody worked on it is not known",
    }
    assert "meta.task.assignee.email" in found.dropped_columns


def test_workers_are_never_invented(tmp_path: Path) -> None:
    """Goal: no name, no import. Method: doccano's all.jsonl, in and out of a zip; CVAT unassigned."""
    line = '{"id":1,"text":"a","label":["x"]}\n'
    plain = tmp_path / "all.jsonl"
    plain.write_text(line)
    packed = zip_at(tmp_path / "all.zip", {"all.jsonl": line})
    nobody = tmp_path / "nobody.xml"
    nobody.write_text(made_logs.CVAT.replace("<username>ana</username>", ""))
    found = {refusal(plain, "doccano")[:22], refusal(packed, "doccano")[:22]}
    found.add(refusal(nobody, "cvat")[:22])
    assert found == {"labour.workers_unknown"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tool", FORMATS)
def test_a_wrong_flag_is_met_with_the_right_one(kind: str, tool: str, tmp_path: Path) -> None:
    """Goal: no export is read as another's. Method: every export under every flag."""
    own, path = write_all(tmp_path)[kind]
    if own == tool or (tool, kind) in {("table", "crowd-kit")}:
        return
    said = refusal(path, tool)
    assert said.startswith("labour.work_log_other_tool"), said
    assert f"looks like one of {own}" in said


def test_25_labels_on_one_task_are_25_labels(tmp_path: Path) -> None:
    """Goal: any overlap is fine. Method: 25 workers, and one of them twice: told, and kept."""
    lines = [f"t,w{number},x" for number in range(25)] + ["t,w3,y"]
    path = tmp_path / "many.csv"
    path.write_text("task,worker,label\n" + "\n".join(lines))
    found = read_work_log(path, "crowd_kit", KEY)
    assert found.imported == 26
    assert [(one.worker, one.task, one.rows) for one in found.repeats] == [("w3", "t", 2)]


def test_a_table_is_mapped_by_name_and_never_from_a_personal_column(tmp_path: Path) -> None:
    """Goal: any log can come in. Method: mapped fields; e-mail as task, age as pay, none at all."""
    path = tmp_path / "log.csv"
    path.write_text(
        "who,item,email,age,begun,done,fee\n"
        "w1,i1,a@example.org,30,2024-03-31T10:00:00,2024-03-31T10:00:30,0.5\n"
    )
    fields = {
        "worker": "who",
        "task": "item",
        "started": "begun",
        "submitted": "done",
        "pay": "fee",
    }
    options = Options(columns=fields, zone="Europe/Madrid", currency="EUR")
    found = read_work_log(path, "table", options)
    assert found.log.started_ms.tolist() == [1_711_872_000_000]
    assert found.dropped_columns == ("email", "age")
    for columns, code in (
        ({"worker": "who", "task": "email"}, "labour.work_log_column_personal"),
        ({"worker": "who", "task": "item", "pay": "age"}, "labour.work_log_column_personal"),
        ({"worker": "who", "task": "nothing"}, "labour.work_log_column"),
        ({"worker": "who", "item": "item"}, "labour.work_log_field_unknown"),
        ({"worker": "who"}, "labour.work_log_not_of_tool"),
        ({**fields}, "labour.zone_missing"),
    ):
        assert refusal(path, "table", Options(columns=columns)).startswith(code)
    assert refusal(path, "table", Options(columns=fields, zone="UTC")).startswith(
        "labour.currency_missing"
    )
    mapped = read_work_log(
        path, "table", Options(columns={"worker": "email", "task": "item"}, pseudonym_key=b"k")
    )
    assert "@" not in repr(mapped.log)


def test_pay_can_be_told_where_the_file_is_silent(tmp_path: Path) -> None:
    """Goal: rewards below a cent add up exactly. Method: 0.0005 a row, three rows, rounded up."""
    found = read(tmp_path, "crowd-kit", Options(pay="0.0005", currency="EUR"))
    assert totals_of(imported_work(found)).pay_minor == 1
    assert found.log.pay_micro.tolist() == [500] * 3
    path = tmp_path / "crowd-kit.txt"
    for options in (Options(pay="0.05"), Options(pay="much", currency="EUR")):
        assert refusal(path, "crowd-kit", options).startswith("labour.pay_unreadable")


def test_amounts_of_another_currency_are_refused_row_by_row(tmp_path: Path) -> None:
    """Goal: currencies are not mixed. Method: two in dollars, one in euros."""
    path = tmp_path / "mixed.csv"
    path.write_text("worker,task,pay\na,1,$0.10\nb,1,€0.10\nc,1,$0.10\n")
    found = read_work_log(path, "table", KEY)
    assert reasons(found) == {2: "pay is in another currency than USD"}


def test_ids_that_could_fool_a_reader_are_refused(tmp_path: Path) -> None:
    """Goal: nothing shown turns on the one who looks. Method: escapes, direction marks, endless ids."""
    path = tmp_path / "odd.csv"
    ids = ["ok", "a\x1b[2J", "b\u202ec", "x" * 501, "=cmd"]
    path.write_text("worker,task\n" + "\n".join(f"{one},t" for one in ids))
    found = read_work_log(path, "table", KEY)
    assert [one.row for one in found.refused] == [2, 3, 4]
    assert workers(found) == ["ok", "=cmd"]


@pytest.mark.parametrize("units", [1, 3, 50])
def test_many_processes_give_what_one_gives(units: int, tmp_path: Path) -> None:
    """Goal: equal on any crew. Method: cut by worker, all columns compared."""
    work = imported_work(read(tmp_path, "mturk"))
    found = worked_by_many(work.pages, units=units, workers=1)
    for name in ("worker", "ms", "pay_micro", "merged_ms"):
        assert np.array_equal(getattr(found, name), getattr(work.worked, name))


def test_pieces_of_work_name_people_and_count_their_rejections(tmp_path: Path) -> None:
    """Goal: what is booked. Method: the two workers of one export."""
    work = imported_work(read(tmp_path, "mturk"))
    first, second = work.pieces
    assert (first.worker, first.task_type, first.rows, first.rejections) == ("W1", "T1", 2, 1)
    assert (second.ms, second.paid_ms, second.pay_micro) == (720_000, 600_000, 150_000)


def test_the_same_bytes_have_the_same_digest(tmp_path: Path) -> None:
    """Goal: a file is not brought twice. Method: two names, one content; one byte more."""
    first, second, third = (tmp_path / name for name in "abc")
    first.write_text(made_logs.CROWD_KIT)
    second.write_text(made_logs.CROWD_KIT)
    third.write_text(made_logs.CROWD_KIT + "\n")
    digests = [read_work_log(path, "crowd-kit", KEY).digest for path in (first, second, third)]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("kind", "median", "lifted"),
    [
        ("relex", (438, 435), 624_006),
        ("factspan", (581, 581), 297_447),
        ("reldir", (217, 109), 141_173),
    ],
)
def test_real_logs_give_the_known_medians(
    kind: str, median: tuple[int, int], lifted: int, test_data: Callable[[str], Path]
) -> None:
    """Goal: 4.38, 5.81, 2.17 an hour, not 1.09. Method: 111,139 public judgments, read and counted."""
    from auzolan.labour.paying.page_pay import lifting_cents

    path = test_data("crowdtruth_medical") / f"annotations_{kind}.csv"
    columns = {"worker": "worker_id", "task": "unit_id", "started": "started_at",
               "submitted": "submitted_at", "pay": "pay_usd", "own_id": "annotation_id"}  # fmt: skip
    work = imported_work(
        read_work_log(path, "table", Options(columns=columns, zone="UTC", currency="USD"))
    )
    found = totals_of(work).median
    cents = [(micro + 5_000) // 10_000 for micro in (found.all_time, found.naive)]
    assert tuple(cents) == median
    cost = lifting_cents(work.worked.ms, work.worked.pay_micro, floor_cents_hour=1_500)
    assert int(cost.sum()) == lifted


def test_a_log_of_seconds_alone_gives_the_known_wages(test_data: Callable[[str], Path]) -> None:
    """Goal: tables without moments are read. Method: 15,000 public batches at 0.03 told beside them.

    The figures known for it, 2.23 an hour and 99.8 % below 7.25, are over those of at least five batches.
    """
    from auzolan.labour.paying.page_pay import hourly_micro, median_hourly
    from auzolan.labour.paying.pages import by_worker

    path = test_data("cifar10n_worktimes") / "assignments.csv"
    columns = {"worker": "worker_id", "task": "batch", "seconds": "seconds"}
    found = read_work_log(path, "table", Options(columns=columns, pay="0.03", currency="USD"))
    assert (found.read, found.imported, found.refused, found.repeats) == (15_000, 15_000, (), ())
    assert [one.column for one in found.mapping if not one.meaning] == ["slot", "items"]
    work = imported_work(found)
    totals = totals_of(work)
    assert (totals.workers, totals.tasks, totals.pay_minor) == (747, 5_000, 45_000)
    assert totals.seconds_measured // 360 == 1_944, "194.5 hours, before rounding"
    assert int(np.median(found.log.measured_ms)) == 42_000
    people = by_worker(work.worked)
    rates = hourly_micro(people.timed_pay_micro, people.ms)[people.rows >= 5]
    assert len(rates) == 479
    assert (int(np.median(rates)) + 5_000) // 10_000 == 223
    assert median_hourly(work.worked, judgments_min=5).all_time == int(np.median(rates))
    assert (1_000 * int((rates < 7_250_000).sum()) + 239) // 479 == 998
    assert (totals.median.all_time + 5_000) // 10_000 == 233, "over those of at least ten"


def test_every_reader_is_reached_by_its_name() -> None:
    """Goal: no reader without a flag. Method: the registry against the tools of the fixtures."""
    assert {kind.removesuffix("-min").removesuffix("-csv").removesuffix("-flat").removesuffix("-zip")
            for kind in KINDS} | {"table"} == set(FORMATS)  # fmt: skip
    assert refusal(Path("x"), "excel").startswith("labour.work_log_tool_unknown")
    assert refusal(Path("x"), "prodigy", Options(columns={"worker": "a"})).startswith(
        "labour.work_log_field_unknown"
    )


def test_a_mapping_says_what_every_column_was_taken_for(tmp_path: Path) -> None:
    """Goal: a preview before anything is booked. Method: all columns of a table, each once."""
    found = read(tmp_path, "toloka")
    header = made_logs.TOLOKA.partition("\n")[0].split("\t")
    assert [one.column for one in found.mapping] == header
    meanings = {one.column: one.meaning for one in found.mapping}
    assert meanings["ASSIGNMENT:worker_id"] == "who worked"
    assert meanings["ASSIGNMENT:link"] == ""
    assert json.dumps(meanings)
