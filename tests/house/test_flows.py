"""Flows: what the house does around an act, and that it holds where something breaks in between."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import GiveProxy, RevokeProxy
from auzolan.assembly.resolutions import ChangeCharter, Choose
from auzolan.audit.folder import Folder
from auzolan.audit.rows import read_batch
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading, vault_of
from auzolan.house.founding import NotFounded, found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.assembly import petitioning
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.submission import Receipt
from auzolan.labour.acts import WorkRecorded
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.learning.state import Model
from auzolan.record import annexes
from auzolan.valuation.lines import lines_from
from auzolan.valuation.state import Valuation
from house.small_desk import MEMBERS, OFFICERS, SmallDesk, accepted, purchases, refused
from support.deciding import opened as open_polls
from support.deciding import poll_of, propose_and_admit
from support.plain_charter import plain_charter

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}\Z")
IDS = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,47}\Z")
CHANGES = (Change("surplus.obligatory_reserve_bp", 4_500),)


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five."""
    return SmallDesk(tmp_path / "coop")


# --- names ---------------------------------------------------------------------------------------


@given(st.sampled_from(["admit", "meter", "use"]), IDS, IDS)
def test_a_name_made_from_ids_is_an_id_and_always_the_same(verb: str, one: str, other: str) -> None:
    """Any two ids, also long ones, make a name that the record takes; equal ones an equal name."""
    name = named(verb, one, other)
    assert ID.match(name)
    assert name == named(verb, one, other)
    assert name != named(verb, one, other, "x")


# --- founding ------------------------------------------------------------------------------------


def found(path: Path, **changes: object) -> None:
    """Found a demo co-operative with some parts changed."""
    parts: dict[str, object] = {
        "name": "Small",
        "origin": "small.demo.invalid",
        "ports": Ports(SetClock(moment_from_iso("2025-03-01")), SeededChance("s")),
        "charter": plain_charter(),
        "seats": [Seat(office, holder) for office, holder in OFFICERS.items()],
        "period": "2025",
    }
    found_cooperative(path, **(parts | changes)).close()  # type: ignore[arg-type]


def test_a_founded_folder_has_a_record_that_is_published(small: SmallDesk) -> None:
    """Found, and look for what an outsider needs: checkpoint, key, and no private key beside it."""
    folder = small.desk.folder
    assert folder.checkpoint.read_text().startswith("small.demo.invalid\n1\n")
    assert folder.verifier_key.read_text().startswith("small.demo.invalid+")
    assert folder.log_key.stat().st_mode & 0o077 == 0


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    """Try to found beside a letter; the letter is all that is there afterwards."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(FileExistsError):
        found(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_refused_founding_leaves_no_folder(tmp_path: Path) -> None:
    """Leave an office empty: the rules refuse, and no half co-operative stays behind."""
    with pytest.raises(NotFounded) as caught:
        found(tmp_path / "coop", seats=[Seat("treasury", "ana")])
    assert caught.value.refusal.code == "charter.office_empty"
    assert list(tmp_path.iterdir()) == []


def test_a_founding_that_was_killed_can_be_begun_again(tmp_path: Path) -> None:
    """Leave what a killed founding leaves; founding again clears it and succeeds."""
    (tmp_path / "coop" / ".founding" / "keys").mkdir(parents=True)
    found(tmp_path / "coop")
    assert Folder(tmp_path / "coop").database.exists()


def test_a_real_origin_never_gets_a_key_from_a_seed(tmp_path: Path) -> None:
    """A key that follows from a seed is known to all, so only a demo's origin may have one."""
    with pytest.raises(ValueError, match="demo.invalid"):
        found(tmp_path / "coop", origin="coop.example")
    assert list(tmp_path.iterdir()) == []


# --- rows ----------------------------------------------------------------------------------------


def offer(small: SmallDesk, batch: str, *, member: str = "ana", rows: int = 4) -> object:
    """Offer the first rows of one household."""
    return contributions.offer_rows(
        small.desk, member=member, kind="purchases", columns=purchases(0, rows), batch=batch
    )


