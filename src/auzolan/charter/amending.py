"""What an amendment would make of the charter: the next version, its texts, and its tier.

Asked when a change is proposed, and again when it is carried out. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.charter.article import Tier
from auzolan.charter.articles import Change, Charter
from auzolan.charter.authorize import KERNEL
from auzolan.charter.clauses import amended
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.charter.texts import ARTICLES, Texts, read_some_texts, read_texts, texts_annex
from auzolan.charter.tiers import tier_of_changes
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import Annex, AnnexRef, encode, ref_from_text, refer
from auzolan.record.case import Case


@dataclass(frozen=True, slots=True)
class Amendment:
    """What comes of a change.

    Attributes:
        charter: the next version, within all bounds.
        tier: the one tier of all that is changed.
        texts: the texts of every article, where a text changes; else None.
    """

    charter: Charter
    tier: Tier
    texts: Annex | None


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """The articles whose text is new, and the texts of all articles with these among them."""

    articles: tuple[str, ...]
    whole: Annex | None


def amendment_of(
    books: Books, changes: tuple[Change, ...], texts: AnnexRef | None, case: Case
) -> Amendment | Refusal:
    """What the charter would be after these changes, or why it may not be so.

    Args:
        books: the state now.
        changes: clauses with their new values.
        texts: the new text of some articles, an annex laid down beforehand; None for none.
        case: reads annexes.
    Returns:
        The amendment; or the first refusal, in the order: texts, clauses, bounds, tier.
    Raises:
        AnnexUnreadable: there is no such annex.
    Source: charter, its tiers; the law of its preset.
    """
    new = _Rewritten((), None) if texts is None else _rewritten(books, texts, case)
    if isinstance(new, Refusal):
        return new
    charter = charter_of(books)
    digest = refer(new.whole, encode(new.whole)).digest if new.whole else ""
    changed = amended(charter, changes, digest)
    if isinstance(changed, Refusal):
        return changed
    tier = tier_of_changes(charter, changes, new.articles)
    return tier if isinstance(tier, Refusal) else Amendment(changed, tier, new.whole)


def texts_refusal(charter: Charter, texts: AnnexRef, case: Case) -> Refusal | None:
    """Why these are not the texts of a first charter, or None.

    Raises:
        AnnexUnreadable: there is no such annex.
    """
    if charter.texts != texts.digest:
        return Refusal(
            "charter.texts_differ", KERNEL,
            f"The charter names the texts {charter.texts[:12]}, the founding {texts.digest[:12]}.",
            "Name in the charter the digest of the annex with its texts.",
        )  # fmt: skip
    annex = case.annexes.read(texts)
    try:
        read_texts(annex)
    except ValueError as fault:
        return _unfit(str(fault))
    return None


def _rewritten(books: Books, texts: AnnexRef, case: Case) -> _Rewritten | Refusal:
    row = books.get(CharterInForce, IN_FORCE)
    assert row is not None, "a rule ran before the co-operative was founded"
    annex = case.annexes.read(texts)
    try:
        new = read_some_texts(annex)
    except ValueError as fault:
        return _unfit(str(fault))
    merged = _merged(read_texts(case.annexes.read(ref_from_text(row.texts))), new)
    if isinstance(merged, Refusal):
        return merged
    articles = tuple(name for name in ARTICLES if any(name in one for one in new.values()))
    return _Rewritten(articles, texts_annex(merged))


def _merged(before: Texts, new: Texts) -> dict[str, dict[str, str]] | Refusal:
    """The new texts among the others; whoever rewrites an article does so in all its languages."""
    rewritten = {article for by_article in new.values() for article in by_article}
    for language in sorted(before.keys() | new.keys()):
        missing = rewritten - new.get(language, {}).keys()
        if missing or language not in before:
            return _unfit(
                f"the texts are kept in {', '.join(before)}; "
                f"{', '.join(sorted(missing)) or 'the others'} would have none in {language}"
            )
    return {language: {**before[language], **new[language]} for language in before}


def _unfit(because: str) -> Refusal:
    return Refusal(
        "charter.texts_unfit", KERNEL, f"These are not texts of the charter: {because}.",
        "Write each article that changes in every language of the charter.",
    )  # fmt: skip
