"""A co-operative that licenses a model, votes in a group, strikes, and is told no; then chance again.

Chance alone seldom brings a licence so far that a licensee owes a certificate. Here one is granted
early, so that random acts meet keys, invoices, segments and withdrawals that concern it.
"""

from __future__ import annotations

from auzolan.assembly.resolutions import (
    EndStrikeVote,
    GrantLicence,
    GroupDecides,
    SettleExit,
    StrikeUses,
)
from auzolan.charter.distribution import Reason
from auzolan.consent.acts import Entrust, Grant, Scope, SetGuardian, Terms, Withdraw
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    PlaceBatch,
)
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.contributions.acts import Offer
from auzolan.labour.statements.acts import AnswerComment, CommentOnStatement, PublishStatement
from auzolan.learning.acts import (
    Evaluate,
    EvaluateGroups,
    Extend,
    GroupResult,
    NoteRows,
    Release,
    Seal,
    Train,
    Use,
)
from auzolan.licensing.acts import LicenceTerms, License, subject_of_terms
from auzolan.licensing.life_acts import Accept, Invoice, IssueKey
from auzolan.licensing.life_acts import Offer as OfferLicence
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.members.acts import Leave
from auzolan.treasury.capital.exit_acts import ExitTerms
from auzolan.treasury.ledger.acts import ClosePeriod
from simulation.draw_exits import open_exit, pay_all
from simulation.draw_life import segment_of
from simulation.draw_stating import TEXTS
from simulation.drawing import digest_of
from simulation.small_days import DAY
from simulation.small_model import PURPOSES
from simulation.voting import VotingYear

PEOPLE = tuple(f"m00{number}" for number in range(1, 8))
CHOIR = ("m004", "m005", "m006", "m007")
KIND = "purchases"
TERMS = LicenceTerms(
    "first", "dairy", "model", "commercial", 50_000, 12_345, 20_000, 300, pay_days=5
)


