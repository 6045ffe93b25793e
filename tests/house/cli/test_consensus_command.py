"""`auzolan labour consensus` as a person or a program runs it, with no co-operative near."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from house.cli.conftest import Cli

LABELS = """task,worker,label
1,ana@x.org,cat
1,ben,dog
2,ben,cat
2,eve,cat
3,eve,dog
"""


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No co-operative in the current folder, none named."""
    monkeypatch.delenv("AUZOLAN_FOLDER", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "labels.csv").write_text(LABELS)


def weigh(cli: Cli, *words: str) -> list[dict[str, object]]:
    said = cli("labour", "consensus", "labels.csv", *words, "--json")
    assert said.code == 0, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_a_program_gets_one_line_a_task(cli: Cli, tmp_path: Path) -> None:
    """Goal: the shape that programs rely on. Method: a count done by hand, told to the letter."""
    assert weigh(cli, "--method", "majority") == [
        {"task": "1", "label": "cat", "probabilities": {"cat": 0.5, "dog": 0.5}},
        {"task": "2", "label": "cat", "probabilities": {"cat": 1.0, "dog": 0.0}},
        {"task": "3", "label": "dog", "probabilities": {"cat": 0.0, "dog": 1.0}},
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "labels.csv"]


def test_what_a_person_should_know_is_said_beside(cli: Cli) -> None:
    """Goal: ties and addresses are told, addresses not shown. Method: look at both streams."""
    said = cli("labour", "consensus", "labels.csv", "--method", "majority")
    assert "1 task is tied; the smallest label stands." in said.err
    assert "1 worker is an e-mail address; a running number took its place." in said.err
    assert "cat 0.500, dog 0.500" in said.out
    assert "@" not in said.out + said.err


@pytest.mark.parametrize("method", ["dawid-skene", "one-coin", "glad", "mace"])
def test_the_order_of_lines_changes_no_letter(cli: Cli, tmp_path: Path, method: str) -> None:
    """Goal: same labels, same text. Method: the lines reversed."""
    first = weigh(cli, "--method", method)
    head, *rows = LABELS.splitlines()
    (tmp_path / "labels.csv").write_text("\n".join([head, *reversed(rows)]))
    assert weigh(cli, "--method", method) == first


def test_columns_may_have_other_names(cli: Cli, tmp_path: Path) -> None:
    """Goal: other tools' tables. Method: rename all three."""
    (tmp_path / "labels.csv").write_text(LABELS.replace("task,worker,label", "item,who,said"))
    found = weigh(
        cli, "--method", "majority", "--task", "item", "--worker", "who", "--label", "said"
    )
    assert [line["label"] for line in found] == ["cat", "cat", "dog"]


def test_numbers_pairs_and_lists_of_labels(cli: Cli, tmp_path: Path) -> None:
    """Goal: every kind of label by one command. Method: one small table for each."""
    path = tmp_path / "labels.csv"
    path.write_text("task,worker,label\n1,a,10\n1,b,20\n2,a,5\n2,b,15\n")
    first, second = weigh(cli, "--method", "numeric")
    assert set(first) == {"task", "label", "standard_error"}
    assert (first["label"], second["label"]) == (pytest.approx(15), pytest.approx(10))
    path.write_text("worker,left,right,label\na,x,y,x\nb,x,y,x\n")
    better, worse = weigh(cli, "--method", "bradley-terry")
    assert (better["item"], worse["item"]) == ("x", "y")
    assert float(str(better["score"])) > 0.5 > float(str(worse["score"]))
    path.write_text("task,worker,label\n1,a,red|big\n1,b,red\n1,c,red|big\n2,a,\n")
    assert weigh(cli, "--method", "majority", "--separator", "|") == [
        {"task": "1", "label": ["big", "red"], "probabilities": {"big": 0.666666667, "red": 1.0}},
        {"task": "2", "label": [], "probabilities": {"big": 0.0, "red": 0.0}},
    ]


