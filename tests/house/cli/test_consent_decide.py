"""`auzolan consent decide`: one decision a line, whatever the lines hold."""

from __future__ import annotations

import json
from pathlib import Path

from house.cli.conftest import Cli

GOOD = (
    '{"grants": [{"effect": "permit", "operation": "train", "end_use": "research", "from": 0, '
    '"to": null, "party": null, "territory": null, "model_class": null}], "request": '
    '{"operation": "train.finetune", "end_use": "research", "party": "a", "territory": "b", '
    '"model_class": "c", "at": 5}}\n'
)


def test_every_line_is_answered_in_its_order(cli: Cli, tmp_path: Path) -> None:
    """Goal: a program can read answers beside its cases. Method: yes, no, yes."""
    file = tmp_path / "cases.jsonl"
    file.write_text(GOOD + GOOD.replace('"to": null', '"to": 5') + GOOD)
    done = cli("consent", "decide", str(file))
    assert done.code == 0
    assert [json.loads(line) for line in done.out.splitlines()] == [
        {"allow": True, "reasons": []},
        {"allow": False, "reasons": ["expired"]},
        {"allow": True, "reasons": []},
    ]


def test_a_line_that_is_no_case_is_denied_and_the_others_are_decided(
    cli: Cli, tmp_path: Path
) -> None:
    """Goal: nothing unreadable is allowed or lost. Method: a broken and an overlong line between."""
    file = tmp_path / "cases.jsonl"
    file.write_text(GOOD + "{\n" + "x" * 3_000_000 + "\n" + GOOD.rstrip("\n"))
    done = cli("consent", "decide", str(file))
    found = [json.loads(line)["reasons"] for line in done.out.splitlines()]
    assert (done.code, found) == (1, [[], ["malformed"], ["malformed"], []])
    assert "line 2" in done.err


def test_a_missing_file_is_wrong_usage(cli: Cli, tmp_path: Path) -> None:
    """Goal: a typo is not a denial. Method: a name of nothing."""
    assert cli("consent", "decide", str(tmp_path / "nothing")).code == 2
