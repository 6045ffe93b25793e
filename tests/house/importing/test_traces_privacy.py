"""Other people leave no name behind, and what she drops leaves nothing at all."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.house.rooms.contributions.traces import html_text, privacy
from auzolan.house.rooms.contributions.traces.choices import Choice, UrlKept
from auzolan.house.rooms.contributions.traces.detection import FORMATS
from auzolan.house.rooms.contributions.traces.reading import Trace, read_trace
from house.importing.files import write
from house.importing.trace_files import browsing, outbox, place, post, read, search, visit

PEOPLE = st.text(alphabet="abñ1@\uff20%40-_.+:/ <2,", max_size=40)
CANARY = "canary7319"
SOURCES = {
    "browsing": {
        "url": "url", "title": "title", "transition": "page_transition", "date": "time_usec",
    },
    "places": {
        "url": "url", "title": "title", "visits": "visit_count", "date": "last_visit_date",
    },
    "activity": {"product": "products", "title": "title", "url": "titleUrl", "date": "time"},
    "outbox": {
        "text": "content", "summary": "summary", "tags": "tag", "language": "contentMap",
        "reply": "inReplyTo", "date": "published",
    },
    "ratings": {
        "title": "Name", "item": "Letterboxd URI", "year": "Year", "rating": "Rating",
        "date": "Date",
    },
    "purchases": {
        "product": "Product Name", "item": "ASIN", "category": "Category", "price": "Unit Price",
        "currency": "Currency", "quantity": "Quantity", "shop": "Website", "date": "Order Date",
    },
}  # fmt: skip
"""Each field with the name that its format gives it."""


def without(text: str) -> str:
    """The text without other people."""
    return privacy.without_people(text, privacy.Tally())


@given(PEOPLE)
def test_no_handle_and_no_address_is_left(text: str) -> None:
    """Goal: third persons are gone. Method: what is left has no at-sign before a letter."""
    left = without(text).replace(privacy.SOMEONE, "\n")
    assert not re.search(r"(?:[@\uff20]|%(?:25)*40)\w", left), left


@given(st.text(alphabet="abñ1 .-_+:/,\n", max_size=60))
def test_a_text_without_people_stays_as_it_is(text: str) -> None:
    """Goal: nothing else is touched. Method: texts without any at-sign."""
    tally = privacy.Tally()
    assert privacy.without_people(text, tally) == text
    assert tally.people == 0


@pytest.mark.parametrize(
    ("text", "expected", "people"),
    [
        ("to ben.b+x@mail.example.org, and", "to @someone, and", 1),
        ("@ben and @ida@social.example.", "@someone and @someone.", 2),
        ("(@ben)", "(@someone)", 1),
        ("ben%40example.org", "@someone", 1),
        ("ben%2540example.org", "@someone", 1),
        ("\uff20ben", "@someone", 1),
        ("5 @ 3 euros", "5 @ 3 euros", 0),
        ("a@b@c@d", "@someone", 1),
        ("ñandú@íkara.example", "@someone", 1),
    ],
)
def test_people_are_replaced_and_counted(text: str, expected: str, people: int) -> None:
    """Goal: the documented spelling. Method: known texts with known answers."""
    tally = privacy.Tally()
    assert privacy.without_people(text, tally) == expected
    assert tally.people == people


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (UrlKept.HOST, "see example.org, and (address) or www.b.example"),
        (UrlKept.PATH, "see example.org/@someone, and (address) or www.b.example/x"),
        (
            UrlKept.FULL,
            "see https://example.org/@someone?t=1, and (address) or https://www.b.example/x",
        ),
    ],
)
def test_addresses_within_texts_are_shortened_as_their_field_is(
    kept: UrlKept, expected: str
) -> None:
    """Goal: a text is no way round. Method: three addresses, one of them local, each choice."""
    text = "see https://me:pw@example.org/@ben?t=1, and http://nas.local/x or www.b.example/x"
    assert privacy.cleaned(text, kept, privacy.Tally()) == expected


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>two<br>three</p>", "One\ntwo\nthree"),
        ("a &lt;b&gt; &amp; &#64;c", "a <b> & @c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<a title=\"x>y\" href='<p>'>link</a>!", "link!"),
        ("<script>steal()</script>x<style>p{}</style>", "x"),
        ("mine<blockquote>theirs<p>more</p></blockquote>mine", "minemine"),
        ('<p class="quote-inline">RE: theirs</p><p>mine</p>', "mine"),
        ("a<!-- hidden -->b<!doctype x><?php y ?>c", "abc"),
        ("seen<a href='never ends", "seen"),
        ("seen<b", "seen"),
        ("seen<!-- never ends", "seen"),
    ],
)
def test_a_post_is_the_words_that_one_sees(html: str, words: str) -> None:
    """Goal: plain text, without quotations. Method: small pieces of HTML."""
    quotations = html.count("<blockquote") + html.count("quote-inline")
    assert html_text.text_of_html(html) == (words, quotations)


@given(st.text(alphabet="<>/!-'\"=pa &#;blockquote", max_size=80))
def test_any_html_ends_without_a_tag(html: str) -> None:
    """Goal: no crash, and no tag comes through. Method: random pieces of markup."""
    words, quotations = html_text.text_of_html(html.replace("&", ""))
    assert not re.search(r"<[a-z]+>", words)
    assert quotations >= 0


def test_html_made_to_be_slow_is_read_in_one_walk() -> None:
    """Goal: 64 KiB cost no minutes. Method: what is slow for the standard library's parser.

    No markup of it comes through; a walk that begins again at each piece would take minutes here.
    """
    for piece in ("<a ", "<!--", "<a b='", "</", "<", "&#", "<p>", "<blockquote>"):
        words, _ = html_text.text_of_html(piece * (65_536 // len(piece)))
        assert not re.search(r"<[a-z]+>", words), piece
        assert len(words) <= 65_536, piece


def _whole(name: str, field: str, value: object) -> tuple[str, str]:
    """An export of a format whose one entry has this value in a field, and its file's name."""
    source = SOURCES[name][field]
    if name == "browsing":
        return browsing(visit(**{source: value})), "a.json"
    if name == "places":
        return json.dumps([place(1, **{source: value})]), "a.json"
    if name == "activity":
        return json.dumps([search(**{source: value})]), "a.json"
    if name == "outbox":
        return outbox(post(1, **{source: value})), "a.json"  # type: ignore[arg-type]
    good = {
        "Name": "Loreak", "Letterboxd URI": "x", "Year": "2014", "Rating": "4", "Date": "2024-03-01",
    } if name == "ratings" else {
        "Product Name": "Book", "ASIN": "B01", "Category": "c", "Unit Price": "2", "Currency": "EUR",
        "Quantity": "1", "Website": "shop", "Order Date": "2024-03-01",
    }  # fmt: skip
    row = good | {source: str(value)}
    return ",".join(row) + "\n" + ",".join(f'"{one}"' for one in row.values()) + "\n", "a.csv"


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name, fields in SOURCES.items() for field in fields]
)
def test_a_dropped_value_changes_nothing_and_shows_nowhere(
    tmp_path: Path, name: str, field: str
) -> None:
    """Goal: dropped is not read. Method: good, bad and telling values give the very same result."""
    spelled = f"https://{CANARY}.example/{CANARY}" if field == "url" else CANARY
    values: list[object] = [spelled, f"{spelled} @{CANARY} {CANARY}@x.example", spelled + "9" * 99]
    if name in {"browsing", "places", "activity", "outbox"} and field != "url":
        values += [None, 7, {CANARY: CANARY}, [CANARY] * 200, f"{CANARY}\0", "x" * 60_000]
    seen = []
    for value in values:
        if name in {"browsing", "places"} and field == "url":
            value = str(value).split()[0]  # noqa: PLW2901 - what is no page is left out anyway
        content, file = _whole(name, field, value)
        found = read_trace(write(tmp_path / file, content), Choice(format=name, drop=(field,)))
        assert isinstance(found, Trace), found
        assert CANARY not in repr(found)
        assert found.found.columns[field] == [""]
        seen.append(found.found)
    assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name, fields in SOURCES.items() for field in fields]
)
def test_a_bad_value_that_is_kept_is_named_by_its_field_alone(
    tmp_path: Path, name: str, field: str
) -> None:
    """Goal: reasons quote nothing. Method: a telling bad value; whatever comes of it, no quotation."""
    for value in (f"{CANARY}\0", {CANARY: 1}, [{CANARY: 1}], CANARY + "x" * 70_000):
        if name in {"ratings", "purchases"} and "\0" in str(value):
            continue
        content, file = _whole(name, field, value)
        found = read_trace(write(tmp_path / file, content), Choice(format=name))
        assert isinstance(found, Trace), found
        assert CANARY not in repr(found.found.left_out)


