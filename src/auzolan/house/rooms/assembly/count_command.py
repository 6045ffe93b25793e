"""`auzolan assembly count`: count files of ballots, without a co-operative.

For anyone who holds the ballots and doubts the result. It records nothing and needs no folder; a
file that cannot be counted is refused on its own line, and the others are counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import JsonOption

if TYPE_CHECKING:
    from auzolan.assembly.counting.ballot_files import BallotFile
    from auzolan.assembly.counting.methods import Answer, Method
    from auzolan.foundation.refusals import Refusal

FILE_BYTES_MAX = 256 * 2**20
Line = dict[str, object]


def count(
    files: Annotated[list[Path], typer.Argument(help="Ballots: Scottish CSV, BLT or PrefLib.")],
    *,
    method: Annotated[
        str, typer.Option(help="How to count, as scottish-stv or meek-stv; wrong names list all.")
    ],
    seats: Annotated[int, typer.Option(help="Seats to fill; 0 is as many as the file says.")] = 0,
    seed: Annotated[
        str, typer.Option(help="A public text, fixed after voting, from which lots are drawn.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Count elections from files of ballots.

    Examples:
        auzolan assembly count ward.csv --method scottish-stv
        auzolan assembly count council.blt --method meek-stv --seats 5 --seed 2026-05-04 --json

    Needs no co-operative and records nothing. With --json one line a file: file, elected (numbers
    of candidates in order of election), quota, stages (each candidate's votes, stage by stage, in
    the order of the file's numbers), and lots if any were drawn. Ties that the rules leave open
    are broken by lot; anyone with the same seed draws the same.

    A file that cannot be counted is refused on its own line, the others are counted, and the exit
    code is 1. Limit: 256 MiB a file.
    """
    from auzolan.assembly.counting.methods import METHODS
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Exit, Misused

    chosen = METHODS.get(method)
    if chosen is None:
        raise Misused(f"There is no method {method}. The methods are {', '.join(METHODS)}.")
    if seats < 0:
        raise Misused(f"{seats} seats cannot be filled. Give 1 or more, or leave --seats out.")
    _check_seed(seed)
    is_refused = False
    for path in files:
        found = counted(path, chosen, seats, seed)
        if isinstance(found, Refusal):
            is_refused = True
            _give_refusal(path, found, as_json=as_json)
        else:
            _give_answer(path, *found, as_json=as_json, seed=seed)
    if is_refused:
        raise typer.Exit(Exit.REFUSED)


def _check_seed(seed: str) -> None:
    from auzolan.assembly.counting.lots import lot
    from auzolan.house.doors.errors import Misused

    try:
        lot(seed, 1, ())
    except ValueError as fault:
        raise Misused(f"{fault}.") from fault


def counted(
    path: Path, method: Method, seats: int, seed: str
) -> tuple[BallotFile, Answer] | Refusal:
    """Count one file; what cannot be counted is refused."""
    from auzolan.assembly.counting.ballot_files import ARTICLE, BadBallotFile
    from auzolan.assembly.counting.readers import read_ballots
    from auzolan.foundation.refusals import Refusal

    text = _text_of(path)
    if isinstance(text, Refusal):
        return text
    try:
        ballots = read_ballots(text)
    except BadBallotFile as bad:
        return bad.refusal
    wanted = seats or ballots.seats
    if wanted is None:
        return Refusal(
            "assembly.seats_not_given", ARTICLE,
            f"{path} does not say how many seats are to be filled.",
            "Say it: --seats 3.",
        )  # fmt: skip
    try:
        return ballots, method.count(ballots, wanted, seed)
    except ValueError as fault:
        return Refusal(
            "assembly.not_countable", ARTICLE, f"{fault}.", "Mend what it says, and count again."
        )


def _text_of(path: Path) -> str | Refusal:
    from auzolan.assembly.counting.ballot_files import ARTICLE
    from auzolan.foundation.refusals import Refusal

    try:
        if path.is_file():
            with path.open("rb") as stream:
                content = stream.read(FILE_BYTES_MAX + 1)
            if len(content) <= FILE_BYTES_MAX:
                return content.decode()
            because = f"{path} is larger than {FILE_BYTES_MAX:,} bytes."
        else:
            because = f"There is no file {path}."
    except UnicodeDecodeError as fault:
        because = f"{path} is not text in UTF-8 (byte {fault.start:,})."
    except OSError as fault:
        because = f"{path} cannot be read: {fault.strerror}."
    return Refusal(
        "assembly.ballot_file_unreadable", ARTICLE, because,
        "Give a file of ballots as text in UTF-8, smaller than 256 MiB.",
    )  # fmt: skip


def _give_refusal(path: Path, refusal: Refusal, *, as_json: bool) -> None:
    from auzolan.house.doors.output import say, write_json

    if as_json:
        write_json({"file": str(path), "refusal": refusal})
    say(f"{path}: refused: {refusal.code} ({refusal.article})")
    say(f"  {refusal.because}\n  {refusal.remedy}")


def _give_answer(
    path: Path, ballots: BallotFile, answer: Answer, *, as_json: bool, seed: str
) -> None:
    from auzolan.house.doors.output import write, write_json, write_table

    numbers = ballots.numbers
    if as_json:
        line: Line = {
            "file": str(path),
            "elected": [numbers[one] for one in answer.elected],
            "quota": answer.quota,
            "stages": [row.figures for row in answer.rows],
        }
        if answer.lots:
            line["lots"] = _lots(ballots, answer, seed)
        write_json(line)
        return
    write(f"{path}: {ballots.title}" if ballots.title else str(path))
    heads = ("", *(f"{number} {name}" for number, name in zip(numbers, ballots.names, strict=True)))
    write_table(heads, [(row.about, *row.figures) for row in answer.rows])
    if answer.quota is not None:
        write(f"quota    {answer.quota}")
    names = (f"{numbers[one]} {ballots.names[one]}" for one in answer.elected)
    write(f"elected  {', '.join(names)}")
    for drawn in answer.lots:
        order = ", ".join(str(numbers[one]) for one in drawn.order)
        write(f"lot      stage {drawn.stage}, {drawn.why}: {order} (seed {seed!r})")


def _lots(ballots: BallotFile, answer: Answer, seed: str) -> list[Line]:
    return [
        {
            "stage": drawn.stage,
            "why": drawn.why,
            "order": [ballots.numbers[one] for one in drawn.order],
            "seed": seed,
        }
        for drawn in answer.lots
    ]
