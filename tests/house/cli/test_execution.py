"""Carrying out what was voted, once its time has come: a clause, a licence, a distribution."""

import json
from pathlib import Path

import pytest

from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Elect,
    FillOffice,
    GrantLicence,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    SettleExit,
    ShareSurplus,
)
from auzolan.charter.articles import Change
from auzolan.charter.distribution import Reason
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.assembly.measures import Described, measure_from, with_texts
from auzolan.house.rooms.labour.flows import record_work
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.capital.exit_acts import ExitTerms
from house.small_desk import SmallDesk, accepted, refused
from support.deciding import decided, propose_and_admit
from support.plain_charter import plain_charter

TERMS = LicenceTerms("dairy", "a-dairy", "m1", "commercial", 90_000, 20_000, 1_000, 90)


def voted(small: SmallDesk, proposal: str, measure: Measure) -> None:
    """Have all members say yes to a measure."""
    decided(
        small.desk, measure, proposal, author="ana", secretary="ida", auditor="ben", is_cool=False
    )


def test_each_kind_of_measure_is_carried_out_after_its_cooling_off_and_once(tmp_path: Path) -> None:
    """Goal: what was voted is what is done. Method: a whole period of a small co-operative."""
    small = SmallDesk(tmp_path / "coop")
    desk = small.desk
    small.bring()
    accepted(learning.seal(desk, actor="eve", snapshot="s", kind="purchases", purpose="commercial"))
    learning.train(desk, actor="eve", model="m1", snapshot="s", recipe=TrainingRecipe())
    recipe = ValuationRecipe()
    accepted(valuation.value(desk, actor="eve", valuation="v1", model="m1", recipe=recipe))
    accepted(valuation.recheck(desk, actor="ben", valuation="v1"))
    voted(small, "licence", GrantLicence(TERMS))
    early = execute(desk, actor="joe", proposal="licence")
    assert refused(early) == "charter.mandate_cooling_off"
    voted(small, "split", ChangeCharter((Change("surplus.cash_bp", 3_000),)))
    small.on("2025-04-10")
    assert refused(execute(desk, actor="ana", proposal="licence")) == "charter.not_in_office"
    accepted(execute(desk, actor="joe", proposal="licence"))
    accepted(execute(desk, actor="ida", proposal="split"))
    accepted(record_work(desk, actor="joe", work="w", period="2025", lines=[("ana", 3_600, 2_000)]))
    accepted(
        licensing.receive(
            desk, actor="joe", licence="dairy", period="2025", amount_cents=90_000, reference="r"
        )
    )
    accepted(treasury.close_period(desk, actor="joe", period="2025", next_period="2026"))
    accepted(treasury.plan(desk, actor="joe", plan="share", period="2025", valuation="v1"))
    voted(small, "sharing", ShareSurplus("share", treasury.plan_digest_of(desk, "share")))
    small.on("2025-04-25")
    shared = accepted(execute(desk, actor="joe", proposal="sharing"))
    assert execute(desk, actor="joe", proposal="sharing") == shared.__class__(
        shared.seq, shared.id, shared.at, shared.leaf, shared.facts, repeated=True
    )
    assert refused(execute(desk, actor="joe", proposal="nothing")) == "assembly.proposal_unknown"
    desk.close()


def test_officers_are_appointed_and_recalled_through_the_same_door(tmp_path: Path) -> None:
    """Goal: no officer for ever. Method: a second secretary, then the first is recalled by her."""
    small = SmallDesk(tmp_path / "coop")
    desk = small.desk
    voted(small, "second", FillOffice("secretary", "eve", 400))
    small.on("2025-03-20")
    assert refused(execute(desk, actor="eve", proposal="second")) == "charter.not_in_office"
    accepted(execute(desk, actor="ida", proposal="second"))
    voted(small, "first", RecallOfficer("secretary", "ida"))
    small.on("2025-04-20")
    accepted(execute(desk, actor="eve", proposal="first"))
    again = FillOffice("secretary", "ida", 1)
    accepted(
        assembly.propose(
            desk, member="ana", proposal="again", measure=again, title="again", reasons=""
        )
    )
    opened = assembly.open_poll(desk, actor="ida", proposal="again")
    assert refused(opened) == "charter.not_in_office"
    desk.close()