def test_the_same_rows_twice_add_nothing(small: SmallDesk) -> None:
    """Offer four rows, then six of which four are the same, then all again under a new batch."""
    first, more, again = (
        offer(small, "b1"), offer(small, "b2", rows=6), offer(small, "b3", rows=6),
    )  # fmt: skip
    counts = [(one.rows_new, one.rows_repeated) for one in (first, more, again)]  # type: ignore[attr-defined]
    assert counts == [(4, 0), (2, 4), (0, 6)]
    assert again.receipt is None  # type: ignore[attr-defined]
    with reading(small.desk.folder) as now:
        assert [batch.rows for batch in now.books.find(Batch, member="ana")] == [4, 2]
    assert len(read_batch(small.desk.folder, "b2")[1]) == 2


def test_a_row_that_stands_twice_in_one_offer_is_taken_once(small: SmallDesk) -> None:
    """Double every row of an offer; each enters once, in the order of its first place."""
    columns = {name: values * 2 for name, values in purchases(0, 3).items()}
    report = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=columns, batch="b1"
    )
    assert isinstance(report, contributions.OfferReport)
    assert (report.rows_new, report.rows_repeated) == (3, 3)
    assert read_batch(small.desk.folder, "b1")[0] == purchases(0, 3)


def test_an_equal_row_of_another_person_is_no_repeat(small: SmallDesk) -> None:
    """Two people bring equal rows; both count, and nobody learns of the other's."""
    offer(small, "b1")
    report = offer(small, "b2", member="ben")
    assert report.rows_new == 4  # type: ignore[attr-defined]


def test_a_refused_offer_keeps_no_row(small: SmallDesk) -> None:
    """Someone who is no member brings rows: no file and no mark of them stays."""
    assert refused(offer(small, "b1", member="zoe")) == "contributions.not_a_member"
    assert not small.desk.folder.batch_rows("b1").exists()
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    assert offer(small, "b1", member="zoe").rows_new == 4  # type: ignore[attr-defined]


def test_rows_without_an_entry_are_replaced_when_the_offer_comes_again(small: SmallDesk) -> None:
    """A crash left a file before its entry: the same offer goes through, with new salts."""
    path = small.desk.folder.batch_rows("b1")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half a file")
    assert offer(small, "b1").rows_new == 4  # type: ignore[attr-defined]
    assert read_batch(small.desk.folder, "b1")[0] == purchases(0, 4)


def test_marks_lost_in_a_crash_come_back_when_the_offer_does(small: SmallDesk) -> None:
    """Take away the marks that a crash would have kept from being written; repeats stay repeats."""
    offer(small, "b1")
    with vault_of(small.desk.folder) as vault:
        vault.drop_marks("b1")
    assert offer(small, "b1").rows_repeated == 4  # type: ignore[attr-defined]
    assert offer(small, "b2").receipt is None  # type: ignore[attr-defined]


def test_a_batch_id_that_is_taken_is_refused_and_its_rows_stay(small: SmallDesk) -> None:
    """Bring other rows under a known batch: refused, and the first rows are untouched."""
    offer(small, "b1")
    before = small.desk.folder.batch_rows("b1").read_bytes()
    answer = contributions.offer_rows(
        small.desk, member="ana", kind="purchases", columns=purchases(3, 2), batch="b1",
        id="another-id",
    )  # fmt: skip
    assert refused(answer) == "contributions.batch_exists"
    assert small.desk.folder.batch_rows("b1").read_bytes() == before


def test_erased_rows_are_gone_with_salts_and_marks_and_only_after_a_withdrawal(
    small: SmallDesk,
) -> None:
    """Erasing is refused while she allows use; after withdrawal file and marks are gone."""
    small.bring()
    path = small.desk.folder.batch_rows("ana-1")

    def erase() -> object:
        return contributions.erase_rows(small.desk, actor="eve", batch="ana-1", reason="asked")

    assert refused(erase()) == "contributions.not_withdrawn"
    assert path.exists()
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    content = path.read_bytes()
    accepted(erase())  # type: ignore[arg-type]
    assert not path.exists()
    assert offer(small, "b2", rows=8).rows_repeated == 0  # type: ignore[attr-defined]
    path.write_bytes(content)  # as if the machine had stopped before the file went
    assert accepted(erase()).repeated  # type: ignore[arg-type]
    assert not path.exists()


# --- consent -------------------------------------------------------------------------------------


