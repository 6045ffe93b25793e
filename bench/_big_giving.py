"""What members of the big co-operative bring and allow: rows, permissions, noes, rights requests."""

from __future__ import annotations

from collections.abc import Iterator

from _big_people import People, name_of, office
from _big_stage import PURCHASES, VISITS, Big, done, one
from auzolan.audit.rows import Columns
from auzolan.consent.acts import Entrust, Grant, Permit, Prohibit, Scope, Terms, Withdraw
from auzolan.consent.request_acts import ASKS, AnswerRequest, RequestRight
from auzolan.contributions.acts import Offer
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.submission import Submission
from auzolan.house.vault.rows import write_batch
from auzolan.members.acts import Admit

WORDS = "I should like to know this, and I ask in a sentence or two as people do."


def join(big: Big) -> None:
    """Everybody is admitted."""
    by = office("admissions")
    big.ask(
        one(f"admit-{member}", by, Admit(member, ""), name=name_of(number))
        for number, member in enumerate(big.people.ids)
    )


def bring_rows(big: Big) -> None:
    """Batches come in: rows and salts in the vault, the offers at the desk."""
    big.on(890)
    for kind, batches in ((PURCHASES, big.people.purchases()), (VISITS, big.people.visits())):
        big.ask(_offers(big, kind, batches))


def _offers(big: Big, kind: str, batches: Iterator[tuple[str, Columns]]) -> Iterator[Submission]:
    desk = big.desk
    for member, columns in batches:
        batch = f"{kind}-{member}"
        root = write_batch(desk.folder, batch, columns, desk.ports.chance)
        rows = len(next(iter(columns.values())))
        yield one(f"offer-{batch}", member, Offer(batch, member, kind, rows, root))


def allow(big: Big) -> None:
    """Everybody says what may be done; some say more, some say no to one thing, some entrust."""
    big.on(880)
    people = big.people
    both, refusers = ("research", "commercial"), set(people.some("refusers", 10))
    for kind, members in ((PURCHASES, people.buyers), (VISITS, people.ids)):
        big.ask(
            one(
                f"grant-{kind}-{member}", member,
                Grant(member, kind, ("research",) if member in refusers else both),
            )
            for member in members
        )  # fmt: skip
    big.ask(_statements(people))
    big.ask(
        one(f"entrust-{member}", member, Entrust(member)) for member in people.some("entrust", 30)
    )


def _statements(people: People) -> Iterator[Submission]:
    scope = Scope(kind=VISITS)
    for number, member in enumerate(people.some("permits", 40)):
        terms = Terms("train", "research", 0, 0, None, None, None, 1)
        name = f"permit-{number}"
        yield one(name, member, Permit(name, member, "", scope, terms, None, False))
    for number, member in enumerate(people.some("prohibits", 20)):
        terms = Terms("train", "advertising", 0, 0, None, None, None, 1)
        name = f"prohibit-{number}"
        yield one(name, member, Prohibit(name, member, "", scope, terms))


def change_minds(big: Big, days_ago: int, share_percent: int) -> None:
    """Some say anew what may be done with their visits."""
    big.on(days_ago)
    some = big.people.some(f"minds {days_ago}", share_percent)
    big.ask(
        one(f"grant-{days_ago}-{member}", member, Grant(member, VISITS, ("research",)))
        for member in some
    )


def ask_rights(big: Big, days_ago: int, *, waits: int = 0) -> None:
    """Some ask at the rights desk; all are answered a week later, but the first that still wait."""
    big.on(days_ago)
    askers = big.people.some(f"askers {days_ago}", 3)
    names = [f"ask-{days_ago}-{number}" for number in range(len(askers))]
    big.ask(
        one(name, member, RequestRight(name, member, ASKS[place % len(ASKS)], ""), words=WORDS)
        for place, (name, member) in enumerate(zip(names, askers, strict=True))
    )
    big.on(days_ago - 7)
    big.ask(
        one(f"answer-{name}", office("data"), AnswerRequest(name, "done", ""), words=WORDS)
        for name in names[waits:]
    )


def withdraw(big: Big) -> None:
    """A few take their purchases back, and their rows are erased a week later."""
    leaving = big.people.some("withdraw", 1, big.people.buyers)
    big.on(375)
    big.ask(one(f"no-{member}", member, Withdraw(member, PURCHASES)) for member in leaving)
    big.on(371)
    for member in leaving:
        batch, by = f"{PURCHASES}-{member}", office("data")
        done(erase_rows(big.desk, actor=by, batch=batch, reason="She asked for it."))
