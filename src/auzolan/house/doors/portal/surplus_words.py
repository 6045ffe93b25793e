"""Words of the surplus: its lines and what of them a vote can change, pools, and named choices.

It holds words only; which clauses there are stands in the charter's room.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

FIELDS: Words = {
    "available_cents": _("After interest, past losses and tax"),
    "borne": _("Who bears the loss"),
    "capitalised_cents": _("Becomes members' capital"),
    "cash_bp": _("Of each share, paid out"),
    "cash_cents": _("Paid out"),
    "cash_rounding": _("Rounding of what is paid out"),
    "concentration_bp": _("Of a pool, at most for one person"),
    "dissolution_order": _("Served at the end, in this order"),
    "dissolution_residue": _("What is left at the end goes to"),
    "employee_cash_bp": _("Of an employee's share, paid out"),
    "employee_weight_bp": _("What an employee counts beside a member"),
    "entry_fee_bp": _("Fee on joining, of the contribution"),
    "entry_instalments": _("Instalments of the contribution"),
    "exit_death_years": _("Years to pay capital back to heirs"),
    "exit_expulsion_bp": _("Taken from capital when somebody is expelled"),
    "exit_unjustified_bp": _("Taken from capital when somebody leaves without cause"),
    "exit_years": _("Years to pay capital back"),
    "extraordinary_cents": _("Of it, out of the ordinary"),
    "holder_parts": _("One member's capital is at most one part in"),
    "interest_bp": _("Interest on capital"),
    "interest_cents": _("Interest on capital"),
    "interest_legal_bp": _("Legal rate of interest"),
    "interest_limit_bp": _("Of the result, at most for interest"),
    "interest_margin_bp": _("What interest may be above the legal rate"),
    "lines_order": _("Lines, in their order"),
    "loss_cents": _("Loss"),
    "losses_average_years": _("Years of the average that limits what the reserve bears"),
    "losses_order": _("Who bears a loss, in this order"),
    "losses_years": _("Years that a loss may be carried"),
    "made_good_cents": _("Losses of before made good"),
    "notices": _("Kind of capitalised shares in tax law"),
    "patronage_cents": _("To members"),
    "pool_data_bp": _("Of the members' part, by worth of data"),
    "pool_equal_bp": _("Of the members' part, the same for each"),
    "pool_hours_bp": _("Of the members' part, by hours alone"),
    "pool_labels_bp": _("Of the members' part, by labels given"),
    "pool_labour_bp": _("Of the members' part, by work"),
    "pool_usage_bp": _("Of the members' part, by use"),
    "pool_value_bp": _("Of the members' part, by what data is worth at least"),
    "pools": _("Parts of the members' part"),
    "solidarity_ratio": _("Highest pay index, so many times the lowest"),
    "tax_cents": _("Tax on the result"),
    "third_parties_cents": _("Of it, from work with others"),
    "to_funds_cents": _("To the legal reserve and to education"),
    "unclaimed_years": _("Years after which unclaimed money goes to savings"),
    "warnings": _("What it points out"),
    "waterfall": _("Lines"),
}

LINES: Words = {
    "obligatory_reserve": _("Savings of all, which cannot be split"),
    "third_party_reserve": _("Savings of all, from work with others"),
    "education": _("Education"),
    "intercooperation": _("Other co-operatives"),
    "promotion": _("Making co-operatives known"),
    "solidarity": _("Solidarity"),
    "mutual_fund": _("Mutual fund of co-operatives"),
    "voluntary": _("Savings of all, kept by vote"),
    "collective": _("Savings of all, kept in common"),
}

LINE_CLAUSES: Words = {
    "bp": _("part"),
    "base": _("of what"),
    "class": _("of whose result"),
    "rounding": _("rounding"),
    "min_cents": _("at least"),
    "max_cents": _("at most"),
    "condition": _("when another part holds"),
    "condition_bp": _("the other part"),
    "purpose": _("for"),
    "deadline_months": _("months to spend it"),
    "account": _("where it is kept"),
}

POOLS: Words = {
    "labour": _("For work"),
    "data": _("For what data is worth to the model"),
    "usage": _("For uses"),
    "labels": _("For labels given"),
    "equal": _("The same for each member"),
    "hours": _("For hours, all alike"),
    "value": _("For what data is worth to the model at least"),
}

CHOICES: Words = {
    **LINES,
    "all": _("of everything"),
    "members": _("members"),
    "third_parties": _("others than members"),
    "extraordinary": _("out of the ordinary"),
    "gross": _("the whole result"),
    "net": _("the result after interest"),
    "before_tax": _("after interest and past losses"),
    "available": _("after interest, past losses and tax"),
    "rest": _("what is left"),
    "up": _("up"),
    "down": _("down"),
    "never": _("never"),
    "reserve_below_half_capital": _("while the reserve is below half of the capital"),
    "divisible_reserve": _("savings that can be split"),
    "indivisible_reserve": _("savings that cannot be split"),
    "fund": _("a fund"),
    "development": _("growth"),
    "qualified": _("qualified notices"),
    "nonqualified": _("nonqualified notices"),
    "none": _("none"),
    "voluntary_reserve": _("savings kept by vote"),
    "carried": _("years to come"),
    "creditors": _("creditors"),
    "education_fund": _("the education fund"),
    "redemption": _("capital of those who have left"),
    "voluntary_capital": _("capital added freely"),
    "compulsory_capital": _("contributions"),
    "co_operation": _("other co-operatives"),
}
