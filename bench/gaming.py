"""What can be gained by gaming the rule to pay by: named attacks on real rows, with fixed seeds.

Run: python bench/gaming.py [--seeds 10]

Rows go in raw, as members bring them, and the pay comes out of the very functions that the house
pays by: `games.game_of` merges, derives features and splits, `canonical_member_values` values.
An attack is made by one member of median size, and what counts is her share of the pay after it
over her share before, all her names taken together. The pay is `max(0, value)`. Every line gives
the median and the worst over the seeds. `plain` is the same without any merging.

Works: the handwritten digits of scikit-learn, 1,300 rows drawn and dealt out by the seed to 20
members; the last quarter of each member's rows that stand are the queries; k = 5. Who owns a row
is made up; the rows are real. A feature has 4 steps in a unit, and rows merge up to 30 steps, 7.5
in the units of the images.

Observations: 2,412 real purchases of 100 households (Ecdat/Yogurt), each household a member, by
the plain recipe: a household's loyalty and its last quarter as queries follow from its rows that
stand. The ids of source events are made up, one a row. The seed chooses who attacks, among the 20
households of middle size those with a share above nothing, and which rows are stolen.

Whoever copies brings the copies after all others, at positions after all of her own, unless the
line says first. The review sets the curator game, member-KNN, and the member's rows thinned to
three times the merge distance, beside the pay, with its default threshold.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from auzolan.learning.purchases import Purchases, brought_matrix, purchases
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.payable.beside import CURATOR, MEMBER_KNN, THINNED, measures_beside
from auzolan.valuation.payable.canonical_rows import Claim, Merging, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.games import LaidOut, PaidGame, RawRows, game_of
from auzolan.valuation.payable.knn import member_values, row_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.provenance import ALIKE_ROWS_MIN
from auzolan.valuation.payable.purchases import RawPurchases
from auzolan.valuation.payable.review import Flag, review

NEAR_STEPS = 30
STEPS = 4
ROWS, MEMBERS, STOLEN, REPEATED = 1_300, 20, 300, 400
JITTERS = (1.1, 1.5, 2.0, 3.0)
DIGITS = ValuationRecipe(
    near_squared=NEAR_STEPS**2, review_near_squared=(3 * NEAR_STEPS) ** 2
)  # fmt: skip
PURCHASES = ValuationRecipe()
FEATURED = 4

Array = np.ndarray


@dataclass(frozen=True)
class Digits:
    """Images as members bring them; nothing is derived, the last quarter of each asks."""

    content: Vectors
    labels: Array
    position: Array
    owners: tuple[str, ...]

    def laid_out(self, rows: Array) -> LaidOut:
        is_test = np.zeros(len(rows), dtype=np.bool_)
        owners = np.array([self.owners[row] for row in rows.tolist()])
        for owner in np.unique(owners):
            hers = np.flatnonzero(owners == owner)
            hers = hers[np.argsort(self.position[rows[hers]], kind="stable")]
            is_test[hers[len(hers) - len(hers) * DIGITS.test_share_bp // 10_000 :]] = True
        return LaidOut(self.content.features[rows], is_test)


@dataclass(frozen=True, eq=False)
class Scene:
    """Raw rows with claims, before or after an attack; `names` are all of the attacker's names."""

    rows: Array
    labels: Array
    position: Array
    claims: tuple[Claim, ...]
    names: tuple[str, ...]
    merging: Merging
    recipe: ValuationRecipe

    @property
    def owners(self) -> list[str]:
        return [claim.shares[0][0] for claim in self.claims]

    def raw(self) -> RawRows:
        """The rows as the house takes them, each in the history of who brought it."""
        if self.recipe is DIGITS:
            content = Vectors(self.rows, DIGITS.near_squared)
            return Digits(content, self.labels, self.position, tuple(self.owners))
        _, code = np.unique(self.owners, return_inverse=True)
        table = Purchases(
            household=code.astype(np.int64), position=self.position,
            featured=self.rows[:, :FEATURED], price_tenths=self.rows[:, FEATURED:],
            choice=self.labels,
        )  # fmt: skip
        return RawPurchases(table, self.recipe)

    def rows_of_attacker(self) -> Array:
        return np.flatnonzero([owner in self.names for owner in self.owners])


# --- scenes ---------------------------------------------------------------------------------------


