"""The record's pages: the list of entries, one entry with its proof, and both as files.

What an entry keeps closed stays closed here, for everybody.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from auzolan.charter.rights_bounds import KERNEL_RIGHTS
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.rooms.charter.page_queries import CoopRequest, article_number, version_of
from auzolan.house.rooms.record.fields_on_pages import FieldOnPage, fields_on_page
from auzolan.house.rooms.record.page_queries import (
    body_of,
    entries_before,
    entries_total,
    erasures_of,
    proof_of,
    published,
)
from auzolan.record.entries import ACTOR_OPERATOR, Act, Fact, KeySigned, Operator

PAGE_ENTRIES = 50
_TAG_DIGITS = 32
_SEQ_DIGITS_MAX = 15
_UNDER_TAGS = frozenset(act for act, by in KERNEL_RIGHTS if by == "tag")
"""Acts that are asked for under one-time tags, in every charter."""


def entries(request: CoopRequest) -> HttpResponse:
    """The newest entries, or those before a place."""
    before = number_asked(request, "before")
    lines = entries_before(before, limit=PAGE_ENTRIES)
    context = {
        "lines": [(line, is_tag(line.act, line.actor)) for line in lines],
        "total": entries_total(),
        "published": published(request.coop.folder),
        "older": lines[-1].seq if lines and lines[-1].seq > 0 else None,
        "is_first": before is None,
    }
    return render(request, "record/list.html", context)


def entry(request: CoopRequest, seq: int) -> HttpResponse:
    """One entry: who, when, under which clause, what was asked, what is so since, the proof."""
    body = _body(seq)
    found = read_entry(body)
    name = kind_of(found.act)
    context = {
        "entry": found,
        "act": name,
        "who": _who(found),
        "name": _name(request, found.actor) if _who(found) == "member" else "",
        "auth": _auth(found),
        "article": article_number(request.coop.charter, name),
        "version": version_of(found.charter),
        "asked": fields_on_page(found.act, erasures_of(seq)),
        "facts": [(kind_of(fact), _said_anew(found.act, fact)) for fact in found.facts],
        "proof": proof_of(request.coop.folder, seq, body),
        "text": body.decode(),
        "last": entries_total() - 1,
    }
    return render(request, "record/entry.html", context)


def entry_file(request: CoopRequest, seq: int) -> HttpResponse:
    """The entry's canonical text, byte for byte: what its leaf hash is made from."""
    return _file(_body(seq), f"{seq}.json", "application/json")


def proof_file(request: CoopRequest, seq: int) -> HttpResponse:
    """The entry's `.tlog-proof`.

    Raises:
        Http404: the entry is not published yet.
    """
    proof = proof_of(request.coop.folder, seq, _body(seq))
    if proof is None:
        raise Http404
    return _file(proof.receipt, f"{seq}.tlog-proof", "text/plain; charset=utf-8")


def number_asked(request: CoopRequest, name: str) -> int | None:
    """A whole number from the address, or None where there is none that could be one."""
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _SEQ_DIGITS_MAX
    return int(text) if is_number else None


def kind_of(said: Act | Fact) -> str:
    """The name of an act or a fact without its version."""
    return str(type(said).__struct_config__.tag).rpartition("/")[0]


def _body(seq: int) -> bytes:
    body = body_of(seq) if len(str(seq)) <= _SEQ_DIGITS_MAX else None
    if body is None:
        raise Http404
    return body


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def is_tag(act: str, actor: str) -> bool:
    """Whether an actor is a one-time tag, of which nobody can tell whose it is.

    Args:
        act: the name of the act without its version.
        actor: who asked.
    """
    return act in _UNDER_TAGS and len(actor) == _TAG_DIGITS


def _who(found: AnyEntry) -> str:
    """`house`, `tag` or `member`."""
    if found.actor == ACTOR_OPERATOR:
        return "house"
    return "tag" if is_tag(kind_of(found.act), found.actor) else "member"


def _name(request: CoopRequest, actor: str) -> str:
    """What somebody is called, for those who may read the list of all members."""
    from auzolan.house.rooms.members.page_queries import members_named, names_of

    if request.visit.may("see:members") is Relation.NEVER:
        return ""
    return names_of(request.coop.folder, members_named([actor])).get(actor, "")


def _auth(found: AnyEntry) -> str:
    if isinstance(found.auth, Operator):
        return "operator"
    return "key" if isinstance(found.auth, KeySigned) else "passkey"


def _said_anew(act: Act, fact: Fact) -> list[FieldOnPage]:
    """What a fact says that its act has not said already."""
    asked = {(one.name, str(one.value)) for one in fields_on_page(act)}
    return [one for one in fields_on_page(fact) if (one.name, str(one.value)) not in asked]