@settings(max_examples=40, deadline=None)
@given(
    titles=st.lists(st.sampled_from(["a", "b", "see @ben", "x@y.example"]), min_size=1, max_size=8),
    data=st.data(),
)
def test_order_of_other_entries_and_dropped_fields_decide_no_row(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], data: st.DataObject
) -> None:
    """Goal: marks of repeats rest on kept fields alone. Method: shuffled titles that are dropped."""
    folder = tmp_path_factory.mktemp("marks")
    shuffled = data.draw(st.permutations(titles))
    first = read(folder, browsing(*[visit(title=one) for one in titles]), drop=("title",))
    other = read(folder, browsing(*[visit(title=one) for one in shuffled]), drop=("title",))
    assert first.found == other.found
    assert first.found.people == 0


def test_every_field_of_every_format_is_tried_above() -> None:
    """Goal: no field is forgotten here. Method: compare with the formats themselves."""
    constant = {("browsing", "visits"), ("places", "transition")}
    fields = {(name, field) for name, found in FORMATS.items() for field in found.makers}
    assert fields - constant == {(name, one) for name, some in SOURCES.items() for one in some}


def test_people_in_entries_that_are_left_out_are_not_counted(tmp_path: Path) -> None:
    """Goal: the count is about what is offered. Method: one handle in a good and a bad entry."""
    bad = visit(title="@ben", time_usec=None)
    assert read(tmp_path, browsing(visit(title="@ben"), bad)).found.people == 1
