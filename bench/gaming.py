"""What can be gained by gaming the rule to pay by: named attacks on real rows, with fixed seeds.

Run: python bench/gaming.py [--seeds 10]

An attack is made by one member, the one of median size, and what counts is her share of the pay
after it over her share before, all her names taken together. The pay is `max(0, value)`. Every
line gives the median and the worst over the seeds. `plain` is the plain sum of row values,
`canonical` is canonical row-sum.

Works: the handwritten digits of scikit-learn, 1,000 rows drawn and dealt out by the seed to 20
members, 300 other rows as queries, k = 5. Who owns a row is made up; the rows are real. A feature
has 4 steps in a unit, and rows merge up to 30 steps, 7.5 in the units of the images.

Observations: 2,412 real purchases of 100 households (Ecdat/Yogurt), each household a member; the
last quarter of each are the queries. Rows merge where they are equal, within one household or on
one event's id (`observation`), or on the event's id alone (`vouched`). The seed chooses who attacks and which rows are stolen.

The review sets the curator game, member-KNN, and the member's rows thinned to three times the
merge distance, beside the pay, with its default threshold.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from auzolan.valuation.members.curator import curator_shapley
from auzolan.valuation.members.member_games import member_knn_shapley
from auzolan.valuation.payable.canonical_rows import Claim, Merging, canonical_rows, sole
from auzolan.valuation.payable.canonical_values import canonical_member_values
from auzolan.valuation.payable.knn import member_values, row_values
from auzolan.valuation.payable.near import Vectors
from auzolan.valuation.payable.review import Flag, review

K = 5
NEAR_STEPS = 30
STEPS = 4
ROWS, QUERIES, MEMBERS, STOLEN = 1_000, 300, 20, 300
THINNED = 3
JITTERS = (1.1, 1.5, 2.0, 3.0)
E9 = 10**9

Array = np.ndarray


@dataclass(frozen=True)
class Scene:
    """Rows with claims, before or after an attack; `names` are all of the attacker's names."""

    train: Array
    labels: Array
    claims: tuple[Claim, ...]
    query: Array
    query_labels: Array
    names: tuple[str, ...]
    merging: Merging
    near_squared: int

    @property
    def owners(self) -> list[str]:
        return [claim.shares[0][0] for claim in self.claims]

    def rows_of_attacker(self) -> Array:
        return np.flatnonzero([owner in self.names for owner in self.owners])


def digits(seed: int, *, skewed: bool) -> Scene:
    from sklearn.datasets import load_digits

    made = np.random.default_rng(seed)
    source = load_digits()
    order = made.permutation(len(source.target))
    features = (source.data[order] * STEPS).astype(np.int64)
    labels = source.target[order].astype(np.int64)
    weights = np.exp(made.normal(0, 0.7, MEMBERS)) if skewed else np.ones(MEMBERS)
    owners = made.choice(MEMBERS, ROWS, p=weights / weights.sum())
    claims = tuple(sole(f"m{owner:02d}", row) for row, owner in enumerate(owners))
    sizes = np.bincount(owners, minlength=MEMBERS)
    attacker = f"m{np.argsort(sizes, kind='stable')[MEMBERS // 2]:02d}"
    asked = slice(ROWS, ROWS + QUERIES)
    return Scene(
        features[:ROWS], labels[:ROWS], claims, features[asked], labels[asked],
        (attacker,), Merging.WORK, NEAR_STEPS**2,
    )  # fmt: skip


def yogurt(seed: int) -> Scene:
    from auzolan.engine.yogurt import columns
    from auzolan.learning.purchases import features, purchases, valuation_matrix
    from auzolan.learning.recipes import ValuationRecipe

    recipe = ValuationRecipe()
    table = purchases(columns())
    known = features(
        table, loyalty_keep_bp=recipe.loyalty_keep_bp, test_share_bp=recipe.test_share_bp
    )
    matrix, kept = valuation_matrix(known, recipe), ~known.is_test
    owners = table.household[kept]
    claims = tuple(
        sole(f"h{owner:03d}", row, event=f"till-{row}") for row, owner in enumerate(owners)
    )
    people, sizes = np.unique(owners, return_counts=True)
    middle = people[np.argsort(sizes, kind="stable")][40:60]
    attacker = f"h{np.random.default_rng(seed).choice(middle):03d}"
    return Scene(
        matrix[kept], table.choice[kept], claims, matrix[~kept], table.choice[~kept],
        (attacker,), Merging.OBSERVATION, 0,
    )  # fmt: skip


# --- attacks --------------------------------------------------------------------------------------

Attack = Callable[[Scene, np.random.Generator], Scene]
NAMES = tuple(f"x{number}" for number in range(4))


