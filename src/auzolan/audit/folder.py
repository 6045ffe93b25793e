"""Where things lie in a co-operative's folder. It names places; it opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MODEL_SUFFIXES = (".safetensors", ".skops", ".onnx")


@dataclass(frozen=True, slots=True)
class Folder:
    """A co-operative is one folder.

    Attributes:
        path: the folder itself.
    """

    path: Path

    @property
    def database(self) -> Path:
        """The record and the tables, SQLite."""
        return self.path / "auzolan.db"

    @property
    def plain(self) -> Path:
        """Logins, sessions, jobs and mail: a file of its own, which never waits for the desk."""
        return self.path / "plain.db"

    @property
    def meter(self) -> Path:
        """Answered calls of licensees, until they are recorded and a month longer."""
        return self.path / "meter.db"

    @property
    def meter_lock(self) -> Path:
        """The file that is held locked while a segment of calls is cut."""
        return self.path / "meter.lock"

    @property
    def lock(self) -> Path:
        """The file that a writing desk holds locked."""
        return self.path / "desk.lock"

    @property
    def annexes(self) -> Path:
        """Annexes that stay inside the co-operative; the published ones are in `public/annex`."""
        return self.path / "annexes"

    @property
    def vault(self) -> Path:
        """Personal data, which can be erased."""
        return self.path / "vault"

    @property
    def vault_database(self) -> Path:
        """Sealed openings, ballot tags and row marks."""
        return self.vault / "vault.db"

    @property
    def rows(self) -> Path:
        """The members' rows, a Parquet file a batch, with the salts of their digests."""
        return self.vault / "rows"

    @property
    def pages(self) -> Path:
        """Raw page times, a Parquet file a log of work, until their days have gone."""
        return self.vault / "pages"

    @property
    def channel(self) -> Path:
        """Sealed letters among members, and the keys they are sealed to; outside the vault."""
        return self.path / "channel"

    @property
    def models(self) -> Path:
        """The files of trained models, named by digest."""
        return self.path / "models"

    @property
    def snapshots(self) -> Path:
        """The manifests of snapshots, named by digest: which rows are in each."""
        return self.path / "snapshots"

    @property
    def recipes(self) -> Path:
        """Recipes in canonical text, named by digest."""
        return self.path / "recipes"

    @property
    def public(self) -> Path:
        """The published record: static files, the whole public interface."""
        return self.path / "public"

    @property
    def checkpoint(self) -> Path:
        """The signed head of the published record."""
        return self.public / "checkpoint"

    @property
    def verifier_key(self) -> Path:
        """The key that checks the checkpoint's signature."""
        return self.public / "vkey"

    @property
    def tiles(self) -> Path:
        """Tiles of hashes, and bundles of entries."""
        return self.public / "tile"

    @property
    def public_annexes(self) -> Path:
        """Annexes of open kinds."""
        return self.public / "annex"

    @property
    def keys(self) -> Path:
        """Private keys; outside `public` and outside the vault's backups."""
        return self.path / "keys"

    @property
    def log_key(self) -> Path:
        """The private key that signs checkpoints."""
        return self.keys / "log.pem"

    @property
    def settings(self) -> Path:
        """Settings of the deployment; no number that moves money or rights."""
        return self.path / "settings.toml"

    def annex(self, digest: str, *, is_open: bool) -> Path:
        """Where the annex of this digest lies."""
        return (self.public_annexes if is_open else self.annexes) / f"{digest}.json"

    def model_file(self, artefact: str) -> Path | None:
        """The file of the model of this digest, in whichever format; None where there is none."""
        paths = (self.models / f"{artefact}{suffix}" for suffix in MODEL_SUFFIXES)
        return next((path for path in paths if path.is_file()), None)

    def batch_rows(self, batch: str) -> Path:
        """Where the rows of a batch lie."""
        return self.rows / f"{batch}.parquet"

    def page_times(self, log: str) -> Path:
        """Where the raw page times of a log of work lie."""
        return self.pages / f"{log}.parquet"


@dataclass(frozen=True, slots=True)
class PublicFolder(Folder):
    """A copied `public` folder on its own: its path is that of the published record."""

    @property
    def public(self) -> Path:
        """The published record."""
        return self.path