def test_the_same_words_said_again_later_count_again(small: SmallDesk) -> None:
    """Grant, withdraw, grant, withdraw: the second withdrawal is no repeat of the first."""
    for _ in range(2):
        accepted(consent.grant(small.desk, member="ana", kind="purchases", purposes=("research",)))
        accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Consent, ("ana", "purchases"))
        assert row is not None
        assert row.withdrawn_at == now.log.head().size - 1


def test_an_id_given_twice_is_one_grant(small: SmallDesk) -> None:
    """A caller that must ask twice gives its id twice and gets the same entry."""
    answers = [
        accepted(
            consent.grant(
                small.desk, member="ana", kind="purchases", purposes=("research",), id="form-7"
            )
        )
        for _ in range(2)
    ]
    assert [answer.repeated for answer in answers] == [False, True]
    assert answers[0].seq == answers[1].seq


# --- training and valuing ------------------------------------------------------------------------


def train(small: SmallDesk, model: str = "model-1", *, replaces: str = "") -> object:
    """Train on the snapshot."""
    return learning.train(
        small.desk, actor="eve", model=model, snapshot="snap", recipe=TrainingRecipe(),
        replaces=replaces,
    )  # fmt: skip


def seal(small: SmallDesk, snapshot: str = "snap") -> None:
    """Seal all that may be used commercially."""
    accepted(
        learning.seal(
            small.desk, actor="eve", snapshot=snapshot, kind="purchases", purpose="commercial"
        )
    )


