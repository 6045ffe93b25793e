"""Three public Polis conversations: counting each voter's last vote gives the published table.

Data: The Computational Democracy Project, CC BY 4.0; read from outside, never copied.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from auzolan.assembly.counting.yes_no import count, counting

CONVERSATIONS = ("15-per-hour-seattle", "brexit-consensus", "canadian-electoral-reform")
CHOICE_OF = {"1": "yes", "-1": "no", "0": "abstain"}

Vote = tuple[tuple[str, str], str]


def votes_in(folder: Path) -> list[Vote]:
    """All rows in the order of the file: ((comment, voter), vote)."""
    with (folder / "votes.csv").open(newline="") as lines:
        return [
            ((row["comment-id"], row["voter-id"]), row["vote"]) for row in csv.DictReader(lines)
        ]


def published_votes(folder: Path) -> dict[tuple[str, str], str]:
    """The filled cells of the published table of participants."""
    with (folder / "participants-votes.csv").open(newline="") as lines:
        return {
            (name, row["participant"]): vote
            for row in csv.DictReader(lines)
            for name, vote in row.items()
            if name.isdecimal() and vote
        }


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_last_vote_of_each_voter_gives_the_published_table(
    test_data: Callable[[str], Path], name: str
) -> None:
    """Goal: "the last ballot counts" on real votes. Method: compare every cell with the table."""
    folder = test_data("elections") / "polis" / name
    found = counting(votes_in(folder))
    assert found == published_votes(folder)
    assert len(found) > 1_000


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_counting_every_row_would_count_some_voters_twice(
    test_data: Callable[[str], Path], name: str
) -> None:
    """Goal: one member, one vote. Method: the published sums count every row, our tally does not."""
    folder = test_data("elections") / "polis" / name
    votes = votes_in(folder)
    every_row = Counter((comment, vote) for (comment, _), vote in votes)
    with (folder / "comments.csv").open(newline="") as lines:
        published = {
            row["comment-id"]: (int(row["agrees"]), int(row["disagrees"]))
            for row in csv.DictReader(lines)
        }
    assert published == {
        comment: (every_row[comment, "1"], every_row[comment, "-1"]) for comment in published
    }
    roll = len({voter for (_, voter), _ in votes})
    last = counting(votes)
    turnout = 0
    for comment in {comment for (comment, _), _ in votes}:
        choices = [CHOICE_OF[vote] for (of, _), vote in last.items() if of == comment]
        tally = count(choices, roll=roll)
        assert tally.cast <= sum(every_row[comment, vote] for vote in CHOICE_OF)
        turnout += tally.cast
    assert turnout == len(last) < len(votes)
