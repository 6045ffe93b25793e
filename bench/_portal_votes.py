"""The workers of `portal.py` around a vote: sign people in, vote over HTTP, look into the record.

_portal_votes.py sign_in FOLDER COUNT          as many members signed in; prints their cookies
_portal_votes.py vote PORT LINES PROPOSAL      standard input: who votes; prints each answer
_portal_votes.py look FOLDER PROPOSAL          what the record and the vault have of a poll
_portal_votes.py desk FOLDER PROPOSAL THREADS  the same votes without a portal, by threads

Who votes asks with the number of her form until she is answered, as a browser's second click would.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

TOKEN = "a" * 32
"""What a form of this portal carries against foreign origins; the cookie says the same."""
WAIT_S, TRIES_MAX = 0.05, 400
_RECEIPT = re.compile(rb"/record/(\d+)/")


def sign_in(path: Path, count: int) -> list[dict[str, str]]:
    """Sign so many members in."""
    from auzolan.audit.folder import Folder
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import ACTIVE, Member

    with reader_of(Folder(path)) as reader:
        return signed_in(path, [one.member for one in reader.rows(Member, standing=ACTIVE)][:count])


def signed_in(path: Path, members: Collection[str]) -> list[dict[str, str]]:
    """The cookies of these members, as if each had just signed in by a letter."""
    from auzolan.audit.folder import Folder
    from auzolan.house.keys import keep_portal_key
    from auzolan.house.ports import system_ports
    from auzolan.house.settings import configure

    keep_portal_key(Folder(path), system_ports().chance)
    configure(path)
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.test import Client
    from django.utils import timezone

    from auzolan.house.accounts.models import Person

    taken = set(Person.objects.values_list("member", flat=True))
    Person.objects.bulk_create(
        Person(email=f"{one}@people.invalid", member=one) for one in members if one not in taken
    )
    people = {one.member: one for one in Person.objects.exclude(member="") if one.member in members}
    client = Client()
    client.force_login(next(iter(people.values())))
    pattern, store = dict(client.session.items()), SessionStore()
    ends = timezone.now() + timezone.timedelta(days=20)
    rows, found = [], []
    for member, person in people.items():
        said = {
            **pattern,
            "_auth_user_id": str(person.pk),
            "_auth_user_hash": person.get_session_auth_hash(),
        }
        key = store._get_new_session_key()
        rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=ends))
        found.append({"member": member, "cookie": f"sessionid={key}; csrftoken={TOKEN}"})
    Session.objects.bulk_create(rows, batch_size=500)
    return found


async def vote(port: int, lines: int, proposal: str, voters: Sequence[dict[str, str]]) -> None:
    """Let everybody vote once over so many lines at once; print each answer as it comes."""
    waiting: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    for one in voters:
        waiting.put_nowait(one)
    await asyncio.gather(*(_line(port, proposal, waiting) for _ in range(lines)))


async def _line(port: int, proposal: str, waiting: asyncio.Queue[dict[str, str]]) -> None:
    """One browser after another on one line, each until she is answered."""
    pair: Any = None
    while not waiting.empty():
        voter = waiting.get_nowait()
        start = time.perf_counter()
        for _ in range(TRIES_MAX):
            try:
                pair = pair or await asyncio.open_connection("127.0.0.1", port)
                status, body = await _post(pair, port, proposal, voter)
                break
            except (OSError, asyncio.IncompleteReadError):
                pair = None  # the server is gone for a while
                await asyncio.sleep(WAIT_S)
        else:
            sys.exit(f"{voter['member']} was never answered")
        ms, seq = (time.perf_counter() - start) * 1000, _RECEIPT.search(body)
        said = {"member": voter["member"], "ms": ms, "status": status}
        print(
            json.dumps({**said, "seq": int(seq[1]) if seq else -1, "at": time.time()}), flush=True
        )


async def _post(pair: Any, port: int, proposal: str, voter: dict[str, str]) -> tuple[int, bytes]:
    reader, writer = pair
    form = f"csrfmiddlewaretoken={TOKEN}&once={voter['once']}&proposal={proposal}&choice=yes"
    writer.write(
        f"POST /en/do/assembly.cast/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: {voter['cookie']}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"(?i)content-length: (\d+)", head)
    body = await reader.readexactly(int(size[1]) if size else 0)
    return int(head.split(b" ", 2)[1]), body


def look(path: Path, proposal: str) -> dict[str, Any]:
    """Every ballot of a poll on the record, by entry, and who holds its tag."""
    from auzolan.assembly.acts import CastBallot
    from auzolan.audit.folder import Folder
    from auzolan.house.asking import vault_of
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import Member

    folder = Folder(path)
    ballots, ids = {}, set()
    with reader_of(folder) as reader, vault_of(folder) as vault:
        people = [one.member for one in reader.rows(Member)]
        holders = {tag: member for member, tag in vault.tags_of(proposal, people).items()}
        for seq in reader.entries_of("assembly.cast/1"):
            entry = reader.entry(seq)
            if isinstance(entry.act, CastBallot) and entry.act.proposal == proposal:
                ballots[seq] = holders.get(entry.actor, "")
                ids.add(entry.id)
        size = reader.log.head().size
    return {"ballots": ballots, "ids": len(ids), "entries": size}


def desk(path: Path, proposal: str, threads: int) -> dict[str, Any]:
    """Let each member vote once by the flow alone, from so many threads: what the desk can do."""
    from auzolan.audit.folder import Folder
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.desk import Desk
    from auzolan.house.rooms.assembly import flows
    from auzolan.house.storage.reader import reader_of
    from auzolan.members.state import ACTIVE, Member

    sys.setswitchinterval(0.0005)
    with reader_of(Folder(path)) as reader:
        waiting = [one.member for one in reader.rows(Member, standing=ACTIVE)][-3_000:]
    one_desk, took = Desk(Folder(path)), []

    def votes() -> None:
        while waiting:
            try:
                member = waiting.pop()
            except IndexError:
                return
            start = time.perf_counter()
            answer = flows.cast(one_desk, member=member, proposal=proposal, choice="yes")
            if isinstance(answer, Refusal):
                sys.exit(str(answer))
            took.append((time.perf_counter() - start) * 1000)

    lines = [threading.Thread(target=votes) for _ in range(threads)]
    start = time.perf_counter()
    for one in lines:
        one.start()
    for one in lines:
        one.join()
    spent = time.perf_counter() - start
    one_desk.close()
    return {"votes": len(took), "spent_s": spent, "ms": took}


def main(arguments: Sequence[str]) -> None:
    verb, *rest = arguments
    if verb == "sign_in":
        print(json.dumps(sign_in(Path(rest[0]), int(rest[1]))))
    elif verb == "vote":
        asyncio.run(vote(int(rest[0]), int(rest[1]), rest[2], json.load(sys.stdin)))
    elif verb == "look":
        print(json.dumps(look(Path(rest[0]), rest[1])))
    else:
        print(json.dumps(desk(Path(rest[0]), rest[1], int(rest[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
