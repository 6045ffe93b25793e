"""Signed notes and checkpoints: one spelling, no stranger's word, no bit that may change."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.merkle import EMPTY_ROOT
from auzolan.record.notes import (
    NOTE_BYTES_MAX,
    Checkpoint,
    Signer,
    VerifierKey,
    decode_base64,
    encode_base64,
    format_vkey,
    parse_decimal,
    parse_vkey,
    sign_checkpoint,
    sign_note,
    verify_checkpoint,
    verify_note,
)

ORIGIN = "auzolan.example/yogurt"


def signer_of(name: str, seed: int = 1) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


LOG = signer_of(ORIGIN)
WITNESS = signer_of("witness.example", 2)
STATE = Checkpoint(ORIGIN, 70_000, bytes(range(32)))

# Any UTF-8 text without control characters other than newline.
lines = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), max_size=20)
texts = st.lists(lines, min_size=1, max_size=6).map(lambda all_: "\n".join(all_) + "\n")


@given(texts, st.integers(1, 3))
def test_a_signed_text_is_read_back_as_it_was(text: str, n_signers: int):
    """Goal: sign and verify are inverse; method: any text, also with blank lines and dashes."""
    signers = [signer_of(f"key{number}.example", number) for number in range(1, n_signers + 1)]
    note = sign_note(text.encode(), signers)
    for signer in signers:
        assert verify_note(note, [signer.verifier_key]) == text.encode()


def test_every_flipped_bit_of_a_signed_checkpoint_is_refused():
    """Goal: no byte of the published file is free; method: all bits, one after the other."""
    note = sign_checkpoint(STATE, [LOG])
    assert verify_checkpoint(note, [LOG.verifier_key]) == STATE
    for bit in range(len(note) * 8):
        changed = bytearray(note)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError):  # noqa: PT011 (whatever the bit breaks is named)
            verify_checkpoint(bytes(changed), [LOG.verifier_key])


def test_every_cut_and_every_added_byte_is_refused():
    """Goal: nothing missing, nothing behind; method: all prefixes, and bytes before and after."""
    note = sign_checkpoint(STATE, [LOG])
    changed = [note[:end] for end in range(len(note))]
    changed += [note + tail for tail in (b"\n", b" ", b"x", b"\x00", b"\n\n", note)]
    changed += [head + note for head in (b"\n", b" ", b"x")]
    changed.append(note.replace(b"\n", b"\r\n"))
    for one in changed:
        with pytest.raises(ValueError):  # noqa: PT011 (whatever is wrong is named)
            verify_checkpoint(one, [LOG.verifier_key])


def test_a_signature_by_a_stranger_is_ignored_and_alone_is_not_enough():
    """Goal: only known keys count; method: a witness beside the log, then known one at a time."""
    note = sign_checkpoint(STATE, [WITNESS, LOG])
    assert verify_note(note, [LOG.verifier_key]) == STATE.encode()
    assert verify_note(note, [WITNESS.verifier_key]) == STATE.encode()
    with pytest.raises(ValueError, match="expected a signature by one of"):
        verify_note(note, [signer_of(ORIGIN, 3).verifier_key])
    with pytest.raises(ValueError, match="expected a signature by one of"):
        verify_note(note, [signer_of("other.example", 1).verifier_key])
    with pytest.raises(ValueError, match="expected a signature by one of"):
        verify_note(note, [])


def test_a_bad_signature_by_a_known_key_refuses_the_note_whatever_else_is_good():
    """Goal: a known key is never half believed; method: a good line beside a forged one."""
    good = sign_note(STATE.encode(), [LOG, WITNESS])
    other = sign_note(b"other\n", [WITNESS]).splitlines(keepends=True)[-1]
    forged = b"".join([*good.splitlines(keepends=True)[:-1], other])
    assert verify_note(forged, [LOG.verifier_key]) == STATE.encode()
    with pytest.raises(ValueError, match=r"signature by 'witness\.example' does not fit"):
        verify_note(forged, [LOG.verifier_key, WITNESS.verifier_key])


def test_a_short_signature_by_a_known_key_and_the_same_line_twice_are_refused():
    """Goal: one full signature a key; method: cut it to 60 bytes, then repeat the line."""
    note = sign_note(b"text\n", [LOG])
    line = note.splitlines(keepends=True)[-1]
    signature = LOG.private_key.sign(b"text\n")[:60]
    short = f"\u2014 {ORIGIN} {encode_base64(LOG.verifier_key.key_id + signature)}\n".encode()
    with pytest.raises(ValueError, match="does not fit"):
        verify_note(note.replace(line, short), [LOG.verifier_key])
    with pytest.raises(ValueError, match="got two"):
        verify_note(note + line, [LOG.verifier_key])


def test_only_the_log_itself_can_vouch_for_its_checkpoint():
    """Goal: a trusted witness is not the log; method: its signature alone, both keys known."""
    known = [LOG.verifier_key, WITNESS.verifier_key]
    alone = sign_checkpoint(STATE, [WITNESS])
    assert verify_note(alone, known) == STATE.encode()
    with pytest.raises(ValueError, match=r"expected a signature by 'auzolan\.example/yogurt'"):
        verify_checkpoint(alone, known)
    assert verify_checkpoint(sign_checkpoint(STATE, [LOG, WITNESS]), known) == STATE


@pytest.mark.parametrize(
    "line",
    [
        "",
        "- name AAAAAAAA",
        "\u2013 name AAAAAAAA",
        "\u2014  name AAAAAAAA",
        "\u2014name AAAAAAAA",
        "\u2014 name  AAAAAAAA",
        "\u2014 name AAAAAAAA ",
        "\u2014 na+me AAAAAAAA",
        "\u2014 na\u00a0me AAAAAAAA",
        "\u2014 na\u2028me AAAAAAAA",
        "\u2014  AAAAAAAA",
        "\u2014 name",
        "\u2014 name AAAAAA==",
        "\u2014 name AAAAAAA",
        "\u2014 name AAAAAAB=",
        "\u2014 name AAAA\tAAAA",
        "\u2014 name AAAA-AAA",
        "\u2014 name \u0410AAAAAAA",
    ],
)
def test_a_malformed_signature_line_refuses_the_note_even_if_another_is_good(line: str):
    """Goal: strict lines; method: wrong dash, spaces, plus, base64, beside a true signature."""
    note = sign_note(b"text\n", [LOG]) + line.encode() + b"\n"
    with pytest.raises(ValueError):  # noqa: PT011 (each line has its own reason)
        verify_note(note, [LOG.verifier_key])


@pytest.mark.parametrize(
    "text", [b"", b"no newline", b"tab\t\n", b"nul\x00\n", b"cr\r\n", b"\xff\n"]
)
def test_text_that_no_note_can_carry_is_refused(text: bytes):
    """Goal: no control characters, UTF-8 only; method: sign it, and read it with a signature."""
    with pytest.raises(ValueError, match=r"note's text|UTF-8"):
        sign_note(text, [LOG])
    signature = encode_base64(LOG.verifier_key.key_id + LOG.private_key.sign(text))
    with pytest.raises(ValueError):  # noqa: PT011 (text and layout fail in different words)
        verify_note(text + f"\n\u2014 {ORIGIN} {signature}\n".encode(), [LOG.verifier_key])


def test_a_note_has_at_most_100_signatures_and_a_million_bytes():
    """Goal: stated limits; method: the last number that passes, and one more."""
    signers = [signer_of(f"key{number}", number) for number in range(1, 102)]
    note = sign_note(b"text\n", signers[:100])
    assert verify_note(note, [signers[99].verifier_key]) == b"text\n"
    line = sign_note(b"text\n", [signers[100]]).splitlines(keepends=True)[-1]
    with pytest.raises(ValueError, match="100 signatures"):
        verify_note(note + line, [signers[99].verifier_key])
    with pytest.raises(ValueError, match="1 to 100"):
        sign_note(b"text\n", signers)
    with pytest.raises(ValueError, match="1 to 100"):
        sign_note(b"text\n", [])
    with pytest.raises(ValueError, match="different"):
        sign_note(b"text\n", [LOG, LOG])
    with pytest.raises(ValueError, match="at most"):
        verify_note(b"x" * (NOTE_BYTES_MAX + 1), [LOG.verifier_key])


def test_a_verifier_key_has_one_spelling():
    """Goal: a key that is pinned means one key; method: round trip, then each part changed."""
    key = LOG.verifier_key
    text = format_vkey(key)
    assert parse_vkey(text) == key
    name, key_id, encoded = text.split("+", 2)
    other_id = f"{int(key_id, 16) ^ 1:08x}"
    ecdsa = b64encode(b"\x02" + key.public_key).decode()
    for wrong in (
        f"x{text}",
        f"{name}+{other_id}+{encoded}",
        f"{name}+{key_id.upper()}+{encoded}",
        f"{name}+0{key_id}+{encoded}",
        f"{name}+{key_id}+{ecdsa}",
        f"{name}+{key_id}+{b64encode(key.public_key).decode()}",
        f"{name}+{key_id}+",
        f"{name}+{key_id}",
        f" {text}",
        f"{text}\n",
        f"+{key_id}+{encoded}",
        "",
    ):
        with pytest.raises(ValueError):  # noqa: PT011 (each part has its own reason)
            parse_vkey(wrong)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01b"])
def test_a_name_that_no_note_can_carry_is_refused(name: str):
    """Goal: strict names; method: spaces of every kind, plus, control characters, nothing."""
    with pytest.raises(ValueError, match="key name"):
        signer_of(name)
    with pytest.raises(ValueError, match="key name"):
        VerifierKey(name, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        VerifierKey("name", bytes(31))


def test_a_signer_never_shows_its_private_key():
    """Goal: no secret in a log or a failing test; method: look for it in the text of a signer."""
    assert "private" not in repr(LOG)
    assert (b"\x01" * 32).hex() not in repr(LOG)


origins = lines.filter(bool)
checkpoints = st.builds(
    Checkpoint,
    origin=origins,
    size=st.integers(1, 2**64 - 1),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(origins, max_size=3).map(tuple),
)


@given(checkpoints)
def test_a_checkpoint_read_back_is_the_same_checkpoint(checkpoint: Checkpoint):
    """Goal: text and meaning are one to one; method: write, read, compare."""
    assert Checkpoint.decode(checkpoint.encode()) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "log\n5\n",
        "log\n5\n{root}",
        "log\n5\n{root}\n\n",
        "\n5\n{root}\n",
        "log\n05\n{root}\n",
        "log\n+5\n{root}\n",
        "log\n-5\n{root}\n",
        "log\n 5\n{root}\n",
        "log\n5 \n{root}\n",
        "log\n5_0\n{root}\n",
        "log\n\u0665\n{root}\n",
        "log\n\n{root}\n",
        "log\n0x5\n{root}\n",
        "log\n18446744073709551616\n{root}\n",
        "log\n0\n{root}\n",
        "log\n5\n{root}=\n",
        "log\n5\n{short}\n",
        "log\n5\n{loose}\n",
        "log\n5\n{unpadded}\n",
        "log\n5\n{root}\nmore",
        "log\n5\n{root}\n\nmore\n",
        "log\t\n5\n{root}\n",
    ],
)
def test_other_spellings_of_a_checkpoint_are_refused(text: str):
    """Goal: one state, one text; method: zeros, signs, foreign digits, loose base64, blank lines."""
    root = encode_base64(bytes(31) + b"\x01")
    assert Checkpoint.decode(f"log\n5\n{root}\n".encode()).size == 5
    filled = text.format(
        root=root,
        short=encode_base64(bytes(31)),
        loose=root[:-2] + "F=",
        unpadded=root.rstrip("="),
    )
    with pytest.raises(ValueError):  # noqa: PT011 (each spelling has its own reason)
        Checkpoint.decode(filled.encode())


def test_a_checkpoint_that_could_be_read_as_another_is_not_made():
    """Goal: no line smuggles in another; method: newlines and nothing in origin and extensions."""
    for bad in ("", "a\nb", "a\rb"):
        with pytest.raises(ValueError, match="checkpoint line"):
            Checkpoint(bad, 5, bytes(32))
        with pytest.raises(ValueError, match="checkpoint line"):
            Checkpoint("log", 5, bytes(32), (bad,))
    for size in (-1, 2**64):
        with pytest.raises(ValueError, match="log size"):
            Checkpoint("log", size, bytes(32))
    with pytest.raises(ValueError, match="at least 3 lines"):
        Checkpoint.decode(b"log\n5\n")


def test_a_log_without_entries_has_the_empty_root():
    """Goal: size and root cannot disagree on nothing; method: the empty root, then another."""
    assert Checkpoint.decode(Checkpoint("log", 0, EMPTY_ROOT).encode()).size == 0
    with pytest.raises(ValueError, match="empty root"):
        Checkpoint("log", 0, bytes(32))


@given(st.binary(max_size=40))
def test_base64_is_read_in_one_spelling_only(data: bytes):
    """Goal: no second text for the same bytes; method: change the last digit's unused bits."""
    text = encode_base64(data)
    assert decode_base64(text) == data
    if text.endswith("="):
        digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        bare = text.rstrip("=")
        loose = bare[:-1] + digits[digits.index(bare[-1]) + 1] + text[len(bare) :]
        for wrong in (bare, loose, text + "\n", text + "="):
            with pytest.raises(ValueError):  # noqa: PT011 (the decoder and we say it differently)
                decode_base64(wrong)


@given(st.integers(0, 2**64 - 1))
def test_a_number_is_read_in_one_spelling_only(number: int):
    """Goal: no leading zeros, signs or spaces; method: each added to any number."""
    assert parse_decimal(str(number)) == number
    for wrong in (f"0{number}", f"+{number}", f" {number}", f"{number}\n", f"{number + 2**64}"):
        with pytest.raises(ValueError, match="decimal"):
            parse_decimal(wrong)
