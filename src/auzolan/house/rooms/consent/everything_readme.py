"""The page that explains each file of "everything about me", in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.moments import iso_from_moment

_FILES = (
    ("statement.json", "Your money: accounts, movements, shares, payments, and the house rules behind them."),
    ("statement.csv", "The same as a table. Amounts are whole cents, or millionths where it says so."),
    ("worth.json", "What your rows added to a model, in billionths, with the likely range."),
    ("uses.json", "Each use of a data set in which your rows were: what for, how many, when."),
    ("lineage.json", "Where your rows went: data sets, uses, models, and what became of them."),
    ("rows/", "Your rows, a batch a file: .csv to read, .parquet with the salts that prove them."),
    ("consent/statements.txt", "What you have allowed, forbidden and stopped, in words."),
    ("consent/statements.json", "The same with every condition, for programs."),
    ("receipts/", "A signed receipt of each word of yours and each use, JSON-LD after ISO/IEC TS 27560."),
    ("work/submissions.json", "Your work, piece by piece: class, seconds, pay, and what became of it."),
    ("work/periods.json", "Your work period by period: hours that count, pay, interest, top-up."),
    ("work/indexes.json", "The indexes by which your hours weigh, in hundredths."),
    ("work/places.json", "Where you work, as you said, and from when on (milliseconds UTC)."),
    ("work/ratings.json", "How you rated those you worked for."),
    ("work/looks.json", "Who looked at your figures: when, as what, at which figure, what for."),
    ("work/pages/", "When you worked, page by page, as long as it is kept. Only you get these."),
    ("requests.json", "What you asked the rights desk, and what it answered."),
    ("words.json", "Texts by you or about you that the record holds sealed, as far as they are kept."),
    ("member-file.json", "With this file you check the record about yourself."),
)  # fmt: skip

_MISSING = (
    "your ballots: a vote is tied to a one-time tag, and nobody here knows which is yours",
    "letters of the members' channel: nobody here can read them, or knows who wrote them",
    "page times that are past their day, and any page times where the office of data made this file",
    "rows that were erased: the files and their salts are gone, and backups within days",
    "sealed texts that were erased",
    "anything of other people, and the keys of the co-operative",
)


def readme(member: str, entries: int, at: int, names: Sequence[str]) -> bytes:
    """The description of a zip.

    Args:
        member: whose data.
        entries: how many entries the record had.
        at: the moment of the last of them, milliseconds since 1970, UTC.
        names: the files beside this one, in order.
    """
    lines = [
        f"Everything about {member}", "",
        f"As of {iso_from_moment(at)}, when the record had {entries} entries. The same state gives",
        "the same file, to the last byte. It is yours: you may keep it, show it, and take it elsewhere.",
        "", "What is in it", "",
    ]  # fmt: skip
    for name, words in _FILES:
        count = sum(
            1 for one in names if one == name or (name.endswith("/") and one.startswith(name))
        )
        if count:
            many = f" ({count} files)" if name.endswith("/") else ""
            lines += [f"  {name}{many}", f"      {words}"]
    lines += ["", "What is not in it, and why", "", *(f"  - {one}" for one in _MISSING), ""]
    lines += [
        "How to check it", "",
        "  auzolan verify PUBLIC --member-file member-file.json",
        f"  auzolan consent verify-receipt {_a_receipt(names)} --key PUBLIC/vkey", "",
        "PUBLIC is a copy of the published record. Neither command asks a server.", "",
        "What you can do next", "",
        "  auzolan consent withdraw MEMBER --kind KIND      stop all use of your rows",
        "  auzolan consent ask MEMBER --right correct ...   have something put right", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def _a_receipt(names: Sequence[str]) -> str:
    return next((name for name in names if name.startswith("receipts/")), "RECEIPT")