def test_a_use_that_was_allowed_once_is_asked_again_before_rows_are_read(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that broke off after its use may not go on once somebody has withdrawn."""
    small.bring()
    seal(small)
    first = learning.use(
        small.desk, actor="eve", use="train-model-1", snapshot="snap", purpose="commercial",
        operation="train",
    )  # fmt: skip
    assert isinstance(first, Receipt)
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))

    def read(*_: object) -> None:
        raise AssertionError("rows were read")

    monkeypatch.setattr(learning, "load_rows", read)
    assert refused(train(small)) == "consent.purpose_not_granted"


def test_a_training_leaves_its_model_recipe_and_test_where_the_record_says(
    small: SmallDesk,
) -> None:
    """Train; the model's file has the digest on the record, the recipe reads back, counts agree."""
    small.bring()
    seal(small)
    report = train(small)
    assert isinstance(report, learning.TrainReport), report
    folder = small.desk.folder
    with reading(folder) as now:
        row = now.books.get(Model, "model-1")
    assert row is not None
    assert (folder.models / f"{row.artefact}.safetensors").is_file()
    assert learning.recipe_of(folder, row.recipe) == TrainingRecipe()
    assert report.rows == 40
    assert report.rows_trained + report.total == report.rows
    assert 0 <= report.correct <= report.total


def test_no_row_is_read_where_the_use_is_refused(small: SmallDesk) -> None:
    """After a withdrawal training is refused, although the vault has no rows that it could read."""
    small.bring()
    seal(small)
    accepted(consent.withdraw(small.desk, member="ben", kind="purchases"))
    for path in small.desk.folder.rows.iterdir():
        path.unlink()
    assert refused(train(small)) == "consent.purpose_not_granted"


def test_a_row_changed_in_the_vault_is_never_trained_on(small: SmallDesk) -> None:
    """Put another's rows in the place of hers: reading compares with the record and stops."""
    small.bring()
    seal(small)
    rows = small.desk.folder.batch_rows
    rows("ana-1").write_bytes(rows("ben-1").read_bytes())
    with pytest.raises(ValueError, match="not those on the record"):
        train(small)


def test_a_recipe_file_that_was_changed_is_refused(small: SmallDesk) -> None:
    """Change a kept recipe; it is not the one of its name any more."""
    digest = learning.keep_recipe(small.desk.folder, ValuationRecipe())
    path = small.desk.folder.recipes / f"{digest}.json"
    path.write_bytes(path.read_bytes().replace(b'"k":5', b'"k":6'))
    with pytest.raises(ValueError, match="another recipe"):
        learning.recipe_of(small.desk.folder, digest)


def value(small: SmallDesk) -> object:
    """Value the model's rows."""
    return valuation.value(
        small.desk, actor="eve", valuation="worth", model="model-1", recipe=ValuationRecipe(k=3)
    )


def test_a_second_person_finds_the_same_values(small: SmallDesk) -> None:
    """Value, then recheck from the vault's rows: accepted, and on the record by name."""
    small.bring()
    seal(small)
    train(small)
    accepted(value(small))  # type: ignore[arg-type]
    accepted(valuation.recheck(small.desk, actor="ben", valuation="worth"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Valuation, "worth")
        assert row is not None
        assert (row.by, row.rechecked_by) == ("eve", "ben")


def test_a_recheck_asks_everyone_again_before_it_reads(small: SmallDesk) -> None:
    """Withdraw between value and recheck: refused, although the rows are gone from the vault."""
    small.bring()
    seal(small)
    train(small)
    accepted(value(small))  # type: ignore[arg-type]
    accepted(consent.withdraw(small.desk, member="joe", kind="purchases"))
    for path in small.desk.folder.rows.iterdir():
        path.unlink()
    answer = valuation.recheck(small.desk, actor="ben", valuation="worth")
    assert refused(answer) == "consent.purpose_not_granted"


def test_valuing_what_is_not_there_gets_the_rules_answer(small: SmallDesk) -> None:
    """A model and a valuation nobody made: the rule's refusal, no exception."""
    assert refused(value(small)) == "valuation.no_such_model"
    answer = valuation.recheck(small.desk, actor="ben", valuation="worth")
    assert refused(answer) == "valuation.no_such_valuation"


def test_two_people_who_claim_one_household_have_histories_of_their_own(
    small: SmallDesk,
) -> None:
    """The second brings the last rows of the first one's household; both are valued as theirs."""
    table = purchases(0, 8)
    for member, rows in (("ana", slice(0, 6)), ("ben", slice(6, 8)), ("eve", slice(0, 8))):
        columns = {name: values[rows] for name, values in table.items()}
        if member == "eve":
            columns = purchases(1, 8)
        contributions.offer_rows(
            small.desk, member=member, kind="purchases", columns=columns, batch=f"{member}-1"
        )
        accepted(
            consent.grant(small.desk, member=member, kind="purchases", purposes=("commercial",))
        )
    seal(small)
    train(small)
    accepted(value(small))  # type: ignore[arg-type]
    accepted(valuation.recheck(small.desk, actor="ben", valuation="worth"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Valuation, "worth")
    assert row is not None
    ref = annexes.ref_from_text(row.lines)
    path = small.desk.folder.annex(ref.digest, is_open=False)
    lines = lines_from(annexes.decode(path.read_bytes(), ref))
    assert lines.members == ("ana", "ben", "eve")
    assert lines.rows == (5, 2, 6), "of 6, 2 and 8 rows the last quarter, rounded down, is test"


# --- work ----------------------------------------------------------------------------------------


def test_a_sheet_of_work_is_lifted_to_the_floor(small: SmallDesk) -> None:
    """Two hours at 10.00 and one at 20.00 with a floor of 15.00: 10.00 is added to the first."""
    receipt = accepted(
        labour.record_work(
            small.desk, actor="joe", work="w1", period="2025",
            lines=[("ana", 7_200, 2_000), ("ben", 3_600, 2_000)],
        )
    )  # fmt: skip
    fact = receipt.facts[0]
    assert isinstance(fact, WorkRecorded)
    assert (fact.pay_cents, fact.topup_cents) == (4_000, 1_000)


# --- polls ---------------------------------------------------------------------------------------


def propose(small: SmallDesk) -> None:
    """Put the split before the members."""
    accepted(
        assembly.propose(
            small.desk, member="ana", proposal="split", measure=ChangeCharter(CHANGES),
            title="Split", reasons="Fair.",
        )
    )  # fmt: skip


def opened(small: SmallDesk) -> None:
    """Propose the split, give notice, and open the poll ten days later."""
    measure = ChangeCharter(CHANGES)
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    open_polls(small.desk, "split", secretary="ida")


def vote(small: SmallDesk, member: str, choice: str) -> object:
    """One ballot."""
    return assembly.cast(small.desk, member=member, proposal="split", choice=choice)


def test_a_vote_runs_from_proposal_to_the_charter(small: SmallDesk) -> None:
    """All vote, one changes her mind, two officers count, the charter changes after cooling off."""
    opened(small)
    for member in MEMBERS:
        accepted(vote(small, member, "no"))  # type: ignore[arg-type]
    for member in ("ana", "ben", "eve", "ida"):
        accepted(vote(small, member, "yes"))  # type: ignore[arg-type]
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    row = poll_of(small.desk, "split")
    assert (row.yes, row.no, row.passed) == (4, 1, 1)
    assert refused(assembly.certify(small.desk, actor="ida", proposal="split")) == (
        "charter.not_in_office"
    )
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))

    def carry_out() -> object:
        return charter.amend(small.desk, actor="ida", mandate="mandate-split", changes=CHANGES)

    assert refused(carry_out()) == "charter.mandate_cooling_off"
    small.on("2025-03-25")
    accepted(carry_out())  # type: ignore[arg-type]


@pytest.mark.parametrize("actor", ["joe", "ida"])
def test_a_refused_close_publishes_no_running_count(small: SmallDesk, actor: str) -> None:
    """Goal: nobody votes after a look at the count. Method: close early; no file is new."""

    def laid_down() -> set[Path]:
        return {one for one in small.desk.folder.path.rglob("*") if one.is_file()}

    measure = Choose(("tea", "coffee"))
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    open_polls(small.desk, "split", secretary="ida")
    for member, choice in (("ana", "1,2"), ("ben", "2")):
        accepted(vote(small, member, choice))  # type: ignore[arg-type]
    before = laid_down()
    code = "assembly.poll_running" if actor == "ida" else "charter.not_in_office"
    assert refused(assembly.close(small.desk, actor=actor, proposal="split")) == code
    accepted(vote(small, "eve", "2,1"))  # type: ignore[arg-type]
    new = laid_down() - before
    assert not [one for one in new if b"ballots/1" in one.read_bytes() and "public" in one.parts]
    assert not [one for one in new if {"public", "annexes"} & set(one.parts)]


def test_a_moment_beyond_the_calendar_is_refused(small: SmallDesk) -> None:
    """Goal: a refusal, never a crash. Method: meetings and pauses at the largest whole number."""
    far = 2**53 - 1
    propose(small)
    for times in ((far, far), (small.clock.at + 40 * DAY_MS, far), (-1, -1)):
        called = assembly.call(
            small.desk, actor="ida", meeting="m", agenda=("split",),
            opens_at=times[0], second_call_at=times[1],
        )  # fmt: skip
        assert refused(called) == "desk.malformed"
    convened = petitioning.convene(
        small.desk, member="ana", meeting="m", petition="x", agenda=("split",),
        opens_at=far, second_call_at=far,
    )  # fmt: skip
    assert refused(convened) == "desk.malformed"
    paused = petitioning.pause(
        small.desk, actor="joe", pause="x", power="members.admit", until_at=far, reasons="Now."
    )
    assert refused(paused) == "desk.malformed"


def test_a_poll_without_a_ballot_can_be_closed_and_certified(small: SmallDesk) -> None:
    """Nobody votes: the poll ends, is counted twice at nothing, and did not pass."""
    opened(small)
    small.on("2025-03-18")
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))
    assert (poll_of(small.desk, "split").yes, poll_of(small.desk, "split").passed) == (0, 0)


