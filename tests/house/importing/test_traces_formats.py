"""Exports of each format become rows of its documented fields; what is no row is counted."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.house.rooms.contributions.traces import tables
from auzolan.house.rooms.contributions.traces.choices import DateOrder, TimesKept, UrlKept
from auzolan.house.rooms.contributions.traces.detection import FORMATS
from house.importing.trace_files import (
    FOLLOWERS,
    NOON,
    browsing,
    outbox,
    place,
    post,
    read,
    reasons,
    search,
    shared,
    visit,
)

LETTERBOXD = "Date,Name,Year,Letterboxd URI,Rating\n2024-03-01,Loreak,2014,https://boxd.it/x,4.5\n"
IMDB = "Const,Your Rating,Date Rated,Title,IMDb Rating,Year\ntt1,9,2024-03-01,Loreak,7.0,2014\n"
MOVIELENS = "userId,movieId,rating,timestamp\n17,42,3.5,1709294400\n"
AMAZON = (
    "Website,Order ID,Order Date,Currency,Unit Price,ASIN,Quantity,Shipping Address,Product Name\n"
    'Shop.es,405-1,2024-03-01T12:00:00Z,EUR,"1,234.50",B01,2,"Ana, Kale 1","Book, old"\n'
)


def test_a_browsing_history_becomes_hosts_and_days(tmp_path: Path) -> None:
    """Goal: the documented row. Method: one visit between other lists of a Takeout."""
    found = read(tmp_path, browsing(visit("https://Ana:pw@Example.org:443/a?q=1#x")))
    assert found.format.name == "browsing"
    assert found.first_rows(9) == [
        {
            "url": "example.org", "title": "A page", "transition": "link", "visits": "1",
            "date": "2024-03-01", "nth": "1",
        }
    ]  # fmt: skip
    assert set(found.unread) == {"favicon_url", "client_id"}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (UrlKept.HOST, "example.org"),
        (UrlKept.PATH, "example.org/a/b"),
        (UrlKept.FULL, "https://example.org:8443/a/b?q=1#x"),
    ],
)
def test_as_much_of_an_address_is_kept_as_she_says(
    tmp_path: Path, kept: UrlKept, expected: str
) -> None:
    """Goal: host by default, never a password. Method: one address under each choice."""
    text = browsing(visit("https://ana:pw@example.org:8443/a/b?q=1#x"))
    assert read(tmp_path, text, url=kept).found.columns["url"] == [expected]


@pytest.mark.parametrize(
    "url",
    [
        "file:" + "///C:/letters/divorce.pdf", "chrome://settings", "about:blank", "data:text/html,x",
        "javascript:alert(1)", "mailto:ben@example.org", "http://localhost:8000/", "http://printer/",
        "http://192.168.1.1/admin", "http://[::1]/", "http://nas.local/", "http://[bad", "nonsense",
        "http://example.org:port/", "", None, 7,
    ],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_left_out(tmp_path: Path, url: object) -> None:
    """Goal: nothing of her own machine or house. Method: one such address beside a good one."""
    found = read(tmp_path, browsing(visit(), visit(url=url)))  # type: ignore[arg-type]
    assert found.rows == 1
    assert reasons(found) == {"no page of the web, as one of her own machine": 1}
    assert found.found.left_out[0].first == (2,)


def test_equal_rows_are_told_apart_by_their_number_and_a_second_export_agrees(
    tmp_path: Path,
) -> None:
    """Goal: a habit stays a habit, and a longer export repeats the rows. Method: compare both."""
    early = [visit(time_usec=NOON + number) for number in range(3)]
    more = [*early, visit(time_usec=NOON + 3), visit("https://other.example/")]
    first = read(tmp_path, browsing(*early)).first_rows(9)
    assert [row["nth"] for row in first] == ["1", "2", "3"]
    assert all(row in read(tmp_path, browsing(*more)).first_rows(9) for row in first)


def test_places_of_firefox_are_read_as_a_list_and_below_their_table(tmp_path: Path) -> None:
    """Goal: both shapes. Method: a repeated guid, a place never visited, a count of visits."""
    rows = [place(1), place(1), place(2, visit_count=0), place(3, title=None)]
    for text in (json.dumps(rows), json.dumps({"moz_places": rows})):
        found = read(tmp_path, text)
        assert found.format.name == "places"
        assert found.found.columns["visits"] == ["3", "3"]
        assert found.found.columns["title"] == ["T", ""]
        assert reasons(found) == {"its id stands twice": 1, "never visited": 1}


def test_activity_keeps_the_words_of_a_search(tmp_path: Path) -> None:
    """Goal: the documented row. Method: one search, one entry without words, one without address."""
    found = read(tmp_path, json.dumps([search(), search(""), search("Used Maps", titleUrl=None)]))
    assert found.first_rows(1) == [
        {
            "product": "Search", "title": "Searched for songs", "url": "www.google.com",
            "date": "2024-03-01", "nth": "1",
        }
    ]  # fmt: skip
    assert found.found.columns["url"] == ["www.google.com", ""]
    assert reasons(found) == {"title is missing": 1}


def test_only_her_own_public_words_leave_an_outbox(tmp_path: Path) -> None:
    """Goal: no third person's text, no private one. Method: one of each, counted by reason."""
    theirs = post(7, attributedTo="https://other.example/users/ben")
    half = post(8)
    half["to"] = [FOLLOWERS]
    found = read(
        tmp_path,
        outbox(
            post(1, summary="Food", inReplyTo="https://x.example/1"), shared(2),
            post(3, to=FOLLOWERS), post(4, to="https://other.example/users/ben"),
            post(5, to=[]), post(1), theirs, half, post(9, content=""), post(10, type="Video"),
            {"type": "Delete", "object": "x"}, post(11, to=[FOLLOWERS, "as:Public"]),
        ),
    )  # fmt: skip
    assert found.first_rows(1) == [
        {
            "text": "Kaixo", "summary": "Food", "tags": "", "language": "eu", "reply": "yes",
            "date": "2024-03-01", "nth": "1",
        }
    ]  # fmt: skip
    assert found.rows == 2
    assert reasons(found) == {
        "somebody else's words": 2, "a private message, or one for followers only": 4,
        "its id stands twice": 1, "text has no words of her own": 1, "no post with words": 2,
    }  # fmt: skip


