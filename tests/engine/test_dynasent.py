"""Reading DynaSent: the published files whole, anything else refused with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auzolan.engine.dynasent import LABEL_MICRO, SENTENCE_MICRO, NotDynaSent, read

CENT_MICRO = 10_000


def line(
    name: str, author: str = "w1", gold: str = "positive", **other: object
) -> dict[str, object]:
    """A line as it is published, of a made-up sentence that four of five call the same."""
    votes = {
        "positive": ["w2", "w3", "w4", "w5"], "negative": [], "neutral": ["w6"], "mixed": [],
    }  # fmt: skip
    return {
        "text_id": name, "sentence": f"Fine {name}.", "sentence_author": author,
        "label_distribution": votes, "gold_label": gold, "has_prompt": True,
        "prompt_data": {"excerpt": "not read"}, **other,
    }  # fmt: skip


def laid(folder: Path, dev: list[dict[str, object]], test: list[dict[str, object]]) -> Path:
    """Both files, named as in the published zip."""
    for name, lines in (("dev", dev), ("test", test)):
        path = folder / f"dynasent-v1.1-round02-dynabench-{name}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return folder


def test_the_published_set_has_the_people_and_the_pay_that_were_published(
    test_data: Callable[[str], Path],
) -> None:
    """Goal: nobody is lost or invented. Method: the counts of the datasheet, and its rates."""
    found = read(test_data("dynasent"))
    written, labelled = found.written(), found.labelled()
    assert (len(found.sentences), len(written)) == (1_440, 175)
    assert (sum(labelled.values()), len(labelled)) == (7_200, 272)
    assert (len(written.keys() & labelled.keys()), len(found.people)) == (42, 405)
    cents = [
        sum(map(len, written.values())) * SENTENCE_MICRO // CENT_MICRO,
        sum(labelled.values()) * LABEL_MICRO // CENT_MICRO,
    ]
    assert cents == [43_200, 18_000]
    assert [sum(one.split == split for one in found.sentences) for split in ("train", "test")] == [
        720, 720,
    ]  # fmt: skip


def test_lines_come_in_their_order_with_who_did_what(tmp_path: Path) -> None:
    """Goal: dev first, each with author and labelers. Method: three made-up lines."""
    found = read(laid(tmp_path, [line("a"), line("b", "w2")], [line("c")]))
    assert [(one.text_id, one.author, one.split) for one in found.sentences] == [
        ("a", "w1", "train"), ("b", "w2", "train"), ("c", "w1", "test"),
    ]  # fmt: skip
    assert found.labelled() == {"w2": 3, "w3": 3, "w4": 3, "w5": 3, "w6": 3}
    assert found.people == ["w1", "w2", "w3", "w4", "w5", "w6"]


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ({"gold_label": "neutral"}, "line 2: the label is neutral, which 1 of 5 gave"),
        ({"gold_label": "mixed"}, "line 2: .*gold_label"),
        ({"sentence": 7}, "line 2: .*sentence"),
        ({"sentence_author": "w 9"}, "line 2: .*sentence_author"),
        ({"text_id": "a"}, "the sentence a stands there twice"),
        (
            {"label_distribution": {
                "positive": ["w2", "w2", "w3", "w4", "w5"], "negative": [], "neutral": [],
                "mixed": [],
            }},
            "line 2: expected the labels of 5 people; got 5 labels of 4",
        ),
        ({"label_distribution": {"positive": ["w2"]}}, "line 2: .*negative"),
    ],
)  # fmt: skip
def test_a_line_that_is_not_as_published_is_refused_with_its_number(
    tmp_path: Path, bad: dict[str, object], fault: str
) -> None:
    """Goal: nothing is guessed. Method: one fault at a time in the second line."""
    with pytest.raises(NotDynaSent, match=fault):
        read(laid(tmp_path, [line("a"), {**line("b"), **bad}], [line("c")]))


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    """Goal: half a download is none. Method: the last line without its end."""
    path = laid(tmp_path, [line("a"), line("b")], [line("c")]) / (
        "dynasent-v1.1-round02-dynabench-dev.jsonl"
    )
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(NotDynaSent, match="dev.jsonl, line 2: Input data was truncated"):
        read(tmp_path)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    """Goal: say what is missing. Method: no folder, an empty one, one with a file twice, an empty file."""
    with pytest.raises(NotDynaSent, match="there is no folder"):
        read(tmp_path / "none")
    with pytest.raises(NotDynaSent, match="has 0 files of the split dev"):
        read(tmp_path)
    laid(tmp_path, [line("a")], [])
    with pytest.raises(NotDynaSent, match="test.jsonl has 0 lines"):
        read(tmp_path)
    (tmp_path / "round02-dev.jsonl").write_text("")
    with pytest.raises(NotDynaSent, match="has 2 files of the split dev"):
        read(tmp_path)
