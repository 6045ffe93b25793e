"""Seven answers become a draft of house rules: a charter under a preset, or what keeps it from being one.

What is left empty is as the preset begins. It founds nothing and knows no folder; the bounds are those
that every charter is checked against.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from auzolan.charter.articles import Charter
from auzolan.charter.bounds import breaches
from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import Value, clauses_of
from auzolan.charter.laws import LAWS
from auzolan.charter.laws.bound import AT_LEAST
from auzolan.charter.laws.house import HOUSE
from auzolan.charter.presets import ES_PV_2019, founding_charter
from auzolan.foundation.refusals import Refusal
from auzolan.treasury.surplus.worksheet import plan_worksheet
from auzolan.treasury.surplus.worksheet_answer import lines_of

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "law": ("preset",),
    "make": ("kinds", "works"),
    "belong": ("contribution",),
    "use": ("purposes",),
    "share": ("reserve", "education", "labour", "data", "usage", "equal", "cash"),
    "floor": ("floor",),
    "decide": ("quorum", "majority", "bylaw_majority", "notice_days", "poll_days"),
}
"""The seven questions, each with its fields, in order: the law first, since all others begin with it."""
SHARES: Mapping[str, str] = {
    "reserve": "obligatory_reserve_bp", "education": "education_bp",
    "labour": "pool_labour_bp", "data": "pool_data_bp", "usage": "pool_usage_bp",
    "equal": "pool_equal_bp", "cash": "cash_bp",
}  # fmt: skip
"""The parts that are asked in per cent, each with its clause."""
PARTS = (">1/10", ">1/5", ">1/4", ">1/3", ">1/2", ">=3/5", ">=2/3", ">=3/4")
LISTS = ("kinds", "works", "purposes")
EXAMPLE_CENTS = 10_000
_DECIDING = {
    "quorum": ("decisions", "first_call_quorum"),
    "majority": ("decisions", "policy_majority"),
    "bylaw_majority": ("decisions", "bylaw_majority"),
    "notice_days": ("meetings", "notice_days"),
    "poll_days": ("decisions", "poll_days"),
}
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}\Z")
_HUNDREDTHS = re.compile(r"([0-9]{1,10})(?:[.,]([0-9]{1,2}))?\Z", re.ASCII)
_BREACHES = {
    **dict.fromkeys(SHARES.values(), "share"),
    **{clause: "decide" for _, clause in _DECIDING.values()},
    "floor_cents_hour": "floor",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: texts by field, and lists for those that are lists; empty for the preset's."""

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was written in a field; empty where nothing was."""
        return self.texts.get(name, "").strip()

    @property
    def preset(self) -> str:
        """The legal preset."""
        return self.text("preset") if self.text("preset") in LAWS else ES_PV_2019


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which question, in which field (empty for none), and how it can be right.

    `refusal` says which law or article, where one does; else `what` is one of `number`, `amount`,
    `name`, `empty`.
    """

    question: str
    field: str
    what: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The charter that the answers make, where they make one, and what is wrong with them."""

    charter: Charter | None
    faults: tuple[Fault, ...]


def drafted(answers: Answers) -> Draft:
    """The draft that these answers make."""
    faults = [*_of_lists(answers), *_of_numbers(answers)]
    if faults:
        return Draft(None, tuple(faults))
    try:
        charter = _charter(answers)
    except (ValueError, msgspec.ValidationError):
        return Draft(None, (Fault("share", "", "number"),))
    return Draft(charter, tuple(_of_bounds(charter)))


def begins_with(preset: str) -> Charter:
    """The charter that a preset begins with: the default of every answer."""
    return founding_charter(preset=preset)


def default_of(charter: Charter, name: str) -> int | str | None:
    """What a field is where nothing is answered; None where this preset has no such part."""
    if name in SHARES:
        value = clauses_of(charter.surplus.distribution).get(SHARES[name])
        return value if isinstance(value, int) else None
    if name in _DECIDING:
        root, clause = _DECIDING[name]
        found: int | str = getattr(getattr(charter, root), clause)
        return found
    amounts = {
        "contribution": charter.membership.contribution_cents,
        "floor": charter.labour.floor_cents_hour,
    }
    return amounts.get(name)


@dataclass(frozen=True, slots=True)
class Told:
    """A bound of a law or of the house on one field: at least or at most how much, and where it stands."""

    is_least: bool
    amount: int | str
    article: str


def bounds_on(preset: str, name: str) -> list[Told]:
    """The bounds on one field under a preset, those of the law first."""
    law = LAWS[preset]
    if name in SHARES:
        found = [one for one in law.bounds if one.clauses == (SHARES[name],) and one.when is None]
        return [Told(one.comparison is AT_LEAST, one.amount, one.article) for one in found]
    if name not in _DECIDING:
        return []
    clause = ".".join(_DECIDING[name])
    limits = [one for one in (*law.limits, *HOUSE) if one.clause == clause]
    told: list[Told] = []
    for one in limits:
        is_least = one.comparison is AT_LEAST
        if all(other.is_least != is_least for other in told):
            told.append(Told(is_least, one.amount, one.article))
    return told


def shared_example(distribution: Distribution, preset: str) -> list[tuple[str, int]] | None:
    """Where 100.00 of a year with two members go, one who works and one who brings data.

    Returns:
        Lines with their cents, together 100.00; None where the parts cannot be shared.
    """
    begins = clauses_of(LAWS[preset].distribution)
    now = clauses_of(distribution)
    changed = {name: value for name, value in now.items() if begins.get(name) != value}
    members = [
        {"id": "one", "hours": 100, "index": 100, "usage": 1, "points": 0, "value": 0},
        {"id": "other", "hours": 0, "index": 100, "usage": 1, "points": 1, "value": 1},
    ]
    sheet = {
        "preset": preset, "charter": changed, "members": members,
        "result": {"before_interest_and_tax": EXAMPLE_CENTS},
    }  # fmt: skip
    planned = plan_worksheet(msgspec.json.encode(sheet))
    if isinstance(planned, Refusal):
        return None
    lines = lines_of(planned.plan)
    return [(name, lines[name]) for name in lines if name not in {"net", "available"}]


def command_of(answers: Answers, place: str = "coop") -> str:
    """The command that founds a co-operative with the draft, saved as `charter.json`."""
    told = [("--name", answers.text("name") or "Our co-op")]
    told += [("--origin", answers.text("origin") or "coop.example/2026")]
    told += [("--founder", name) for name in answers.lists.get("founders", ()) or ("Ane", "Jon")]
    words = [part for name, value in told for part in (name, shlex.quote(value))]
    return f"auzolan init {place} {' '.join(words)} --charter charter.json"


def _charter(answers: Answers) -> Charter:
    begins = begins_with(answers.preset)
    clauses: dict[str, Value] = {
        SHARES[name]: _hundredths(answers.text(name))
        for name in SHARES
        if answers.text(name) and default_of(begins, name) is not None
    }
    works = answers.lists.get("works", ())
    charter = founding_charter(
        preset=answers.preset,
        clauses=clauses,
        purposes=answers.lists.get("purposes", ()) or begins.consent.purposes,
        kinds=(*answers.lists.get("kinds", ()), *works) or begins.consent.kinds,
        works=works,
        contribution_cents=_amount(answers, "contribution", begins),
        floor_cents_hour=_amount(answers, "floor", begins),
    )
    for name, (root, clause) in _DECIDING.items():
        text = answers.text(name)
        if text:
            value: int | str = int(text) if text.isdigit() else text
            article = msgspec.structs.replace(getattr(charter, root), **{clause: value})
            charter = msgspec.structs.replace(charter, **{root: article})
    return msgspec.convert(msgspec.to_builtins(charter), Charter)


def _amount(answers: Answers, name: str, begins: Charter) -> int:
    text = answers.text(name)
    value = default_of(begins, name)
    assert isinstance(value, int), "every preset says both amounts"
    return _hundredths(text) if text else value


def _of_lists(answers: Answers) -> list[Fault]:
    where = {name: question for question, names in QUESTIONS.items() for name in names}
    faults = [
        Fault(where[name], name, "name")
        for name in LISTS
        if not all(_ID.match(one) for one in answers.lists.get(name, ()))
    ]
    if not answers.lists.get("kinds") and not answers.lists.get("works"):
        faults.append(Fault("make", "kinds", "empty"))
    return faults


def _of_numbers(answers: Answers) -> list[Fault]:
    faults = []
    for question, names in QUESTIONS.items():
        for name in names:
            text = answers.text(name)
            if not text or name in LISTS or name in {"preset"}:
                continue
            if name in {"contribution", "floor", *SHARES}:
                is_right = _HUNDREDTHS.match(text) is not None
                what = "number" if name in SHARES else "amount"
            elif name.endswith("_days"):
                is_right, what = text.isascii() and text.isdigit() and len(text) < 5, "number"
            else:
                is_right, what = text in PARTS, "number"
            if not is_right:
                faults.append(Fault(question, name, what))
    return faults


def _of_bounds(charter: Charter) -> list[Fault]:
    return [Fault(_question_of(one), "", "bound", one) for one in breaches(charter)]


def _question_of(refusal: Refusal) -> str:
    """Beside which question a breach is told: that of the first clause that it names."""
    named: Sequence[str] = re.findall(r"[a-z_]+", refusal.because)
    return next((_BREACHES[one] for one in named if one in _BREACHES), "law")


def _hundredths(text: str) -> int:
    found = _HUNDREDTHS.match(text)
    if found is None:
        raise ValueError(f"an amount is written as 12.50; got {text!r}")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
