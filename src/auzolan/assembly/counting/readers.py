"""Ballots from the text of a file: the Scottish councils' CSV, BLT, and PrefLib.

A file is what its content says, whatever its name. A file with one bad ballot is refused as a
whole, with the line: who leaves out a ballot changes an election. Nothing is opened here.

Sources: for CSV the ballot files of Scottish council elections (number of candidates and seats;
then voters and preferences; then candidates; then the ward); for BLT Hill, Wichmann and Woodall,
The Computer Journal 30 (1987), 277-281; for PrefLib its data format of 2022, types soc and soi.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from auzolan.assembly.counting.ballot_files import (
    LINE_CHARACTERS_MAX,
    BallotBox,
    BallotFile,
    malformed,
    printable,
    refused,
    whole,
)

Lines = Iterator[tuple[int, str]]
_PREFLIB_COUNT = "# NUMBER ALTERNATIVES:"
_PREFLIB_NAME = "# ALTERNATIVE NAME "
_PREFLIB_TITLE = "# TITLE:"
_CANDIDATE = "Candidate "


def read_ballots(text: str) -> BallotFile:
    """Read ballots in whichever of the formats the text is.

    Args:
        text: the whole file.
    Returns:
        Ballots, candidates, and seats where the file says them.
    Raises:
        BadBallotFile: the text is in none of the formats, or a line is not as it should be.
    """
    lines = _lines(text.removeprefix("\ufeff"))
    first = next(lines, None)
    if first is not None and first[1].startswith("#"):
        return _read_preflib(first, lines)
    if first is not None and "," in first[1]:
        return _read_scottish(first, lines)
    if first is not None and len(first[1].split()) == 2:
        return _read_blt(first, lines)
    raise refused(
        "assembly.ballot_file_unknown",
        "The file begins neither as a Scottish ballot CSV, nor as BLT, nor as PrefLib.",
        "Give a file whose first line has the numbers of candidates and seats, or a PrefLib file.",
    )


def _lines(text: str) -> Lines:
    """Lines with their numbers, without empty ones."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_CHARACTERS_MAX:
            raise malformed(
                number, f"has {len(line):,} characters", f"Keep to {LINE_CHARACTERS_MAX:,} a line."
            )
        if line.strip():
            yield number, line.strip()


# --- the Scottish councils' CSV ------------------------------------------------------------------


def _read_scottish(first: tuple[int, str], lines: Lines) -> BallotFile:
    number, line = first
    heads = _fields(line)
    if len(heads) != 2:
        raise malformed(
            number, f"has {len(heads)} numbers", "Begin with the numbers of candidates and seats."
        )
    box = BallotBox(whole(heads[0], number, "the number of candidates"))
    seats = whole(heads[1], number, "the number of seats")
    names: list[str] = []
    for number, line in lines:
        if '"' in line:
            break
        voters, *choices = _fields(line)
        box.add(
            number,
            whole(voters, number, "the number of voters"),
            [whole(choice, number, "a candidate's number") for choice in choices],
        )
    else:
        raise malformed(
            number, "is the last, and no candidate was named", "Name the candidates after it."
        )
    while len(names) < box.candidates:
        label, *about = _quoted(number, line)
        if label != f"{_CANDIDATE}{len(names) + 1}" or not about:
            raise malformed(
                number,
                f"names {label[:40]!r} where candidate {len(names) + 1} belongs",
                'Write "Candidate 1","name","party" and so on, one line each, in order.',
            )
        names.append(printable(about[0], number))
        number, line = next(lines, (number, ""))
    title = printable(line.rstrip(",").strip('"'), number)
    _must_end(lines)
    return box.file(seats, names, title)


def _quoted(number: int, line: str) -> list[str]:
    try:
        return next(csv.reader([line])) or [""]
    except csv.Error as fault:
        raise malformed(number, f"cannot be read: {fault}", "Write it as plain CSV.") from fault


def _fields(line: str) -> list[str]:
    """What stands between commas; a comma at the end ends the last field."""
    return line.removesuffix(",").split(",")


def _must_end(lines: Lines) -> None:
    extra = next(lines, None)
    if extra is not None:
        raise malformed(extra[0], "follows where the file should end", "Remove what is too much.")


