"""The rule of forgetting: raw page times are destroyed once their days have gone, and not before.

Totals by class stay. The file itself lies in the vault; no rule here ever sees a page.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.labour.state import WorkLog
from auzolan.labour.work.acts import ForgetPages, PagesForgotten
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, labour"


def decide_forget_pages(books: Books, act: ForgetPages, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a log's raw page times are to be destroyed now, and how many they are."""
    log = books.get(WorkLog, act.log)
    if log is None:
        return Refusal(
            "labour.log_unknown", ARTICLE, f"There is no log of work {act.log}.",
            "See which there are: auzolan labour pages",
        )  # fmt: skip
    if not log.forget_by:
        return Refusal(
            "labour.no_pages_kept", ARTICLE, f"The log {act.log} came without raw page times.",
            "There is nothing to destroy.",
        )  # fmt: skip
    if log.forgotten >= 0:
        return Refusal(
            "labour.pages_forgotten_already", ARTICLE,
            f"Entry {log.forgotten} says that the page times of {act.log} are destroyed.",
            "There is nothing left to do.",
        )  # fmt: skip
    if case.at < log.forget_by:
        return Refusal(
            "labour.pages_not_due", f"Art. {charter_of(books).labour.number}",
            f"The page times of {act.log} are kept until {iso_from_moment(log.forget_by)}, so that "
            "those who worked can check their hours.",
            "Wait until then.",
        )  # fmt: skip
    return (PagesForgotten(act.log, log.page_count),)


def apply_pages_forgotten(books: Books, case: Case, act: ForgetPages, fact: PagesForgotten) -> None:
    """Remember which entry says that the page times are gone."""
    log = books.get(WorkLog, fact.log)
    assert log is not None, "the rule saw the log"
    books.put(msgspec.structs.replace(log, forgotten=case.seq))