def added(
    scene: Scene, rows: Array, names: Sequence[str], *, features: Array | None = None,
    events: bool = True, first: bool = False,
) -> Scene:  # fmt: skip
    """Bring rows of the scene once more, dealt out to some names, last or first of all."""
    start = len(scene.claims)
    claims = tuple(
        Claim(
            ((names[place % len(names)], 10_000),),
            place if first else start + place,
            scene.claims[row].event
            if events
            else f"made-up-{place}" * bool(scene.claims[row].event),
        )
        for place, row in enumerate(rows.tolist())
    )
    before = scene.claims
    if first:
        before = tuple(replace(one, registered=one.registered + len(claims)) for one in before)
    return replace(
        scene,
        train=np.concatenate([scene.train, scene.train[rows] if features is None else features]),
        labels=np.concatenate([scene.labels, scene.labels[rows]]),
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
    noise = made.normal(size=(len(rows), scene.train.shape[1]))
    noise *= times * NEAR_STEPS / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.rint(scene.train[rows] + noise).astype(np.int64)


def others(scene: Scene, made: np.random.Generator) -> Array:
    pool = np.setdiff1d(np.arange(len(scene.claims)), scene.rows_of_attacker())
    return made.choice(pool, STOLEN, replace=False)


def copies(scene: Scene, _: np.random.Generator) -> Scene:
    return added(scene, np.tile(scene.rows_of_attacker(), 4), scene.names)


def copies_made_up(scene: Scene, _: np.random.Generator) -> Scene:
    return added(scene, np.tile(scene.rows_of_attacker(), 4), scene.names, events=False)


def split(scene: Scene, _: np.random.Generator) -> Scene:
    five = (*scene.names, *NAMES)
    mine = scene.rows_of_attacker().tolist()
    return renamed(scene, {row: five[place % 5] for place, row in enumerate(mine)})


def copy_to_names(scene: Scene, _: np.random.Generator) -> Scene:
    return added(scene, np.repeat(scene.rows_of_attacker(), 4), NAMES)


def copy_to_names_made_up(scene: Scene, _: np.random.Generator) -> Scene:
    return added(scene, np.repeat(scene.rows_of_attacker(), 4), NAMES, events=False)


def steal(scene: Scene, made: np.random.Generator) -> Scene:
    return added(scene, others(scene, made), scene.names)


def steal_made_up(scene: Scene, made: np.random.Generator) -> Scene:
    return added(scene, others(scene, made), scene.names, events=False)


def register_first(scene: Scene, made: np.random.Generator) -> Scene:
    return added(scene, others(scene, made), scene.names, first=True)


def split_by_sign(scene: Scene, _: np.random.Generator) -> Scene:
    found = row_values(scene.train, scene.labels, scene.query, scene.query_labels, k=K)
    mine = scene.rows_of_attacker()
    return renamed(scene, {row: NAMES[0] for row in mine.tolist() if found.value_e9[row] < 0})


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


def plain(scene: Scene) -> dict[str, int]:
    found = member_values(
        scene.train, scene.labels, scene.owners, scene.query, scene.query_labels, k=K
    )
    return dict(zip(found.members, found.value_e9, strict=True))


def canonical(scene: Scene, *, cap: int | None = None) -> dict[str, int]:
    rows = canonical_rows(
        Vectors(scene.train, scene.near_squared), scene.labels, scene.claims, merging=scene.merging
    )
    found = canonical_member_values(
        (scene.train, scene.labels), (scene.query, scene.query_labels), rows, k=K, cap=cap
    )
    return dict(zip(found.members, found.value_e9, strict=True))


def flags(scene: Scene) -> tuple[Flag, ...]:
    """The review of a scene of works: three measures over the canonical rows."""
    paid = canonical(scene)
    rows = canonical_rows(
        Vectors(scene.train, scene.near_squared), scene.labels, scene.claims, merging=scene.merging
    )
    owners = [held[0][0] for held in rows.owners]
    game = (
        scene.train[rows.standing], scene.labels[rows.standing], owners,
        scene.query, scene.query_labels,
    )  # fmt: skip
    games = {
        "the curator game": curator_shapley(*game, k=K),
        "member-KNN": member_knn_shapley(*game, k=K),
    }
    beside = {
        name: {member: int(values.of(member) * E9) for member in paid}
        for name, values in games.items()
    }
    thin = replace(scene, merging=Merging.OBSERVATION, near_squared=THINNED**2 * scene.near_squared)
    beside["her rows thinned"] = canonical(thin)
    return review(paid, beside).flags


# --- tables ---------------------------------------------------------------------------------------


def measured(
    scenes: Sequence[Scene], attack: Attack, rules: Sequence[Callable[[Scene], dict[str, int]]]
) -> Iterator[str]:
    after = [attack(scene, np.random.default_rng(seed)) for seed, scene in enumerate(scenes)]
    for rule in rules:
        gains = [
            share(rule(late), late.names) / share(rule(early), early.names)
            for early, late in zip(scenes, after, strict=True)
        ]
        yield f"{statistics.median(gains):>7.2f} {max(gains):>7.2f}"


def capped(scene: Scene) -> dict[str, int]:
    return canonical(scene, cap=1)


def table(title: str, scenes: Sequence[Scene], attacks: Sequence[tuple[str, Attack]]) -> None:
    print(f"\n{title}\n{'':<44} {'plain':>15} {'canonical':>15}  (median, worst)")
    for name, attack in attacks:
        print(f"{name:<44} {' '.join(measured(scenes, attack, (plain, canonical)))}", flush=True)


def honest(title: str, scenes: Sequence[Scene]) -> None:
    """What merging does to members when nobody attacks."""
    merged, moved = [], []
    for scene in scenes:
        rows = canonical_rows(
            Vectors(scene.train, scene.near_squared), scene.labels, scene.claims,
            merging=scene.merging,
        )  # fmt: skip
        merged.append(1 - len(rows.standing) / len(scene.claims))
        before, after = plain(scene), canonical(scene)
        moved += [abs(share(after, [m]) - share(before, [m])) * len(before) for m in before]
    print(
        f"{title}: without an attack {statistics.mean(merged):.1%} of rows merge; a member's share "
        f"moves by {statistics.median(moved):.3f} (median) to {max(moved):.3f} (worst) "
        "of an equal share"
    )


def flagged(title: str, scenes: Sequence[Scene], attacks: Sequence[tuple[str, Attack]]) -> None:
    measures = ("the curator game", "member-KNN", "her rows thinned")
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
    for name, attack in attacks:
        hits, gains, tamed = [], [], []
        for seed, scene in enumerate(scenes):
            late = attack(scene, np.random.default_rng(seed))
            hits.append({flag.measure for flag in flags(late) if flag.member in late.names})
            gains.append(share(canonical(late), late.names) / share(canonical(scene), scene.names))
            tamed.append(share(capped(late), late.names) / share(capped(scene), scene.names))
        rate = [sum(one in hit for hit in hits) / len(hits) for one in measures]
        print(
            f"{name:<32} {statistics.median(gains):>6.2f} {statistics.median(tamed):>6.2f} "
            f"{sum(bool(hit) for hit in hits) / len(hits):>8.0%}  "
            + ", ".join(f"{part:.0%}" for part in rate),
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=10, help="seeds 0 to this, less one")
    seeds = range(parser.parse_args().seeds)
    works = [digits(seed, skewed=False) for seed in seeds]
    bought = [yogurt(seed) for seed in seeds]
    honest("works", works)
    vouched = [replace(scene, merging=Merging.VOUCHED) for scene in bought]
    honest("observations", bought[:1])
    honest("vouched observations", vouched[:1])
    table(
        "Works (digits), goal: canonical at most 1.02",
        works,
        [
            ("copies x5", copies), ("split into 5", split), ("copy to 5 names", copy_to_names),
            (f"steal {STOLEN} rows", steal),
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
            ("split by the sign of her rows' values", split_by_sign),
            (f"register {STOLEN} rows of others first", register_first),
        ],
    )
    kept = [
        ("copies x5", copies), ("copy to 5 names", copy_to_names), (f"steal {STOLEN} rows", steal),
        ("split into 5", split), ("split by the sign of her rows' values", split_by_sign),
    ]  # fmt: skip
    made_up = [
        ("copies x5", copies_made_up), ("copy to 5 names", copy_to_names_made_up),
        (f"steal {STOLEN} rows", steal_made_up),
    ]  # fmt: skip
    for name, scenes in (("observation", bought), ("vouched", vouched)):
        table(f"Purchases as `{name}`, event ids kept, goal: at most 1.02", scenes, kept)
        table(f"Purchases as `{name}`, event ids made up, no promise", scenes, made_up)
    beyond = [(f"copies x5, moved by {times}", jitter(times)) for times in JITTERS]
    beyond += [(f"steal {STOLEN}, moved by {times}", steal_jittered(times)) for times in JITTERS]
    flagged("Jitter beyond the merge distance, goal: 95 % flagged", works, beyond)
    skewed = [digits(seed, skewed=True) for seed in seeds]
    flagged("The same, members of very unequal size (log-normal, 0.7)", skewed, beyond)


if __name__ == "__main__":
    main()
