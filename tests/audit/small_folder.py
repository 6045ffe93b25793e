"""A small co-operative in a folder, made through the desk: every kind of annex, money, votes, loss.

Six people, 48 rows, two polls, one surplus; one withdrew and was erased, one left, one signs her
acts herself. Everything is made up. Built once a session, then copied for whoever wants to change it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.assembly.resolutions import ChangeCharter, GrantLicence, Measure, ShareSurplus
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change, Charter
from auzolan.consent.acts import Grant
from auzolan.foundation import canonical
from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.treasury import flows as treasury
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Submission
from auzolan.learning import recipes
from auzolan.learning.acts import Evaluate, Train
from auzolan.learning.purchases import BRANDS
from auzolan.licensing.acts import LicenceTerms
from auzolan.record.entries import KeySigned, act_message
from support.deciding import opened
from support.plain_charter import plain_charter

ORIGIN = "small.demo.invalid"
PEOPLE = tuple(f"m{number:03d}" for number in range(1, 7))
OFFICES = ("admissions", "council", "data", "treasury", "secretary", "operator")
ROWS_EACH = 8
FEE_CENTS = 100_000
TERMS = LicenceTerms("dairy", "milk-ltd", "taste", "commercial", FEE_CENTS, 12_300, 1_000, 365)
RECIPE = recipes.ValuationRecipe(k=2)
ENTRIES = 78
"""How many entries the whole folder has; the last three erase, leave and redact."""

T = TypeVar("T")


def done(answer: T | Refusal) -> T:
    """What a flow gave; a refusal fails the test."""
    assert not isinstance(answer, Refusal), str(answer)
    return answer


class SmallFolder:
    """Builds the folder step by step; each step leaves a sound record.

    Args:
        path: where.
        fee_cents: what the licensee pays; nothing derives it, so another amount is as sound.
        erases: whether the one who withdraws has her rows erased.
        charter: the first charter; the founding one where None.
    """

    def __init__(
        self, path: Path, *, fee_cents: int = FEE_CENTS, erases: bool = True,
        charter: Charter | None = None,
    ) -> None:  # fmt: skip
        self.clock = SetClock(moment_from_iso("2024-01-08"))
        self.fee_cents, self.erases = fee_cents, erases
        seats = (
            *(Seat(office, "m001") for office in OFFICES),
            *(Seat("signatory", one) for one in ("m002", "m003")),
            Seat("audit", "m002"),
            Seat("appeals", "m003"),
            Seat("work", "m001"),
        )
        self.desk: Desk = found_cooperative(
            path, name="The small ones", origin=ORIGIN,
            ports=Ports(self.clock, SeededChance("small")), charter=charter or plain_charter(),
            seats=seats, period="2024",
        )  # fmt: skip

    def build(self) -> None:
        """All of it, published at the end."""
        for step in (self.join, self.learn, self.work, self.earn, self.share, self.part):
            step()
            self.later(1)
        record.publish(self.desk)
        self.desk.close()

    def later(self, days: int) -> None:
        """Let days go by."""
        self.clock.at = Moment(self.clock.at + days * DAY_MS)

    def join(self) -> None:
        """Six people join, bring rows and say what may be done with them."""
        people = [members.NewMember(one, f"Person {one}") for one in PEOPLE]
        for answer in members.admit_all(self.desk, actor="m001", people=people):
            done(answer)
        for number, member in enumerate(PEOPLE):
            purposes = ("research",) if member == "m006" else ("research", "commercial")
            done(consent.grant(self.desk, member=member, kind="purchases", purposes=purposes))
            done(
                contributions.offer_rows(
                    self.desk, member=member, kind="purchases", columns=rows_of(number),
                    batch=f"b-{member}",
                )
            )  # fmt: skip

    def learn(self) -> None:
        """A model is reported (its file is made up), and its rows are valued twice."""
        desk = self.desk
        done(
            learning.seal(desk, actor="m001", snapshot="s1", kind="purchases", purpose="commercial")
        )
        for use, operation in (("u1", "train"), ("u2", "evaluate")):
            done(
                learning.use(
                    desk, actor="m001", use=use, snapshot="s1", purpose="commercial",
                    operation=operation,
                )
            )  # fmt: skip
        weights = b"weights that nobody trained"
        artefact = hashlib.sha256(weights).hexdigest()
        write_durably(desk.folder.models / f"{artefact}.safetensors", weights)
        recipe = learning.keep_recipe(desk.folder, recipes.TrainingRecipe())
        rows = 5 * ROWS_EACH
        done(ask(desk, "train-taste", "m001", Train("taste", "u1", recipe, artefact, rows, "")))
        done(ask(desk, "test-taste", "m001", Evaluate("taste", "u2", 10, 7, 4)))
        done(valuation.value(desk, actor="m001", valuation="v1", model="taste", recipe=RECIPE))
        done(valuation.recheck(desk, actor="m002", valuation="v1"))

    def work(self) -> None:
        """Two people clean the data, one below the floor; one has a higher index."""
        done(labour.assign_index(self.desk, actor="m001", member="m002", index_centi=150))
        lines = (("m003", 7_200, 1_000), ("m002", 3_600, 2_000))
        done(labour.record_work(self.desk, actor="m001", work="w1", period="2024", lines=lines))

    def earn(self) -> None:
        """A licence is voted and granted; the licensee uses the model and pays."""
        mandate = self.decide("p-licence", GrantLicence(TERMS))
        done(licensing.grant(self.desk, actor="m001", mandate=mandate, terms=TERMS))
        self.later(3)
        done(
            licensing.meter(
                self.desk, actor="m001", licence="dairy", day="2024-02-06", predictions=10
            )
        )
        record.publish(self.desk)
        done(
            licensing.receive(
                self.desk, actor="m001", licence="dairy", period="2024",
                amount_cents=self.fee_cents, reference="invoice 1", id="receive-1",
            )
        )  # fmt: skip

    def share(self) -> None:
        """The charter changes, the period closes, its surplus is voted and shared."""
        changes = (Change("surplus.obligatory_reserve_bp", 4_500),)
        mandate = self.decide("p-split", ChangeCharter(changes))
        done(charter.amend(self.desk, actor="m001", mandate=mandate, changes=changes))
        done(treasury.close_period(self.desk, actor="m001", period="2024", next_period="2025"))
        done(treasury.plan(self.desk, actor="m001", plan="plan1", period="2024", valuation="v1"))
        digest = treasury.plan_digest_of(self.desk, "plan1")
        mandate = self.decide("p-share", ShareSurplus("plan1", digest))
        done(treasury.distribute(self.desk, actor="m001", mandate=mandate, plan="plan1"))

    def part(self) -> None:
        """One signs for herself, one withdraws and is erased, one leaves; a text is redacted."""
        self.sign("m003")
        done(consent.withdraw(self.desk, member="m005", kind="purchases"))
        if self.erases:
            erased = contributions.erase_rows(
                self.desk, actor="m001", batch="b-m005", reason="withdrawn"
            )
            done(erased)
        receipt = done(members.leave(self.desk, member="m006", reason="moving away"))
        done(
            record.redact(
                self.desk, actor="m001", entry=receipt.seq, field="reason", reason="she asked"
            )
        )  # fmt: skip

    def sign(self, member: str) -> None:
        """A member registers a key and grants under her own signature."""
        key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(member.encode()).digest())
        public = key.public_key().public_bytes_raw().hex()
        done(members.register_key(self.desk, member=member, key=public))
        act = Grant(member, "purchases", ("commercial",))
        signature = key.sign(act_message(ORIGIN, "signed-1", member, act)).hex()
        auth = KeySigned(public, signature)
        done(self.desk.submit([Submission("signed-1", member, act, auth=auth)])[0])

    def decide(self, proposal: str, measure: Measure) -> str:
        """The members vote; gives the mandate once its cooling-off is over."""
        desk = self.desk
        done(
            assembly.propose(
                desk, member="m002", proposal=proposal, measure=measure, title="A title",
                reasons="Reasons that only members read",
            )
        )  # fmt: skip
        done(assembly.admit(desk, actor="m001", proposal=proposal))
        opened(desk, proposal)
        choices = ("yes", "yes", "yes", "yes", "no", "abstain")
        votes = [assembly.Vote(who, choice) for who, choice in zip(PEOPLE, choices, strict=True)]
        for answer in assembly.cast_all(desk, proposal=proposal, votes=votes[::-1]):
            done(answer)
        done(assembly.close(desk, actor="m001", proposal=proposal))
        done(assembly.certify(desk, actor="m002", proposal=proposal))
        self.later(15)
        return f"mandate-{proposal}"


def rows_of(number: int) -> dict[str, list[int | str]]:
    """Made-up purchases of one household."""
    drawn = [canonical.digest({"household": number, "row": row}) for row in range(ROWS_EACH)]
    columns: dict[str, list[int | str]] = {
        "household": [number] * ROWS_EACH,
        "position": list(range(ROWS_EACH)),
        "choice": [BRANDS[int(one[0], 16) % 4] for one in drawn],
    }
    for place, brand in enumerate(BRANDS):
        columns[f"feat_{brand}"] = [int(one[1 + place], 16) % 2 for one in drawn]
        columns[f"price_{brand}"] = [f"{int(one[5 + place], 16)}.{place}" for one in drawn]
    return columns


def built(path: Path, *, fee_cents: int = FEE_CENTS, erases: bool = True) -> Folder:
    """The whole folder at a path."""
    SmallFolder(path, fee_cents=fee_cents, erases=erases).build()
    return Folder(path)
