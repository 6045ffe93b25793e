"""What others bring: only sound safetensors are read, and no pickle under any name."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("safetensors", reason="safetensors is in the extra `demo`")

from safetensors.numpy import save

from auzolan.engine.artefacts import Limits, read, read_file


def sound() -> bytes:
    tensors = {"a": np.arange(6, dtype=np.int64).reshape(2, 3), "b": np.array([0.5])}
    return bytes(save(tensors, metadata={"by": "ana"}))


def with_header(header: object, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


def tensor(start: int, stop: int, **changes: object) -> dict[str, object]:
    return {"dtype": "F64", "shape": [(stop - start) // 8], "data_offsets": [start, stop]} | changes


def test_a_sound_artefact_is_read_whole() -> None:
    """Goal: what is right goes in. Method: two tensors and metadata, there and back."""
    artefact = read("model.safetensors", sound())
    assert artefact.tensors["a"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert artefact.tensors["b"].tolist() == [0.5]
    assert artefact.metadata == {"by": "ana"}
    assert len(artefact.digest) == 64


class Runs:
    """A pickle of this would create a folder when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_and_never_run(protocol: int, tmp_path: Path) -> None:
    """Goal: no code of others runs. Method: a pickle with a visible effect, every protocol."""
    trap = tmp_path / "it_ran"
    content = pickle.dumps(Runs(trap), protocol=protocol)
    for name in ("model.safetensors", "model.pkl", "model.PT", "model"):
        with pytest.raises(ValueError, match=r"pickle|only \.safetensors"):
            read(name, content)
    with pytest.raises(ValueError, match="content is a pickle"):
        read("model.safetensors", content)
    assert not trap.exists()


def test_a_sound_file_that_begins_like_a_pickle_is_still_read() -> None:
    """Goal: no honest file is refused. Method: headers of 640 bytes begin 80 02, as pickles do."""
    for size in (0x0280, 0x0480, 0x0580):
        text = json.dumps({"a": tensor(0, 8)}).encode().ljust(size)
        artefact = read("model.safetensors", with_header(text, np.array([2.5]).tobytes()))
        assert artefact.tensors["a"].tolist() == [2.5]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04" + bytes(40), "zip archive"),
        (b"\x93NUMPY" + bytes(40), "numpy file"),
        (b"", "ends before its header"),
        (b"hello, I am a model", "ends before its header"),
        ((2**63).to_bytes(8, "little") + b"{}", "ends before its header"),
        (with_header(b"{" + b" " * 2**20 + b"}"), "exceeds 1048576"),
        (with_header(b"[" * 100_000), "not sound JSON"),
        (with_header(b"\xff\xfe"), "not sound JSON"),
        (with_header([]), "not an object"),
        (with_header(b'{"a":1,"a":1}'), "stands twice"),
        (with_header({"__metadata__": {"x": 1}}), "table of texts"),
        (with_header({str(i): tensor(0, 0) for i in range(1_001)}), "1001 tensors exceed"),
        (with_header({"a": {"dtype": "F64"}}), "needs dtype, shape"),
        (with_header({"a": tensor(0, 8, dtype="BF16")}, bytes(8)), "'BF16', which is not read"),
        (with_header({"a": tensor(0, 8, shape=[-1])}, bytes(8)), "not whole numbers"),
        (with_header({"a": tensor(0, 8, shape=[True])}, bytes(8)), "not whole numbers"),
        (with_header({"a": tensor(0, 8, shape="1")}, bytes(8)), "not whole numbers"),
        (with_header({"a": tensor(0, 8, shape=[2**40, 2**40])}, bytes(8)), "needs another size"),
        (with_header({"a": tensor(8, 16)}, bytes(16)), "overlap or leave a gap"),
        (with_header({"a": tensor(0, 8), "b": tensor(0, 8)}, bytes(8)), "overlap or leave a gap"),
        (with_header({"a": tensor(0, 8)}, bytes(16)), "claim 8 bytes, 16 are there"),
        (with_header({"a": tensor(0, 16)}, bytes(8)), "claim 16 bytes, 8 are there"),
    ],
)
def test_what_is_not_sound_is_refused_in_plain_words(content: bytes, fault: str) -> None:
    """Goal: a header that lies is found out before use. Method: one lie at a time."""
    with pytest.raises(ValueError, match=fault):
        read("model.safetensors", content)


def test_every_cut_of_a_sound_file_is_refused() -> None:
    """Goal: half a file is no file. Method: all shorter prefixes, and one byte more."""
    content = sound()
    for size in range(len(content)):
        with pytest.raises(ValueError, match=r"model\.safetensors: "):
            read("model.safetensors", content[:size])
    with pytest.raises(ValueError, match="are there"):
        read("model.safetensors", content + b"\x00")


def test_a_file_beyond_the_limits_is_not_read_whole(tmp_path: Path) -> None:
    """Goal: memory stays capped. Method: a sparse file far beyond the limit, and links."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(sound())
    assert read_file(path).metadata == {"by": "ana"}
    with pytest.raises(ValueError, match="larger than 64 bytes"):
        read_file(path, Limits(file_bytes_max=64))
    link = tmp_path / "link.safetensors"
    link.symlink_to(path)
    with pytest.raises(ValueError, match="is a link"):
        read_file(link)
    with path.open("wb") as file:
        file.truncate(2**36)
    with pytest.raises(ValueError, match="larger than 1024 bytes"):
        read_file(path, Limits(file_bytes_max=1024))


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Goal: no file that is none holds us up. Method: a pipe nobody writes to, and a folder."""
    pipe = tmp_path / "pipe.safetensors"
    os.mkfifo(pipe)
    with pytest.raises(ValueError, match="not a plain file"):
        read_file(pipe)
    folder = tmp_path / "folder.safetensors"
    folder.mkdir()
    with pytest.raises((ValueError, IsADirectoryError)):
        read_file(folder)
