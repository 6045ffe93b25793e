"""A second, plain calculation of a year, from the text of the rules: fractions, lists and loops.

It shares no code with the treasury beyond the defaults of the presets, and takes its time. A
worksheet goes in as the JSON that people write; the answer, or the code of a refusal, comes out.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import floor
from typing import Any

from auzolan.charter.distribution_clauses import clauses_of
from auzolan.charter.laws import LAWS

Sheet = dict[str, Any]
BASES = ("labour", "data", "usage", "labels", "equal", "hours", "value")
FIELDS = {"data": "points", "usage": "usage", "labels": "labels", "hours": "hours"}


def hamilton(pool: int, weights: dict[str, Fraction]) -> dict[str, int]:
    """Whole cents of the exact share; the cents left over to the largest remainders, then ids."""
    total = sum(weights.values())
    exact = {name: Fraction(pool) * weight / total for name, weight in weights.items()}
    cents = {name: floor(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda one: (cents[one] - exact[one], one)):
        if sum(cents.values()) < pool:
            cents[name] += 1
    return cents


def capped(
    pool: int, weights: dict[str, Fraction], caps: dict[str, int]
) -> tuple[dict[str, int], int]:
    """Share with caps: fix one member above her cap at a time, share the rest again."""
    got: dict[str, int] = dict.fromkeys(weights, 0)
    open_ = {name: weight for name, weight in weights.items() if weight > 0}
    while open_ and pool:
        total = sum(open_.values())
        over = sorted(n for n, w in open_.items() if Fraction(pool) * w / total > caps[n])
        if not over:
            return {**got, **hamilton(pool, open_)}, 0
        got[over[0]] = caps[over[0]]
        pool -= caps[over[0]]
        del open_[over[0]]
    return got, pool


def part(amount: int, bp: int) -> Fraction:
    return Fraction(amount * bp, 10_000)


def ceil(exact: Fraction) -> int:
    return -floor(-exact)


def half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


class Oracle:
    """One worksheet, worked out step by step."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        law = LAWS[sheet["preset"]]
        self.charter: dict[str, Any] = {**clauses_of(law.distribution), **sheet["charter"]}
        self.people = sorted(sheet["members"], key=lambda one: one["id"])
        self.capital = {one["id"]: one.get("capital") or 0 for one in self.people}
        self.employees = {one["id"] for one in self.people if one.get("employee")}
        self.gone = {one["id"] for one in self.people if one.get("gone")}
        result = sheet["result"]
        empty = {"before_interest_and_tax": 0}
        self.classes = [
            result, result.get("third_parties") or empty, result.get("extraordinary") or empty
        ]  # fmt: skip
        self.gross = sum(one["before_interest_and_tax"] for one in self.classes)
        self.tax = sum(one.get("tax", 0) for one in self.classes)
        self.past = sum(one.get("past_losses", 0) for one in self.classes)
        self.due = result.get("losses_due", 0)
        self.old = max(0, self.due - max(0, self.gross - self.tax))
        self.warnings: set[str] = set()

    def answer(self) -> Sheet | str:
        indexes = [one.get("index") or 0 for one in self.people]
        paid = [one for one in indexes if one > 0]
        ratio = self.charter["solidarity_ratio"]
        if ratio and paid and max(paid) > ratio * min(paid):
            return "treasury.index_above_ratio"
        interest = self.interest()
        lines = self.lines(sum(interest.values()))
        pools = self.pools(lines["patronage"])
        if isinstance(pools, str):
            return pools
        loss = self.loss() if self.gross < self.tax or self.old else None
        if isinstance(loss, str):
            return loss
        if loss is not None and not loss["loss"]:
            loss = None
        members = self.members(interest, pools, loss)
        self.holders({name: line["closing_capital"] for name, line in members.items()})
        found: Sheet = {"lines": lines, "members": members}
        if loss is not None:
            found["loss"] = {k: v for k, v in loss.items() if k != "each"}
        found["warnings"] = sorted(self.warnings)
        return found

    def interest(self) -> dict[str, int]:
        rate = min(
            self.charter["interest_bp"],
            self.charter["interest_legal_bp"] + self.charter["interest_margin_bp"],
        )
        earns = self.capital | {
            one["id"]: 0 for one in self.people if one.get("gone") and not one.get("head", 1)
        }
        each = {name: half_up(part(cents, rate)) for name, cents in earns.items()}
        limit = floor(part(max(self.gross, 0), self.charter["interest_limit_bp"]))
        limit = max(0, min(limit, self.gross - self.tax - self.due))
        if sum(each.values()) <= limit:
            return each
        self.warnings.add("treasury.interest_limited")
        return hamilton(limit, {name: Fraction(cents) for name, cents in earns.items()})

    def lines(self, interest: int) -> dict[str, int]:
        steps: dict[str, list[int]] = {"gross": [], "net": [], "before_tax": [], "available": []}
        for place, one in enumerate(self.classes):
            value = one["before_interest_and_tax"]
            steps["gross"].append(value)
            value -= interest if place == 0 else 0
            steps["net"].append(value)
            value -= one.get("past_losses", 0)
            steps["before_tax"].append(value)
            value -= one.get("tax", 0)
            steps["available"].append(value)
        available = max(0, self.gross - interest - self.past - self.tax)
        found = {"interest": interest, "net": self.gross - interest, "available": available}
        reserve = self.sheet["result"].get("obligatory_reserve", 0)
        is_low = Fraction(reserve) < Fraction(sum(self.capital.values()), 2)
        left = available
        for name in self.charter["lines_order"]:
            of = {
                key: self.charter[f"{name}_{key}"]
                for key in (
                    "bp", "base", "class", "rounding", "min_cents", "max_cents", "condition",
                    "condition_bp",
                )
            }  # fmt: skip
            bp = of["bp"]
            if of["condition"] == "reserve_below_half_capital" and is_low:
                bp = of["condition_bp"]
            base = left if of["base"] == "rest" else self.base(steps[of["base"]], of["class"])
            cents = ceil(part(base, bp)) if of["rounding"] == "up" else floor(part(base, bp))
            cents = max(cents, of["min_cents"])
            cents = min(cents, of["max_cents"]) if of["max_cents"] else cents
            if cents > left:
                self.warnings.add("treasury.line_cut")
                cents = left
            found[name] = cents
            left -= cents
        self.past_left = self.past - min(self.past, max(0, self.gross - self.tax - interest))
        if self.past_left and not self.old:
            self.warnings.add("treasury.past_losses_left")
        found["patronage"] = left
        return found

    def base(self, amounts: list[int], name: str) -> int:
        """A class with a loss takes from the others, the first first."""
        amounts = list(amounts)
        for place, amount in enumerate(amounts):
            for other in range(3):
                if amount < 0 and other != place and amounts[other] > 0:
                    taken = min(-amount, amounts[other])
                    amounts[other] -= taken
                    amount += taken  # noqa: PLW2901 - what is still lacking
            amounts[place] = max(amounts[place], 0)
        if name == "all":
            return sum(amounts)
        return amounts[("members", "third_parties", "extraordinary").index(name)]

    def weights(self, basis: str) -> dict[str, Fraction]:
        found = {}
        for one in self.people:
            if basis == "labour":
                weight = (one.get("hours") or 0) * (one.get("index") or 0)
            elif basis == "equal":
                weight = one.get("head", 1)
            elif basis == "value":
                weight = one["value"] if one.get("value") is not None else one.get("points") or 0
            else:
                weight = one.get(FIELDS[basis]) or 0
            share = self.charter["employee_weight_bp"] if one["id"] in self.employees else 10_000
            found[one["id"]] = part(weight, share)
        return found

    def cut(self, cents: int) -> dict[str, tuple[int, dict[str, Fraction]]] | str:
        bps = {basis: self.charter[f"pool_{basis}_bp"] for basis in BASES}
        pools = hamilton(cents, {b: Fraction(bp) for b, bp in bps.items() if bp})
        found = {basis: (pool, self.weights(basis)) for basis, pool in pools.items()}
        if any(not any(weights.values()) for _, weights in found.values()):
            return "treasury.weights_all_zero"
        return found

    def pools(self, patronage: int) -> dict[str, dict[str, int]] | str:
        if not patronage:
            return {}
        pools = self.cut(patronage)
        if isinstance(pools, str):
            return pools
        found = {}
        for basis, (cents, weights) in pools.items():
            bp = self.charter["concentration_bp"]
            cap = floor(part(cents, bp))
            caps = dict.fromkeys(weights, cents if bp == 10_000 else cap)
            found[basis], left = capped(cents, weights, caps)
            if left:
                return "treasury.cap_out_of_reach"
        return found

    def old_loss(self, borne: dict[str, int], each: dict[str, int]) -> int | str:
        """Losses whose years are over; what nobody bears of them."""
        left = self.old
        if "voluntary_reserve" in self.charter["losses_order"]:
            reserve = self.sheet["result"].get("voluntary_reserve", 0)
            borne["voluntary_reserve"] = min(left, reserve)
            left -= borne["voluntary_reserve"]
        taken = self.by_activity(left, each)
        if isinstance(taken, str):
            return taken
        left -= taken
        if self.old:
            self.warnings.add("treasury.losses_due")
        if left:
            self.warnings.add("treasury.losses_uncovered")
        if self.old and self.past_left > self.old - left:
            self.warnings.add("treasury.past_losses_left")
        return left

    def by_activity(self, cents: int, each: dict[str, int]) -> int | str:
        """Share among the members down to their capital; adds to each, gives what they take."""
        pools = self.cut(cents) if cents else {}
        if isinstance(pools, str):
            return pools
        before = sum(each.values())
        for pool, weights in pools.values():
            shares, _ = capped(pool, weights, {n: self.capital[n] - each[n] for n in each})
            for name, share in shares.items():
                each[name] += share
        return sum(each.values()) - before

    def loss(self) -> Sheet | str:
        result, loss = self.sheet["result"], max(0, self.tax - self.gross)
        count = self.charter["losses_average_years"]
        parts = [
            Fraction(one["to_funds"], one["surplus"])
            for one in result.get("past_years", ())
            if one["surplus"]
        ][-count:]
        average = sum(parts, Fraction(0)) / len(parts) if parts else Fraction(0)
        borne = {"voluntary_reserve": 0, "obligatory_reserve": 0, "members": 0, "carried": 0}
        each = dict.fromkeys(self.capital, 0)
        uncovered = self.old_loss(borne, each)
        if isinstance(uncovered, str):
            return uncovered
        left = loss
        for bearer in self.charter["losses_order"]:
            most = left
            if bearer == "voluntary_reserve":
                most = result.get("voluntary_reserve", 0) - borne[bearer]
            elif bearer == "obligatory_reserve":
                most = min(result.get("obligatory_reserve", 0), floor(loss * average))
            taken = self.by_activity(left, each) if bearer == "members" else min(left, most)
            if isinstance(taken, str):
                return taken
            borne[bearer] += taken
            left -= taken
        borne["members"] = sum(each.values())
        if borne["carried"]:
            self.warnings.add("treasury.loss_carried")
        years, all_cents = self.charter["losses_years"], loss + self.old - uncovered
        return {"loss": all_cents, **borne, "carried_years": years, "each": each}

    def members(
        self, interest: dict[str, int], pools: dict[str, dict[str, int]], loss: Sheet | None
    ) -> dict[str, dict[str, int]]:
        shown = [b for b in BASES if b in ("labour", "data") or self.charter[f"pool_{b}_bp"]]
        found = {}
        for name in self.capital:
            line = {"interest": interest[name]}
            line |= {basis: pools.get(basis, {}).get(name, 0) for basis in shown}
            line["patronage"] = sum(pool.get(name, 0) for pool in pools.values())
            is_employee = name in self.employees
            bp = self.charter["employee_cash_bp" if is_employee else "cash_bp"]
            bp = 10_000 if name in self.gone else bp
            exact = part(line["patronage"], bp)
            line["cash"] = ceil(exact) if self.charter["cash_rounding"] == "up" else floor(exact)
            line["capitalised"] = line["patronage"] - line["cash"]
            closing = self.capital[name] + interest[name] + line["capitalised"]
            if loss is not None:
                line["loss"] = loss["each"][name]
                closing -= line["loss"]
            line["closing_capital"] = closing
            found[name] = line
        return found

    def holders(self, closing: dict[str, int]) -> None:
        parts = self.charter["holder_parts"]
        total = sum(closing.values())
        if parts and any(Fraction(cents) > Fraction(total, parts) for cents in closing.values()):
            self.warnings.add("treasury.holder_over_limit")