def test_no_word_of_others_or_of_private_posts_is_in_what_is_read(tmp_path: Path) -> None:
    """Goal: counted means gone. Method: search the whole result for a word of each."""
    secret = post(3, "<p>hush-direct</p>", to="https://other.example/users/ben")
    boost = shared(2) | {"object": {"type": "Note", "content": "hush-shared"}}
    found = read(tmp_path, outbox(post(1), secret, boost))
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LETTERBOXD, ("Loreak", "boxd.it", "2014", "4.5")),
        (IMDB, ("Loreak", "tt1", "2014", "9")),
        (MOVIELENS, ("", "42", "", "3.5")),
    ],
    ids=["letterboxd", "imdb", "movielens"],
)
def test_ratings_are_known_by_the_names_of_columns(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    """Goal: three platforms, one row. Method: a line of each; ids of accounts are not read."""
    found = read(tmp_path, text, "ratings.csv")
    assert found.format.name == "ratings"
    (row,) = found.first_rows(9)
    assert tuple(row[name] for name in ("title", "item", "year", "rating")) == expected
    assert row["date"] == "2024-03-01"
    assert "17" not in row.values()


def test_purchases_keep_neither_address_nor_order(tmp_path: Path) -> None:
    """Goal: the documented row. Method: one line; what is not read is named without values."""
    found = read(tmp_path, AMAZON, "Retail.OrderHistory.1.csv")
    assert found.format.name == "purchases"
    assert found.first_rows(9) == [
        {
            "product": "Book, old", "item": "B01", "category": "", "price": "1234.50",
            "currency": "EUR", "quantity": "2", "shop": "Shop.es", "date": "2024-03-01", "nth": "1",
        }
    ]  # fmt: skip
    assert found.unread == ("Order ID", "Shipping Address")
    assert "Kale" not in repr(found)


@pytest.mark.parametrize(
    ("order", "expected"), [(DateOrder.DMY, "2024-02-01"), (DateOrder.MDY, "2024-01-02")]
)
def test_day_and_month_are_told_not_guessed(
    tmp_path: Path, order: DateOrder, expected: str
) -> None:
    """Goal: no wrong day. Method: 01/02/2024 under both orders, and under none."""
    text = LETTERBOXD.replace("2024-03-01", "01/02/2024")
    assert read(tmp_path, text, "r.csv", dates=order).found.columns["date"] == [expected]
    left_out = reasons(read(tmp_path, text, "r.csv"))
    assert left_out == {
        "date may be day or month first; say which with --dates dmy or --dates mdy": 1
    }


def test_times_of_day_stay_behind_unless_she_keeps_them(tmp_path: Path) -> None:
    """Goal: the day by default, in UTC. Method: a late evening in a zone, both ways."""
    text = json.dumps([search(time="2024-03-01T23:30:15-02:00")])
    assert read(tmp_path, text).found.columns["date"] == ["2024-03-02"]
    kept = read(tmp_path, text, times=TimesKept.FULL)
    assert kept.found.columns["date"] == ["2024-03-02T01:30:15Z"]


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        (-1, "date lies outside 1990 to 2099"),
        (0, "date lies outside 1990 to 2099"),
        (10**17, "date lies outside 1990 to 2099"),
        (10**400, "date is no whole number of microseconds"),
        (1.5, "date is no whole number of microseconds"),
        (True, "date is no whole number of microseconds"),
        (None, "date is no whole number of microseconds"),
        ([1], "date is no whole number of microseconds"),
    ],
)
def test_a_moment_out_of_range_costs_its_entry_alone(
    tmp_path: Path, when: object, reason: str
) -> None:
    """Goal: said plainly. Method: each beside a good visit; dropping the date brings it back."""
    text = browsing(visit(), visit(time_usec=when)).replace(str(10**400), "1" + "0" * 6_000)
    found = read(tmp_path, text)
    assert (found.rows, reasons(found)) == (1, {reason: 1})
    assert read(tmp_path, text, drop=("date",)).rows == 2