def test_opening_again_leaves_everyone_her_tag(small: SmallDesk) -> None:
    """A second opening is refused and must not touch the map, or nobody could vote."""
    opened(small)
    with vault_of(small.desk.folder) as vault:
        before = [vault.tag_of("split", member) for member in MEMBERS]
    answer = assembly.open_poll(small.desk, actor="ida", proposal="split")
    assert isinstance(answer, Refusal)
    with vault_of(small.desk.folder) as vault:
        assert [vault.tag_of("split", member) for member in MEMBERS] == before
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]


def test_no_entry_of_a_ballot_names_a_member(small: SmallDesk) -> None:
    """Read the text of every ballot's entry: no member's id stands in it."""
    opened(small)
    entries = [
        accepted(vote(small, member, "yes")).seq  # type: ignore[arg-type]
        for member in reversed(MEMBERS)
    ]
    with reading(small.desk.folder) as now:
        texts = [now.log.body(seq).decode() for seq in entries]
    assert not [text for text in texts for member in MEMBERS if f'"{member}"' in text]
    assert not [text for text in texts if '"yes"' in text]


def test_who_was_not_on_the_roll_is_told_so(small: SmallDesk) -> None:
    """A newcomer after the opening holds no tag; neither does a stranger."""
    opened(small)
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    assert refused(vote(small, "zoe", "yes")) == "assembly.no_tag"
    assert refused(vote(small, "nobody", "yes")) == "assembly.no_tag"


