"""How fast consent is checked: one decision, a million members, a hundred million rows of a file.

    python bench/consent.py             about five minutes
    python bench/consent.py --short     a tenth of the rows and of the cases
    python bench/consent.py --no-peers  without the peer, whose environment is made if missing
    python bench/consent.py --only memory|file|one|peer|cases

The question is a purpose and four constraints, and a price and a name besides: whether rows may be
used to finetune for research by one party, in one territory, for one class of models, now. In
memory: statements as arrays, decided for all members, then every row looked up; best of nine. From
a file: Parquet in zstd that was just written, so that the disk's cache holds it; time includes
deciding, memory is the peak of the whole process. The peer holds the same policies as triples in
ODRL terms and walks the graph for a decision; both must say the same for each member. Cases are
random policies, requests and moments, asked of three engines and of a slow reading of the rules.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import _measure
from _consent_data import NOW, REQUEST, made, stated
from _measure import ROOT, Ran, peers_python, print_machine, print_table, run, work_folder
from auzolan.consent.columns import compile_statements, decide_units
from auzolan.consent.taxonomy import TAXONOMY

sys.path.insert(0, str(ROOT / "tests"))

WORKER = Path(__file__).parent / "_consent_worker.py"
PEER = Path(__file__).parent / "_consent_peer.py"
RDFLIB = "rdflib==7.6.0"
ROUNDS = 9
MEMBERS = 1_000_000
PEER_MEMBERS = 1_000
POLICIES_A_ROUND = 400
GOAL_MEMORY_S, GOAL_ONE_US, GOAL_TIMES = 0.150, 5.0, 1_000
GOALS_FILE_S = {"count": 10.0, "allowed": 25.0}
GOAL_FILE_MB = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a tenth of the rows and cases")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--only", choices=("memory", "file", "one", "peer", "cases"))
    options = parser.parse_args()
    part = 10 if options.short else 1
    with work_folder(None) as folder:
        print_machine(folder)
        if options.only in {None, "memory"}:
            in_memory(10_000_000 // part)
        if options.only in {None, "file"}:
            from_file(folder, 100_000_000 // part)
        if options.only in {None, "one"}:
            one_decision()
        if options.only in {None, "peer"} and options.peers:
            beside_a_graph(folder)
    if options.only in {None, "cases"}:
        agreement(1_000_000 // part)


def measured(*words: object) -> tuple[dict[str, float], Ran]:
    """What a worker measured; ends the run where it failed."""
    return _said(run([Path(sys.executable), WORKER, *map(str, words)]))


def _said(ran: Ran) -> tuple[dict[str, float], Ran]:
    if ran.status:
        sys.exit(f"a worker failed with {ran.status}:\n{ran.talk}")
    return json.loads(ran.text.splitlines()[-1]), ran


def in_memory(most: int) -> None:
    """Ten times as many rows and members a step."""
    rows = []
    for size in (most // 100, most // 10, most):
        found, _ = measured("memory", ROUNDS, size)
        whole_s = found["decide_s"] + found["check_s"]
        goal = f"150 ms: {_met(whole_s, GOAL_MEMORY_S)}" if size == 10_000_000 else ""
        rows.append(
            [f"{size:,}", f"{found['units']:,}", f"{found['statements']:,}",
             f"{1000 * found['decide_s']:.1f}", f"{1000 * found['check_s']:.1f}",
             f"{1000 * whole_s:.1f}", f"{1000 * found['worst_s']:.1f}",
             f"{1e9 * whole_s / size:.1f}", f"{100 * found['allowed'] / size:.0f} %", goal]
        )  # fmt: skip
    heads = ["rows", "members", "statements", "decide ms", "rows ms", "whole ms", "worst of nine",
             "ns a row", "allowed", "goal"]  # fmt: skip
    print_table("in memory, one core", heads, rows)


def from_file(folder: Path, n_rows: int) -> None:
    """Count, allowed snapshot, and the count in SQL beside."""
    path = folder / "rows.parquet"
    file, _ = measured("write", path, n_rows, MEMBERS)
    rows = []
    allowed = set()
    for verb in ("count", "allowed", "sql"):
        found, ran = measured(verb, path, MEMBERS)
        allowed.add(found["allowed"])
        goal_s = GOALS_FILE_S.get(verb)
        goal = "" if goal_s is None else f"{goal_s:.0f} s: {_met(found['took_s'], goal_s)}"
        memory = "" if goal_s is None else f"1 GiB: {_met(ran.peak_mb, GOAL_FILE_MB)}"
        rows.append(
            [verb, f"{found['took_s']:.2f}", goal, f"{ran.peak_mb:.0f}", memory,
             f"{found['allowed']:,}", f"{found['mb']:.0f}"]
        )  # fmt: skip
    if len(allowed) != 1:
        sys.exit(f"the engines count differently: {allowed}")
    heads = ["", "s", "goal", "peak MiB", "goal", "allowed", "written MB"]
    print_table(f"{n_rows:,} rows of {MEMBERS:,} members, {file['mb']:.0f} MB", heads, rows)


def one_decision() -> None:
    """One decision with its reasons."""
    found, _ = measured("one")
    slowest = max(found["allowed_most"], found["denied_most"])
    rows = [
        [name, f"{found[f'{name}_median']:.2f}", f"{found[f'{name}_most']:.2f}"]
        for name in ("allowed", "denied")
    ]
    print_table("one decision, policies of 1,000 members", ["", "median us", "most us"], rows)
    print(f"  goal {GOAL_ONE_US:.0f} us: {_met(slowest, GOAL_ONE_US)}\n")


def beside_a_graph(folder: Path) -> None:
    """The same policies as triples."""
    _measure.PEERS = ROOT / ".venv-bench-consent"
    columns = made(PEER_MEMBERS)
    said = [(int(unit), stated(columns, place)) for place, unit in enumerate(columns.unit)]
    decided = decide_units(compile_statements(said), REQUEST, PEER_MEMBERS, as_of=NOW)
    path = folder / "case.json"
    path.write_text(json.dumps(_case(said)), encoding="utf-8")
    peer, _ = _said(run([peers_python(RDFLIB), PEER, path]))
    if peer["allowed"] != (decided == 0).tolist():
        sys.exit("the graph decides differently")
    ours, _ = measured("memory", ROUNDS, 10_000_000)
    unit_us = 1e6 * ours["decide_s"] / ours["units"]
    row_us = 1e6 * (ours["decide_s"] + ours["check_s"]) / 10_000_000
    peer_us = 1e6 * peer["took_s"] / PEER_MEMBERS
    rows = [
        ["rdflib, a walk a decision", f"{peer_us:.1f}", "", ""],
        ["ours, a member", f"{unit_us:.4f}", f"{peer_us / unit_us:,.0f}", ""],
        ["ours, a row", f"{row_us:.4f}", f"{peer_us / row_us:,.0f}",
         f"{GOAL_TIMES:,}: {_met(GOAL_TIMES, peer_us / row_us)}"],
    ]  # fmt: skip
    title = f"{PEER_MEMBERS:,} policies as {peer['triples']:,} triples; all decisions equal"
    print_table(title, ["", "us", "times faster", "goal"], rows)


def _case(said: list) -> dict[str, object]:
    members: list[list[dict[str, object]]] = [[] for _ in range(PEER_MEMBERS)]
    for unit, one in said:
        statement = one.statement
        members[unit].append(
            {"effect": statement.effect.value, "operation": statement.operation,
             "end_use": statement.end_use, "from": statement.begins, "to": statement.ends,
             "party": statement.party, "territory": statement.territory,
             "model_class": statement.model_class, "stated_at": one.stated_at,
             "lifted_at": one.lifted_at, "price_floor_micro": statement.price_floor_micro,
             "credit": statement.credit}
        )  # fmt: skip
    fields = {name: getattr(REQUEST, name) for name in REQUEST.__struct_fields__}
    terms = sorted(TAXONOMY.operations | TAXONOMY.end_uses)
    broader = [(term, term.rpartition(".")[0]) for term in terms if "." in term]
    return {"members": members, "request": fields | {"as_of": NOW}, "broader": broader}


def agreement(cases: int) -> None:
    """Three engines and the words of the rules."""
    from engine.consent_rounds import drawn, told
    from engine.test_consent_engines import in_duckdb, in_numpy, in_python

    start = time.perf_counter()
    seen: Counter[tuple[str, ...]] = Counter()
    false_allows = different = 0
    for seed in range(cases // POLICIES_A_ROUND):
        asked = drawn(Random(seed), POLICIES_A_ROUND)
        expected = [told(said, asked) for said in asked.policies]
        for engine in (in_python, in_numpy, in_duckdb):
            found = engine(asked)
            pairs = list(zip(found, expected, strict=True))
            different += sum(ours != theirs for ours, theirs in pairs)
            false_allows += sum(not ours and bool(theirs) for ours, theirs in pairs)
        seen.update(expected)
    rows = [
        [f"{seen.total():,}", f"{seen[()]:,}", f"{len(seen):,}", f"{false_allows}",
         f"{different}", f"{time.perf_counter() - start:.0f}"]
    ]  # fmt: skip
    heads = ["cases", "allowed", "sets of reasons", "false allows", "other reasons", "s"]
    print_table("plain Python, numpy and DuckDB, each beside the rules' own words", heads, rows)
    if different:
        sys.exit(1)


def _met(took: float, goal: float) -> str:
    return "yes" if took <= goal else "NO"


if __name__ == "__main__":
    main()
