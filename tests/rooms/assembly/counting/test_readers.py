"""Files of ballots: three formats that say the same, and every way in which a line can be bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.ballot_files import BadBallotFile, BallotFile
from auzolan.assembly.counting.readers import read_ballots

SCOTTISH = """3,2,
5,1,2,3,
7,3,
1,2,1,
"Candidate 1","Ana Ruiz","Independent (Ind)",
"Candidate 2","Ben O'Neil, jr","Party, the (P)",
"Candidate 3","Cy","",
"Ward 3 - Old Town",
"""
BLT = """3 2
5 1 2 3 0
7 3 0
1 2 1 0
0
"Ana Ruiz"
"Ben O'Neil, jr"
"Cy"
"Ward 3 - Old Town"
"""
PREFLIB = """# FILE NAME: 00001-00000001.soi
# TITLE: Ward 3 - Old Town
# DATA TYPE: soi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 13
# ALTERNATIVE NAME 1: Ana Ruiz
# ALTERNATIVE NAME 2: Ben O'Neil, jr
# ALTERNATIVE NAME 3: Cy
5: 1,2,3
7: 3
1: 2,{1}
"""


def contents(found: BallotFile) -> tuple[object, ...]:
    """What a file holds, comparable."""
    rankings = found.rankings
    return (
        rankings.table.tolist(), rankings.weights.tolist(), rankings.candidates,
        found.numbers, found.names, found.title,
    )  # fmt: skip


def test_three_formats_say_the_same() -> None:
    """Goal: a count does not depend on the format. Method: one small election in all three."""
    scottish, blt, preflib = map(read_ballots, (SCOTTISH, BLT, PREFLIB))
    assert contents(scottish) == contents(blt) == contents(preflib)
    assert (scottish.seats, blt.seats, preflib.seats) == (2, 2, None)
    assert scottish.names == ("Ana Ruiz", "Ben O'Neil, jr", "Cy")
    assert scottish.rankings.table.tolist() == [[0, 1, 2], [1, 0, -1], [2, -1, -1]]
    assert scottish.rankings.weights.tolist() == [5, 1, 7]


@pytest.mark.parametrize("text", [SCOTTISH, BLT, PREFLIB])
def test_line_ends_marks_and_empty_lines_change_nothing(text: str) -> None:
    """Goal: files from other machines are read. Method: CRLF, a byte order mark, empty lines."""
    strange = "\ufeff" + text.replace("\n", "\r\n\r\n")
    assert contents(read_ballots(strange)) == contents(read_ballots(text))


def test_who_has_withdrawn_is_passed_over_and_keeps_her_number() -> None:
    """Goal: BLT's negative numbers. Method: candidate 1 withdraws; the others keep theirs."""
    found = read_ballots(BLT.replace("5 1 2 3 0", "-1\n5 1 2 3 0"))
    assert found.numbers == (2, 3)
    assert found.names == ("Ben O'Neil, jr", "Cy")
    assert found.rankings.table.tolist() == [[0, -1], [0, 1], [1, -1]]


def test_a_blt_ballot_without_preferences_is_blank() -> None:
    """Goal: blank ballots are kept apart from valid ones. Method: one such line."""
    rankings = read_ballots(BLT.replace("7 3 0", "7 3 0\n4 0")).rankings
    assert (rankings.total, rankings.valid, rankings.blank) == (17, 13, 4)


