"""Tiles: their names, their bytes, and that a log read from tiles is the log that was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.merkle import (
    Frontier,
    consistency_proof_from,
    inclusion_proof_from,
    leaf_hash,
    root_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from auzolan.record.tiles import (
    BundleId,
    TileHashes,
    TileId,
    TileWriter,
    bundle_decode,
    bundle_encode,
    bundles_new,
    entries_path,
    parse_tile_path,
    tile_path,
    tile_split,
    tiles_for,
    tiles_new,
)

N_LEAVES = 66_600
"""More than 256 * 256, so that a third level of tiles exists."""


@pytest.fixture(scope="module")
def leaves() -> list[bytes]:
    return [leaf_hash(index.to_bytes(4, "big")) for index in range(N_LEAVES)]


class Folder:
    """Tiles by name, as a folder of files would hold them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, tiles: list[tuple[TileId, bytes]]) -> None:
        for tile, data in tiles:
            self.files[tile.path] = data

    def read(self, level: int, index: int, width: int) -> bytes:
        return self.files[tile_path(level, index, width)]


@pytest.fixture(scope="module")
def written(leaves: list[bytes]) -> tuple[TileWriter, Folder]:
    writer, folder = TileWriter(), Folder()
    folder.put(writer.feed(leaves))
    folder.put(writer.partials())
    return writer, folder


def test_names_are_those_of_the_standard():
    """Goal: the names that others ask for; method: the examples of C2SP tlog-tiles."""
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(3, 0, 17) == "tile/3/000.p/17"
    assert tile_path(63, 999, 255) == "tile/63/999.p/255"
    assert tile_path(0, 1000) == "tile/0/x001/000"
    assert entries_path(1234067, 8) == "tile/entries/x001/x234/067.p/8"
    assert TileId(1, 2, 256).path == "tile/1/002"


@given(level=st.integers(0, 63), index=st.integers(0, 2**63 - 1), width=st.integers(1, 256))
def test_a_name_read_back_is_the_same_name(level: int, index: int, width: int):
    """Goal: names and places are one to one; method: write, read, compare, any number."""
    assert parse_tile_path(tile_path(level, index, width)) == TileId(level, index, width)
    bundle = parse_tile_path(entries_path(index, width))
    assert isinstance(bundle, BundleId)
    assert bundle == BundleId(index, width)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tile/0",
        "tile/0/1",
        "tile/0/0001",
        "tile/0/x000/001",
        "tile/0/x01/001",
        "tile/0/001/001",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/0/001.p/0",
        "tile/0/001.p/08",
        "tile/0/001.p/256",
        "tile/0/001.p/",
        "tile/0/001/",
        "tile/0/001\n",
        " tile/0/001",
        "/tile/0/001",
        "tile/0/../0/001",
        "tile/data/001",
        "tile/0/\u0660\u0660\u0661",
        "tile/entries/x001/x234/67",
    ],
)
def test_other_spellings_of_a_name_are_refused(text: str):
    """Goal: one tile, one name; method: padding, signs, foreign digits, paths that climb."""
    with pytest.raises(ValueError, match=r"expected|got"):
        parse_tile_path(text)


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_numbers_that_no_tile_has_are_refused(level: int, index: int, width: int):
    """Goal: no name for what cannot exist; method: one step outside each range."""
    with pytest.raises(ValueError, match="got"):
        tile_path(level, index, width)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_a_bundle_read_back_holds_the_same_entries(entries: list[bytes]):
    """Goal: nothing lost between entries; method: write, read, compare, empty entries too."""
    data = bundle_encode(entries)
    assert len(data) == sum(2 + len(entry) for entry in entries)
    assert bundle_decode(data) == entries
    for cut in {1, 2, len(data) // 2} - {0, len(data)}:
        if sum(2 + len(entry) for entry in bundle_decode_prefix(data[:-cut])) != len(data) - cut:
            with pytest.raises(ValueError, match="bundle"):
                bundle_decode(data[:-cut])


def bundle_decode_prefix(data: bytes) -> list[bytes]:
    """Whole entries at the beginning of `data`, read one byte at a time."""
    entries: list[bytes] = []
    while len(data) >= 2 and len(data) >= 2 + data[0] * 256 + data[1]:
        end = 2 + data[0] * 256 + data[1]
        entries.append(data[2:end])
        data = data[end:]
    return entries


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x00\x01", b"\x00\x01ab", b"\x00\x00\x00", b"\x00\x00" * 257]
)
def test_a_bundle_with_bytes_missing_or_left_over_is_refused(data: bytes):
    """Goal: strict reading; method: cut lengths, cut entries, a 257th entry."""
    with pytest.raises(ValueError, match="bundle"):
        bundle_decode(data)


