"""Appeals: brought under a tag, judged by peers whom the house draws by lot.

Which peer holds which tag is known to the vault alone, and destroyed with the outcome. A judge sees
what the task was, what was written when it was turned down and what was said against that: not
whose work it is. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.offices import holders_of
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import Reading, ask, drawn, named, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.rooms.labour.work.work_flows import ARTICLE, TAG_BYTES, no_words, own_tag
from auzolan.house.rooms.labour.work.work_queries import reasons_of
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt
from auzolan.house.vault.store import Vault
from auzolan.labour.state import AppealRow, PanelTag, Submission, Task
from auzolan.labour.work.acts import Appeal, JudgeAppeal, SeatPanel
from auzolan.labour.work.deadlines import appeal_lapses_at, outcome_at
from auzolan.members.state import ACTIVE, Member

NO_PEERS = ("work", "appeals")
"""Offices whose holders never judge an appeal: who turns work down, and who seats panels."""


class AppealLine(msgspec.Struct, frozen=True):
    """An appeal that waits: how many judge it, how many have, and when it stands as overturned."""

    submission: str
    task: str
    appealed: str
    peers: int
    judged: int
    lapses: str
    entry: int


class PanelCase(msgspec.Struct, frozen=True):
    """What one of a panel is given to judge: the work and the words of both sides, no name."""

    submission: str
    task: str
    task_words: str
    work_class: str
    items: int
    judgments: int
    reason: str
    appeal: str
    judge_by: str


def appeal(desk: Desk, *, member: str, submission: str, words: str) -> Receipt | Refusal:
    """Ask peers to judge a rejection, under its tag."""
    tag = no_words(words) or own_tag(desk, member, submission)
    if isinstance(tag, Refusal):
        return tag
    act = Appeal(submission, UNSEALED)
    return ask(desk, named("appeal", submission), tag, act, {"words": words})


def seat_panel(desk: Desk, *, actor: str, submission: str) -> Receipt | Refusal:
    """Draw peers by lot and let them judge; the map from peers to tags is in the vault first."""
    try:
        with turn(desk.folder.vault / "panels.lock"):
            peers = _drawn(desk, submission)
            if isinstance(peers, Refusal):
                return peers
            # Once a panel is seated its map is never written again, or nobody could judge.
            if peers:
                with vault_of(desk.folder) as vault:
                    vault.keep_tags(_panel(submission), peers)
            return _seat(desk, actor, submission, peers)
    except DeskBusy as busy:
        return answers.busy(str(busy))


def foreseen_panel(desk: Desk, *, actor: str, submission: str) -> Receipt | Refusal:
    """What seating a panel would enter; keeps no map, so it is for rehearsals alone."""
    peers = _drawn(desk, submission)
    return peers if isinstance(peers, Refusal) else _seat(desk, actor, submission, peers)


def _seat(desk: Desk, actor: str, submission: str, peers: Mapping[str, str]) -> Receipt | Refusal:
    tags = tuple(sorted(peers.values())) or ("0" * 2 * TAG_BYTES,)
    return ask(desk, drawn(desk, "panel"), actor, SeatPanel(submission, tags))


def _drawn(desk: Desk, submission: str) -> dict[str, str] | Refusal:
    """Peers with a tag each; none where the rule will say no anyway."""
    at = desk.ports.clock()
    with reading(desk.folder) as now:
        found = now.books.get(AppealRow, submission)
        row = now.books.get(Submission, submission)
        labour = charter_of(now.books).labour
        if found is None or row is None or found.peers or outcome_at(labour, found, at):
            return {}
        can = _eligible(now, row, at)
        size = labour.panel_size
    if len(can) < size:
        return Refusal(
            "labour.too_few_peers", ARTICLE,
            f"{len(can)} members could judge {submission}; a panel has {size}.",
            "Nothing is to be done: an appeal without a panel stands as overturned after its days.",
        )  # fmt: skip
    by_lot = sorted(can, key=lambda member: desk.ports.chance(TAG_BYTES))
    return {member: desk.ports.chance(TAG_BYTES).hex() for member in by_lot[:size]}


def _eligible(now: Reading, row: Submission, at: int) -> list[str]:
    """Members in standing but whoever made the work, decided on it, or holds one of the offices."""
    out = {row.member, row.decided_by}
    for office in NO_PEERS:
        out |= holders_of(now.books, office, at)
    standing = now.books.find(Member, standing=ACTIVE)
    return [one.member for one in standing if one.member not in out]


def judge(
    desk: Desk, *, member: str, submission: str, verdict: str, reason: str
) -> Receipt | Refusal:
    """Judge an appeal as one of its panel; with the outcome the map to the peers is destroyed."""
    answered = foreseen_judgement(
        desk, member=member, submission=submission, verdict=verdict, reason=reason
    )
    forget_panel(desk, submission)
    return answered


def foreseen_judgement(
    desk: Desk, *, member: str, submission: str, verdict: str, reason: str
) -> Receipt | Refusal:
    """The judgement alone; what `judge` forgets is kept, as a rehearsal needs it."""
    refusal = no_words(reason)
    if refusal is not None:
        return refusal
    with vault_of(desk.folder) as vault:
        tag = vault.tag_of(_panel(submission), member)
    if tag is None:
        return Refusal(
            "labour.no_panel_tag", ARTICLE, f"{member} judges no appeal about {submission}.",
            "Judge what you were drawn for: auzolan labour panel.",
        )  # fmt: skip
    act = JudgeAppeal(submission, verdict, UNSEALED)
    return ask(desk, named("judge", submission, tag), tag, act, {"reason": reason})


def forget_panel(desk: Desk, submission: str) -> int:
    """Destroy who sat on a panel, once there is an outcome; done again it finds nothing.

    Returns:
        How many links were destroyed.
    """
    with reading(desk.folder) as now:
        found = now.books.get(AppealRow, submission)
        labour = charter_of(now.books).labour
        is_over = found is not None and outcome_at(labour, found, desk.ports.clock())
    if not is_over:
        return 0
    with vault_of(desk.folder) as vault:
        return vault.destroy_tags(_panel(submission))


def forget_panels(desk: Desk) -> int:
    """Destroy who sat on panels whose appeals lapsed: nobody judged who would have done it."""
    with reading(desk.folder) as now:
        found = now.books.find(AppealRow, outcome="")
    return sum(forget_panel(desk, one.submission) for one in found)


def open_appeals(folder: Folder, *, at: int) -> list[AppealLine]:
    """Appeals that wait for an outcome, the one that lapses first first."""
    with reading(folder) as now:
        labour = charter_of(now.books).labour
        rows = [
            (appeal_lapses_at(labour, one.appealed_at), one)
            for one in now.books.find(AppealRow, outcome="")
            if not outcome_at(labour, one, at)
        ]
    rows.sort(key=lambda pair: (pair[0], pair[1].submission))
    return [
        AppealLine(
            submission=one.submission, task=one.task, appealed=day_from_moment(one.appealed_at),
            peers=one.peers, judged=one.uphold + one.overturn, lapses=day_from_moment(lapses_at),
            entry=one.entry,
        )
        for lapses_at, one in rows
    ]  # fmt: skip


def tags_on_panels(folder: Folder, member: str, appeals: Sequence[AppealRow]) -> dict[str, str]:
    """Under which tags a member was drawn to judge, by submission."""
    names = {_panel(one.submission): one.submission for one in appeals}
    with vault_of(folder) as vault:
        found = vault.tags_of_member(member, names)
    return {names[panel]: tag for panel, tag in found.items()}


def _hers_to_judge(books: Books, vault: Vault, member: str) -> list[AppealRow]:
    """The open appeals that a member was drawn to judge and has not judged yet."""
    appeals = books.find(AppealRow, outcome="")
    tags = vault.tags_of_member(member, (_panel(one.submission) for one in appeals))
    hers = [(one, tags[name]) for one in appeals if (name := _panel(one.submission)) in tags]
    places = books.get_many(PanelTag, [(one.submission, tag) for one, tag in hers])
    return [
        one for (one, _), place in zip(hers, places, strict=True)
        if place is not None and not place.verdict
    ]  # fmt: skip


def cases_of(folder: Folder, *, member: str, at: int) -> list[PanelCase]:
    """What a member was drawn to judge and has not judged yet."""
    with reading(folder) as now, vault_of(folder) as vault:
        waiting: list[tuple[AppealRow, Submission, Task | None, int]] = []
        labour, hers = charter_of(now.books).labour, _hers_to_judge(now.books, vault, member)
        now.books.get_many(Submission, [one.submission for one in hers])  # in one question
        now.books.get_many(Task, [one.task for one in hers if one.task])
        for one in hers:
            if outcome_at(labour, one, at):
                continue
            row = now.books.get(Submission, one.submission)
            task = now.books.get(Task, one.task) if one.task else None
            assert row is not None, f"the submission {one.submission} was never logged"
            waiting.append((one, row, task, appeal_lapses_at(labour, one.appealed_at)))
        entries = {one.entry for one, *_ in waiting}
        entries |= {task.entry for _, _, task, _ in waiting if task is not None}
        opened = vault.openings_of_some(entries)
        words = {entry: _words(opened.get(entry, {})) for entry in entries}
    reasons = reasons_of(folder, {one.submission for one, *_ in waiting}) if waiting else {}
    return [
        PanelCase(
            submission=one.submission, task=one.task,
            task_words=words[task.entry] if task is not None else "", work_class=row.work_class,
            items=row.items, judgments=row.judgments, reason=reasons.get(one.submission, ""),
            appeal=words[one.entry], judge_by=day_from_moment(lapses_at),
        )
        for one, row, task, lapses_at in waiting
    ]  # fmt: skip


def _words(openings: Mapping[str, object]) -> str:
    opening = openings.get("words")
    return str(getattr(opening, "value", ""))


def _panel(submission: str) -> str:
    return f"panel:{submission}"
