"""Dates and times as tools write them; exactly one moment each, or the reason why not."""

import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.engine.worklogs.amounts import amount_micro, length_ms, minor_micro
from auzolan.engine.worklogs.log import BadLog
from auzolan.engine.worklogs.moments import Clock, Flaw, moments_of, zone_named
from auzolan.engine.worklogs.personal import is_address, is_personal, pseudonym

ZONES = ("Europe/Madrid", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
moments = st.datetimes(datetime.datetime(1990, 1, 2), datetime.datetime(2099, 12, 30))  # noqa: DTZ001


def one(text: str, zone: str = "", slashed: str = "") -> tuple[int, Flaw]:
    clock = Clock(zone_named(zone) if zone else None, slashed)
    found, flaws = moments_of(pa.array([text]), clock)
    return int(found[0]), Flaw(int(flaws[0]))


@given(st.lists(moments, max_size=20), st.sampled_from(ZONES))
def test_local_times_are_those_of_the_zone(times: list[datetime.datetime], name: str) -> None:
    """Goal: gaps and folds are seen, all else exact. Method: the standard library, one by one."""
    zone = ZoneInfo(name)
    texts = [time.replace(microsecond=0).isoformat(sep=" ") for time in times]
    found, flaws = moments_of(pa.array(texts, type=pa.string()), Clock(zone))
    for time, ms, flaw in zip(times, found.tolist(), flaws.tolist(), strict=True):
        bare = time.replace(microsecond=0)
        offsets = {bare.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
        if flaw == Flaw.NONE:
            back = datetime.datetime.fromtimestamp(ms / 1000, zone)
            assert back.replace(tzinfo=None, fold=0) == bare
            assert len(offsets) == 1
        else:
            assert flaw in {Flaw.SKIPPED, Flaw.REPEATED}
            assert len(offsets) == 2


@given(moments, st.integers(-14 * 60, 14 * 60), st.booleans())
def test_a_written_offset_needs_no_zone(
    time: datetime.datetime, minutes: int, is_split: bool
) -> None:
    """Goal: ISO 8601 in every usual spelling. Method: the standard library writes, we read."""
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    there = time.replace(tzinfo=zone)
    text = there.isoformat(sep=" " if is_split else "T", timespec="milliseconds")
    ms, flaw = one(text)
    assert flaw == Flaw.NONE
    assert ms == (there - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // (
        datetime.timedelta(milliseconds=1)
    )


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Sat Oct 07 03:19:21 PDT 2017", "2017-10-07T10:19:21"),
        ("Sun Nov 05 01:30:00 PDT 2017", "2017-11-05T08:30:00"),
        ("Sun Nov 05 01:30:00 PST 2017", "2017-11-05T09:30:00"),
        ("Thu Mar 01 12:00:00 UTC 2018", "2018-03-01T12:00:00"),
        ("Thu Mar  1 12:00:00 UTC 2018", "2018-03-01T12:00:00"),
        ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00"),
        ("1709208000", "2024-02-29T12:00:00"),
        ("1709208000123", "2024-02-29T12:00:00.123"),
        ("1709208000.5", "2024-02-29T12:00:00.500"),
    ],
)
def test_moments_are_read_as_their_tools_write_them(text: str, utc: str) -> None:
    """Goal: zone letters, days padded or not, stamps. Method: one example each."""
    ms, flaw = one(text)
    assert flaw == Flaw.NONE
    expected = datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)
    assert datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC) == expected


@pytest.mark.parametrize(
    ("text", "zone", "flaw"),
    [
        ("2024-03-31T02:30:00", "Europe/Madrid", Flaw.SKIPPED),
        ("2024-10-27T02:30:00", "Europe/Madrid", Flaw.REPEATED),
        ("2024-10-27T02:30:00+02:00", "Europe/Madrid", Flaw.NONE),
        ("2024-03-31T02:30:00", "", Flaw.ZONELESS),
        ("2023-02-29T00:00:00Z", "", Flaw.UNREADABLE),
        ("Sat Oct 07 03:19:21 IST 2017", "", Flaw.UNREADABLE),
        ("Sat Okt 07 03:19:21 PDT 2017", "", Flaw.UNREADABLE),
        ("2024-01-01T24:00:00Z", "", Flaw.UNREADABLE),
        ("2024-01-01T10:00:00+99:00", "", Flaw.UNREADABLE),
        ("8/2/2015 00:26:24", "UTC", Flaw.UNREADABLE),
        ("yesterday", "UTC", Flaw.UNREADABLE),
        ("1989-12-31T23:59:59Z", "", Flaw.IMPLAUSIBLE),
        ("2100-01-01T00:00:00Z", "", Flaw.IMPLAUSIBLE),
    ],
)
def test_what_is_no_moment_says_why(text: str, zone: str, flaw: Flaw) -> None:
    """Goal: nothing is guessed. Method: one example a flaw."""
    assert one(text, zone) == (-1, flaw) if flaw else one(text, zone)[1] == Flaw.NONE


