"""The founding wizard: seven questions, a draft of house rules in three languages, and how to begin.

It keeps nothing: every answer stands in the address, and whoever has the address has the draft. It founds
only where somebody at the machine itself opened it for that, with a code that works once.
"""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from auzolan.charter.articles import charter_text
from auzolan.charter.laws import LAWS
from auzolan.charter.texts import RELEASE_TEXTS
from auzolan.consent.taxonomy import END_USES
from auzolan.house.rooms.charter.draft import (
    LISTS,
    PARTS,
    QUESTIONS,
    SHARES,
    Answers,
    Draft,
    Fault,
    Told,
    begins_with,
    bounds_on,
    command_of,
    default_of,
    drafted,
    shared_example,
)

TRIES_MAX = 5
ANSWER_MAX = 2_000
_EXTRA = ("name", "origin", "founders")
_BEGIN = "begin"
"""In an address that only shows what a law begins with; no draft is asked for yet."""


@dataclass
class _Opened:
    """The code that opens the founding at this machine, and how often it may still be tried."""

    code: str = ""
    tries: int = 0


_opened = _Opened()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the page shows it.

    Attributes:
        name: of the field.
        kind: `parts`, `days`, `percent`, `money`, `lines`, `purposes` or `preset`.
        value: what was answered, as text; empty for the preset's.
        default: what it is without an answer, as the preset has it; None for no such part.
        faults: what is wrong.
        bounds: what law and house demand of it.
    """

    name: str
    kind: str
    value: str
    default: int | str | None
    faults: tuple[Fault, ...]
    bounds: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One of the seven, with its fields and what laws say against the answers."""

    name: str
    number: int
    fields: tuple[Asked, ...]
    breaches: tuple[Fault, ...]


def open_for_founding(code: str) -> None:
    """Let whoever knows this code found a co-operative in the open folder, once."""
    with _lock:
        _opened.code, _opened.tries = code, TRIES_MAX


def is_open_for_founding() -> bool:
    """Whether somebody opened the wizard at this machine to found with it."""
    return bool(_opened.code)


def found(request: HttpRequest) -> HttpResponse:
    """The seven questions with the draft that they make; with a code, the founding itself."""
    if request.method == "POST":
        return _founded(request)
    return _shown(request, _answers(request.GET))


def file(request: HttpRequest, name: str) -> HttpResponse:
    """The draft as a file: `charter.json` to found with, `texts.json` to read.

    Raises:
        Http404: there is no such file, or the answers make no draft.
    """
    draft = drafted(_answers(request.GET))
    if draft.charter is None or draft.faults:
        raise Http404
    if name == "charter.json":
        body = charter_text(draft.charter).encode()
    elif name == "texts.json":
        texts = {language: dict(articles) for language, articles in RELEASE_TEXTS.items()}
        body = msgspec.json.format(msgspec.json.encode(texts), indent=1)
    else:
        raise Http404
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _shown(
    request: HttpRequest, answers: Answers, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    is_asked = "preset" in answers.texts and _BEGIN not in request.GET
    draft = drafted(answers) if is_asked else Draft(begins_with(answers.preset), ())
    charter = draft.charter
    context = {
        "questions": _questions(answers, draft), "draft": draft, "is_asked": is_asked,
        "is_ready": is_asked and charter is not None and not draft.faults,
        "faults": [one for one in draft.faults if one.what != "bound"],
        "breaches": [one for one in draft.faults if one.what == "bound"],
        "presets": [(name, law.title) for name, law in LAWS.items()], "preset": answers.preset,
        "purposes": END_USES, "parts": PARTS, "chosen": answers.lists.get("purposes", ()),
        "example": shared_example(charter.surplus.distribution, answers.preset)
        if charter is not None
        else None,
        "texts": RELEASE_TEXTS, "command": command_of(answers), "query": request.GET.urlencode(),
        "can_found": bool(_opened.code), "wrong": wrong, "answers": answers,
        "founders": "\n".join(answers.lists.get("founders", ())), "layout": _layout(request),
    }  # fmt: skip
    return render(request, "charter/wizard.html", context, status=status)


def _questions(answers: Answers, draft: Draft) -> list[Question]:
    begins = begins_with(answers.preset)
    return [
        Question(
            name, number,
            tuple(_asked(one, answers, begins_default=default_of(begins, one), draft=draft)
                  for one in fields),
            tuple(one for one in draft.faults if one.question == name and one.what == "bound"),
        )
        for number, (name, fields) in enumerate(QUESTIONS.items(), 1)
    ]  # fmt: skip


def _asked(name: str, answers: Answers, *, begins_default: int | str | None, draft: Draft) -> Asked:
    value = "\n".join(answers.lists.get(name, ())) if name in LISTS else answers.text(name)
    faults = tuple(one for one in draft.faults if one.field == name)
    bounds = tuple(bounds_on(answers.preset, name))
    return Asked(name, _kind(name), value, begins_default, faults, bounds)


def _kind(name: str) -> str:
    if name in {"preset", "purposes"}:
        return name
    if name in LISTS:
        return "lines"
    if name in SHARES:
        return "percent"
    if name.endswith("_days"):
        return "days"
    return "money" if name in {"contribution", "floor"} else "parts"


def _answers(asked: QueryDict) -> Answers:
    names = {one for fields in QUESTIONS.values() for one in fields} | set(_EXTRA)
    texts = {
        name: str(asked.get(name, ""))[:ANSWER_MAX] for name in names - set(LISTS) if name in asked
    }
    lists = {name: _lines(asked.getlist(name)) for name in (*LISTS, "founders") if name in asked}
    return Answers(texts, lists)


def _lines(values: list[str]) -> tuple[str, ...]:
    lines = (line.strip() for value in values for line in value[:ANSWER_MAX].splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _founded(request: HttpRequest) -> HttpResponse:
    """Found with the code that was printed where the server was started."""
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.initiation import Wishes, initiate

    answers = _answers(request.POST)
    draft = drafted(answers)
    if draft.charter is None or draft.faults:
        return _shown(request, answers, status=422)
    if not _is_code(request.POST.get("code", "")):
        return _shown(request, answers, wrong="code", status=403)
    wishes = Wishes(
        name=answers.text("name"), origin=answers.text("origin"), period="",
        founders=answers.lists.get("founders", ()), purposes=(), kinds=(), works=(), vouched=(),
        contribution_cents=0, currency=draft.charter.currency, charter=draft.charter,
    )  # fmt: skip
    try:
        made = initiate(Path(settings.AUZOLAN_FOLDER), wishes)
    except (Misused, Refused, FileExistsError) as no:
        return _shown(request, answers, wrong=str(no), status=422)
    open_for_founding("")
    return render(request, "charter/founded.html", {"made": made, "layout": "charter/alone.html"})


def _layout(request: HttpRequest) -> str:
    """The house's own frame, or a bare one where nothing has been founded."""
    return "base.html" if getattr(request, "coop", None) is not None else "charter/alone.html"


def _is_code(said: str) -> bool:
    with _lock:
        if not _opened.code or _opened.tries <= 0:
            return False
        _opened.tries -= 1
        return hmac.compare_digest(said.strip().encode(), _opened.code.encode())
