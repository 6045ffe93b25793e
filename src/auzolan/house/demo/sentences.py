"""The demo on sentences and labels: the people of DynaSent, at the pay that was published.

Real are sentences, labels, who did which, and the rates of pay. No hour is known of anybody, so none
is made up: time stays unknown, and no floor follows from it. That these people found a co-operative,
what they allow and how they vote is made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change
from auzolan.engine import dynasent
from auzolan.engine.dynasent import LABEL_MICRO, SENTENCE_MICRO, DynaSent
from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.house.demo import beginning, ending, payout, training, withdrawal
from auzolan.house.demo.people import DATA, SEATS, SECRETARY, TREASURY, Cast
from auzolan.house.demo.setting import CharterVote, Customer, Setting
from auzolan.house.demo.telling import YEAR, DemoBroken, Stage, Step, Story, Told, done, refused
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.labour.paying.pay_flows import settle_work
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.house.rooms.labour.work import work_flows
from auzolan.house.rooms.labour.work.work_flows import NewWork, Source
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.submission import Receipt
from auzolan.labour.classes import UNKNOWN as NOT_TIMED
from auzolan.labour.statements.acts import UNKNOWN, LabourFigures, StatementPublished
from auzolan.labour.work.acts import WorkSettled
from auzolan.learning.recipes import TextRecipe, TextValuationRecipe
from auzolan.licensing.acts import LicenceTerms

KIND, MODEL, LEAVER = "sentences", "tone-1", "m017"
LOG, SHEET, EVERYTHING = "published-work", "settled-03", "sentences-2024-all"
PUBLISHED = (1_440, 175, 7_200, 272, 405)
"""Sentences, authors, labels, labelers, people, as round 2 was published without its training part."""
REFUSERS_COUNT = 30
PUBLISHED_REASON = "It was accepted and published."
SECOND_LEAD = DATA
"""Who leads work beside the first, since nobody decides on her own."""
_TEXT, _LABEL, _SPLIT = "text", "label", "split"

SENTENCES = Setting(
    seed="dynasent-2024",
    name="The sentence writers' and labelers' co-operative",
    origin="sentences.demo.invalid",
    preset="us-worker",
    clauses={"pool_labour_bp": 0, "pool_value_bp": 4_500, "pool_labels_bp": 4_000, "pool_equal_bp": 1_500},
    seats=(*SEATS, Seat("work", SECOND_LEAD)),
    rule="Its own clauses: as the rule called blended, but 40 parts by labels and not by hours, since "
    "nobody's are known; 45 by the worth of rows at its lower end, 15 equally.",
    kind=KIND,
    works=True,
    currency="USD",
    snapshot="sentences-2024",
    snapshot_after="sentences-2025",
    model=MODEL,
    model_after="tone-2",
    recipe=TextRecipe(_LABEL, (_TEXT,), test_column=_SPLIT),
    valuation=TextValuationRecipe(_LABEL, (_TEXT,), _SPLIT),
    said=Said(
        purpose="Name the tone of a sentence: positive, negative or neutral.",
        jobs="unknown",
        effect="Unknown: no licensee has said what she replaces with it.",
        consultation="None before this statement; its comments are the first.",
        support="unknown",
        not_known="Time was never published, nor which bonuses were paid. Consent was assumed from "
        "taking part.",
    ),
    leaver=LEAVER,
    answers="labels",
    baseline="one label of the three",
    charter_vote=CharterVote(
        "collective-20", "A fifth for the collective account",
        "A tenth is little for years without a licence.",
        Change("surplus.collective_bp", 2_000), "A fifth for the collective account",
    ),
    customer=Customer(
        "the review site", "The review site's licence", "Example Reviews", "site-licence",
        LicenceTerms(
            licence="site-2024", licensee="example-reviews", model=MODEL, purpose="commercial",
            fee_cents=200_000, price_micro=10_000, predictions_max=200_000, days=180,
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workers:
    """The set, with the member who stands for each of its people."""

    found: DynaSent
    member_of: dict[str, str]


def sentences_story(found: DynaSent) -> Story:
    """The story of a set that was read.

    Raises:
        NotDynaSent: it is not the published one, of which this story tells.
    """
    written, labelled = found.written(), found.labelled()
    counts = (
        len(found.sentences), len(written), sum(labelled.values()), len(labelled), len(found.people)
    )  # fmt: skip
    if counts != PUBLISHED:
        names = ("sentences", "authors", "labels", "labelers", "people")
        told = [
            ", ".join(f"{count:,} {name}" for count, name in zip(some, names, strict=True))
            for some in (PUBLISHED, counts)
        ]
        raise dynasent.NotDynaSent(f"the published set has {told[0]}; these files have {told[1]}")
    people = Cast(
        SENTENCES.seed, count=len(found.people), refusers=REFUSERS_COUNT, leaver=SENTENCES.leaver
    )
    workers = Workers(found, _members_of(found, people))
    return Story(SENTENCES, people, _steps(workers))


def _members_of(found: DynaSent, people: Cast) -> dict[str, str]:
    """Who stands for whom: by chance, but that who withdraws is one who wrote much."""
    written = found.written()
    leaver = sorted(written, key=lambda who: (-len(written[who]), who))[9]
    others = people.shuffled([who for who in found.people if who != leaver])
    places = [member for member in people.members if member != people.leaver]
    return {leaver: people.leaver, **dict(zip(others, places, strict=True))}


def _steps(workers: Workers) -> tuple[Step, ...]:
    return (
        ("Found it, and 405 people join", beginning.found),
        ("Their sentences come in", lambda stage: bring_sentences(stage, workers)),
        ("They say what may be done", give_consents),
        ("What they did is paid", lambda stage: pay_published(stage, workers)),
        ("Seal, state the labour, train, test", train),
        ("What everyone's sentences are worth", ending.value),
        ("The 405 vote", ending.vote),
        ("The review site uses the model and pays", ending.earn),
        ("Close the year and share", ending.share),
        ("Pay the members", payout.pay_by_list),
        ("One member withdraws", withdrawal.withdraw),
    )


def bring_sentences(stage: Stage, workers: Workers) -> Told:
    """Each author's sentences come in as a batch of hers, with the label that most gave."""
    stage.on("2024-01-15")
    rows = 0
    for author, some in workers.found.written().items():
        member = workers.member_of[author]
        report = contributions.offer_rows(
            stage.desk, member=member, kind=KIND, batch=f"{member}-{YEAR}",
            columns={
                _TEXT: [one.text for one in some], _LABEL: [one.label for one in some],
                _SPLIT: [one.split for one in some],
            },
        )  # fmt: skip
        if isinstance(report, Refusal):
            raise DemoBroken(str(report))
        rows += report.rows_new
    writers, labelers = workers.found.written(), workers.found.labelled()
    both = len(writers.keys() & labelers.keys())
    return Told(
        (
            f"{rows:,} sentences of {len(writers)} authors come in, one batch an author.",
            f"{len(labelers)} people gave the labels, {both} did both; labelers bring no rows.",
        ),
        real=f"every sentence and label, and who gave it: {dynasent.SOURCE}",
        made_up="which member stands for whom; that the people hold their rows themselves",
    )