def test_a_models_view_is_weighed_too(cli: Cli, tmp_path: Path) -> None:
    """Goal: it can decide a tie. Method: 30 tasks where model and workers agree, one tied."""
    tasks = range(30)
    rows = [f"{task},{who},{'cat' if task % 2 else 'dog'}" for task in tasks for who in "ab"]
    (tmp_path / "labels.csv").write_text(
        "\n".join(["task,worker,label", *rows, "99,c,cat", "99,d,dog"])
    )
    view = [f"{task},{'cat' if task % 2 else 'dog'},1" for task in tasks]
    (tmp_path / "model.csv").write_text("\n".join(["task,label,probability", *view, "99,dog,1"]))
    assert weigh(cli, "--method", "dawid-skene")[-1]["label"] == "cat"
    assert weigh(cli, "--model", "model.csv")[-1]["label"] == "dog"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "labour.no_labels"),
        ("task,worker\n1,a\n", "labour.column_missing"),
        ("task,worker,label\n1,a\0,x\n", "labour.labels_malformed"),
        (LABELS + "1,ben,cat\n", "labour.label_repeated"),
    ],
)
def test_a_spoilt_table_is_refused_with_its_line(
    cli: Cli, tmp_path: Path, text: str, code: str
) -> None:
    """Goal: whole or not at all. Method: one table for each fault; nothing but the refusal."""
    (tmp_path / "labels.csv").write_text(text)
    said = cli("labour", "consensus", "labels.csv", "--json")
    assert said.code == 1
    assert said.json["refusal"]["code"] == code
    assert "@" not in said.out + said.err


@pytest.mark.parametrize(
    ("method", "text", "code"),
    [
        ("numeric", LABELS, "labour.labels_malformed"),
        ("numeric", "task,worker,label\n1,a,1e30\n", "labour.labels_not_weighed"),
        ("bradley-terry", "left,right,label\nx,y,z\n", "labour.labels_malformed"),
    ],
)
def test_labels_of_another_kind_are_refused(
    cli: Cli, tmp_path: Path, method: str, text: str, code: str
) -> None:
    """Goal: no answer from nonsense. Method: words as numbers, numbers too large, no pair."""
    (tmp_path / "labels.csv").write_text(text)
    said = cli("labour", "consensus", "labels.csv", "--method", method, "--json")
    assert (said.code, said.json["refusal"]["code"]) == (1, code)


def test_a_file_that_is_none_is_refused(cli: Cli, tmp_path: Path) -> None:
    """Goal: every way to fail has words. Method: no file, a folder, bytes that are no text."""
    (tmp_path / "bytes.csv").write_bytes(b"task,worker,label\n1,a,\xff\n")
    for name in ("nothing.csv", ".", "bytes.csv"):
        said = cli("labour", "consensus", name, "--json")
        assert (said.code, said.json["refusal"]["code"]) == (1, "labour.labels_unreadable")


@pytest.mark.parametrize(
    "words",
    [
        ["--method", "votes"],
        ["--method", "numeric", "--separator", "|"],
        ["--method", "mace", "--model", "labels.csv"],
        ["--task", "label"],
    ],
)
def test_wrong_usage_says_what_is_taken(cli: Cli, words: list[str]) -> None:
    """Goal: exit code 2. Method: an unknown method, options that do not go together."""
    said = cli("labour", "consensus", "labels.csv", *words)
    assert said.code == 2
    assert said.out == ""


def test_real_labels_are_judged_as_the_library_does(
    cli: Cli, test_data: Callable[[str], Path]
) -> None:
    """Goal: from the file to the promised accuracy. Method: a public set with gold labels."""
    folder = test_data("truth_inference")
    said = cli("labour", "consensus", folder / "dog_annotations.csv", "--json")
    gold = dict(line.split(",") for line in (folder / "dog_truth.csv").read_text().split())
    found = [json.loads(line) for line in said.out.splitlines()]
    assert sum(gold[line["task"]] == line["label"] for line in found) / len(found) >= 0.838
    assert all(abs(sum(line["probabilities"].values()) - 1) < 1e-6 for line in found)