@pytest.mark.parametrize(
    "when",
    [
        "yesterday",
        "2024-02-30",
        "2024-13-01",
        "1969-07-20",
        "2100-01-01",
        "31/02/2024",
        "٢٠٢٤-٠٣-٠١",
    ],
)
def test_a_day_that_is_none_costs_its_line_alone(tmp_path: Path, when: str) -> None:
    """Goal: nothing is guessed. Method: each beside a good line."""
    text = LETTERBOXD + f"{when},Handia,2017,https://boxd.it/y,5\n"
    found = read(tmp_path, text, "r.csv", dates=DateOrder.DMY)
    assert found.rows == 1
    assert found.found.left_out[0].first == (3,)
    assert when not in repr(found.found.left_out)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["own", "shared", "private", "twice"]), st.text(max_size=20)),
        max_size=30,
    )
)
def test_every_entry_is_a_row_or_counted_by_its_reason(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str]]
) -> None:
    """Goal: nothing is lost silently. Method: an independent count over random outboxes."""
    activities: list[object] = [post(0, "x")]
    for number, (what, words) in enumerate(drawn, start=1):
        content = f"<p>a{words.replace('<', '').replace('&', '')}</p>"
        activities.append(
            shared(number) if what == "shared"
            else post(number, content, to=FOLLOWERS) if what == "private"
            else post(0 if what == "twice" else number, content)
        )  # fmt: skip
    found = read(tmp_path_factory.mktemp("outbox"), outbox(*activities))
    kinds = [what for what, _ in drawn]
    assert found.found.read == len(activities)
    assert reasons(found).get("somebody else's words", 0) == kinds.count("shared")
    assert sum(one for why, one in reasons(found).items() if why.startswith("a private")) == (
        kinds.count("private")
    )
    assert reasons(found).get("its id stands twice", 0) == kinds.count("twice")


def test_the_reference_knows_every_format_field_and_column() -> None:
    """Goal: no stale page. Method: names, lists of fields and names of columns stand on the page."""
    root = Path(__file__).resolve().parents[3]
    page = (root / "docs" / "reference" / "traces.md").read_text(encoding="utf-8")
    tidy = re.sub(r"[^a-z0-9|\n]+", "_", page.lower())
    for name, found in FORMATS.items():
        assert f"| `{name}` |" in page
        assert ", ".join(f"`{field}`" for field in found.fields) in page, name
    for aliases in (tables.RATING_COLUMNS, tables.PURCHASE_COLUMNS):
        for names in aliases.values():
            assert "_".join(names) in tidy, names