# --- random worksheets -------------------------------------------------------------------------

MINIMA = {
    "es-pv-2019": {"obligatory_reserve": 2_000, "education": 1_000},
    "es-1999": {"obligatory_reserve": 2_000, "education": 500, "third_party_reserve": 5_000},
    "us-worker": {},
    "it": {"obligatory_reserve": 3_000, "mutual_fund": 300},
    "ica": {"obligatory_reserve": 1},
}


def random_sheet(seed: int) -> Sheet:
    """A worksheet of a random charter within its law, a random year and random people.

    Args:
        seed: the same seed gives the same worksheet.
    """
    draw = random.Random(seed)
    preset = draw.choice(sorted(MINIMA))
    sheet: Sheet = {"preset": preset, "charter": _charter(draw, preset)}
    sheet["result"] = _result(draw)
    sheet["members"] = _members(draw)
    return sheet


def _money(draw: random.Random) -> int:
    return draw.randint(0, draw.choice((3, 100, 10**6, 10**9, 10**13)))


def _result(draw: random.Random) -> Sheet:
    gross = _money(draw) * draw.choice((1, 1, 1, 1, -1))
    found: Sheet = {"before_interest_and_tax": gross}
    if draw.random() < 0.7:
        found["tax"] = draw.randint(0, abs(gross) // draw.choice((1, 4, 10)) + 1)
        found["past_losses"] = draw.randint(0, abs(gross) // draw.choice((1, 4, 10)) + 1)
        if draw.random() < 0.4:
            found["losses_due"] = draw.randint(0, found["past_losses"])
    for name in ("third_parties", "extraordinary"):
        if draw.random() < 0.3:
            of = _money(draw) * draw.choice((1, 1, -1))
            found[name] = {"before_interest_and_tax": of, "tax": draw.randint(0, abs(of) // 5)}
    if draw.random() < 0.5:
        found["obligatory_reserve"], found["voluntary_reserve"] = _money(draw), _money(draw)
        years = [_money(draw) for _ in range(draw.randint(0, 7))]
        found["past_years"] = [
            {"surplus": one, "to_funds": draw.randint(0, one)} for one in years
        ]  # fmt: skip
    return found


def _members(draw: random.Random) -> list[Sheet]:
    names = [f"m{number}" for number in range(draw.randint(1, 9))]
    draw.shuffle(names)
    widest = draw.choice((5, 10**3, 10**6, 2**53 - 1))
    people = []
    for name in names:
        one: Sheet = {"id": name, "hours": draw.choice((0, draw.randint(0, 2_000)))}
        one["index"] = draw.randint(100, 610) if one["hours"] else None
        one["points"] = draw.choice((0, draw.randint(0, widest)))
        one["capital"] = draw.choice((0, _money(draw), 1_650_000))
        one["usage"], one["labels"] = draw.randint(0, 50), draw.randint(0, 50)
        if draw.random() < 0.5:
            one["value"] = draw.randint(0, one["points"])
        if draw.random() < 0.2:
            one["employee"] = True
        people.append(one)
    return people


def _charter(draw: random.Random, preset: str) -> Sheet:
    defaults = clauses_of(LAWS[preset].distribution)
    names = [str(name) for name in defaults["lines_order"]]  # type: ignore[union-attr]
    found: Sheet = {}
    left = 10_000
    for name in names:
        least = MINIMA[preset].get(name, 0)
        later = sum(MINIMA[preset].get(one, 0) for one in names[names.index(name) + 1 :])
        found[f"{name}_bp"] = draw.randint(least, max(least, min(left - later, least + 1_500)))
        left -= found[f"{name}_bp"]
        if name not in MINIMA[preset]:
            found[f"{name}_rounding"] = draw.choice(("up", "down"))
            found[f"{name}_base"] = draw.choice(("gross", "net", "available", "rest"))
            found[f"{name}_class"] = draw.choice(("all", "all", "members", "third_parties"))
            found[f"{name}_min_cents"] = draw.choice((0, 0, draw.randint(0, 1_000)))
            found[f"{name}_max_cents"] = draw.choice((0, 0, draw.randint(1_000, 10**6)))
    if preset == "es-pv-2019" and draw.random() < 0.5:
        found["education_condition"] = "reserve_below_half_capital"
        found["education_condition_bp"] = draw.randint(500, found["education_bp"])
    if draw.random() < 0.3:
        draw.shuffle(names)
        found["lines_order"] = names
    bases = tuple(one for one in BASES if preset != "ica" or one != "equal")
    marks = sorted(draw.randint(0, 10_000) for _ in range(len(bases) - 1))
    parts = [after - before for before, after in zip([0, *marks], [*marks, 10_000], strict=True)]
    if draw.random() < 0.6:
        found |= {f"pool_{basis}_bp": bp for basis, bp in zip(bases, parts, strict=True)}
    found["solidarity_ratio"] = draw.choice((0, 4, 6, 6))
    found["interest_bp"] = draw.randint(0, 1_500)
    found["interest_legal_bp"] = draw.randint(0, 500)
    found["interest_limit_bp"] = draw.choice((0, 500, 4_000, 10_000))
    found["cash_bp"] = draw.choice((2_000, 2_500, 3_333, 10_000))
    found["employee_weight_bp"] = draw.choice((0, 1, 2_500, 3_333, 10_000))
    found["employee_cash_bp"] = draw.choice((0, 5_000, 10_000))
    found["concentration_bp"] = draw.choice((10_000, 10_000, draw.randint(1_000, 9_999)))
    if preset not in ("us-worker",):
        found["cash_rounding"] = draw.choice(("up", "down"))
    if draw.random() < 0.3:
        found["losses_order"] = ["members", "obligatory_reserve", "carried"]
    return found
