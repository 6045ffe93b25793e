"""The words in a proof of withdrawal: what each part shows, and what none can."""

from __future__ import annotations

from auzolan.house.rooms.consent.proof_shapes import Bundle

_TEXT = """\
Proof of withdrawal: {member}, {kind}
{line}

{member} withdrew all use of her {kind} in entry {withdrawal} of the record {origin}.
This file shows what has been done since, as of {size} entries. Check it without us:

    auzolan consent check-proof THIS-FILE --key "{vkey}"

Take the key from somewhere else than this file if you can.

What lies in it
    entries/     {entries} entries of the record. Each .tlog-proof shows that the entry stands in
                 the record under the signed head, and cannot be taken out again unseen.
    batches/     The salted digests of her rows. Their root is that of the entry by which she
                 offered them, so they are all of them and no others.
    absences/    For each later data set: that none of these digests is in it. The digests of a
                 data set lie sorted in a tree; two that stand beside each other leave no place
                 for hers between them. Root and size are those that the record noted.
    bundle.json  The models made since, what licensees certified, and the digest of every file.

What it shows
    That she withdrew, when, and what was recorded because of it.
    That none of her rows is in a later data set whose list is sorted as the house says. Whoever
    holds the list itself, as an auditor does, sees that it is.
    Which models were made since, from which data sets, and which of them took over.

What it cannot show
    That nobody kept a copy outside of this house. Licensees certify; nobody can look.
    That a model remembers nothing. Where a model was run again, the same rows and recipe gave
    the same file, so nothing else went into it on this machine. The attack in bundle.json is
    reported with its interval and is no proof: a stronger one may find more.
    That there is no other data set than those of the record; the whole record shows that.
{cannot}"""


def readme(bundle: Bundle) -> str:
    """The text that explains a proof to whoever opens it."""
    title = f"Proof of withdrawal: {bundle.member}, {bundle.kind}"
    cannot = "".join(f"    {line}\n" for line in bundle.cannot_show)
    return _TEXT.format(
        member=bundle.member, kind=bundle.kind, line="=" * len(title), origin=bundle.origin,
        withdrawal=bundle.withdrawal, size=bundle.size, vkey=bundle.vkey,
        entries=len(bundle.entries), cannot=cannot,
    )  # fmt: skip