def give_consents(stage: Stage) -> Told:
    """Ask everyone anew: the set's datasheet says that consent was assumed."""
    told = beginning.give_consents(stage)
    datasheet = (
        "The set's datasheet says that consent was assumed from taking part, with no way to take it "
        "back. Here everyone is asked."
    )
    return Told(
        (datasheet, *told.lines), real="that sentence of the datasheet", made_up=told.made_up
    )


def pay_published(stage: Stage, workers: Workers) -> Told:
    """Book all that was done at the published rates, its time unknown, and settle it."""
    stage.on("2024-03-01")
    lines = _lines(stage, workers)
    own = [one for one in lines if one.member == SECRETARY]
    no = _logged(stage, SECRETARY, lines)
    done(_logged(stage, SECRETARY, [one for one in lines if one not in own]))
    done(_logged(stage, SECOND_LEAD, own))
    unpaid = _sealed(stage, "too-early", "research")
    stage.on("2024-03-04")
    for lead in (SECRETARY, SECRETARY, SECOND_LEAD):
        done(work_flows.accept_all(stage.desk, actor=lead, reason=PUBLISHED_REASON))
    stage.on("2024-03-05")
    receipt = done(settle_work(stage.desk, actor=TREASURY, work=SHEET, period=YEAR))
    settled = next(fact for fact in receipt.facts if isinstance(fact, WorkSettled))
    cents = [
        sum(one.pay_micro or 0 for one in some) // MICRO_PER_CENT
        for some in ([one for one in lines if one.batch], [one for one in lines if not one.batch])
    ]
    return Told(
        (
            (
                f"{len(workers.found.sentences):,} sentences at 0.30 are {stage.money(cents[0])}, "
                f"{sum(workers.found.labelled().values()):,} labels at 0.25 for ten "
                f"{stage.money(cents[1])}: {stage.money(sum(cents))}, bonuses not counted."
            ),
            refused(no, "labour.own_work"),
            refused(unpaid, "learning.nothing_permitted"),
            (
                f"{settled.members} people are paid {stage.money(settled.pay_cents)}, each rounded up "
                "to the cent; only now may their rows be used."
            ),
            (
                "Time was never published: it is unknown, not 0. So no hourly pay is known, no floor "
                "can be held against it, and nobody is lifted."
            ),
        ),
        real="who did how much, and the two rates of pay",
        made_up="that a co-operative pays them; the days",
    )