FAULTS = [
    (SCOTTISH, "7,3,", "7,3,1,3,", "assembly.ballot_ranks_twice", "Line 3 ranks candidate 3 twice"),
    (SCOTTISH, "7,3,", "7,4,", "assembly.ballot_ranks_stranger", "Line 3 ranks candidate 4"),
    (SCOTTISH, "7,3,", "7,0,", "assembly.ballot_ranks_stranger", "Line 3 ranks candidate 0"),
    (SCOTTISH, "7,3,", "7,1,2,3,1,", "assembly.ballot_overlong", "Line 3 ranks 4"),
    (SCOTTISH, "7,3,", "0,3,", "assembly.ballot_voters_out_of_range", "line 3 stands for 0"),
    (SCOTTISH, "7,3,", "7,x,", "assembly.ballot_file_malformed", "Line 3 has 'x'"),
    (SCOTTISH, "7,3,", "7,,3,", "assembly.ballot_file_malformed", "Line 3 has ''"),
    (SCOTTISH, "7,3,", "-2,3,", "assembly.ballot_file_malformed", "Line 3 has '-2'"),
    (SCOTTISH, "7,3,", "٢,3,", "assembly.ballot_file_malformed", "Line 3 has"),
    (SCOTTISH, "7,3,", "9" * 13 + ",3,", "assembly.ballot_file_malformed", "Line 3 has"),
    (SCOTTISH, "3,2,\n", "3,2,1,\n", "assembly.ballot_file_malformed", "Line 1 has 3 numbers"),
    (SCOTTISH, "3,2,\n", "0,2,\n", "assembly.candidates_out_of_range", "0 candidates"),
    (SCOTTISH, '"Candidate 2"', '"Candidate 4"', "assembly.ballot_file_malformed", "Line 6 names"),
    (SCOTTISH, SCOTTISH[SCOTTISH.index('"Cand') :], "", "assembly.ballot_file_malformed", "Line 4"),
    (SCOTTISH, SCOTTISH[SCOTTISH.index('"Candidate 3') :], "", "assembly.ballot_file_malformed", ""),
    (SCOTTISH, 'Town",\n', 'Town",\n1,2,\n', "assembly.ballot_file_malformed", "Line 9 follows"),
    (SCOTTISH, "Ana Ruiz", "Ana\x1b[31m", "assembly.ballot_file_malformed", "Line 5 has a name"),
    (SCOTTISH, "5,1,2,3,\n7,3,\n1,2,1,\n", "", "assembly.no_valid_ballot", "No ballot"),
    (BLT, "7 3 0", "7 3 1 3 0", "assembly.ballot_ranks_twice", "Line 3 ranks candidate 3 twice"),
    (BLT, "7 3 0", "7 3", "assembly.ballot_file_malformed", "Line 3 does not end with 0"),
    (BLT, "7 3 0", "7 3=1 0", "assembly.ballot_has_tie", "Line 3 ranks 3=1 equal"),
    (BLT, "7 3 0", "7 3 - 1 0", "assembly.ballot_has_gap", "Line 3 leaves out"),
    (BLT, "7 3 0", "7 3 0 1 0", "assembly.ballot_has_gap", "Line 3 leaves out"),
    (BLT, "7 3 0", "1.5 3 0", "assembly.ballot_file_malformed", "Line 3 has '1.5'"),
    (BLT, "0\n\"Ana", "\"Ana", "assembly.ballot_file_malformed", "Line 5 does not end"),
    (BLT, '"Cy"\n"Ward 3 - Old Town"\n', "", "assembly.ballot_file_malformed", "2 of 3 names"),
    (BLT, '"Cy"', "Cy", "assembly.ballot_file_malformed", "Line 8 is no name"),
    (BLT, 'Town"\n', 'Town"\n"more"\n', "assembly.ballot_file_malformed", "Line 10 follows"),
    (BLT, "5 1 2 3 0", "-1 -2 -3\n5 1 2 3 0", "assembly.no_valid_ballot", "No ballot"),
    (PREFLIB, "7: 3", "7: 3,{1,2}", "assembly.ballot_has_tie", "Line 10 ranks {1,2} equal"),
    (PREFLIB, "7: 3", "7 3", "assembly.ballot_file_malformed", "Line 10 has no colon"),
    (PREFLIB, "# NUMBER ALTERNATIVES: 3\n", "", "assembly.ballot_file_malformed", "NUMBER ALT"),
    (PREFLIB, "7: 3", "7: 3,3", "assembly.ballot_ranks_twice", "Line 10 ranks candidate 3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good", "bad", "code", "because"), FAULTS)
def test_a_bad_line_refuses_the_file_with_its_number(
    text: str, good: str, bad: str, code: str, because: str
) -> None:
    """Goal: who keeps the ballots can mend the line. Method: one fault a time."""
    assert text.count(good) == 1
    with pytest.raises(BadBallotFile) as refused:
        read_ballots(text.replace(good, bad))
    refusal = refused.value.refusal
    assert refusal.code == code
    assert because in refusal.because
    assert refusal.remedy.endswith(".")


@pytest.mark.parametrize("text", ["", "\n\n", "hello\n", "1 2 3\n", '{"ballots": []}\n'])
def test_a_file_of_another_kind_is_refused_as_a_whole(text: str) -> None:
    """Goal: nothing is guessed. Method: texts that are no ballots."""
    with pytest.raises(BadBallotFile) as refused:
        read_ballots(text)
    assert refused.value.refusal.code in {
        "assembly.ballot_file_unknown", "assembly.ballot_file_malformed",
    }  # fmt: skip


def test_more_ballots_than_can_be_counted_are_refused() -> None:
    """Goal: no sum overflows. Method: two lines at the limit."""
    huge = SCOTTISH.replace("5,1,2,3,", "900000000,1,2,3,")
    with pytest.raises(BadBallotFile, match="assembly.ballots_too_many"):
        read_ballots(huge)


@given(st.sampled_from([SCOTTISH, BLT, PREFLIB]), st.data())
def test_a_mangled_file_is_read_or_refused_and_nothing_else(text: str, data: st.DataObject) -> None:
    """Goal: no file breaks the program. Method: cut and insert at random places."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    filling = data.draw(st.text('0123456789,:{}"-# \n\x00Aé', max_size=8))
    try:
        found = read_ballots(text[:start] + filling + text[end:])
    except BadBallotFile:
        return
    assert found.rankings.valid > 0
    assert len(found.names) == len(found.numbers) == found.rankings.candidates
