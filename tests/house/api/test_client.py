"""The typed client asks a portal that listens, and needs nothing of the house to do so."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

import msgspec
import pytest

import auzolan.client
from auzolan.client import Client, Done, Later, Refused, Unreachable
from auzolan.client.shapes_assembly import CommentAsked
from auzolan.client.shapes_treasury import BookAsked
from support.programs import key_for
from support.served import served

PROPOSAL = "longer-polls"


def test_a_program_reads_acts_and_hears_no(coop: Path) -> None:
    """Goal: one day of a program. Method: lists over pages, one thing, an act, a repeat, a refusal."""
    key = key_for("m003")
    with served(coop) as address:
        mine, visitor = Client(address, key), Client(address)
        assert [one.member for one in mine.members.list()] == ["m001", "m002", "m003"]
        assert [one.seq for one in mine.record.entries(since=3)][:2] == [3, 4]
        assert mine.record.entry(seq="3").act == "members.admit/1"
        assert visitor.charter.rules(language="es").charter.version == 1
        once = "a-number-of-my-own"
        first = mine.assembly.comment(proposal=PROPOSAL, text="From a program", once=once)
        again = mine.assembly.comment(proposal=PROPOSAL, text="From a program", once=once)
        assert isinstance(first, Done)
        assert (first.entry, first.repeated, again.repeated) == (again.entry, False, True)
        asked = CommentAsked(proposal=PROPOSAL, text="Only tried")
        assert mine.foresee("assembly.comment", asked).is_tried
        assert [one.seq for one in mine.record.entries(since=first.entry)] == [first.entry]
        with pytest.raises(Refused) as no:
            mine.assembly.comment(proposal="none", text="x")
        assert (no.value.code, no.value.status) == ("assembly.proposal_unknown", 404)
        assert no.value.article
        assert no.value.remedy
        with pytest.raises(Refused, match="access.not_signed_in"):
            list(visitor.record.entries())


def test_every_answer_is_what_the_client_says(demo: Path) -> None:
    """Goal: no type of the client is wrong. Method: ask every question of a lived demo, read each answer."""
    from auzolan.house.doors.api.operations import operations

    parts = {
        "member": "m017", "model": "yogurt-1", "licence": "dairy-2024", "period": "2025", "seq": "9",
        "version": "2", "name": "yogurt-2",
    }  # fmt: skip
    key, answered, strange = key_for("m017"), 0, list[str]()
    with served(demo) as address:
        client = Client(address, key)
        for one in operations():
            if one.method != "GET":
                continue
            first, *rest = one.name.split(".")
            room = getattr(client, f"rows_{rest[0]}" if first == "rows" else first)
            name = rest[-1] if rest[-1].islower() else underscored(rest[-1])
            try:
                found = getattr(room, name)(**{part: parts.get(part, "x") for part in one.parts})
                if one.showing is not None and one.showing.key:
                    found = list(islice(found, 150))
            except Refused as no:
                strange += [str(no)] if no.status not in {403, 404} else []
                continue
            answered += bool(found)
    assert strange == []
    assert answered > 60


def underscored(name: str) -> str:
    """A name in small letters, as methods are called."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def test_what_waits_for_a_second_person_is_answered_so(coop: Path) -> None:
    """Goal: a program sees that it is not done. Method: an office's request that needs two people."""
    key = key_for("m001")
    with served(coop) as address:
        program = Client(address, key)
        found = program.treasury.close_period(period="2026", next_period="2027")
        assert isinstance(found, Later)
        waiting = found.link.rstrip("/").rpartition("/")[2]
        assert program.programs.request(waiting=waiting).doing == "treasury.close_period"


def test_a_file_is_sent_whole(coop: Path) -> None:
    """Goal: files come by key too. Method: send one, and read it where the house keeps it."""
    content = b"what,when\r\nmilk,2026-01-01\r\n" * 1_000
    key = key_for("m003", ["do:programs.upload"])
    with served(coop) as address:
        sent = Client(address, key).programs.upload(content=content)
    assert (coop / "uploads" / sent.id).read_bytes() == content


@pytest.mark.parametrize(
    "address", ["http://coop.example", "ftp://coop.example", "coop.example", "https://x/y"]
)
def test_a_key_never_travels_in_the_clear(address: str) -> None:
    """Goal: no key over plain http to elsewhere. Method: addresses that are none, or not safe."""
    with pytest.raises(ValueError, match="https"):
        Client(address, "auz_x")


def test_a_text_that_is_no_key_is_said_at_once() -> None:
    """Goal: what was copied wrongly never fails deep inside. Method: a curly quote, and a line's end."""
    for key in ("auz_x\u201d", "auz_x\n"):
        with pytest.raises(ValueError, match="copy it again"):
            Client("https://coop.example", key)


def test_a_program_leaves_out_what_it_does_not_say() -> None:
    """Goal: nothing optional must be filled in. Method: each request of the client with what it needs alone.

    What is left out must not travel as an empty text, which the house would refuse as no period or day.
    """
    from auzolan.house.doors.api.operations import operations

    modules = [module for name, module in vars(auzolan.client).items() if "shapes_" in name]
    told = {name: kind for module in modules for name, kind in vars(module).items()}
    seen = 0
    for one in operations():
        kind = told.get(one.doing.asks.__name__) if one.doing is not None else None
        if kind is None or not issubclass(kind, msgspec.Struct):
            continue
        fields = msgspec.structs.fields(kind)
        assert not kind.__name__.endswith("Asked") or kind.__struct_config__.omit_defaults
        if not any(field.required for field in fields):
            assert msgspec.json.encode(kind()) == b"{}", one.name
            seen += 1
    assert seen > 0


def test_what_is_optional_is_no_fault_when_left_out(coop: Path) -> None:
    """Goal: an amount is booked without naming a period. Method: one that the rule itself refuses."""
    with served(coop) as address:
        mine = Client(address, key_for("m001"))
        asked = BookAsked(pays="members", gets="bank", amount_cents=100, why="Sold a chair")
        with pytest.raises(Refused) as no:
            mine.foresee("treasury.book", asked)
        assert no.value.code == "treasury.account_not_bookable", "it reached the rule"


def test_nobody_there_is_said_so() -> None:
    """Goal: silence is no refusal. Method: a port at which nobody listens."""
    with pytest.raises(Unreachable):
        Client("http://127.0.0.1:9").charter.rules()


def test_the_client_needs_nothing_of_the_house() -> None:
    """Goal: the base install suffices. Method: import it in a fresh process, and look at what came along."""
    asked = "import auzolan.client, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {
        one for one in loaded if one.startswith("auzolan.") and not one.startswith("auzolan.client")
    }
    assert ours == set()
    assert not {"django", "ninja", "pydantic", "numpy", "cryptography"} & set(loaded)