# --- BLT -----------------------------------------------------------------------------------------


def _read_blt(first: tuple[int, str], lines: Lines) -> BallotFile:
    number, line = first
    heads = line.split()
    candidates = whole(heads[0], number, "the number of candidates")
    seats = whole(heads[1], number, "the number of seats")
    box: BallotBox | None = None
    withdrawn: set[int] = set()
    for number, line in lines:
        words = line.partition("#")[0].split()
        if words == ["0"]:
            break
        if words and all(word.startswith("-") and word != "-" for word in words):
            withdrawn |= {whole(word[1:], number, "who has withdrawn") for word in words}
        elif words:
            box = box or BallotBox(candidates, frozenset(withdrawn))
            _add_blt_ballot(box, number, words)
    else:
        raise malformed(
            number, "is the last, and the ballots have no end", "End them with a line that says 0."
        )
    box = box or BallotBox(candidates, frozenset(withdrawn))
    names = []
    for number, line in lines:
        if not (len(line) >= 2 and line[0] == line[-1] == '"'):
            raise malformed(number, "is no name in quotation marks", 'Write "name", one a line.')
        names.append(printable(line[1:-1], number))
        if len(names) == candidates + 1:
            break
    if len(names) < candidates:
        raise malformed(
            number, f"is the last, with {len(names)} of {candidates} names", "Name all candidates."
        )
    _must_end(lines)
    return box.file(seats, names[:candidates], names[candidates] if len(names) > candidates else "")


def _add_blt_ballot(box: BallotBox, line: int, words: list[str]) -> None:
    if words[-1] != "0" or len(words) < 2:
        raise malformed(line, "does not end with 0", "End each ballot with 0, on its own line.")
    for word in words[1:-1]:
        if "=" in word:
            raise _tie(line, word)
        if word in {"-", "0"}:
            raise refused(
                "assembly.ballot_has_gap",
                f"Line {line} leaves out a preference and then goes on.",
                "Close the gap, or end the ranking where it begins.",
            )
    voters = whole(words[0], line, "the number of voters")
    choices = [whole(word, line, "a candidate's number") for word in words[1:-1]]
    box.add(line, voters, choices)


def _tie(line: int, text: str) -> ValueError:
    return refused(
        "assembly.ballot_has_tie",
        f"Line {line} ranks {text[:40]} equal.",
        "Give each candidate a place of her own; these methods count strict rankings.",
    )


# --- PrefLib -------------------------------------------------------------------------------------


def _read_preflib(first: tuple[int, str], lines: Lines) -> BallotFile:
    number, line = first
    title, candidates, named = "", 0, {}
    while line.startswith("#"):
        key, _, value = line.partition(":")
        if line.startswith(_PREFLIB_COUNT):
            candidates = whole(value, number, "the number of alternatives")
        elif line.startswith(_PREFLIB_TITLE):
            title = printable(value, number)
        elif line.startswith(_PREFLIB_NAME):
            named[whole(key.removeprefix(_PREFLIB_NAME), number, "a number")] = printable(
                value, number
            )
        number, line = next(lines, (number, ""))
    if not candidates:
        raise malformed(
            number, f"comes without a {_PREFLIB_COUNT[2:-1]} before it",
            f"Give a line `{_PREFLIB_COUNT} 5`; older PrefLib files can be downloaded anew.",
        )  # fmt: skip
    box = BallotBox(candidates)
    while line:
        voters, colon, ranking = line.partition(":")
        if not colon:
            raise malformed(number, "has no colon", "Write voters: 1,2,3.")
        box.add(
            number, whole(voters, number, "the number of voters"), _preflib_ranking(number, ranking)
        )
        number, line = next(lines, (number, ""))
    names = [named.get(one, f"{_CANDIDATE}{one}") for one in range(1, candidates + 1)]
    return box.file(None, names, title)


def _preflib_ranking(line: int, ranking: str) -> list[int]:
    for group in ranking.split("{")[1:]:
        inside = group.partition("}")[0]
        if "," in inside:
            raise _tie(line, f"{{{inside}}}")
    plain = ranking.replace("{", "").replace("}", "").strip()
    if not plain:
        return []
    return [whole(choice, line, "an alternative's number") for choice in plain.split(",")]
