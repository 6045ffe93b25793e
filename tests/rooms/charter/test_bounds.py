"""The bounds of a charter: what the law, the house and the kernel leave to it; rights; work."""

from __future__ import annotations

import msgspec
import pytest

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
from auzolan.charter.articles import Charter, Right, charter_from_text, charter_text, held_by
from auzolan.charter.bounds import breaches
from auzolan.charter.clauses import CLAUSES
from auzolan.charter.labour_bounds import ALWAYS_PAID, OF_WORK, WORK_CLASSES
from auzolan.charter.presets import founding_charter
from auzolan.charter.rights_bounds import KERNEL_RIGHTS, OFFICE_RIGHTS
from auzolan.consent import group_acts, request_acts, strike_acts
from auzolan.labour.classes import CLASSES
from auzolan.labour.statements import acts as statement_acts
from auzolan.labour.tasks import acts as task_acts
from auzolan.labour.voice import acts as voice_acts
from auzolan.labour.watching import acts as watch_acts
from auzolan.labour.work import acts as work_acts
from auzolan.licensing import life_acts, notice_acts, use_acts
from auzolan.record.entries import Act
from auzolan.treasury.capital import contribution_acts, exit_acts, winding_up_acts, withholding_acts
from auzolan.treasury.ledger import acts as ledger_acts
from auzolan.treasury.payouts import acts as payout_acts
from auzolan.treasury.royalties import acts as royalty_acts
from auzolan.treasury.surplus import acts as surplus_acts
from support.founding import charter_with

ROOMS = (
    assembly_acts, charter_acts, consent_acts, contributions_acts, labour_acts, learning_acts,
    licensing_acts, members_acts, payout_acts, petition_acts, record_acts, royalty_acts, ledger_acts,
    surplus_acts, valuation_acts, exit_acts, contribution_acts, winding_up_acts, withholding_acts,
    group_acts, life_acts, notice_acts, request_acts, statement_acts, strike_acts, task_acts,
    use_acts, voice_acts, watch_acts, work_acts,
)  # fmt: skip


def codes(charter: Charter) -> list[str]:
    return [refusal.code for refusal in breaches(charter)]


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


# --- work ---------------------------------------------------------------------------------------


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