def _logged(stage: Stage, lead: str, lines: list[NewWork]) -> Receipt | Refusal:
    return work_flows.log_work(
        stage.desk, actor=lead, log=f"{LOG}-{lead}", period=YEAR, lines=lines,
        source=Source(kind=KIND),
    )  # fmt: skip


def _lines(stage: Stage, workers: Workers) -> list[NewWork]:
    """A line for what each one wrote, and one for what she labelled, in an order that tells nothing.

    Sentences are no items here: they are rows of hers, which share by their worth.
    """
    wrote = [
        NewWork(
            workers.member_of[who], basis=NOT_TIMED, pay_micro=len(some) * SENTENCE_MICRO,
            batch=f"{workers.member_of[who]}-{YEAR}",
        )
        for who, some in workers.found.written().items()
    ]  # fmt: skip
    gave = [
        NewWork(
            workers.member_of[who], basis=NOT_TIMED, pay_micro=count * LABEL_MICRO, items=count,
            judgments=count,
        )
        for who, count in workers.found.labelled().items()
    ]  # fmt: skip
    return stage.people.in_any_order([*wrote, *gave])


def train(stage: Stage) -> Told:
    """State the labour behind all sentences, seal those for commercial use, train and test on them."""
    stage.on("2024-04-02")
    done(_sealed(stage, EVERYTHING, "research"))
    everything = _stated_of_all(stage)
    sealed, no = training.sealed(stage), training.other_purpose(stage)
    report = training.trained(stage)
    early, _ = training.stated(stage)
    training.heard(
        stage, comment="We were paid by the piece. Say what that was an hour.",
        answer="Nobody measured it, so it is unknown. What is paid from now on needs a pilot first.",
        days=("2024-04-04", "2024-04-05"),
    )  # fmt: skip
    training.released(stage, "2024-04-09")
    return Told(
        (
            _told_labour(everything),
            training.told_seal(stage, sealed),
            refused(no, "learning.other_purpose"),
            (
                f"{report.model} learns words from {report.rows_trained:,} sentences; the test is the "
                f"set's own, {report.total} sentences."
            ),
            training.told_test(stage, report),
            (
                "That is little more than chance, 1 in 3: the sentences were written to fool a model."
            ),
            refused(early, "labour.comments_open"),
            (
                "The labour behind the model is stated too. One member comments and is answered on "
                "the record; after seven days it is released."
            ),
        ),
        real="the sentences, the labels, the training, the test, both shares of right answers",
        made_up="whose rows are left out; the comment and its answer",
    )


def _sealed(stage: Stage, snapshot: str, purpose: str) -> Receipt | Refusal:
    return learning.seal(stage.desk, actor=DATA, snapshot=snapshot, kind=KIND, purpose=purpose)


def _stated_of_all(stage: Stage) -> LabourFigures:
    receipt = done(
        statement_flows.publish(
            stage.desk, actor=DATA, about="dataset", name=EVERYTHING, said=stage.setting.said
        )
    )
    return next(fact for fact in receipt.facts if isinstance(fact, StatementPublished)).figures


def _told_labour(figures: LabourFigures) -> str:
    (hours,) = figures.hours
    if hours.accepted != UNKNOWN or figures.after.p50 != UNKNOWN:
        raise DemoBroken("the set tells no time, and a statement says some")
    return (
        f"A statement on all {figures.rows:,} sentences: {figures.people} people, "
        f"{hours.unknown_times} pieces of work whose time is unknown; hours, pay an hour and "
        f"rejections: unknown. {figures.accepted} accepted."
    )