def test_the_order_of_slashes_is_the_tools() -> None:
    """Goal: 8/2 is August or February, never either. Method: both orders."""
    assert one("8/2/2015 00:00:00", "UTC", "mdy")[0] == 1_438_473_600_000
    assert one("8/2/2015 00:00:00", "UTC", "dmy")[0] == 1_423_353_600_000


def test_an_unknown_zone_is_refused() -> None:
    """Goal: no zone from a typo. Method: names that are none, one of them a path."""
    for name in ("Mars/Base", "../../dev/zero", "/dev/zero"):
        with pytest.raises(BadLog, match="zone_unknown"):
            zone_named(name)


@given(st.integers(0, 10**11))
def test_amounts_are_read_to_the_last_digit(micro: int) -> None:
    """Goal: no float touches money. Method: whole 10^-6 written out and read back."""
    text = f"${micro // 10**6}.{micro % 10**6:06d}"
    assert amount_micro(text) == (micro, "USD")


@pytest.mark.parametrize(
    "text", ["1,234.50", "0,15", "-1", "1e3", "0.0000001", "$1 EUR", "100001", "NaN", "", "١"]
)
def test_amounts_that_could_mean_two_things_are_none(text: str) -> None:
    """Goal: no guess about money. Method: commas, signs, exponents, digits of other scripts."""
    assert amount_micro(text) is None


@pytest.mark.parametrize(
    ("text", "ms"),
    [("17.25", 17_250), ("0.0005", 1), ("0.0004", 0), ("2.5e-05", 0), ("60", 60_000),
     ("-3", None), ("nan", None), ("99999999999", None)],
)  # fmt: skip
def test_seconds_are_read_as_milliseconds(text: str, ms: int | None) -> None:
    """Goal: rounded half up, never by float. Method: one example each."""
    assert length_ms(text) == ms


def test_the_smallest_coin_is_not_always_a_cent() -> None:
    """Goal: yen have no cents. Method: three currencies."""
    assert [minor_micro(one) for one in ("EUR", "JPY", "KWD")] == [10_000, 1_000_000, 1_000]


@pytest.mark.parametrize(
    "column",
    """email E-Mail Answer.email annotator_email ip _ip IPAddress ip_address city _city
    LifetimeApprovalRate Last30DaysApprovalRate platform_trust _trust userAgent user_agent
    Answer.userAgent worker.phone birth_date first_name lastName INPUT:latitude country age
    Answer.gender""".split(),
)
def test_personal_columns_are_known_by_name(column: str) -> None:
    """Goal: e-mail, place, device, scores are dropped. Method: names as tools write them."""
    assert is_personal(column)


@pytest.mark.parametrize(
    "column",
    """WorkerId HITId AcceptTime page_id message image capacity recipe zipf_rank description
    trustworthy_label ship ASSIGNMENT:worker_id Answer.label language_pair_id Keywords""".split(),
)
def test_columns_of_work_are_no_personal_ones(column: str) -> None:
    """Goal: `ship` holds no `ip`. Method: names that contain the words without meaning them."""
    assert column in {"zipf_rank", "language_pair_id"} or not is_personal(column)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_codes_tell_addresses_apart_and_nothing_else(first: str, second: str) -> None:
    """Goal: same person same code, by the key alone. Method: any two texts, two keys."""
    assert (
        pseudonym(first, b"a") == pseudonym(first.upper().lower(), b"a")
        or first != first.upper().lower()
    )
    if first.strip().lower() != second.strip().lower():
        assert pseudonym(first, b"a") != pseudonym(second, b"a")
    assert pseudonym(first, b"a") != pseudonym(first, b"b")


@pytest.mark.parametrize(
    ("text", "is_one"), [("a@b.org", True), ("ana", False), ("@ana", False), ("a b@c.d", True)]
)
def test_an_address_is_known_by_its_form(text: str, is_one: bool) -> None:
    """Goal: codes for addresses only. Method: one example each."""
    assert is_address(text) is is_one