def digits(seed: int, *, skewed: bool) -> Scene:
    from sklearn.datasets import load_digits

    made = np.random.default_rng(seed)
    source = load_digits()
    order = made.permutation(len(source.target))[:ROWS]
    weights = np.exp(made.normal(0, 0.7, MEMBERS)) if skewed else np.ones(MEMBERS)
    owners = made.choice(MEMBERS, ROWS, p=weights / weights.sum())
    claims = tuple(sole(f"m{owner:02d}", row) for row, owner in enumerate(owners))
    sizes = np.bincount(owners, minlength=MEMBERS)
    attacker = f"m{np.argsort(sizes, kind='stable')[MEMBERS // 2]:02d}"
    return Scene(
        (source.data[order] * STEPS).astype(np.int64), source.target[order].astype(np.int64),
        np.arange(ROWS), claims, (attacker,), Merging.WORK, DIGITS,
    )  # fmt: skip


@lru_cache
def households() -> tuple[Purchases, tuple[Claim, ...], tuple[str, ...]]:
    """The real table, one batch a household, and the twenty households of middle size."""
    from auzolan.engine.yogurt import columns

    table = purchases(columns())
    numbers, sizes = np.unique(table.household, return_counts=True)
    batch = np.searchsorted(numbers, table.household)
    claims = tuple(
        sole(f"h{owner:03d}", int(place), event=f"till-{row}")
        for row, (owner, place) in enumerate(zip(table.household, batch, strict=True))
    )
    middle = numbers[np.argsort(sizes, kind="stable")][40:60]
    return table, claims, tuple(f"h{one:03d}" for one in middle)


def bought(seed: int, merging: Merging, *, ids: bool) -> Scene:
    table, claims, middle = households()
    if not ids:
        claims = tuple(replace(claim, event="") for claim in claims)
    scene = Scene(
        brought_matrix(table), table.choice, table.position, claims, (), merging, PURCHASES
    )
    paid = honest_pay(merging, "ids" if ids else "no ids", scene)
    some = [one for one in middle if paid[one] > 0]
    return replace(scene, names=(str(np.random.default_rng(seed).choice(some)),))


KEPT: dict[tuple[Merging, str], dict[str, int]] = {}


def honest_pay(merging: Merging, which: str, scene: Scene) -> dict[str, int]:
    """The pay of the honest table, which is the same for every seed."""
    if (merging, which) not in KEPT:
        KEPT[merging, which] = canonical(scene)
    return KEPT[merging, which]


# --- attacks --------------------------------------------------------------------------------------

Attack = Callable[[Scene, np.random.Generator], Scene]
NAMES = tuple(f"x{number}" for number in range(4))


def added(
    scene: Scene, rows: Array, names: Sequence[str], *, features: Array | None = None,
    labels: Array | None = None, ids: str = "kept", first: bool = False,
) -> Scene:  # fmt: skip
    """Bring rows of the scene once more, dealt out to some names, last or first of all."""
    start = max(claim.registered for claim in scene.claims) + 1

    def event(place: int, row: int) -> str:
        if ids == "kept" or not scene.claims[row].event:
            return scene.claims[row].event
        return f"made-up-{place}" if ids == "made up" else ""

    claims = tuple(
        Claim(
            ((names[place % len(names)], 10_000),),
            place if first else start + place,
            event(place, row),
        )
        for place, row in enumerate(rows.tolist())
    )
    before = scene.claims
    if first:
        before = tuple(replace(one, registered=one.registered + len(claims)) for one in before)
    after = int(scene.position.max()) + 1 + np.arange(len(rows))
    return replace(
        scene,
        rows=np.concatenate([scene.rows, scene.rows[rows] if features is None else features]),
        labels=np.concatenate([scene.labels, scene.labels[rows] if labels is None else labels]),
        position=np.concatenate([scene.position, after]),
        claims=before + claims,
        names=tuple(sorted({*scene.names, *names})),
    )


def renamed(scene: Scene, name_of: dict[int, str]) -> Scene:
    claims = tuple(
        replace(claim, shares=((name_of[row], 10_000),)) if row in name_of else claim
        for row, claim in enumerate(scene.claims)
    )
    return replace(scene, claims=claims, names=(*scene.names, *NAMES))


def jittered(scene: Scene, rows: Array, made: np.random.Generator, times: float) -> Array:
    """The rows moved in random directions by so many merge distances, back on the grid."""
    noise = made.normal(size=(len(rows), scene.rows.shape[1]))
    noise *= times * NEAR_STEPS / np.linalg.norm(noise, axis=1, keepdims=True)
    moved: Array = np.rint(scene.rows[rows] + noise).astype(np.int64)
    return moved


