"""Posts: the `outbox.json` of an ActivityPub archive, as Mastodon writes it.

`{"type": "OrderedCollection", "orderedItems": [{"type": "Create", "object": {...}}, ...]}`. Only her
own public words become rows: shared posts are somebody else's, and what was not said to everybody
stays where it was said. Pictures, polls and answers of others are never read.

Source: W3C ActivityPub 2018, sections 5.1 and 5.6; ActivityStreams 2.0 Vocabulary, Create, Announce.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auzolan.house.rooms.contributions.traces.choices import Entry, Gate, Unfit
from auzolan.house.rooms.contributions.traces.formats import (
    OTHERS_WORDS,
    PRIVATE,
    TWICE,
    Format,
)
from auzolan.house.rooms.contributions.traces.making import Making

ARRAY = "orderedItems"
# Tuples, since what stands in an entry may be a list, which no set can be asked for.
_EVERYBODY = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_TEXTS = ("Note", "Article")
_SHARED = ("Announce", "Like", "Dislike")
_TAGS_MAX = 100


def _post(entry: Entry) -> Mapping[str, object]:
    post = entry.get("object")
    return post if isinstance(post, dict) else {}


def _is_public(audience: Mapping[str, object]) -> bool:
    """Section 5.6: three spellings mean everybody."""
    said = (audience.get("to"), audience.get("cc"))
    named = [one for value in said for one in (value if isinstance(value, list) else [value])]
    return any(one in _EVERYBODY for one in named)


def _gate() -> Gate:
    seen: set[str] = set()
    owner: list[object] = []

    def check(entry: Entry) -> str:
        if entry.get("type") in _SHARED:
            return OTHERS_WORDS
        post = _post(entry)
        if entry.get("type") != "Create" or post.get("type") not in _TEXTS:
            return "no post with words"
        if not owner:
            owner.append(entry.get("actor"))
        if entry.get("actor") != owner[0] or post.get("attributedTo", owner[0]) != owner[0]:
            return OTHERS_WORDS
        # Both must say so: an archive may spell the audience of either with fewer people.
        if not _is_public(entry) or not _is_public(post):
            return PRIVATE
        known = post.get("id", entry.get("id"))
        if isinstance(known, str):
            if known in seen:
                return TWICE
            seen.add(known)
        return ""

    return check


def _language(entry: Entry, making: Making) -> str:
    spoken = _post(entry).get("contentMap")
    if not isinstance(spoken, dict) or len(spoken) != 1:
        return ""
    return making.text(next(iter(spoken)))


def _tags(entry: Entry, making: Making) -> str:
    tags = _post(entry).get("tag", [])
    if not isinstance(tags, list) or len(tags) > _TAGS_MAX:
        raise Unfit("is no short list")
    words = [one for one in tags if isinstance(one, dict) and one.get("type") == "Hashtag"]
    return " ".join(making.text(one.get("name")) for one in words)


OUTBOX = Format(
    name="outbox",
    about="her own public posts, outbox.json of an ActivityPub archive",
    makers=MappingProxyType(
        {
            "text": lambda entry, making: making.text_of_html(_post(entry).get("content")),
            "summary": lambda entry, making: making.text(_post(entry).get("summary")),
            "tags": _tags,
            "language": _language,
            "reply": lambda entry, making: "yes" if _post(entry).get("inReplyTo") else "no",
            "date": lambda entry, making: making.day_of_text(
                _post(entry).get("published", entry.get("published"))
            ),
        }
    ),
    reads=frozenset({"type", "id", "actor", "to", "cc", "object", "published"}),
    gate=_gate,
)
