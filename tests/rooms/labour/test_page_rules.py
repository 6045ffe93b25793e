"""Raw page times are destroyed when their days have gone: each refusal, and the day to the millisecond."""

import msgspec
import pytest

from auzolan.foundation.moments import DAY_MS
from auzolan.labour.state import WorkLog
from auzolan.labour.work.acts import ForgetPages, PagesForgotten
from support.small_coop import AT, SmallCoop

DUE = AT + 90 * DAY_MS


@pytest.fixture
def coop() -> SmallCoop:
    """Two logs: one with 120 pages that are kept for 90 days, one without any."""
    made = SmallCoop()
    made.books.add(
        WorkLog(
            log="spring", period="2026-q1", file="1" * 64, pages="2" * 64, page_count=120,
            submissions=7, entry=1, logged_at=AT, forget_by=DUE, forgotten=-1,
        )
    )  # fmt: skip
    made.books.add(
        WorkLog(
            log="agreed", period="2026-q1", file="", pages="", page_count=0, submissions=1,
            entry=2, logged_at=AT, forget_by=0, forgotten=0,
        )
    )  # fmt: skip
    return made


def test_pages_are_kept_to_their_last_millisecond_and_not_longer(coop: SmallCoop) -> None:
    """Goal: the charter's days, exactly. Method: one millisecond before, and then the moment."""
    coop.at = DUE - 1
    assert coop.refused(ForgetPages("spring")) == "labour.pages_not_due"
    coop.at = DUE
    before = coop.books.get(WorkLog, "spring")
    assert before is not None
    seq = coop.seq
    assert coop.done(ForgetPages("spring")) == PagesForgotten("spring", 120)
    assert coop.books.get(WorkLog, "spring") == msgspec.structs.replace(before, forgotten=seq)


def test_what_is_not_there_is_not_destroyed(coop: SmallCoop) -> None:
    """Goal: no entry about nothing. Method: an unknown log, one without pages, one twice."""
    coop.at = DUE
    assert coop.refused(ForgetPages("autumn")) == "labour.log_unknown"
    assert coop.refused(ForgetPages("agreed")) == "labour.no_pages_kept"
    coop.done(ForgetPages("spring"))
    coop.at = AT
    assert coop.refused(ForgetPages("spring")) == "labour.pages_forgotten_already"