def test_the_map_of_tags_is_destroyed_only_after_the_result(small: SmallDesk) -> None:
    """Until the result can be challenged no more the map is needed; then one call leaves no link."""
    opened(small)
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]
    assert refused(assembly.forget_tags(small.desk, proposal="split")) == "assembly.tags_needed"
    assert refused(assembly.forget_tags(small.desk, proposal="none")) == "assembly.tags_needed"
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]
    small.on("2025-03-18")
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))
    assert refused(assembly.forget_tags(small.desk, proposal="split")) == "assembly.tags_needed"
    small.on("2026-03-18")
    assert assembly.forget_tags(small.desk, proposal="split") == len(MEMBERS)
    assert refused(vote(small, "ana", "no")) == "assembly.no_tag"


def test_one_votes_for_another_with_her_proxy_and_not_without(small: SmallDesk) -> None:
    """A proxy lets its holder, and nobody else, use the giver's tag until she attends herself."""
    measure = ChangeCharter(CHANGES)
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    opens_at = small.clock.at + 10 * DAY_MS
    call = {"meeting": "spring", "agenda": ("split",), "opens_at": opens_at}
    accepted(assembly.call(small.desk, actor="ida", **call))
    accepted(ask(small.desk, "proxy-1", "ana", GiveProxy("spring", "ben")))
    small.clock.at = Moment(opens_at)
    accepted(assembly.open_poll(small.desk, actor="ida", proposal="split"))

    def cast_for(member: str, giver: str) -> object:
        return assembly.cast(
            small.desk, member=member, proposal="split", choice="yes", on_behalf=giver
        )

    assert refused(cast_for("eve", "ana")) == "assembly.no_proxy"
    assert refused(cast_for("ben", "joe")) == "assembly.no_proxy"
    accepted(cast_for("ben", "ana"))  # type: ignore[arg-type]
    accepted(vote(small, "ben", "no"))  # type: ignore[arg-type]
    assert poll_of(small.desk, "split").voted == 2
    accepted(vote(small, "ana", "no"))  # type: ignore[arg-type]
    assert refused(cast_for("ben", "ana")) == "assembly.proxy_attends"
    accepted(ask(small.desk, "proxy-2", "ana", RevokeProxy("spring")))
    assert refused(cast_for("ben", "ana")) == "assembly.no_proxy"
    assert poll_of(small.desk, "split").voted == 2


# --- erasing words -------------------------------------------------------------------------------


def test_redacted_words_are_gone_from_the_vaults_file(small: SmallDesk) -> None:
    """Redact the reasons of a proposal and search the vault's bytes for them."""
    propose(small)
    with reading(small.desk.folder) as now:
        entry = now.log.head().size - 1
    answer = record.redact(
        small.desk, actor="ida", entry=entry, field="reasons", reason="It named a child."
    )
    accepted(answer)
    files = list(small.desk.folder.vault.glob("vault.db*"))
    assert not [path for path in files if b"Fair." in path.read_bytes()]
    with vault_of(small.desk.folder) as vault:
        assert set(vault.openings_of(entry)) == {"title"}


def test_erasures_are_applied_again_after_an_old_vault_came_back(small: SmallDesk) -> None:
    """Erase a text and a batch, restore the vault from before, and apply the erasures again."""
    small.bring()
    propose(small)
    with reading(small.desk.folder) as now:
        entry = now.log.head().size - 1
    folder = small.desk.folder
    rows = folder.batch_rows("ana-1").read_bytes()
    with vault_of(folder) as vault:
        openings = vault.openings_of(entry)
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    accepted(contributions.erase_rows(small.desk, actor="eve", batch="ana-1", reason="asked"))
    accepted(record.redact(small.desk, actor="ida", entry=entry, field="title", reason="asked"))
    folder.batch_rows("ana-1").write_bytes(rows)
    with vault_of(folder) as vault:
        vault.keep_openings([(entry, opening) for opening in openings.values()])
    assert record.erase_again(small.desk) == 2
    assert not folder.batch_rows("ana-1").exists()
    with vault_of(folder) as vault:
        assert set(vault.openings_of(entry)) == {"reasons"}
