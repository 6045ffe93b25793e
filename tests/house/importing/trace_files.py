"""Small made-up exports of every format for the tests of traces."""

import json
from pathlib import Path

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.contributions.traces.choices import Choice
from auzolan.house.rooms.contributions.traces.reading import Trace, read_trace
from house.importing.files import write

ACTOR = "https://social.example/users/ana"
EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ACTOR}/followers"
NOON = 1_709_294_400_000_000  # 2024-03-01T12:00:00Z


def visit(url: str = "https://example.org/a", **other: object) -> dict[str, object]:
    """One visit as Google Takeout writes it."""
    made: dict[str, object] = {
        "favicon_url": "https://example.org/f.ico", "page_transition": "LINK", "title": "A page",
        "url": url, "time_usec": NOON, "client_id": "a-device",
    }  # fmt: skip
    return made | other


def place(number: int, **other: object) -> dict[str, object]:
    """One place as Firefox keeps it."""
    made: dict[str, object] = {
        "id": number, "guid": f"g{number}", "url": f"https://example.org/{number}", "title": "T",
        "visit_count": 3, "last_visit_date": NOON, "hidden": 0,
    }  # fmt: skip
    return made | other


def search(title: str = "Searched for songs", **other: object) -> dict[str, object]:
    """One entry of MyActivity."""
    made: dict[str, object] = {
        "header": "Search", "title": title, "titleUrl": "https://www.google.com/search?q=songs",
        "time": "2024-03-01T12:00:00.123Z", "products": ["Search"], "details": [{"name": "x"}],
    }  # fmt: skip
    return made | other


def post(
    number: int, content: str = "<p>Kaixo</p>", *, to: object = EVERYBODY, **other: object
) -> dict[str, object]:
    """One own post as Mastodon archives it; `other` changes what was posted."""
    audience = to if isinstance(to, list) else [to]
    note: dict[str, object] = {
        "id": f"{ACTOR}/statuses/{number}", "type": "Note", "attributedTo": ACTOR,
        "content": content, "contentMap": {"eu": content}, "summary": None, "inReplyTo": None,
        "published": "2024-03-01T12:00:00Z", "to": audience, "cc": [], "tag": [],
    }  # fmt: skip
    return {
        "id": f"{ACTOR}/statuses/{number}/activity", "type": "Create", "actor": ACTOR,
        "published": "2024-03-01T12:00:00Z", "to": audience, "cc": [], "object": note | other,
    }  # fmt: skip


def shared(number: int) -> dict[str, object]:
    """A post of somebody else that she shared."""
    return {
        "id": f"{ACTOR}/statuses/{number}/activity", "type": "Announce", "actor": ACTOR,
        "to": [EVERYBODY], "object": f"https://other.example/{number}",
    }  # fmt: skip


def browsing(*visits: object) -> str:
    """A whole BrowserHistory.json, with another list before it."""
    return json.dumps({"Typed Url": [{"url": "x"}, []], "Browser History": list(visits), "n": 1})


def outbox(*activities: object) -> str:
    """A whole outbox.json."""
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json",
            "type": "OrderedCollection", "totalItems": 1, "orderedItems": list(activities),
        }
    )  # fmt: skip


def read(folder: Path, content: str | bytes, name: str = "a.json", **choice: object) -> Trace:
    """What an export holds that is not refused as a whole."""
    found = read_trace(write(folder / name, content), Choice(**choice))  # type: ignore[arg-type]
    assert isinstance(found, Trace), found
    left_out = sum(one.entries for one in found.found.left_out)
    assert found.found.read == found.rows + left_out
    assert set(found.found.columns) == set(found.format.fields)
    return found


def code_of(folder: Path, content: str | bytes, name: str = "a.json", **choice: object) -> str:
    """The code with which an export is refused."""
    found = read_trace(write(folder / name, content), Choice(**choice))  # type: ignore[arg-type]
    assert isinstance(found, Refusal), found
    assert found.remedy
    return found.code


def reasons(trace: Trace) -> dict[str, int]:
    """Why entries are no rows, with how many."""
    return {one.reason: one.entries for one in trace.found.left_out}
