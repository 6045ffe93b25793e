"""The JSON Schema of a labour-impact statement, as it is published beside the package's own files.

It follows from the types; a test holds the file and the types equal.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from auzolan.house.rooms.labour.statements.impact_types import LabourImpact

FILE = Path(__file__).with_name("impact.schema.json")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def impact_schema() -> str:
    """The schema as text with sorted keys.

    Source: JSON Schema 2020-12.
    """
    schema = {"$schema": _DIALECT, **msgspec.json.schema(LabourImpact)}
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
