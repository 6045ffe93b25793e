"""The setting of the first demo: the purchases of 100 households, and a dairy that is made up."""

from __future__ import annotations

from auzolan.charter.articles import Change
from auzolan.house.demo.people import LEAVER, SEATS, SEED
from auzolan.house.demo.setting import CharterVote, Customer, Setting
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.licensing.acts import LicenceTerms

OWN_CLAUSES = {
    "interest_bp": 0, "obligatory_reserve_bp": 6_000, "education_bp": 1_000,
    "intercooperation_bp": 0, "promotion_bp": 0, "solidarity_bp": 0, "voluntary_bp": 0,
    "pool_data_bp": 6_000, "pool_labour_bp": 3_000, "pool_equal_bp": 1_000,
}  # fmt: skip
"""What this co-operative settles otherwise than its preset: two lines only, no interest on capital,
and a members' part by worth of data, by work, and a tenth of it equally."""
MODEL, MODEL_AFTER = "yogurt-1", "yogurt-2"
SNAPSHOT, SNAPSHOT_AFTER = "purchases-2024", "purchases-2025"

YOGURT = Setting(
    seed=SEED,
    name="The yogurt households' co-operative",
    origin="yogurt.demo.invalid",
    preset="es-pv-2019",
    clauses=OWN_CLAUSES,
    seats=SEATS,
    rule="Its own clauses: two lines, no interest on capital; the members' part by worth of data, by "
    "work, and a tenth equally.",
    kind="purchases",
    works=False,
    currency="EUR",
    snapshot=SNAPSHOT,
    snapshot_after=SNAPSHOT_AFTER,
    model=MODEL,
    model_after=MODEL_AFTER,
    recipe=TrainingRecipe(),
    valuation=ValuationRecipe(),
    said=Said(
        purpose="Guess which yogurt a household buys next, for one dairy.",
        jobs="none",
        effect="The dairy says that it plans its deliveries by it; nobody is replaced.",
        consultation="None before this statement; its comments are the first.",
        support="The rows hold nothing harmful.",
        not_known="How long the households kept their receipts for.",
    ),
    leaver=LEAVER,
    answers="brands",
    baseline="the commonest brand",
    charter_vote=CharterVote(
        "split-45-10-45", "Share 45/10/45",
        "More for those who bring rows and work, and still well above what the law asks.",
        Change("surplus.obligatory_reserve_bp", 4_500), "45/10/45 for reserve, education and members",
    ),
    customer=Customer(
        "the dairy", "The dairy's licence", "Merindad Dairy", "dairy-licence",
        LicenceTerms(
            licence="dairy-2024", licensee="merindad-dairy", model=MODEL, purpose="commercial",
            fee_cents=900_000, price_micro=20_000, predictions_max=200_000, days=180,
        ),
    ),
)  # fmt: skip
