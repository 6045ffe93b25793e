"""The charter: its bounds, its clauses, founding, amending, mandates."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import auzolan.assembly.acts as assembly_acts
import auzolan.consent.acts as consent_acts
import auzolan.contributions.acts as contributions_acts
import auzolan.labour.acts as labour_acts
import auzolan.learning.acts as learning_acts
import auzolan.licensing.acts as licensing_acts
import auzolan.members.acts as members_acts
import auzolan.record.acts as record_acts
import auzolan.valuation.acts as valuation_acts
from auzolan.assembly import petition_acts
from auzolan.charter import acts as charter_acts
from auzolan.charter.acts import (
    Amend,
    Amended,
    Appoint,
    Found,
    Founded,
    MandateGiven,
    MandateUsed,
    Recall,
    Recalled,
    Seat,
)
from auzolan.charter.article import Tier
from auzolan.charter.articles import (
    Change,
    Charter,
    Right,
    charter_from_text,
    charter_text,
    held_by,
)
from auzolan.charter.authorize import authorize
from auzolan.charter.bounds import breaches
from auzolan.charter.clauses import (
    CLAUSES,
    amended,
    clauses_of_charter,
    replaced,
    value_of_clause,
)
from auzolan.charter.distribution_clauses import clauses_of
from auzolan.charter.labour_bounds import ALWAYS_PAID, OF_WORK, WORK_CLASSES
from auzolan.charter.offices import holders_of
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.rights_bounds import KERNEL_RIGHTS, OFFICE_RIGHTS
from auzolan.charter.rules import (
    apply_amended,
    apply_founded,
    apply_founded_log,
    apply_mandate_given,
    apply_mandate_used,
    apply_recalled,
    decide_amend,
    decide_appoint,
    decide_found,
    decide_recall,
)
from auzolan.charter.state import (
    FOREVER,
    IN_FORCE,
    CharterInForce,
    CharterVersion,
    Mandate,
    charter_of,
)
from auzolan.charter.texts import release_texts
from auzolan.consent import group_acts, request_acts, strike_acts
from auzolan.foundation import canonical
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.labour.classes import CLASSES
from auzolan.labour.statements import acts as statement_acts
from auzolan.labour.tasks import acts as task_acts
from auzolan.labour.voice import acts as voice_acts
from auzolan.labour.watching import acts as watch_acts
from auzolan.labour.work import acts as work_acts
from auzolan.licensing import life_acts, notice_acts, use_acts
from auzolan.record.entries import ENTRY_BYTES_MAX, Act, Entry, Operator, seal
from auzolan.record.notes import VerifierKey, format_vkey
from auzolan.record.state import LOG, LogKey
from auzolan.treasury.capital import contribution_acts, exit_acts, winding_up_acts, withholding_acts
from auzolan.treasury.ledger import acts as ledger_acts
from auzolan.treasury.payouts import acts as payout_acts
from auzolan.treasury.royalties import acts as royalty_acts
from auzolan.treasury.surplus import acts as surplus_acts
from support import case_of
from support.seats import WATCHING, every_seat

ROOMS = (
    assembly_acts, charter_acts, consent_acts, contributions_acts, labour_acts, learning_acts,
    licensing_acts, members_acts, payout_acts, petition_acts, record_acts, royalty_acts, ledger_acts,
    surplus_acts, valuation_acts, exit_acts, contribution_acts, winding_up_acts, withholding_acts,
    group_acts, life_acts, notice_acts, request_acts, statement_acts, strike_acts, task_acts,
    use_acts, voice_acts, watch_acts, work_acts,
)  # fmt: skip
SEALED = "ab" * 32
ORIGIN = "birds.example/log"
LOG_KEY = format_vkey(VerifierKey(ORIGIN, bytes(32)))


def charter_with(article: str, preset: str = "es-pv-2019", **values: int | str) -> Charter:
    """The founding charter with other values in one article."""
    charter = founding_charter(preset=preset)
    changed = msgspec.structs.replace(getattr(charter, article), **values)
    return msgspec.structs.replace(charter, **{article: changed})


def codes(charter: Charter) -> list[str]:
    return [refusal.code for refusal in breaches(charter)]


def found_act(charter: Charter | None = None, seats: tuple[Seat, ...] | None = None) -> Found:
    charter = charter or founding_charter()
    every = every_seat(charter)
    return Found(
        name=SEALED, origin=ORIGIN, log_key=LOG_KEY,
        charter=charter, seats=seats or every, period="p2024", texts=release_texts(),
    )  # fmt: skip


def founded_books(charter: Charter | None = None) -> MemoryBooks:
    """Books after a founding, through rule and appliers."""
    books = MemoryBooks()
    act, case = found_act(charter), case_of(seq=0)
    facts = decide_found(books, act, case)
    assert not isinstance(facts, Refusal), facts
    for fact in facts:
        if isinstance(fact, Founded):
            apply_founded(books, case, act, fact)
            apply_founded_log(books, case, act, fact)
        else:
            assert isinstance(fact, MandateGiven)
            apply_mandate_given(books, case, act, fact)
    return books


def refused(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


# --- the founding charter and its bounds ------------------------------------------------------


def test_the_founding_charter_is_within_all_bounds() -> None:
    """Goal: `init` proposes something lawful. Method: no breach; its text reads back."""
    charter = founding_charter()
    assert breaches(charter) == ()
    assert charter_from_text(charter_text(charter)) == charter


def test_the_founding_charter_gives_somebody_the_right_to_every_act() -> None:
    """Goal: no act is dead by default. Method: compare with the tags of all rooms' acts."""
    tags = {
        str(kind.__struct_config__.tag).rpartition("/")[0]
        for room in ROOMS
        for kind in vars(room).values()
        if isinstance(kind, type) and issubclass(kind, Act) and kind is not Act
    }
    rights = [right.act for right in founding_charter().rights]
    assert sorted(rights) == sorted(tags - {"charter.found"})


