"""Recipes have one spelling, one digest, and ranges that hold."""

from __future__ import annotations

import pytest

from auzolan.foundation import canonical
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe, checked, decode, digest


def test_the_digests_of_the_first_recipes_never_change() -> None:
    """Goal: an old entry still names its recipe. Method: digests written down once."""
    assert digest(TrainingRecipe()) == (
        "ee4341d11df270ebfe658ba00e322976e5e4d56cd724e5596ef668198b02dcca"
    )
    assert digest(ValuationRecipe()) == (
        "3b08c077bacc3016b703d8f021f55a6327563f5339b34bbb4d589cf6c4596ee0"
    )


@pytest.mark.parametrize("recipe", [TrainingRecipe(seed=9), ValuationRecipe(k=17)])
def test_a_recipe_is_read_back_as_it_was_written(recipe: TrainingRecipe | ValuationRecipe) -> None:
    """Goal: nothing is lost, the tag included. Method: there and back."""
    assert decode(canonical.encode(recipe)) == recipe
    assert checked(recipe) is not recipe


def test_every_number_of_a_recipe_moves_its_digest() -> None:
    """Goal: no choice stays outside the hash. Method: change each field by one."""
    for plain in (TrainingRecipe(), ValuationRecipe()):
        digests = {digest(plain)}
        for field in plain.__struct_fields__:
            values = {name: getattr(plain, name) for name in plain.__struct_fields__}
            digests.add(digest(type(plain)(**(values | {field: values[field] + 1}))))
        assert len(digests) == len(plain.__struct_fields__) + 1


@pytest.mark.parametrize(
    "recipe",
    [
        TrainingRecipe(test_share_bp=10_001),
        TrainingRecipe(inverse_l2_millionths=0),
        TrainingRecipe(seed=-1),
        ValuationRecipe(k=0),
        ValuationRecipe(loyalty_scale=5_001),
    ],
)
def test_a_number_out_of_range_has_no_digest(recipe: TrainingRecipe | ValuationRecipe) -> None:
    """Goal: no entry names an impossible recipe. Method: one number past its range."""
    with pytest.raises(ValueError, match="Expected `int`"):
        digest(recipe)


@pytest.mark.parametrize(
    "text",
    [
        b'{"type":"recipe.magic/1"}',
        b'{"k":5}',
        canonical.encode(ValuationRecipe()).replace(b'"k":5', b'"k":5,"k":5'),
        canonical.encode(ValuationRecipe()).replace(b'"k":5', b'"k":5.0'),
        canonical.encode(ValuationRecipe()).replace(b'"k":5', b'"k":5,"luck":1'),
    ],
)
def test_another_spelling_or_kind_is_not_a_recipe(text: bytes) -> None:
    """Goal: one recipe, one text. Method: unknown tag, no tag, repeats, floats, extras."""
    with pytest.raises(ValueError, match=r"."):
        decode(text)