def others(scene: Scene, made: np.random.Generator) -> Array:
    pool = np.setdiff1d(np.arange(len(scene.claims)), scene.rows_of_attacker())
    return made.choice(pool, STOLEN, replace=False)


def copies(ids: str = "kept") -> Attack:
    return lambda scene, _: added(scene, np.tile(scene.rows_of_attacker(), 4), scene.names, ids=ids)


def copy_to_names(ids: str = "kept") -> Attack:
    return lambda scene, _: added(scene, np.repeat(scene.rows_of_attacker(), 4), NAMES, ids=ids)


def steal(ids: str = "kept", *, first: bool = False, altered: bool = False) -> Attack:
    """Rows of others; `altered` gives each another answer, so that it tells its event otherwise."""

    def attack(scene: Scene, made: np.random.Generator) -> Scene:
        rows = others(scene, made)
        labels = (scene.labels[rows] + 1) % 4 if altered else None
        return added(scene, rows, scene.names, labels=labels, ids=ids, first=first)

    return attack


def repeat(ids: str) -> Attack:
    """Her last row, many times over."""
    return lambda scene, _: added(
        scene, np.repeat(scene.rows_of_attacker()[-1:], REPEATED), scene.names, ids=ids
    )


def split(scene: Scene, _: np.random.Generator) -> Scene:
    five = (*scene.names, *NAMES)
    mine = scene.rows_of_attacker().tolist()
    return renamed(scene, {row: five[place % 5] for place, row in enumerate(mine)})


def split_small(scene: Scene, _: np.random.Generator) -> Scene:
    """Three rows a name: of three the last quarter is no row, so that none of hers asks."""
    mine = scene.rows_of_attacker().tolist()
    late = renamed(scene, {row: f"y{place // 3}" for place, row in enumerate(mine)})
    return replace(late, names=tuple({*scene.names, *(late.owners[row] for row in mine)}))


def split_by_sign(scene: Scene, _: np.random.Generator) -> Scene:
    game = game_as_paid(scene)
    found = row_values(*game.train, *game.query, k=scene.recipe.k).value_e9
    worth = dict(zip(game.places.tolist(), found.tolist(), strict=True))
    mine = scene.rows_of_attacker().tolist()
    return renamed(scene, {row: NAMES[0] for row in mine if worth.get(row, 0) < 0})


def jitter(times: float) -> Attack:
    def attack(scene: Scene, made: np.random.Generator) -> Scene:
        rows = np.tile(scene.rows_of_attacker(), 4)
        return added(scene, rows, scene.names, features=jittered(scene, rows, made, times))

    return attack


def steal_jittered(times: float) -> Attack:
    def attack(scene: Scene, made: np.random.Generator) -> Scene:
        rows = others(scene, made)
        return added(scene, rows, scene.names, features=jittered(scene, rows, made, times))

    return attack


# --- what it pays ---------------------------------------------------------------------------------


def share(paid: dict[str, int], names: Sequence[str]) -> float:
    return sum(max(0, paid.get(name, 0)) for name in names) / sum(max(0, v) for v in paid.values())


def game_as_paid(scene: Scene) -> PaidGame:
    return game_of(scene.raw(), scene.claims, merging=scene.merging)


def plain(scene: Scene) -> dict[str, int]:
    """Every row stands: the same features and the same split, without merging."""
    raw = scene.raw()
    laid = raw.laid_out(np.arange(len(scene.claims)))
    owners = [owner for owner, asks in zip(scene.owners, laid.is_test, strict=True) if not asks]
    found = member_values(
        laid.features[~laid.is_test], scene.labels[~laid.is_test], owners,
        laid.features[laid.is_test], scene.labels[laid.is_test], k=scene.recipe.k,
    )  # fmt: skip
    return dict(zip(found.members, found.value_e9, strict=True))


def canonical(scene: Scene, *, cap: int | None = None) -> dict[str, int]:
    game = game_as_paid(scene)
    found = canonical_member_values(game.train, game.query, game.rows, k=scene.recipe.k, cap=cap)
    return dict(zip(found.members, found.value_e9, strict=True))


