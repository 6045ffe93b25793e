"""Being heard about work: rate an issuer, open a pulse, answer it, destroy the map of its tags.

The house looks up only the tag of whoever asks. No rule knows who holds one.
"""

from __future__ import annotations

from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import ask, drawn, moment_of, reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.rooms.labour.work.work_flows import own_tag
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.labour.state import PulseRow
from auzolan.labour.voice.acts import AnswerPulse, OpenPulse, RateIssuer
from auzolan.labour.voice.rules import ARTICLE, TAGS_KIND, quarter_of
from auzolan.members.state import ACTIVE, FULL, Member

PULSE_DAYS = 14
"""How long a pulse lasts where nobody says otherwise."""
TAG_BYTES = 16


def rate_issuer(
    desk: Desk, *, member: str, submission: str, scores: str, words: str = ""
) -> Receipt | Refusal:
    """Rate whom a member worked for, under the tag of a submission of hers.

    Args:
        desk: the desk.
        member: who handed the submission in.
        submission: the piece of work.
        scores: four from 0 to 5 with commas: pay, fairness, speed of pay, communication.
        words: what she adds; sealed, and shown with those of others alone.
    """
    tag = own_tag(desk, member, submission)
    if isinstance(tag, Refusal):
        return tag
    act = RateIssuer(submission, scores, UNSEALED)
    return ask(desk, drawn(desk, "rate"), tag, act, {"words": words})


def open_pulse(
    desk: Desk, *, actor: str, pulse: str = "", days: int = PULSE_DAYS
) -> Receipt | Refusal:
    """Ask all members how their work is: one random tag each, listed in order of tag.

    The map is in the vault before the pulse opens; once it is open the map is never written again,
    or nobody could answer any more.

    Args:
        desk: the desk.
        actor: the secretary.
        pulse: the quarter; the present one where empty.
        days: how long it lasts, 7 to 60.
    """
    try:
        with turn(desk.folder.vault / "polls.lock"):
            return _open_pulse(desk, actor, pulse, days)
    except DeskBusy as busy:
        return answers.busy(str(busy))


def _open_pulse(desk: Desk, actor: str, pulse: str, days: int) -> Receipt | Refusal:
    with reading(desk.folder) as now:
        quarter = pulse or quarter_of(moment_of(now, desk.ports.clock))
        is_held = now.books.get(PulseRow, quarter) is not None
        roll = [one.member for one in now.books.find(Member, standing=ACTIVE)]
        at = moment_of(now, desk.ports.clock)
        over = [one.pulse for one in now.books.rows(PulseRow) if at >= one.until_at]
    tags = {member: desk.ports.chance(TAG_BYTES).hex() for member in roll}
    if not is_held and not isinstance(desk, RehearsalDesk):
        with vault_of(desk.folder) as vault:
            for name in over:  # where nobody forgot them: no map outlives the next pulse
                vault.destroy_tags(tags_name(name))
            vault.keep_tags(tags_name(quarter), tags)
    in_order = sorted(tags.values())
    ref = desk.lay_down(TAGS_KIND, {"class": [FULL] * len(in_order), "tag": in_order})
    return ask(desk, drawn(desk, "pulse"), actor, OpenPulse(quarter, ref, days))


def answer_pulse(desk: Desk, *, member: str, scores: str, pulse: str = "") -> Receipt | Refusal:
    """Answer under the member's own tag; a later answer takes the place of this one.

    Args:
        desk: the desk.
        member: who answers.
        scores: six from 0 to 5 with commas: pay, hours, safety, say, respect, learning.
        pulse: which; the latest that is open where empty.
    """
    with reader_of(desk.folder) as reader:
        open_now = [one for one in reader.rows(PulseRow) if desk.ports.clock() < one.until_at]
    name = pulse or (open_now[-1].pulse if open_now else quarter_of(desk.ports.clock()))
    with vault_of(desk.folder) as vault:
        tag = vault.tag_of(tags_name(name), member)
    if tag is None:
        return Refusal(
            "labour.not_asked", ARTICLE, f"{member} holds no tag of a pulse {name}.",
            "Answer while it is open; who was a member when it opened holds a tag.",
        )  # fmt: skip
    return ask(desk, drawn(desk, "answer"), tag, AnswerPulse(name, scores))


def forget_pulse(desk: Desk, *, pulse: str) -> int | Refusal:
    """Destroy the map from members to tags, once a pulse is over.

    Returns:
        How many links were destroyed; 0 where they had been before.
    """
    with reader_of(desk.folder) as reader:
        row = reader.get(PulseRow, pulse)
    if row is None or desk.ports.clock() < row.until_at:
        until = f"ends on {iso_from_moment(row.until_at)}" if row is not None else "is not there"
        return Refusal(
            "labour.pulse_tags_needed", ARTICLE,
            f"The pulse {pulse} {until}; members answer with their tags until it is over.",
            "Destroy the map once it is over.",
        )  # fmt: skip
    with vault_of(desk.folder) as vault:
        return vault.destroy_tags(tags_name(pulse))


def tags_name(pulse: str) -> str:
    """Under what name the vault keeps the map of a pulse."""
    return f"pulse:{pulse}"
