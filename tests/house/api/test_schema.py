"""The door keeps to its own description: no made-up request breaks it, and every answer has its shape.

A cursor that was made up is a text like any other by the description, and refused all the same; so is a
value that no flow can take. 422 is therefore a right answer to what the description allows.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from support.programs import key_for
from support.served import served

EXAMPLES = "AUZOLAN_SCHEMA_EXAMPLES"
"""How many requests to each address; without it, one to every tenth address."""
TENTH = 10
RIGHT = ["2xx", "401", "403", "404", "409", "422"]
WHO = ("m017", "m004")
"""A member like others, and one who holds offices."""


def faults(address: str, key: str, examples: int, paths: list[str]) -> list[str]:
    """What schemathesis finds wrong at these addresses."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import from_schema

    config = SchemathesisConfig.from_dict(
        {
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "headers": {"Authorization": f"Bearer {key}"},
            "checks": {"positive_data_acceptance": {"expected-statuses": RIGHT}},
            "phases": {
                "stateful": {"enabled": False},
                "coverage": {"enabled": examples > 1},
            },
        }
    )
    found = schemathesis.openapi.from_url(
        f"{address}/api/v1/openapi.json", config=config, headers={"Authorization": f"Bearer {key}"}
    )
    return [
        text
        for event in from_schema(found.include(path=paths)).execute()
        for text in _faults_in(event)
    ]


def _faults_in(event: Any) -> list[str]:
    if type(event).__name__ in {"NonFatalError", "FatalError"}:
        return [str(getattr(event, "exception", event))]
    if type(event).__name__ != "ScenarioFinished":
        return []
    recorder = event.recorder
    return [
        f"{one.name} {recorder.cases[name].value.method} {recorder.cases[name].value.path}: "
        f"{one.failure_info.failure.title} {one.failure_info.failure.message}\n"
        f"{recorder.cases[name].value.as_curl_command()}"
        for name, checks in recorder.checks.items()
        for one in checks
        if one.failure_info is not None
    ]


@pytest.mark.parametrize("member", WHO)
def test_the_door_keeps_to_its_description(demo: Path, member: str) -> None:
    """Goal: the description is true. Method: schemathesis, a few requests to each address; more by option."""
    from auzolan.house.doors.api import coming_in
    from auzolan.house.doors.api.operations import operations
    from auzolan.house.doors.api.rate import Rate

    coming_in.RATE = Rate(10**9)
    examples = int(os.environ.get(EXAMPLES, "0"))
    paths = [f"/api/v1/{one.path}" for one in operations()]
    some = paths if examples else paths[WHO.index(member) :: TENTH]
    with served(demo) as address:
        found = faults(address, key_for(member), max(1, examples), some)
    assert found == [], "\n\n".join(found[:5])
