"""The same question by walking a graph of triples; see `consent.py`. Needs rdflib alone.

    python bench/_consent_peer.py FILE

The file holds members' statements, a request, and which terms lie below which, as JSON. Each member
has an ODRL policy with a permission, prohibition or duty to stop for each statement, each with its
constraints as nodes, as policies in that vocabulary are written; terms point to their parents by
`skos:broader`. A decision walks from the policy over its rules and constraints to the first answer.
Prints the seconds to build the graph, its triples, the seconds of all decisions, and the decisions.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import ODRL2 as ODRL
from rdflib.namespace import SKOS

OURS = Namespace("https://example.org/terms#")
KINDS = {"permit": ODRL.permission, "prohibit": ODRL.prohibition, "withdraw": OURS.withdrawal}
NAMES = ("party", "territory", "model_class")


def built(case: dict[str, Any]) -> tuple[Graph, list[URIRef]]:
    """The graph, and each member's policy."""
    graph = Graph()
    for term, parent in case["broader"]:
        graph.add((OURS[term], SKOS.broader, OURS[parent]))
    policies = []
    for member, statements in enumerate(case["members"]):
        policy = URIRef(f"https://example.org/members/{member}")
        graph.add((policy, RDF.type, ODRL.Set))
        for statement in statements:
            _add(graph, policy, statement)
        policies.append(policy)
    return graph, policies


def _add(graph: Graph, policy: URIRef, said: dict[str, Any]) -> None:
    rule = BNode()
    graph.add((policy, KINDS[said["effect"]], rule))
    if said["effect"] != "withdraw":
        graph.add((rule, ODRL.action, OURS[said["operation"]]))
        _limit(graph, rule, "end_use", ODRL.isA, [OURS[said["end_use"]]])
    for name, operator, value in (
        ("at", ODRL.gteq, said["from"]), ("at", ODRL.lt, said["to"]),
        ("as_of", ODRL.gteq, said["stated_at"]), ("as_of", ODRL.lt, said["lifted_at"]),
    ):  # fmt: skip
        if value is not None:
            _limit(graph, rule, name, operator, [Literal(value)])
    for name in NAMES:
        if said[name] is not None:
            _limit(graph, rule, name, ODRL.isAnyOf, [Literal(one) for one in said[name]])
    if said["effect"] == "permit":
        _limit(graph, rule, "price_micro", ODRL.gteq, [Literal(said["price_floor_micro"])])
        if said["credit"]:
            _limit(graph, rule, "credit", ODRL.eq, [Literal(True)])


def _limit(graph: Graph, rule: BNode, name: str, operator: URIRef, values: list[Any]) -> None:
    constraint = BNode()
    graph.add((rule, ODRL.constraint, constraint))
    graph.add((constraint, ODRL.leftOperand, OURS[name]))
    graph.add((constraint, ODRL.operator, operator))
    for value in values:
        graph.add((constraint, ODRL.rightOperand, value))


def allows(graph: Graph, policy: URIRef, asked: dict[Any, Any]) -> bool:
    """Whether a policy allows a request."""
    for kind in (OURS.withdrawal, ODRL.prohibition):
        if any(_holds(graph, rule, asked) for rule in graph.objects(policy, kind)):
            return False
    return any(_holds(graph, rule, asked) for rule in graph.objects(policy, ODRL.permission))


def _holds(graph: Graph, rule: Any, asked: dict[Any, Any]) -> bool:
    action = graph.value(rule, ODRL.action)
    if action is not None and action not in graph.transitive_objects(
        asked[OURS.operation], SKOS.broader
    ):
        return False
    return all(
        _is_met(graph, constraint, asked) for constraint in graph.objects(rule, ODRL.constraint)
    )


def _is_met(graph: Graph, constraint: Any, asked: dict[Any, Any]) -> bool:
    given = asked[graph.value(constraint, ODRL.leftOperand)]
    operator = graph.value(constraint, ODRL.operator)
    if operator == ODRL.isAnyOf:
        return (constraint, ODRL.rightOperand, given) in graph
    limit = graph.value(constraint, ODRL.rightOperand)
    if operator == ODRL.isA:
        return limit in graph.transitive_objects(given, SKOS.broader)
    if operator == ODRL.gteq:
        return bool(given.value >= limit.value)
    if operator == ODRL.lt:
        return bool(given.value < limit.value)
    return bool(given == limit)


def main() -> None:
    case = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    start = time.perf_counter()
    graph, policies = built(case)
    build_s = time.perf_counter() - start
    terms = {OURS[name]: OURS[case["request"][name]] for name in ("operation", "end_use")}
    values = {OURS[name]: Literal(value) for name, value in case["request"].items()}
    asked = values | terms
    for policy in policies[:50]:
        allows(graph, policy, asked)
    start = time.perf_counter()
    found = [allows(graph, policy, asked) for policy in policies]
    took_s = time.perf_counter() - start
    print(json.dumps({
        "build_s": build_s, "triples": len(graph), "took_s": took_s, "allowed": found,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
