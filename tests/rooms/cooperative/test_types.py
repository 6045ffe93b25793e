"""All acts, facts and rows at once: what their types promise."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.inspect import type_info

from auzolan.cooperative import APPLY, ROWS, RULES
from auzolan.foundation.canonical import INTEGER_MAX
from auzolan.foundation.tables import column_kinds
from auzolan.record.fields import field_classes

KINDS = [*RULES, *APPLY]


def numbers_within(kind: object, path: str, seen: set[object]) -> list[str]:
    """Where a type lets in a number that canonical JSON cannot carry."""
    if isinstance(kind, msgspec.inspect.IntType):
        bounded = kind.le is not None and kind.le <= INTEGER_MAX
        bounded = bounded and kind.ge is not None and kind.ge >= -INTEGER_MAX
        return [] if bounded else [path]
    if isinstance(kind, msgspec.inspect.FloatType | msgspec.inspect.AnyType):
        return [f"{path}: {kind}"]
    inner: list[tuple[str, object]] = []
    if isinstance(kind, msgspec.inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        inner = [(field.name, field.type) for field in kind.fields]
    for name in ("item_type", "key_type", "value_type", "type"):
        if hasattr(kind, name):
            inner.append((name, getattr(kind, name)))
    for name in ("item_types", "types"):
        inner += [(name, one) for one in getattr(kind, name, ())]
    return [bad for name, one in inner for bad in numbers_within(one, f"{path}.{name}", seen)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
def test_every_number_of_an_act_or_fact_fits_canonical_json(kind: type[msgspec.Struct]) -> None:
    """Goal: no float, no number of 2^53 or more can be written. Method: walk the types."""
    assert numbers_within(type_info(kind), kind.__name__, set()) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
def test_acts_and_facts_are_frozen_strict_and_versioned(kind: type[msgspec.Struct]) -> None:
    """Goal: one shape for all. Method: look at each struct's configuration."""
    config = kind.__struct_config__
    assert (config.frozen, config.forbid_unknown_fields, config.gc) == (True, True, False)
    name, _, version = str(config.tag).rpartition("/")
    room, _, verb = name.partition(".")
    assert kind.__module__.startswith(f"auzolan.{room}.")
    assert kind.__module__.endswith("acts")
    assert verb
    assert version.isdigit()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.__name__)
def test_rows_are_flat_and_name_their_key_and_indexes(row: type) -> None:
    """Goal: any store can hold them. Method: columns are numbers or texts, keys exist."""
    columns = column_kinds(row)
    assert row.KEY
    assert set(row.KEY) <= set(columns)
    assert all(set(names) <= set(columns) for names in row.INDEXES)


def texts_without_pattern(kind: object, path: str, seen: set[object]) -> list[str]:
    """Where a type lets in any text at all."""
    if isinstance(kind, msgspec.inspect.StrType):
        return [] if kind.pattern else [path]
    inner: list[tuple[str, object]] = []
    if isinstance(kind, msgspec.inspect.Metadata):
        return texts_without_pattern(kind.type, path, seen)
    if isinstance(kind, msgspec.inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        inner = [(field.name, field.type) for field in kind.fields]
    inner += [("item", one) for one in getattr(kind, "item_types", ())]
    inner += [("item", kind.item_type)] if hasattr(kind, "item_type") else []
    inner += [("or", one) for one in getattr(kind, "types", ())]
    return [
        bad for name, one in inner for bad in texts_without_pattern(one, f"{path}.{name}", seen)
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__struct_config__.tag)
def test_no_open_field_takes_free_text(kind: type[msgspec.Struct]) -> None:
    """Goal: nobody can write a name or a reason into the open. Method: every text has a pattern.

    What remains: restricted texts, which are commitments in the open, and keys, which their
    parser reads strictly.
    """
    restricted = (f"{kind.__name__}.{name}" for name in field_classes(kind).restricted)
    allowed = (*restricted, "_key", "log_key")
    found = texts_without_pattern(type_info(kind), kind.__name__, set())
    assert [path for path in found if not path.endswith(allowed)] == []


def test_facts_have_only_open_fields_and_free_text_of_acts_is_sealed() -> None:
    """Goal: classes are declared where the reader opens them. Method: facts have none; a list."""
    assert all(field_classes(fact).restricted == () for fact in APPLY)
    assert all(field_classes(fact).sealed == () for fact in APPLY)
    sealed = {f"{act.__name__}.{name}" for act in RULES for name in field_classes(act).sealed}
    assert sealed == {
        "Accept.evidence", "AcceptWork.reason", "Admit.name", "Answer.text", "AnswerComment.words",
        "AnswerRequest.words", "Appeal.words", "Book.why", "Challenge.grounds", "CloseTask.reason",
        "Comment.text", "CommentOnStatement.words", "Contribute.reference",
        "DecideChallenge.reasons", "Erase.reason", "ExportPayout.file_digest", "Extend.reason",
        "Found.name", "JudgeAppeal.reason", "Leave.reason", "NoteThirdPersons.evidence",
        "OpenTask.words", "Pause.reasons", "Petition.reasons", "Propose.reasons", "Propose.title",
        "PublishStatement.consultation", "PublishStatement.effect", "PublishStatement.not_known",
        "PublishStatement.purpose", "PublishStatement.support", "RateIssuer.words",
        "Receive.reference", "Redact.reason", "RejectWork.reason", "RemitWithholding.reference",
        "ReportPayout.report_digest", "RequestRight.words", "ReturnPayments.statement_digest",
        "ReviseWork.reason", "Revise.reasons", "Revoke.reason", "SetPayee.payee",
        "SetReference.citation", "Settle.reason", "SettlePayout.statement_digest",
    }  # fmt: skip
    restricted = {f"{act.__name__}.{n}" for act in RULES for n in field_classes(act).restricted}
    assert restricted == {
        "AnswerPulse.answers", "AssignIndex.index_centi", "CastBallot.choice", "ClaimTime.items",
        "ClaimTime.seconds", "ClaimTime.submission", "ClaimTime.tag", "ClaimTime.task",
        "ClaimTime.work_class", "HandInAgain.seconds", "Look.member", "RateIssuer.scores",
        "ReleaseGroups.chance", "SetGuardian.until", "SetPlace.place",
    }  # fmt: skip
