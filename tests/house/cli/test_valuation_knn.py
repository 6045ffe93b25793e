"""`auzolan valuation knn`: two files in, values out, and no co-operative anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("numba", reason="needs the extra valuation")

from auzolan.valuation.rows.knn_shapley import KNNShapley
from house.cli.conftest import Cli
from house.importing.files import parquet_of_long_texts

N_ROWS, N_QUERIES = 60, 9


class Files:
    """Training rows of four owners and some queries, as arrays and as files."""

    def __init__(self, folder: Path) -> None:
        draw = np.random.default_rng(5)
        self.X = draw.normal(size=(N_ROWS, 3)).astype(np.float32)
        self.y = draw.choice(["cat", "dog"], N_ROWS)
        self.who = draw.choice(["ana", "ben", "eve", "joe"], N_ROWS)
        self.Xq = draw.normal(size=(N_QUERIES, 3)).astype(np.float32)
        self.yq = draw.choice(["cat", "dog", "elk"], N_QUERIES)
        self.day = draw.integers(0, 3, N_QUERIES)
        self.train, self.query = folder / "train.parquet", folder / "query.parquet"
        columns = {f"x{i}": self.X[:, i] for i in range(3)}
        pq.write_table(pa.table({**columns, "y": self.y, "who": self.who}), self.train)
        turned = {f"x{i}": self.Xq[:, i] for i in (2, 0, 1)}
        pq.write_table(pa.table({"day": self.day, **turned, "y": self.yq}), self.query)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_owners_are_valued_as_by_the_library(cli: Cli, files: Files, tmp_path: Path) -> None:
    """Goal: files give what arrays give, columns in any order. Method: compare all figures."""
    said = cli(
        "valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who",
        "--k", "3", "--group", "day", "--out", tmp_path / "rows.parquet", "--json",
    )  # fmt: skip
    assert said.code == 0, said
    own = KNNShapley(k=3).fit(files.X, files.y, files.who)
    expected = own.value(files.Xq, files.yq, files.day)
    members = expected.members
    assert members is not None
    report = said.json
    assert report["digest"] == expected.digest()
    assert (report["of"], report["interval"], report["level"]) == ("owners", "cluster", 0.95)
    assert (report["n_rows"], report["n_queries"]) == (N_ROWS, N_QUERIES)
    assert report["total"] == expected.total
    found = {one["id"]: one for one in report["values"]}
    band = members.interval(method="cluster")
    for at, name in enumerate(members.ids.tolist()):
        assert found[name]["value"] == members.values[at]
        assert (found[name]["low"], found[name]["high"]) == (band.low[at], band.high[at])
        assert found[name]["n_negative"] == members.n_negative[at]
    assert [one["value"] for one in report["values"]] == sorted(members.values, reverse=True)
    rows = pq.read_table(tmp_path / "rows.parquet").to_pydict()
    assert rows["owner"] == files.who.tolist()
    assert rows["value"] == expected.rows.values.tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "query.parquet", "rows.parquet", "train.parquet",
    ]  # fmt: skip


def test_rows_are_valued_where_nobody_owns_them(cli: Cli, files: Files) -> None:
    """Goal: owners are not needed. Method: a column of owners that is no feature is refused."""
    said = cli("valuation", "knn", files.train, files.query, "--label", "y")
    assert said.code == 2
    assert "'who' holds string, no numbers" in said.err
    pq.write_table(pq.read_table(files.train).drop_columns(["who"]), files.train)
    said = cli("valuation", "knn", files.train, files.query, "--label", "y", "--json")
    expected = KNNShapley().fit(files.X, files.y).value(files.Xq, files.yq)
    assert said.json["of"] == "rows"
    assert said.json["digest"] == expected.digest()
    assert len(said.json["values"]) == N_ROWS
    text = cli("valuation", "knn", files.train, files.query, "--label", "y")
    assert expected.digest() in text.out
    assert "40 more" in text.err


@pytest.mark.parametrize(
    "words", ["--mode payment --scale 64", "--top 12", "--utility soft", "--dtype float64"]
)
def test_every_mode_of_the_library_can_be_asked(cli: Cli, files: Files, words: str) -> None:
    """Goal: options reach the estimator. Method: the digest of the same call in Python."""
    said = cli(
        "valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who", "--json",
        "--threads", "2", *words.split(),
    )  # fmt: skip
    pairs = iter(words.removeprefix("--").replace(" --", " ").split())
    asked = {name: int(text) if text.isdigit() else text for name, text in zip(pairs, pairs)}  # noqa: B905
    model = KNNShapley(**asked).fit(files.X, files.y, files.who)  # type: ignore[arg-type]
    assert said.json["digest"] == model.value(files.Xq, files.yq).digest()


def test_numbers_can_be_met_by_regression(cli: Cli, files: Files) -> None:
    """Goal: labels may be targets. Method: number the labels; compare with the library."""
    for path in (files.train, files.query):
        table = pq.read_table(path)
        numbers = [len(word) * 0.5 + place for place, word in enumerate(table["y"].to_pylist())]
        place = table.schema.get_field_index("y")
        pq.write_table(table.set_column(place, "y", pa.array(numbers)), path)
    y, yq = (pq.read_table(path)["y"].to_numpy() for path in (files.train, files.query))
    said = cli(
        "valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who", "--json",
        "--utility", "regression",
    )  # fmt: skip
    model = KNNShapley(utility="regression").fit(files.X, y, files.who)
    assert said.json["digest"] == model.value(files.Xq, yq).digest()


def test_one_query_has_no_likely_range(cli: Cli, files: Files) -> None:
    """Goal: what is not known is not made up. Method: keep one query."""
    pq.write_table(pq.read_table(files.query).slice(0, 1), files.query)
    words = ("valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who")
    assert {one["low"] for one in cli(*words, "--json").json["values"]} == {None}
    assert "not known" in cli(*words).out


def test_wrong_asks_are_told_with_their_exit_code(cli: Cli, files: Files, tmp_path: Path) -> None:
    """Goal: a person learns what to mend. Method: one fault at a time."""
    text = tmp_path / "rows.csv"
    text.write_text("x,y\n1,2\n")
    link = tmp_path / "link.parquet"
    link.symlink_to(files.train)
    bomb = parquet_of_long_texts(tmp_path / "bomb.parquet", rows=256, chars=16 * 2**20)
    ordinary = (files.train, files.query, "--label", "y", "--owner", "who")
    wrong = [
        ((tmp_path / "none.parquet", *ordinary[1:]), 1, "cannot be opened"),
        ((link, *ordinary[1:]), 1, "is a link"),
        ((text, *ordinary[1:]), 2, "reads Parquet"),
        ((*ordinary[:2], "--label", "z"), 2, "no column 'z'"),
        ((files.query, files.train, "--label", "y", "--owner", "day", "--group", "x9"), 2, "x9"),
        ((bomb, files.query, "--label", "text"), 2, "cannot be valued"),
        ((*ordinary, "--k", "0"), 2, "k is 1 to 1048576"),
        ((*ordinary, "--utility", "hope"), 2, "utility is one of"),
        ((*ordinary, "--out", tmp_path / "out.csv"), 2, "FILE.parquet"),
    ]  # fmt: skip
    for words, code, why in wrong:
        said = cli("valuation", "knn", *words)
        assert (said.code, why in said.err) == (code, True), (words, said)
        assert "Traceback" not in said.err
    as_json = cli("valuation", "knn", *ordinary, "--k", "0", "--json")
    assert "k is 1 to" in json.loads(as_json.out)["error"]


def test_labels_of_another_kind_are_refused(cli: Cli, files: Files) -> None:
    """Goal: no valuation in which nothing can match. Method: queries labelled by numbers."""
    table = pq.read_table(files.query)
    place = table.schema.get_field_index("y")
    pq.write_table(table.set_column(place, "y", pa.array(range(N_QUERIES))), files.query)
    said = cli("valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who")
    assert said.code == 2
    assert "rows have labels as 'cat'" in said.err


@pytest.mark.parametrize("option", [("--cap", 1), ("--near", 0.4)])
def test_caps_and_near_rows_are_those_of_the_library(
    cli: Cli, files: Files, option: tuple[str, float]
) -> None:
    """Goal: the rule to pay by from two files. Method: the same option in the library."""
    said = cli(
        "valuation", "knn", files.train, files.query, "--label", "y", "--owner", "who",
        "--k", "3", *option, "--json",
    )  # fmt: skip
    assert said.code == 0, said
    name, amount = option
    wanted = {"cap": int(amount)} if name == "--cap" else {"near": amount}
    own = KNNShapley(k=3, **wanted).fit(files.X, files.y, files.who)
    expected = own.value(files.Xq, files.yq)
    plain = KNNShapley(k=3).fit(files.X, files.y, files.who).value(files.Xq, files.yq)
    assert said.json["digest"] == expected.digest() != plain.digest()
    assert expected.members is not None
    assert [one["value"] for one in said.json["values"]] == sorted(
        expected.members.values, reverse=True
    )