def test_a_bundle_holds_at_most_256_entries_of_65535_bytes():
    """Goal: limits of the format; method: the largest that fits, and one more."""
    largest = bytes(65_535)
    assert bundle_decode(bundle_encode([largest, b""])) == [largest, b""]
    with pytest.raises(ValueError, match="65535"):
        bundle_encode([bytes(65_536)])
    with pytest.raises(ValueError, match="256"):
        bundle_encode([b""] * 257)
    with pytest.raises(ValueError, match="256"):
        bundle_encode([])


def test_a_log_of_70_000_has_the_tiles_that_the_standard_counts():
    """Goal: the layout of C2SP tlog-tiles; method: its own example, counted."""
    tiles = list(tiles_for(70_000))
    full = [tile.level for tile in tiles if tile.width == 256]
    assert (full.count(0), full.count(1), full.count(2)) == (273, 1, 0)
    partial = [tile for tile in tiles if tile.width < 256]
    assert partial == [TileId(0, 273, 112), TileId(1, 1, 17), TileId(2, 0, 1)]
    bundles = list(bundles_new(0, 70_000))
    assert len(bundles) == 274
    assert bundles[-1] == BundleId(273, 112)
    assert list(tiles_for(256)) == [TileId(0, 0, 256), TileId(1, 0, 1)]
    assert list(tiles_for(0)) == []


@given(old=st.integers(0, 200_000), grown=st.integers(0, 3_000))
def test_new_tiles_are_those_of_the_new_size_that_the_old_size_lacked(old: int, grown: int):
    """Goal: write all that is new, nothing else; method: difference of the two whole lists."""
    had = set(tiles_for(old))
    expected = [tile for tile in tiles_for(old + grown) if tile not in had]
    assert list(tiles_new(old, old + grown)) == expected
    level_0 = [BundleId(tile.index, tile.width) for tile in expected if tile.level == 0]
    assert list(bundles_new(old, old + grown)) == level_0