def flags(scene: Scene) -> tuple[Flag, ...]:
    """The review that the house makes: three measures over the rows as they were valued."""
    paid = canonical(scene)
    return review(paid, measures_beside(scene.recipe, game_as_paid(scene), paid)).flags


def capped(scene: Scene) -> dict[str, int]:
    return canonical(scene, cap=1)


# --- tables ---------------------------------------------------------------------------------------

Rule = Callable[[Scene], dict[str, int]]


def measured(
    scenes: Sequence[Scene], attack: Attack, rules: Sequence[Rule], before: list[list[float]]
) -> Iterator[str]:
    after = [attack(scene, np.random.default_rng(seed)) for seed, scene in enumerate(scenes)]
    for rule, early in zip(rules, before, strict=True):
        gains = [
            share(rule(late), late.names) / had
            for had, late in zip(early, after, strict=True)
            if had
        ]
        yield f"{statistics.median(gains):>7.2f} {max(gains):>7.2f}"


def table(title: str, scenes: Sequence[Scene], attacks: Sequence[tuple[str, Attack]]) -> None:
    rules: tuple[Rule, ...] = (plain, canonical)
    before = [[share(rule(scene), scene.names) for scene in scenes] for rule in rules]
    print(f"\n{title}\n{'':<44} {'plain':>15} {'canonical':>15}  (median, worst)")
    for name, attack in attacks:
        print(f"{name:<44} {' '.join(measured(scenes, attack, rules, before))}", flush=True)


def honest(title: str, scenes: Sequence[Scene]) -> None:
    """What merging does to members when nobody attacks."""
    merged, moved = [], []
    for scene in scenes:
        game = game_as_paid(scene)
        merged.append(1 - len(game.merged.standing) / len(scene.claims))
        before, after = plain(scene), canonical(scene)
        moved += [abs(share(after, [m]) - share(before, [m])) * len(before) for m in before]
    print(
        f"{title}: without an attack {statistics.mean(merged):.1%} of rows merge; a member's share "
        f"moves by {statistics.median(moved):.3f} (median) to {max(moved):.3f} (worst) "
        f"of an equal share; {len(game.query_places)} queries, "
        f"{share_answered(scenes[-1]):.1%} of them answered right"
    )


def share_answered(scene: Scene) -> float:
    """What all rows together are worth, which is a share of right answers."""
    game = game_as_paid(scene)
    found = canonical_member_values(game.train, game.query, game.rows, k=scene.recipe.k)
    return found.total_e9 / 10**9


def likeness(scene: Scene) -> None:
    """How many rows say what a row of another household says, and how alike two batches are."""
    said = list(zip(map(bytes, scene.rows), scene.labels.tolist(), strict=True))
    owners = scene.owners
    holders: dict[tuple[bytes, int], set[str]] = {}
    counts: dict[str, Counter[tuple[bytes, int]]] = {}
    for owner, one in zip(owners, said, strict=True):
        holders.setdefault(one, set()).add(owner)
        counts.setdefault(owner, Counter())[one] += 1
    equal = sum(len(holders[one]) > 1 for one in said) / len(said)
    most = max(
        (hers & theirs).total() / hers.total()
        for who, hers in counts.items()
        for other, theirs in counts.items()
        if who != other and hers.total() >= ALIKE_ROWS_MIN
    )
    print(
        f"{equal:.1%} of the purchases say what another household's says; of the batches of at "
        f"least {ALIKE_ROWS_MIN} rows the most alike shares {most:.1%} with another"
    )


def flagged(title: str, scenes: Sequence[Scene], attacks: Sequence[tuple[str, Attack]]) -> None:
    measures = (CURATOR, MEMBER_KNN, THINNED)
    print(f"\n{title}\n{'':<32} {'gain':>6} {'cap 1':>6} {'flagged':>8}  by: {', '.join(measures)}")
    alarms = [
        (len({flag.member for flag in found}), found) for found in (flags(one) for one in scenes)
    ]
    people = MEMBERS * len(scenes)
    by = [sum(flag.measure == one for _, found in alarms for flag in found) for one in measures]
    print(
        f"{'nobody (false alarms)':<32} {'':>6} {'':>6} {sum(n for n, _ in alarms) / people:>8.1%}  "
        + ", ".join(f"{count / people:.1%}" for count in by)
    )
    had = [(share(canonical(one), one.names), share(capped(one), one.names)) for one in scenes]
    for name, attack in attacks:
        hits, gains, tamed = [], [], []
        for seed, scene in enumerate(scenes):
            late = attack(scene, np.random.default_rng(seed))
            hits.append({flag.measure for flag in flags(late) if flag.member in late.names})
            gains.append(share(canonical(late), late.names) / had[seed][0])
            tamed.append(share(capped(late), late.names) / had[seed][1])
        rate = [sum(one in hit for hit in hits) / len(hits) for one in measures]
        print(
            f"{name:<32} {statistics.median(gains):>6.2f} {statistics.median(tamed):>6.2f} "
            f"{sum(bool(hit) for hit in hits) / len(hits):>8.0%}  "
            + ", ".join(f"{part:.0%}" for part in rate),
            flush=True,
        )


