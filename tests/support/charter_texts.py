"""The human texts of the charter, laid down before a founding names them."""

from __future__ import annotations

from auzolan.charter.texts import RELEASE_TEXTS, Texts, texts_annex
from auzolan.house.desk import Desk
from auzolan.record.annexes import AnnexRef
from support.story_desks import AnyDesk


def lay_down_texts(desk: AnyDesk | Desk, texts: Texts = RELEASE_TEXTS) -> AnnexRef:
    """Lay texts down on a desk, those of the release unless others are given."""
    annex = texts_annex(texts)
    return desk.lay_down(annex.kind, dict(zip(annex.names, annex.columns, strict=True)))
