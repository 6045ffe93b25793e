"""Recipes of trained models: one digest each, ranges that hold, tiers, columns named once."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auzolan.foundation import canonical
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
    TextRecipe,
    TinyTransformerRecipe,
    TrainingRecipe,
    decode,
    digest,
    tier_of,
)

FIRST = [
    (
        CountsRecipe("y", ("t",)),
        0,
        "8e71863d5bcaa8f4a4ea8b28f3754a1effdfdbaa1b8fa82fd1406ed48075ead3",
    ),
    (
        RidgeRecipe("y", ("x",)),
        1,
        "c021d9720f829ed8a88dd4daacdae0acef38a4fc7962b2d16f341cec60c1c81b",
    ),
    (
        ShardsRecipe("y", ("x",)),
        2,
        "c4f476f9eb13534a7bbb749408379091fdafc6172ef9eeaeb1f6ff11f292ad69",
    ),
    (
        TextRecipe("y", ("t",)),
        3,
        "283f88d9932043f7808f33a1db2cf9019cf1ed8cd4160eb0434729be7aee63fe",
    ),
    (
        TabularRecipe("y", ("x",)),
        3,
        "0aa5a94c5144d28f80f9bc8dbccf9ac5b113102c8b8069bf2eef13de29c9ac23",
    ),
    (
        TinyTransformerRecipe(("t",)),
        3,
        "fd33a80c039fbbc458a3b2f3964c8a69adfd3617541e3c05ad75d173059d8a5b",
    ),
]


@pytest.mark.parametrize(("recipe", "tier", "name"), FIRST)
def test_the_digest_and_tier_of_a_first_recipe_never_change(
    recipe: ModelRecipe, tier: int, name: str
) -> None:
    """Goal: old entries name their recipes, and deadlines hang on tiers. Method: written down."""
    assert digest(recipe) == name
    assert tier_of(recipe) == tier
    assert decode(canonical.encode(recipe)) == recipe


def test_the_softmax_model_is_retrained_as_a_whole() -> None:
    """Goal: the oldest family has a tier as well. Method: ask for it."""
    assert tier_of(TrainingRecipe()) == 3


@pytest.mark.parametrize("recipe", [one for one, _, _ in FIRST])
def test_every_field_of_a_recipe_moves_its_digest(recipe: ModelRecipe) -> None:
    """Goal: no choice stays outside the hash. Method: change each field, keep the others."""
    other_of = {
        "class": "number", "hashed": "words", "words": "letters", "logistic": "boosting", "y": "z",
        msgspec.UNSET: "split",
    }  # fmt: skip
    fields = {name: getattr(recipe, name) for name in recipe.__struct_fields__}
    digests = {digest(recipe)}
    for name, value in fields.items():
        if isinstance(value, int):
            other: object = value * 2 if name in ("width", "heads") else value + 1
        else:
            other = (*value, "more") if isinstance(value, tuple) else other_of[value]
        changed = {**fields, name: other}
        if name == "pieces_min":
            changed["pieces_max"] = other
        digests.add(digest(type(recipe)(**changed)))
    assert len(digests) == len(fields) + 1


@pytest.mark.parametrize(
    ("kind", "fields", "fault"),
    [
        (CountsRecipe, {"label": "y"}, "names no column"),
        (RidgeRecipe, {"label": "y", "numbers": ("x", "y")}, "a column twice: y"),
        (ShardsRecipe, {"label": "y", "numbers": ("x",), "categories": ("x",)}, "twice: x"),
        (TextRecipe, {"label": "y", "text": ("t",), "pieces_min": 3}, "larger than pieces_max"),
        (TabularRecipe, {"label": "y"}, "names no column"),
        (TinyTransformerRecipe, {"text": ("t",), "width": 66}, "no multiple of 4 heads"),
    ],
)
def test_a_recipe_that_contradicts_itself_is_never_made(
    kind: type[ModelRecipe], fields: dict[str, object], fault: str
) -> None:
    """Goal: no entry names nonsense. Method: one contradiction at a time, made and read."""
    with pytest.raises(ValueError, match=fault):
        kind(**fields)
    text = canonical.encode({"type": kind.__struct_config__.tag, **fields})
    with pytest.raises(ValueError, match=fault):
        decode(text)


@pytest.mark.parametrize(
    "recipe",
    [
        CountsRecipe("y", ("t",), words_max=4),
        CountsRecipe("", ("t",)),
        RidgeRecipe("y", ("x",), buckets_log2=12),
        RidgeRecipe("y", ("x",), penalty_millionths=0),
        ShardsRecipe("y", ("x",), shards=1),
        TextRecipe("y", ("t",), buckets_log2=21),
        TabularRecipe("y", ("x",), leaves_max=256),
        TinyTransformerRecipe(("t",), layers=9),
    ],
)
def test_a_field_out_of_range_has_no_digest(recipe: ModelRecipe) -> None:
    """Goal: limits hold for recipes made in code too. Method: one field past its range."""
    with pytest.raises(ValueError, match="Expected"):
        digest(recipe)


@pytest.mark.parametrize("recipe", [one for one, _, _ in FIRST])
def test_every_field_is_in_the_reference_with_its_first_value(recipe: ModelRecipe) -> None:
    """Goal: a recipe can be written by hand. Method: each field has a row with what it is at first."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "recipes.md"
    tag = recipe.__struct_config__.tag
    part = page.read_text(encoding="utf-8").partition(f"`{tag}`\n")[2].partition("\n## ")[0]
    first = {}
    if recipe.__struct_defaults__:
        given = recipe.__struct_fields__[-len(recipe.__struct_defaults__) :]
        first = dict(zip(given, recipe.__struct_defaults__, strict=True))
    for field in recipe.__struct_fields__:
        (row,) = [line for line in part.splitlines() if line.startswith(f"| `{field}` |")]
        said = row.rstrip(" |").rpartition("| ")[2]
        value = first.get(field)
        if isinstance(value, int):
            assert said == f"{value:,}", field
        elif isinstance(value, str):
            assert said == value, field
        else:
            assert said == ("none" if field in first else "must be given"), field