def test_a_recipe_is_proposed_by_its_digest_and_taken_back_by_none(tmp_path: Path) -> None:
    """Goal: the one clause that is no number can be written. Method: each spelling, and a wrong one."""

    def changed(text: str) -> object:
        return measure_from(tmp_path, Described(changes=[text]))

    digest = "0" * 63 + "a"
    assert changed(f"worth.recipe={digest}") == ChangeCharter((Change("worth.recipe", digest),))
    assert changed("worth.recipe=none") == ChangeCharter((Change("worth.recipe", ""),))
    higher = Change("decisions.bylaw_majority", ">=2/3")
    assert changed("decisions.bylaw_majority=>=2/3") == ChangeCharter((higher,))
    assert changed("worth.cap_rows=3") == ChangeCharter((Change("worth.cap_rows", 3),))
    with pytest.raises(Misused, match="A change is written"):
        changed("worth.recipe=abc")


def test_each_other_measure_has_one_spelling(tmp_path: Path) -> None:
    """Goal: one spelling. Method: every measure, then each way to get it wrong."""

    def written(**told: str | int) -> Measure:
        return measure_from(tmp_path, Described(**told))  # type: ignore[arg-type]

    agreement = "ab" * 32
    end = moment_from_iso("2026-05-20")
    assert written(appoint="data=m017") == FillOffice("data", "m017", 365)
    assert written(recall="data=m017") == RecallOfficer("data", "m017")
    assert written(elect="council=5", days=730) == Elect("council", 5, 730)
    assert written(choose="red,green") == Choose(("red", "green"))
    assert written(restructure=f"merger={agreement}") == Restructure("merger", agreement)
    assert written(keep_pause="leak=2026-05-20") == RatifyPause("leak", end)
    wrong = {
        "appoint": ("data", "written as data=m017"), "elect": ("parliament=5", "the organs are"),
        "choose": ("red", "2 to 30 names"), "restructure": ("merger=1", "agreement's SHA-256"),
        "keep_pause": ("leak=soon", "written as flood=2026-05-20"),
    }  # fmt: skip
    for name, (text, why) in wrong.items():
        with pytest.raises(Misused, match=why):
            written(**{name: text})
    with pytest.raises(Misused, match="1 to 3650 days"):
        written(appoint="data=m017", days=0)
    with pytest.raises(Misused, match="has one measure"):
        written(appoint="data=m017", recall="data=m017")


def test_an_exit_is_written_with_its_reason(tmp_path: Path) -> None:
    """Goal: one spelling. Method: every form of it, then each way to get it wrong."""

    def told(text: str) -> object:
        return measure_from(tmp_path, Described(settle_exit=text))

    assert told("m017=justified") == SettleExit(ExitTerms("m017", Reason.JUSTIFIED))
    assert told("m017=unjustified:1000") == SettleExit(ExitTerms("m017", Reason.UNJUSTIFIED, 1_000))
    assert told("m017=transfer:m002") == SettleExit(ExitTerms("m017", Reason.TRANSFER, 0, "m002"))
    for wrong in ("m017", "m017=bored", "=death", "m017=justified:", "M017=death"):
        with pytest.raises(Misused, match="An exit is written as"):
            told(wrong)
    for wrong in ("m017=unjustified:10001", "m017=unjustified:m002"):
        with pytest.raises(Misused, match="0 to 10000 basis points"):
            told(wrong)


def test_the_term_of_an_election_is_that_of_its_organ(tmp_path: Path) -> None:
    """Goal: nobody must know the charter by heart. Method: an election without days."""
    SmallDesk(tmp_path / "coop").desk.close()
    measure = measure_from(tmp_path / "coop", Described(elect="council=3"))
    assert measure == Elect("council", 3, plain_charter().organs.council_term_days)


def test_texts_of_articles_are_laid_down_beside_the_clauses(tmp_path: Path) -> None:
    """Goal: a text can be proposed. Method: a file of one article, then one of none."""
    desk = SmallDesk(tmp_path / "coop").desk
    file = tmp_path / "texts.json"
    words = {language: {"labour": "Work is paid."} for language in ("en", "es", "eu")}
    file.write_text(json.dumps(words))
    measure = with_texts(desk, measure_from(tmp_path, Described(texts=file)), file)
    assert isinstance(measure, ChangeCharter)
    assert measure.texts is not None
    assert measure.texts.rows == 3
    file.write_text('{"en": {"nonsense": "x"}}')
    with pytest.raises(Misused, match="may hold texts of"):
        with_texts(desk, measure, file)
    desk.close()


def test_what_holds_with_its_result_is_not_carried_out(tmp_path: Path) -> None:
    """Goal: no dead end after a vote that only advises. Method: execute a choice of options."""
    small = SmallDesk(tmp_path / "coop")
    propose_and_admit(small.desk, Choose(("red", "green")), "colour", author="ana", secretary="ida")
    code = refused(execute(small.desk, actor="ida", proposal="colour"))
    assert code == "assembly.nothing_to_carry_out"
    small.desk.close()