def test_the_article_of_every_right_stands_in_the_charter() -> None:
    """Goal: a refusal cites an article that exists. Method: compare the numbers."""
    charter = founding_charter()
    numbers = {getattr(charter, name).number for name in CLAUSES}
    numbers |= {charter.surplus.number}
    assert numbers == {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
    assert {right.article for right in charter.rights} <= numbers


def test_founding_fits_into_one_entry() -> None:
    """Goal: founding can be sealed. Method: one seat an office, and the most there are."""
    each = [*every_seat(founding_charter())]
    more = [Seat(f"{place:02d}" + "o" * 46, "m" * 48) for place in range(24 - len(each))]
    for seats, limit in ((each, 12_288), (each + more, ENTRY_BYTES_MAX)):
        act, case = found_act(seats=tuple(seats)), case_of(seq=0)
        facts = decide_found(MemoryBooks(), act, case)
        assert not isinstance(facts, Refusal)
        entry = Entry(
            act=act, actor="operator", at=case.at, auth=Operator(), charter="", facts=facts,
            id="found", rules="0.1.0", seq=0,
        )  # fmt: skip
        assert len(seal(entry)) < limit


@pytest.mark.parametrize(
    ("article", "values", "expected"),
    [
        ("consent", {"erase_days": 31}, ["charter.outside_law"]),
        ("consent", {"retrain_days": 31}, ["charter.beyond_house"]),
        ("consent", {"exact_hours": 25}, ["charter.beyond_house"]),
        ("consent", {"downdate_hours": 73}, ["charter.beyond_house"]),
        ("consent", {"shard_days": 15}, ["charter.beyond_house"]),
        ("consent", {"extended_days": 91}, ["charter.beyond_house"]),
        ("consent", {"extended_days": 29}, ["charter.beyond_house"]),
        ("consent", {"notice_hours": 73}, ["charter.beyond_house"]),
        ("consent", {"certificate_days": 31}, ["charter.beyond_house"]),
        ("consent", {"backup_days": 31}, ["charter.beyond_house"]),
        ("consent", {"answer_days": 31}, ["charter.beyond_house"]),
        ("consent", {"retrain_days": 0, "extended_days": 0}, []),
        ("consent", {"erase_days": 0}, []),
        ("decisions", {"policy_majority": ">3/5"}, ["charter.majorities_out_of_order"]),
        ("decisions", {"policy_majority": ">=3/5"}, []),
        ("decisions", {"bylaw_majority": ">2/3"}, ["charter.majorities_out_of_order"]),
        ("decisions", {"bylaw_majority": ">=2/3"}, []),
        ("decisions", {"entrenched_majority": ">3/2"}, ["charter.part_unfit"]),
        ("decisions", {"entrenched_majority": ">1/1"}, ["charter.part_unfit"]),
        ("decisions", {"entrenched_majority": ">=1/1"}, []),
        ("decisions", {"policy_cooling_days": 15}, ["charter.cooling_out_of_order"]),
        ("decisions", {"policy_cooling_days": 14}, []),
        ("decisions", {"policy_cooling_days": 0, "bylaw_cooling_days": 0},
         ["charter.beyond_house", "charter.beyond_house"]),
        ("decisions", {"policy_cooling_days": 1, "bylaw_cooling_days": 1}, []),
        ("decisions", {"bylaw_cooling_days": 31}, ["charter.cooling_out_of_order"]),
        ("decisions", {"suspension_large_from": 8}, ["charter.sizes_out_of_order"]),
        ("decisions", {"suspension_large_from": 9}, []),
        ("meetings", {"notice_days": 61}, ["charter.notice_out_of_order", "charter.beyond_house"]),
        ("meetings", {"notice_days": 60}, []),
        ("meetings", {"call_gap_minutes": 10_080}, ["charter.gap_beyond_poll"]),
        ("meetings", {"call_gap_minutes": 10_079}, []),
        ("organs", {"monitoring_from": 0}, ["charter.beyond_house"]),
        ("organs", {"delegates_seats": 19}, ["charter.beyond_house"]),
        ("organs", {"delegates_seats": 20}, []),
        ("decisions", {"tier": 2}, ["charter.tier_too_easy"]),
        ("decisions", {"tier": 0}, []),
        ("consent", {"tier": 2}, ["charter.tier_too_easy"]),
        ("consent", {"tier": 0}, []),
        ("surplus", {"tier": 4}, ["charter.tier_too_easy"]),
        ("surplus", {"tier": 3}, []),
        ("meetings", {"tier": 3}, ["charter.tier_too_easy"]),
        ("organs", {"tier": 3}, ["charter.tier_too_easy"]),
        ("organs", {"tier": 1}, []),
    ],
)  # fmt: skip
def test_each_bound_is_refused_just_outside_and_allowed_on_it(
    article: str, values: dict[str, int], expected: list[str]
) -> None:
    """Goal: bounds are exact. Method: values on both sides of each."""
    assert codes(charter_with(article, **values)) == expected


def test_a_breach_of_the_law_names_the_law() -> None:
    """Goal: people can look it up. Method: the refusal's article is the law's."""
    below = founding_charter(clauses={"obligatory_reserve_bp": 1_999})
    assert breaches(below)[0].article == "Act 11/2019, art. 70"
    assert breaches(charter_with("consent", erase_days=31))[0].article.endswith("art. 12(3)")


@pytest.mark.parametrize(
    ("works", "vouched", "codes"),
    [
        (("songs",), ("visits",), []),
        ((), ("songs", "visits"), []),
        (("faces",), (), ["charter.worth_kind_unknown"]),
        ((), ("faces",), ["charter.worth_kind_unknown"]),
        (("songs",), ("songs",), ["charter.worth_kind_twice"]),
        (("songs", "songs"), (), ["charter.worth_kind_twice"]),
        (("faces", "faces"), (), ["charter.worth_kind_unknown", "charter.worth_kind_twice"]),
    ],
)
def test_a_kind_is_a_work_or_vouched_or_neither(
    works: tuple[str, ...], vouched: tuple[str, ...], codes: list[str]
) -> None:
    """Goal: what merges is never in doubt. Method: lists within and beyond the kinds, and overlaps."""
    charter = founding_charter(kinds=("songs", "visits", "bids"), works=works, vouched=vouched)
    found = breaches(charter)
    assert [refusal.code for refusal in found] == codes
    assert all(refusal.article == "Art. 6" and refusal.remedy for refusal in found)


def test_an_unknown_preset_is_refused_before_anything_else() -> None:
    """Goal: no bounds, no charter. Method: a preset nobody wrote, and other faults with it."""
    wrong = founding_charter(clauses={"obligatory_reserve_bp": 0})
    assert codes(msgspec.structs.replace(wrong, preset="xx-2000")) == ["charter.preset_unknown"]


@pytest.mark.parametrize(("act", "by"), KERNEL_RIGHTS)
def test_the_kernel_rights_cannot_be_taken_or_given_to_others(act: str, by: str) -> None:
    """Goal: tier 0 holds. Method: take each away, and give it to somebody else."""
    charter = founding_charter()
    without = tuple(right for right in charter.rights if right.act != act)
    for rights in (without, (*without, Right(act, "office" if by != "office" else "member",
                                             "data" if by != "office" else "", 1))):  # fmt: skip
        assert codes(msgspec.structs.replace(charter, holders=held_by(rights))) == [
            "charter.kernel_right"
        ]


def test_a_second_right_for_one_act_is_refused() -> None:
    """Goal: nobody hides a right behind another. Method: a sound one first, a loose one second."""
    charter = founding_charter()
    rights = (*charter.rights, Right("members.admit", "office", "data", 1))
    assert codes(msgspec.structs.replace(charter, holders=held_by(rights))) == [
        "charter.right_twice"
    ]


@pytest.mark.parametrize("act", OFFICE_RIGHTS)
def test_nobody_moves_money_rows_or_standing_without_an_office(act: str) -> None:
    """Goal: somebody answers for it. Method: open each to members, to tags; leave each out."""
    charter = founding_charter()
    without = tuple(right for right in charter.rights if right.act != act)
    for by, office in (("member", ""), ("tag", ""), ("self", ""), ("resolution", "treasury")):
        rights = (*without, Right(act, by, office, 1))
        wrong = msgspec.structs.replace(charter, holders=held_by(rights))
        assert codes(wrong) == ["charter.right_without_office"]
    assert codes(msgspec.structs.replace(charter, holders=held_by(without))) == []


@pytest.mark.parametrize("act", ["treasury.gift", "charter.found", "members.admit-1"])
def test_a_right_for_an_act_that_is_not_there_is_refused(act: str) -> None:
    """Goal: no right waits for an act that a later release brings. Method: three such names."""
    charter = founding_charter()
    rights = (*charter.rights, Right(act, "office", "data", 1))
    assert codes(msgspec.structs.replace(charter, holders=held_by(rights))) == [
        "charter.right_unknown"
    ]


def test_the_bounds_know_every_act() -> None:
    """Goal: a new act gets a place in the bounds. Method: compare with the founding rights."""
    known = sorted([act for act, _ in KERNEL_RIGHTS] + list(OFFICE_RIGHTS))
    assert known == sorted(right.act for right in founding_charter().rights)


@pytest.mark.parametrize(("by", "office"), [("office", ""), ("member", "data"), ("self", "data")])
def test_a_right_names_an_office_exactly_when_it_needs_one(by: str, office: str) -> None:
    """Goal: rights mean what they say. Method: both ways of getting it wrong."""
    charter = founding_charter()
    rights = tuple(right for right in charter.rights if right.act != "learning.seal")
    wrong = msgspec.structs.replace(
        charter, holders=held_by((*rights, Right("learning.seal", by, office, 2)))
    )
    assert set(codes(wrong)) == {"charter.right_without_office"}


# --- founding -----------------------------------------------------------------------------------


def test_founding_puts_the_charter_in_force_and_gives_one_mandate_a_seat() -> None:
    """Goal: the first state. Method: found, then read charter and mandates."""
    seen: list[object] = []
    books = founded_books()
    assert charter_of(books) == founding_charter()
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    assert in_force.digest == canonical.digest(founding_charter())
    assert in_force.origin == ORIGIN
    assert books.get(LogKey, LOG) == LogKey(LOG, LOG_KEY, ORIGIN, 0)
    mandates = sorted(books.rows(Mandate), key=lambda mandate: int(mandate.mandate[6:]))
    offices = offices_of(founding_charter())
    assert [mandate.mandate for mandate in mandates] == [
        f"found-{n}" for n in range(1, len(offices) + 1)
    ]
    assert [mandate.power for mandate in mandates] == list(offices)
    assert {(m.subject, m.spent) for m in mandates} == {("", 0)}
    term = case_of(seq=0).at + founding_charter().organs.council_term_days * DAY_MS
    for mandate in mandates:
        assert mandate.holder == ("m002" if mandate.power in WATCHING else "m001")
        until = term if mandate.power in {"council", "appeals"} else FOREVER
        assert mandate.until_at == until
    history = MemoryBooks(on_history=seen.append)
    apply_founded(history, case_of(seq=0, at=5), found_act(), Founded("cd" * 32))
    assert seen == [CharterVersion(1, "cd" * 32, 0, 5)]


def test_a_co_operative_is_founded_once() -> None:
    """Goal: no second beginning. Method: found again."""
    answer = decide_found(founded_books(), found_act(), case_of())
    assert refused(answer) == "charter.already_founded"


def test_a_first_charter_has_version_one() -> None:
    """Goal: versions count entries. Method: found with version 2."""
    charter = msgspec.structs.replace(founding_charter(), version=2)
    answer = decide_found(MemoryBooks(), found_act(charter), case_of())
    assert refused(answer) == "charter.version_not_first"


@pytest.mark.parametrize(
    "log_key", ["birds.example/log", format_vkey(VerifierKey("cats.example/log", bytes(32)))]
)
def test_the_record_is_signed_by_a_key_of_its_own_name(log_key: str) -> None:
    """Goal: checkpoints can be verified. Method: a text that is no key, and another log's key."""
    act = msgspec.structs.replace(found_act(), log_key=log_key)
    answer = decide_found(MemoryBooks(), act, case_of())
    assert refused(answer) == "charter.key_of_another_log"


def test_nobody_sits_twice_on_one_seat() -> None:
    """Goal: one mandate a holder and office. Method: the same seat twice; two holders are fine."""
    seats = found_act().seats
    twice = decide_found(MemoryBooks(), found_act(seats=(*seats, seats[0])), case_of())
    assert refused(twice) == "charter.seat_twice"
    other = Seat(seats[0].office, "m002")
    shared = decide_found(MemoryBooks(), found_act(seats=(*seats, other)), case_of())
    assert not isinstance(shared, Refusal)


def test_an_office_that_a_right_needs_is_not_left_empty() -> None:
    """Goal: every right can be used on the first day. Method: leave each office out in turn."""
    seats = found_act().seats
    for seat in seats:
        rest = tuple(other for other in seats if other != seat)
        answer = decide_found(MemoryBooks(), found_act(seats=rest), case_of())
        assert refused(answer) == "charter.office_empty"
        assert seat.office in str(answer)


def test_founding_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    bad = founding_charter(clauses={"obligatory_reserve_bp": 0})
    bad = msgspec.structs.replace(bad, version=3)
    seats = (Seat("data", "m001"), Seat("data", "m001"))
    key = msgspec.structs.replace(found_act(None, seats), log_key="no key at all")
    sound_bounds = msgspec.structs.replace(founding_charter(), version=3)
    ladder = [
        decide_found(founded_books(), found_act(bad, seats), case_of()),
        decide_found(MemoryBooks(), found_act(bad, seats), case_of()),
        decide_found(MemoryBooks(), found_act(sound_bounds, seats), case_of()),
        decide_found(MemoryBooks(), key, case_of()),
        decide_found(MemoryBooks(), found_act(None, seats), case_of()),
        decide_found(MemoryBooks(), found_act(None, seats[:1]), case_of()),
    ]
    assert [refused(answer) for answer in ladder] == [
        "charter.already_founded", "charter.beyond_law", "charter.version_not_first",
        "charter.key_of_another_log", "charter.seat_twice", "charter.office_empty",
    ]  # fmt: skip


# --- clauses ------------------------------------------------------------------------------------

SPLIT = (
    Change("surplus.obligatory_reserve_bp", 3_500),
    Change("surplus.education_bp", 1_000),
    Change("surplus.losses_order", "members,obligatory_reserve,carried"),
)


def test_a_change_of_clauses_gives_the_next_version() -> None:
    """Goal: what is voted is what is in force. Method: two numbers and an order."""
    after = amended(founding_charter(), SPLIT)
    assert isinstance(after, Charter)
    assert after.version == 2
    assert [value_of_clause(after, change.clause) for change in SPLIT] == [
        change.value for change in SPLIT
    ]
    assert msgspec.structs.replace(after, version=1, surplus=founding_charter().surplus) == (
        founding_charter()
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((Change("kernel.one_person_one_vote", 0),), "charter.kernel"),
        ((Change("charter.kernel", 1),), "charter.clause_unknown"),
        ((Change("rights.consent_grant", 0),), "charter.kernel"),
        ((Change("decisions.tier", 4),), "charter.kernel"),
        ((Change("decisions.number", 9),), "charter.kernel"),
        ((Change("surplus.bonus_bp", 1),), "charter.clause_unknown"),
        ((Change("surplus.text", 1),), "charter.clause_unknown"),
        ((Change("weather.rain", 1),), "charter.clause_unknown"),
        ((Change("labour.index_ratio_max", 5), Change("labour.index_ratio_max", 7)),
         "charter.clause_twice"),
        ((Change("surplus.cash_bp", 10_001),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", 0),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", 6),), "charter.no_change"),
        ((Change("surplus.pool_data_bp", 5_000),), "charter.pools_not_whole"),
        ((Change("surplus.obligatory_reserve_bp", 1_500),), "charter.beyond_law"),
        ((Change("surplus.education_base", "luck"),), "charter.value_out_of_range"),
        ((Change("surplus.education_bp", "net"),), "charter.value_out_of_range"),
        ((Change("surplus.education_base", 7),), "charter.value_out_of_range"),
        ((Change("surplus.losses_order", "carried,members"),), "charter.losses_order"),
        ((Change("surplus.dissolution_residue", "members"),), "charter.beyond_law"),
        ((Change("surplus.lines_order", "education"),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", "six"),), "charter.value_out_of_range"),
        ((Change("decisions.policy_majority", ">=1/2"),), "charter.beyond_house"),
        ((Change("decisions.policy_majority", ">3/2"),), "charter.value_out_of_range"),
        ((Change("decisions.policy_majority", "<=2/3"),), "charter.value_out_of_range"),
        ((Change("meetings.inactive_votes", ">=1/10"),), "charter.value_out_of_range"),
        ((Change("consent.purposes", "commercial,research"),), "charter.only_appended"),
        ((Change("consent.purposes", "research"),), "charter.only_appended"),
        ((Change("consent.kinds", "purchases,visits,visits"),), "charter.only_appended"),
        ((Change("consent.kinds", ""),), "charter.value_out_of_range"),
        ((Change("consent.kinds", 7),), "charter.value_out_of_range"),
        ((Change("consent.kinds", "purchases"),), "charter.no_change"),
    ],
)  # fmt: skip
def test_each_unsound_change_is_refused(changes: tuple[Change, ...], expected: str) -> None:
    """Goal: one test per refusal of a change. Method: an example of each."""
    assert refused(amended(founding_charter(), changes)) == expected


def test_a_clause_of_a_kernel_article_cannot_be_changed() -> None:
    """Goal: founders can put an article into the kernel. Method: tier 0 for labour."""
    charter = charter_with("labour", tier=Tier.KERNEL)
    change = (Change("labour.floor_cents_hour", 2_000),)
    assert refused(amended(charter, change)) == "charter.kernel"
    assert isinstance(amended(founding_charter(), change), Charter)


def test_changes_refuse_in_their_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    kernel = Change("rights.x", 1)
    unknown = Change("surplus.x", 1)
    range_ = Change("surplus.cash_bp", 10_001)
    same = Change("surplus.cash_bp", 2_000)
    breach = Change("surplus.pool_data_bp", 0)
    ladder = [
        (kernel, unknown, range_, range_), (unknown, range_, range_), (range_, range_, breach),
        (range_, breach), (same,), (same, breach),
    ]  # fmt: skip
    assert [refused(amended(founding_charter(), changes)) for changes in ladder] == [
        "charter.kernel", "charter.clause_unknown", "charter.clause_twice",
        "charter.value_out_of_range", "charter.no_change", "charter.pools_not_whole",
    ]  # fmt: skip


CLAUSE_NAMES = [
    f"{article}.{field}"
    for article, fields in clauses_of_charter(founding_charter()).items()
    for field in fields
]
NAMES = (
    "members", "all", "net", "up", "fund", "members,carried", "qualified", "none", "", ">1/2",
    ">=2/3", ">=1/10", ">=9/10", "<1/2", "<=1/5", ">7/5", "research,commercial,art", "purchases,art",
)  # fmt: skip


def test_every_field_of_an_article_is_a_clause_but_for_what_the_founding_settles() -> None:
    """Goal: nothing in the charter is beyond a vote by oversight. Method: walk the articles."""
    charter = founding_charter()
    fields = {
        f"{article}.{name}"
        for article in CLAUSES
        for name in getattr(charter, article).__struct_fields__
        if name not in ("number", "tier")
    }
    settled = {"worth.works", "worth.vouched"}
    assert fields - settled == {n for n in CLAUSE_NAMES if not n.startswith("surplus.")}


def test_a_vote_appends_purposes_and_kinds_and_keeps_their_order() -> None:
    """Goal: bits of consents keep their meaning. Method: append, read back, append again."""
    change = Change("consent.purposes", "research,commercial,teaching")
    after = amended(founding_charter(), (change,))
    assert isinstance(after, Charter)
    assert after.consent.purposes == ("research", "commercial", "teaching")
    assert value_of_clause(after, "consent.purposes") == change.value
    more = amended(after, (Change("consent.kinds", "purchases,bird-songs.v2"),))
    assert isinstance(more, Charter)
    assert more.consent.kinds == ("purchases", "bird-songs.v2")
    assert refused(amended(after, (Change("consent.purposes", "research,commercial"),))) == (
        "charter.only_appended"
    )


def test_a_clause_takes_a_value_of_its_own_sort_only() -> None:
    """Goal: a digest is no number. Method: each sort of value in a clause of the other, then right."""
    charter, digest = founding_charter(), "a" * 64
    for change in (Change("worth.recipe", 7), Change("labour.floor_cents_hour", digest)):
        refusal = amended(charter, (change,))
        assert isinstance(refusal, Refusal)
        assert refusal.code == "charter.value_out_of_range"
    voted = amended(charter, (Change("worth.recipe", digest),))
    assert isinstance(voted, Charter)
    assert voted.worth.recipe == digest
    back = amended(voted, (Change("worth.recipe", ""),))
    assert isinstance(back, Charter)
    assert back.worth.recipe == ""


@given(
    st.lists(
        st.builds(
            Change, st.sampled_from(CLAUSE_NAMES),
            st.one_of(st.integers(0, 12_000), st.integers(0, 40), st.integers(0, 2**53 - 1),
                      st.sampled_from(NAMES)),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_no_change_leaves_the_bounds(changes: list[Change]) -> None:
    """Goal: no vote makes an unlawful charter. Method: random changes; what passes is sound."""
    after = amended(founding_charter(), tuple(changes))
    if isinstance(after, Charter):
        assert breaches(after) == ()
        assert charter_from_text(charter_text(after)) == after
        assert after == replaced(founding_charter(), tuple(changes))


# --- amending -----------------------------------------------------------------------------------


def test_an_amendment_replaces_the_charter_in_force_and_keeps_its_origin() -> None:
    """Goal: rule and applier agree. Method: decide, apply, read back."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(seq=9)
    facts = decide_amend(books, act, case)
    assert not isinstance(facts, Refusal)
    (fact,) = facts
    assert isinstance(fact, Amended)
    apply_amended(books, case, act, fact)
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    assert (in_force.digest, in_force.origin) == (fact.charter_digest, "birds.example/log")
    assert fact.charter_digest == canonical.digest(charter_of(books))
    assert (fact.version, charter_of(books).version) == (2, 2)
    assert clauses_of(charter_of(books).surplus.distribution)["obligatory_reserve_bp"] == 3_500


def test_an_amendment_is_checked_again_on_the_day_of_its_execution() -> None:
    """Goal: two sound votes cannot make an unsound charter. Method: the second finds no change."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(seq=9)
    facts = decide_amend(books, act, case)
    assert not isinstance(facts, Refusal)
    assert isinstance(facts[0], Amended)
    apply_amended(books, case, act, facts[0])
    assert refused(decide_amend(books, act, case)) == "charter.no_change"


def test_an_amendment_whose_fact_says_otherwise_is_not_applied() -> None:
    """Goal: replay stops in doubt. Method: a fact with another digest."""
    with pytest.raises(AssertionError, match="the changes give charter"):
        apply_amended(
            founded_books(), case_of(), Amend("mandate-split", SPLIT), Amended("00" * 32, 2)
        )


def test_a_mandate_for_a_subject_is_used_once() -> None:
    """Goal: one vote, one execution. Method: give, authorize, use, authorize again."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(at=1_000)
    assert refused(authorize(books, act, case)) == "charter.not_in_office"
    books = founded_books()
    case = case_of()
    assert refused(authorize(books, act, case)) == "charter.no_mandate"
    given_ = MandateGiven("mandate-split", "charter.amend", "", act.subject(), case.at, FOREVER)
    apply_mandate_given(books, case, act, given_)
    assert authorize(books, act, case) == (MandateUsed("mandate-split"),)
    before = books.get(Mandate, "mandate-split")
    apply_mandate_used(books, case, act, MandateUsed("mandate-split"))
    after = books.get(Mandate, "mandate-split")
    assert before is not None
    assert after == msgspec.structs.replace(before, spent=1)
    assert refused(authorize(books, act, case)) == "charter.mandate_spent"


# --- offices ------------------------------------------------------------------------------------

NOW = 1_700_000_000_000


def office_books(*terms: tuple[str, int, int]) -> MemoryBooks:
    """Founded books whose office of data is held by these instead: holder, from, until."""
    books = founded_books()
    for mandate in books.find(Mandate, power="data"):
        books.remove(Mandate, mandate.mandate)
    for place, (holder, from_at, until_at) in enumerate(terms):
        books.add(Mandate(f"term-{place}", "data", holder, "", from_at, until_at, 0))
    return books


def recall(books: MemoryBooks, holder: str, at: int = NOW) -> str:
    """Recall from the office of data; an empty text, or the refusal's code."""
    act, case = Recall("mandate-p", "data", holder), case_of(at=at)
    facts = decide_recall(books, act, case)
    if isinstance(facts, Refusal):
        return facts.code
    assert facts == (Recalled("data", holder),)
    apply_recalled(books, case, act, Recalled("data", holder))
    return ""


def test_an_appointment_gives_the_office_for_exactly_its_days() -> None:
    """Goal: a term has an end. Method: appoint beside another, ask at both ends."""
    books, act = founded_books(), Appoint("mandate-p", "data", "m002", 30)
    case = case_of(at=NOW + 10, seq=41)
    end = case.at + 30 * DAY_MS
    facts = decide_appoint(books, act, case)
    assert facts == (MandateGiven("office-41", "data", "m002", "", case.at, end),)
    assert isinstance(facts[0], MandateGiven)
    apply_mandate_given(books, case, act, facts[0])
    found = [holders_of(books, "data", at) for at in (NOW + 9, NOW + 10, end - 1, end)]
    assert found == [{"m001"}, {"m001", "m002"}, {"m001", "m002"}, {"m001"}]


def test_a_term_never_runs_beyond_what_a_moment_can_hold() -> None:
    """Goal: no number that cannot be sealed. Method: a term begun shortly before the end."""
    act = Appoint("mandate-p", "data", "m002", 3_650)
    facts = decide_appoint(founded_books(), act, case_of(at=FOREVER - 5))
    assert not isinstance(facts, Refusal)
    assert isinstance(facts[0], MandateGiven)
    assert facts[0].until_at == FOREVER


def test_an_office_that_no_right_needs_is_not_filled() -> None:
    """Goal: no empty titles. Method: an office nobody named, and the name of an act."""
    for office in ("chair", "treasury.distribute"):
        answer = decide_appoint(founded_books(), Appoint("m", office, "m002", 1), case_of())
        assert refused(answer) == "charter.office_unknown"


def test_the_last_holder_stays_until_somebody_is_appointed() -> None:
    """Goal: polls can always be opened. Method: all terms over; the latest ones hold over."""
    books = office_books(("a", 0, 100), ("b", 0, 200), ("c", 0, 200), ("d", 900, 1_000))
    found = {at: holders_of(books, "data", at) for at in (99, 100, 199, 200, 899, 900, 999, 1_000)}
    assert found == {
        99: {"a", "b", "c"}, 100: {"b", "c"}, 199: {"b", "c"}, 200: {"b", "c"}, 899: {"b", "c"},
        900: {"d"}, 999: {"d"}, 1_000: {"d"},
    }  # fmt: skip


def test_a_recall_ends_every_mandate_of_the_holder_at_once() -> None:
    """Goal: no second mandate keeps her in. Method: two terms of one holder, one over."""
    books = office_books(("a", 0, FOREVER), ("a", 0, 5), ("b", 0, FOREVER))
    before = books.get(Mandate, "term-2")
    assert recall(books, "a") == ""
    assert holders_of(books, "data", NOW) == {"b"}
    ends = [(row.until_at, row.spent) for row in books.find(Mandate, holder="a")]
    assert ends == [(NOW, 1), (5, 1)]
    assert books.get(Mandate, "term-2") == before


def test_who_holds_nothing_is_not_recalled_and_nobody_leaves_an_office_empty() -> None:
    """Goal: both refusals, in their order. Method: a stranger, the last holder, one of two."""
    books = office_books(("a", 0, FOREVER), ("b", NOW + 1, FOREVER))
    assert recall(books, "b") == "charter.holds_no_such_office"
    assert recall(books, "a") == "charter.last_in_office"
    assert recall(books, "a", NOW + 1) == ""
    assert recall(books, "b", NOW + 2) == "charter.last_in_office"


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 9)), max_size=6)
)
def test_an_office_once_held_is_never_empty(terms: list[tuple[str, int, int]]) -> None:
    """Goal: no deadlock. Method: random terms, against the days written out one by one."""
    books = office_books(*terms)
    for at in range(12):
        begun = [(who, until) for who, from_at, until in terms if from_at <= at]
        live = {who for who, until in begun if at < until}
        last = {who for who, until in begun if until == max(end for _, end in begun)}
        assert holders_of(books, "data", at) == (live or last)