class SayingYear(VotingYear):
    """A model is licensed, a group votes, a strike comes and goes, somebody withdraws, another leaves."""

    def live(self, *, days: int = 90) -> None:
        """Live some weeks after all that.

        Raises:
            YearFailed: something differs.
        """
        with self._told_with_seed():
            self._found()
            self._make_a_model()
            self._license()
            self._sing_together()
            self._strike()
            self._say_no()
            self._leave()
            begun = self.wishes.at
            while self.wishes.at < begun + days * DAY:
                self._call()
            self._wait_until(self.wishes.at + 366 * DAY)
            self._send(pay_all(self.wishes))
            self._restart()
            self._compare()
            self.tables.close()

    def _make_a_model(self) -> None:
        """Everybody but the choir allows everything; a model learns from it and is let out."""
        w = self.wishes
        soloists = [one for one in PEOPLE if one not in CHOIR]
        self._send(
            [w.wish(one, Offer(f"of-{one}", one, KIND, 20, digest_of(one))) for one in PEOPLE]
        )
        self._send([w.wish(one, Grant(one, KIND, PURPOSES)) for one in soloists])
        self._learn("model", "sealed", "")
        for act in (
            Evaluate("model", "test-sealed", 30, 20, 10),
            EvaluateGroups(
                "model", "test-sealed", (GroupResult("a", 10, 5), GroupResult("b", 20, 9))
            ),
        ):
            self._ask(act)
        statement = PublishStatement("stated", "model", "model", "", "none", "", "", "", "")
        self._ask(statement, **dict.fromkeys(TEXTS, "Made up."))
        remark = CommentOnStatement("heard", "stated", soloists[0], "")
        self._send([w.wish(soloists[0], remark, words="Who counted?")] * 2)
        self._wait_until(w.at + 2 * DAY)
        letting_out = Release("model", digest_of("card"))
        self._ask(letting_out)
        for _ in range(2):
            self._ask(AnswerComment("heard", ""), words="We did.")
        self._ask(letting_out)

    def _learn(self, model: str, snapshot: str, replaces: str) -> None:
        """A snapshot is sealed and noted, and a model learns from it."""
        self._ask(Seal(snapshot, KIND, "commercial"))
        rows = sum(self.model.rows_by_member(snapshot).values())
        self._ask(NoteRows(snapshot, rows, digest_of(snapshot), digest_of("file")))
        self._ask(Use(f"learn-{snapshot}", snapshot, "commercial", "train"))
        self._ask(Use(f"test-{snapshot}", snapshot, "commercial", "evaluate"))
        made = Train(
            model, f"learn-{snapshot}", digest_of("recipe"), digest_of(model), rows, replaces
        )
        self._ask(made)

    def _license(self) -> None:
        """Terms are offered, voted, granted, accepted and used; an invoice is written."""
        w = self.wishes
        self._ask(OfferLicence(TERMS))
        self._vote("license", GrantLicence(TERMS))
        self._ask(License("mandate-license", TERMS))
        self._ask(Accept("first", subject_of_terms(TERMS), ""), evidence="A letter.")
        self._ask(IssueKey("first", "first-key", digest_of("first-key")))
        self._wait_until(w.at + DAY)
        self._send([segment_of(w, "first")])
        self._ask(Invoice("first-invoice", "first"))
        self._wait_until(w.at + 6 * DAY)
        self._ask(IssueKey("first", "late-key", digest_of("late-key")))

    def _sing_together(self) -> None:
        """Four members who said nothing alone put their rows together and vote yes, no, and nothing."""
        w, first = self.wishes, CHOIR[0]
        others = CHOIR[1:]
        self._send([w.wish(first, FormGroup("choir", first))])
        self._send([w.wish(first, InviteToGroup("choir", one, first)) for one in others])
        self._send([w.wish(one, JoinGroup("choir", one)) for one in others])
        self._send([w.wish(one, PlaceBatch(f"of-{one}", "choir", one)) for one in CHOIR])
        said = Terms("train", "commercial", 0, 0, None, None, None, 1)
        yes = self._decide("yes", GroupPermit("choir", Scope(), said, None, credit=False))
        self._learn("with-choir", "sung", "")
        never = Terms("train", "commercial", 0, 0, ("other-ltd",), None, None, 1)
        self._decide("no", GroupProhibit("choir", Scope(KIND), never))
        self._decide("yes-over", GroupLift("choir", yes))

    def _decide(self, name: str, decision: GroupDecision) -> str:
        """What the choir votes is carried out; the name of its sentence."""
        self._vote(name, GroupDecides(decision), CHOIR[0])
        self._ask(DecideForGroup(f"mandate-{name}", decision))
        return list(self.model.saying.sentences)[-1]

    def _strike(self) -> None:
        """Two members who trust strike against everybody else, and end it."""
        w = self.wishes
        self._send([w.wish(one, Entrust(one)) for one in PEOPLE[:2]])
        terms = StrikeTerms("walkout", "train", "commercial", None, 0)
        self._vote("strike", StrikeUses(terms))
        self._ask(Strike("mandate-strike", terms))
        self._ask(EndStrike("mandate-strike", "walkout"))
        self._vote("back", EndStrikeVote("walkout"))
        self._ask(EndStrike("mandate-back", "walkout"))

    def _say_no(self) -> None:
        """Somebody withdraws: the model has a day, its licensee is told and certifies."""
        w = self.wishes
        self._send([w.wish("m003", Withdraw("m003", KIND))])
        for entry in [
            entry for entry, licence in self.model.dealing.tellings if licence == "first"
        ]:
            self._ask(Certify("first", entry, digest_of("too early")))
            self._ask(Notify("first", entry))
            self._ask(Certify("first", entry, digest_of("deleted")))
        self._ask(Extend("model", ""), reason="Many rows.")
        # She had said nothing alone; what her choir allowed ends all the same.
        until = w.at + 60 * DAY
        self._ask(SetGuardian("m007", "parent-1", until))

    def _leave(self) -> None:
        """Somebody leaves, and once her period is closed members let her take her capital along."""
        w = self.wishes
        self._send([w.wish("m006", Leave("m006", ""), reason="She moves away.")])
        self._ask(ClosePeriod("p0", "p1"))
        terms = ExitTerms("m006", Reason.JUSTIFIED, 0, "")
        self._vote("farewell", SettleExit(terms))
        self._send([open_exit(w, "mandate-farewell", terms)])