def test_the_writer_writes_every_tile_of_the_log_and_no_other(
    leaves: list[bytes], written: tuple[TileWriter, Folder]
):
    """Goal: tiles say what leaves say; method: each tile against the definition of its hashes."""
    writer, folder = written
    names = {tile.path for tile in tiles_for(N_LEAVES)}
    assert set(folder.files) == names
    assert writer.size == N_LEAVES
    assert writer.root() == root_of(leaves)
    for tile in tiles_for(N_LEAVES):
        hashes = tile_split(folder.read(*tile), tile.width)
        for offset in {0, tile.width // 2, tile.width - 1}:
            span = 256**tile.level
            first = (tile.index * 256 + offset) * span
            assert hashes[offset] == root_of(leaves[first : first + span])


@pytest.mark.parametrize(
    "stops", [(0, 1), (255, 256), (256, 257), (255, 513, 600), (65_535, 65_536, 65_537)]
)
def test_a_writer_that_stops_and_resumes_writes_the_same_tiles(
    stops: tuple[int, ...], leaves: list[bytes], written: tuple[TileWriter, Folder]
):
    """Goal: partial tiles are the whole state; method: stop at the edges of tiles, resume."""
    folder, at = Folder(), 0
    for stop in (*stops, N_LEAVES):
        writer = TileWriter.resume(at, folder.read)
        assert writer.frontier().root() == root_of(leaves[:at])
        new = writer.feed(leaves[at:stop]) + writer.partials()
        folder.put(new)
        assert set(tiles_new(at, stop)) <= {tile for tile, _ in new}
        at = stop
    whole = written[1].files
    assert {name: folder.files[name] for name in whole} == whole


def test_frontier_and_proofs_read_from_tiles_are_those_of_the_leaves(
    leaves: list[bytes], written: tuple[TileWriter, Folder]
):
    """Goal: tiles alone prove everything; method: edges of tiles on all three levels."""
    writer, folder = written
    root = root_of(leaves)
    frontier = Frontier.empty()
    frontier.extend(leaves)
    assert writer.frontier() == frontier
    read_hash = TileHashes(N_LEAVES, folder.read)
    assert root_from(read_hash, N_LEAVES) == root
    for index in (0, 255, 256, 65_535, 65_536, 66_559, 66_560, N_LEAVES - 1):
        proof = inclusion_proof_from(read_hash, index, N_LEAVES)
        assert verify_inclusion(leaves[index], index, N_LEAVES, proof, root)
    for size1 in (1, 255, 256, 257, 65_536, 66_000, N_LEAVES):
        proof = consistency_proof_from(read_hash, size1, N_LEAVES)
        older = root_of(leaves[:size1])
        assert verify_consistency(size1, N_LEAVES, proof, older, root)


@given(level=st.integers(0, 17), index=st.integers(0, 700))
def test_every_subtree_read_from_tiles_is_the_subtree_of_its_leaves(level: int, index: int):
    """Goal: the reader finds the right hashes; method: subtrees of a log of 700 entries."""
    entries = [leaf_hash(b"%d" % number) for number in range(700)]
    writer, folder = TileWriter(), Folder()
    folder.put(writer.feed(entries) + writer.partials())
    read_hash = TileHashes(700, folder.read)
    if (index + 1) << level > 700:
        with pytest.raises(ValueError, match="no complete subtree"):
            read_hash(level, index)
    else:
        first, end = index << level, (index + 1) << level
        assert read_hash(level, index) == root_of(entries[first:end])


@pytest.mark.parametrize("length", [0, 32 * 9, 32 * 11, 32 * 10 - 1])
def test_a_tile_of_another_length_than_its_name_says_is_refused(length: int):
    """Goal: a cut or padded file is noticed; method: four wrong lengths for a width of 10."""

    def read_tile(level: int, index: int, width: int) -> bytes:
        assert (level, index, width) == (0, 0, 10)
        return bytes(length)

    with pytest.raises(ValueError, match="width 10"):
        TileHashes(10, read_tile)(0, 0)
    with pytest.raises(ValueError, match="width 10"):
        TileWriter.resume(10, read_tile)


def test_a_changed_tile_leads_to_another_root(written: tuple[TileWriter, Folder]):
    """Goal: no tile can be altered unseen; method: flip one bit in each kind of partial tile."""
    writer, folder = written
    for tile, data in writer.partials():
        changed = Folder()
        changed.files = {**folder.files, tile.path: bytes([data[0] ^ 1]) + data[1:]}
        assert root_from(TileHashes(N_LEAVES, changed.read), N_LEAVES) != writer.root()
        assert TileWriter.resume(N_LEAVES, changed.read).root() != writer.root()


def test_sizes_that_shrink_or_fall_below_zero_are_refused():
    """Goal: a log only grows; method: sizes in the wrong order, a short leaf hash."""
    with pytest.raises(ValueError, match="grows"):
        tiles_new(5, 4)
    with pytest.raises(ValueError, match="grows"):
        bundles_new(-1, 4)
    with pytest.raises(ValueError, match="grows"):
        tiles_for(-1)
    with pytest.raises(ValueError, match="32 bytes"):
        TileWriter().feed([bytes(31)])