def test_the_charter_and_the_labour_room_know_the_same_classes_of_work() -> None:
    """Goal: no class is unknown to one of them. Method: compare the lists."""
    assert WORK_CLASSES == CLASSES
    assert set(ALWAYS_PAID) <= set(founding_charter().labour.compensable) <= set(CLASSES)


@pytest.mark.parametrize(("name", "side", "bound"), OF_WORK)
def test_no_charter_judges_or_watches_work_beyond_the_house(
    name: str, side: str, bound: int
) -> None:
    """Goal: bounds hold to the number. Method: the bound itself, and one beyond it."""
    beyond = bound + 1 if side == "at most" else bound - 1
    assert {one.code for one in breaches(charter_with("labour", **{name: beyond}))} == {
        "charter.beyond_house"
    }
    assert not breaches(charter_with("labour", **{name: bound}))


@pytest.mark.parametrize("named", ALWAYS_PAID)
def test_no_charter_lets_what_an_issuer_asks_for_go_unpaid(named: str) -> None:
    """Goal: rejected work and training are paid time. Method: leave each out."""
    labour = founding_charter().labour
    without = tuple(one for one in labour.compensable if one != named)
    changed = msgspec.structs.replace(
        founding_charter(), labour=msgspec.structs.replace(labour, compensable=without)
    )
    assert [one.code for one in breaches(changed)] == ["charter.beyond_house"]
    odd = msgspec.structs.replace(labour, compensable=(*labour.compensable, "napping"))
    changed = msgspec.structs.replace(changed, labour=odd)
    assert [one.code for one in breaches(changed)] == ["charter.work_class_unknown"]


def test_a_panel_cannot_stand_half_against_half() -> None:
    """Goal: an appeal always has an outcome. Method: an even panel."""
    assert [one.code for one in breaches(charter_with("labour", panel_size=4))] == [
        "charter.beyond_house"
    ]