def of_works(works: Sequence[Scene]) -> None:
    table(
        "Works (digits), goal: canonical at most 1.02",
        works,
        [
            ("copies x5", copies()), ("split into 5", split), ("copy to 5 names", copy_to_names()),
            (f"steal {STOLEN} rows", steal()),
        ],
    )  # fmt: skip
    table(
        "Works, jitter below the merge distance, goal: at most 1.05",
        works,
        [
            ("copies x5, moved by 0.5 of it", jitter(0.5)),
            ("copies x5, moved by 0.9 of it", jitter(0.9)),
            (f"steal {STOLEN} rows, moved by 0.9 of it", steal_jittered(0.9)),
        ],
    )
    table(
        "Works, no promise: the defence is one person, one account, and early registration",
        works,
        [
            ("split into names of three rows", split_small),
            ("split by the sign of her rows' values", split_by_sign),
            (f"register {STOLEN} rows of others first", steal(first=True)),
        ],
    )


def of_purchases(seeds: range) -> None:
    for merging in (Merging.OBSERVATION, Merging.VOUCHED):
        with_ids = [bought(seed, merging, ids=True) for seed in seeds]
        table(
            f"Purchases as `{merging.value}`, event ids kept, goal: at most 1.02",
            with_ids,
            [
                ("copies x5", copies()), ("copy to 5 names", copy_to_names()),
                (f"steal {STOLEN} rows", steal()),
            ],
        )  # fmt: skip
        table(
            f"Purchases as `{merging.value}`, event ids, no promise",
            with_ids,
            [
                ("ids made up: copies x5", copies("made up")),
                ("ids made up: copy to 5 names", copy_to_names("made up")),
                (f"ids made up: steal {STOLEN} rows", steal("made up")),
                (f"ids made up: her last row {REPEATED} times", repeat("made up")),
                (f"ids of {STOLEN} others, told otherwise", steal(altered=True)),
                (f"ids of {STOLEN} others, told otherwise, first", steal(altered=True, first=True)),
                (f"register {STOLEN} rows of others first", steal(first=True)),
                ("split into 5", split),
                ("split into names of three rows", split_small),
                ("split by the sign of her rows' values", split_by_sign),
            ],
        )
    without = [bought(seed, Merging.OBSERVATION, ids=False) for seed in seeds]
    table(
        "Purchases without event ids, one person, goal: at most 1.02",
        without,
        [("copies x5", copies()), (f"her last row {REPEATED} times", repeat("kept"))],
    )
    table(
        "Purchases without event ids, other people's rows and names, no promise",
        without,
        [("copy to 5 names", copy_to_names()), (f"steal {STOLEN} rows", steal())],
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=10, help="seeds 0 to this, less one")
    seeds = range(parser.parse_args().seeds)
    works = [digits(seed, skewed=False) for seed in seeds]
    honest("works", works)
    for merging in (Merging.OBSERVATION, Merging.VOUCHED):
        honest(f"purchases as {merging.value}, with ids", [bought(0, merging, ids=True)])
    honest("purchases without ids", [bought(0, Merging.OBSERVATION, ids=False)])
    likeness(bought(0, Merging.OBSERVATION, ids=False))
    of_works(works)
    of_purchases(seeds)
    beyond = [(f"copies x5, moved by {times}", jitter(times)) for times in JITTERS]
    beyond += [(f"steal {STOLEN}, moved by {times}", steal_jittered(times)) for times in JITTERS]
    flagged("Jitter beyond the merge distance, goal: 95 % flagged", works, beyond)
    skewed = [digits(seed, skewed=True) for seed in seeds]
    flagged("The same, members of very unequal size (log-normal, 0.7)", skewed, beyond)


if __name__ == "__main__":
    main()
