"""The channel that those who decide on work cannot read: sealed to readers, and to nobody else."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.cli import run
from auzolan.house.rooms.labour.channel import channel_flows
from auzolan.house.rooms.labour.channel.channel_crypto import (
    SIZES,
    SLOTS_AT_ONCE,
    Inside,
    Letter,
    ReaderKey,
    digest_of,
    fingerprint,
    is_signed,
    is_sound,
    new_key,
    open_letter,
    public_of,
    seal_letter,
    signed_reader,
)
from auzolan.house.rooms.labour.channel.channel_flows import (
    join_channel,
    leave_channel,
    post_sealed,
    post_text,
    read_channel,
    readers_now,
)
from auzolan.house.rooms.members.flows import admit, register_key
from auzolan.house.rooms.members.flows import leave as leave_coop
from house.small_desk import SmallDesk, accepted, refused

WORDS = "The new tasks pay less an hour than the old ones. Who else sees it?"
LETTER = Inside("Otter", WORDS)


def people(*names: str) -> dict[str, tuple[str, ReaderKey]]:
    """A private key and a reader for each name."""
    keys = {name: new_key(os.urandom) for name in names}
    return {name: (private, ReaderKey(name, public)) for name, (private, public) in keys.items()}


# --- sealing ---------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(min_size=1, max_size=300),
    sender=st.text(min_size=1, max_size=40),
    count=st.integers(1, 40),
)
def test_every_reader_opens_a_letter_and_no_other_key_does(
    text: str, sender: str, count: int
) -> None:
    """Goal: sealed to readers alone. Method: any words, any number of readers, one key too many."""
    known = people(*(f"m{place:03}" for place in range(count)))
    letter = seal_letter(Inside(sender, text), [key for _, key in known.values()], os.urandom)
    assert {open_letter(letter, private) for private, _ in known.values()} == {Inside(sender, text)}
    assert open_letter(letter, new_key(os.urandom)[0]) is None


def test_a_letter_hides_its_words_their_length_and_the_number_of_readers() -> None:
    """Goal: what lies in the house says little. Method: short and long, one reader and thirty."""
    known = [key for _, key in people(*(f"m{place:03}" for place in range(30))).values()]
    one = seal_letter(Inside("a", "yes"), known[:1], os.urandom)
    many = seal_letter(Inside("b", "no " * 250), known, os.urandom)
    assert len(one.body) == len(many.body) == SIZES[0] + 16
    assert len(one.slots) == len(many.slots) == SLOTS_AT_ONCE
    assert len(seal_letter(LETTER, [*known, *known[:3]], os.urandom).slots) == 2 * SLOTS_AT_ONCE
    text = msgspec.json.encode(many)
    assert b"no no" not in text
    assert not any(key.member.encode() in text or key.key.encode() in text for key in known)


def test_two_letters_of_the_same_words_have_nothing_in_common() -> None:
    """Goal: nobody sees that something was said twice. Method: seal the same twice, compare parts."""
    known = [key for _, key in people("ana", "ben").values()]
    first, second = (seal_letter(LETTER, known, os.urandom) for _ in range(2))
    assert first.once != second.once
    assert first.body != second.body
    assert not set(first.slots) & set(second.slots)


@pytest.mark.parametrize("part", ["body", "once", "readers", "slots"])
def test_a_letter_that_was_touched_does_not_open(part: str) -> None:
    """Goal: nobody puts words into another's mouth. Method: change one byte of each part."""
    ((private, key),) = people("ana").values()
    letter = seal_letter(LETTER, [key], os.urandom)
    changed: dict[str, Callable[[], object]] = {
        "body": lambda: bytes([letter.body[0] ^ 1]) + letter.body[1:],
        "once": lambda: bytes([letter.once[0] ^ 1]) + letter.once[1:],
        "readers": lambda: digest_of([]),
        "slots": lambda: tuple(bytes([slot[0] ^ 1]) + slot[1:] for slot in letter.slots),
    }
    assert open_letter(letter, private) == LETTER
    assert open_letter(msgspec.structs.replace(letter, **{part: changed[part]()}), private) is None


@pytest.mark.parametrize("bad", ["00" * 32, "01" + "00" * 31, "ff" * 31])
def test_a_key_to_which_anybody_could_open_is_none(bad: str) -> None:
    """Goal: no letter is sealed to a point of small order. Method: two of them, and a short key."""
    assert not is_sound(bad)
    assert is_sound(new_key(os.urandom)[1])


@pytest.mark.parametrize("inside", [Inside("", "x"), Inside("x" * 41, "x"), Inside("x", ""), Inside("x", "é" * SIZES[-1])])  # fmt: skip
def test_what_no_letter_can_hold_is_not_sealed(inside: Inside) -> None:
    """Goal: every field has a limit. Method: no name, a long one, no words, too many."""
    with pytest.raises(ValueError, match=r".+"):
        seal_letter(inside, [key for _, key in people("ana").values()], os.urandom)


def test_a_letter_has_readers_and_not_too_many() -> None:
    """Goal: the loop over readers has a limit. Method: none, and one too many."""
    ((_, key),) = people("ana").values()
    for readers in ([], [key] * 1_001):
        with pytest.raises(ValueError, match="readers"):
            seal_letter(LETTER, readers, os.urandom)


# --- the house -------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """Ana and Ben decide on nobody's work; Ida leads tasks, Joe is treasurer and council, Eve neither."""
    return SmallDesk(tmp_path / "coop")


def joined(small: SmallDesk, *names: str) -> dict[str, tuple[str, ReaderKey]]:
    known = people(*names)
    for _, key in known.values():
        assert join_channel(small.desk.folder, small.ports, key) is None
    return known


@pytest.mark.parametrize("member", ["ida", "joe"])
def test_who_decides_on_work_pay_or_place_is_no_reader(small: SmallDesk, member: str) -> None:
    """Goal: managers cannot join. Method: the task lead, and the treasurer who sits in the council."""
    ((_, key),) = people(member).values()
    answer = join_channel(small.desk.folder, small.ports, key)
    assert refused(answer) == "labour.channel_not_for_office"
    assert readers_now(small.desk.folder, small.ports).keys == []


def test_what_lies_in_the_house_is_sealed_and_readers_read_it(small: SmallDesk) -> None:
    """Goal: the house keeps ciphertext only. Method: post, look for the words in every file, read."""
    known = joined(small, "ana", "ben")
    done = post_text(small.desk.folder, small.ports, LETTER)
    assert not isinstance(done, Refusal)
    assert (done.letter, done.readers, done.left_out) == ("00000001", 2, ())
    for path in small.desk.folder.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"pay less an hour" not in content, path
            assert b"Otter" not in content, path
    for private, _ in known.values():
        (letter,) = read_channel(small.desk.folder.channel, private)
        assert (letter.sender, letter.text) == ("Otter", WORDS)
    assert read_channel(small.desk.folder.channel, new_key(os.urandom)[0]) == []


def test_whoever_takes_an_office_gets_no_letter_from_then_on(small: SmallDesk) -> None:
    """Goal: readers are looked at again at each letter. Method: a reader's file of an office holder."""
    joined(small, "ana")
    ((private, key),) = people("ida").values()
    place = small.desk.folder.channel / "readers" / "ida.json"
    place.write_bytes(msgspec.json.encode(key))
    found = readers_now(small.desk.folder, small.ports)
    assert [one.member for one in found.keys] == ["ana"]
    assert found.left_out == {"ida": "labour.channel_not_for_office"}
    done = post_text(small.desk.folder, small.ports, LETTER)
    assert not isinstance(done, Refusal)
    assert done.left_out == ("ida",)
    assert read_channel(small.desk.folder.channel, private) == []


def test_a_letter_that_was_sealed_to_other_readers_is_not_taken(small: SmallDesk) -> None:
    """Goal: nor does one get in that somebody sealed to a manager. Method: seal to three of two."""
    known = joined(small, "ana", "ben")
    readers = readers_now(small.desk.folder, small.ports).keys
    ((_, ida),) = people("ida").values()
    wrong = seal_letter(LETTER, [*readers, ida], os.urandom)
    answer = post_sealed(small.desk.folder, small.ports, wrong)
    assert refused(answer) == "labour.channel_readers_changed"
    right = seal_letter(LETTER, readers, os.urandom)
    assert not isinstance(post_sealed(small.desk.folder, small.ports, right), Refusal)
    assert len(read_channel(small.desk.folder.channel, known["ana"][0])) == 1


def test_a_registered_key_vouches_for_the_channel_key(small: SmallDesk) -> None:
    """Goal: the house cannot put its own key in her place. Method: unsigned, wrong, right, swapped."""
    own, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = own.public_key().public_bytes_raw().hex()
    accepted(register_key(small.desk, member="ana", key=public))
    folder, origin = small.desk.folder, channel_flows.origin_of(small.desk.folder)
    _, key = new_key(os.urandom)
    for wrong in (
        ReaderKey("ana", key),
        signed_reader("ana", key, origin, other),
        signed_reader("ana", key, "elsewhere.example", own),
        msgspec.structs.replace(signed_reader("ana", key, origin, own), key=new_key(os.urandom)[1]),
    ):
        answer = join_channel(folder, small.ports, wrong)
        assert refused(answer) == "labour.channel_key_unsigned"
    right = signed_reader("ana", key, origin, own)
    assert is_signed(right, origin)
    assert join_channel(folder, small.ports, right) is None
    place = folder.channel / "readers" / "ana.json"
    place.write_bytes(msgspec.json.encode(ReaderKey("ana", new_key(os.urandom)[1])))
    assert readers_now(folder, small.ports).left_out == {"ana": "labour.channel_key_unsigned"}


def test_strangers_broken_files_and_those_who_left_are_no_readers(small: SmallDesk) -> None:
    """Goal: bad input is refused or left out. Method: one of each, and a letter to nobody."""
    folder = small.desk.folder
    assert refused(post_text(folder, small.ports, LETTER)) == "labour.channel_empty"
    ((_, zoe),) = people("zoe").values()
    assert refused(join_channel(folder, small.ports, zoe)) == "labour.channel_not_in_standing"
    bad = join_channel(folder, small.ports, ReaderKey("ana", "00" * 32))
    assert refused(bad) == "labour.channel_key_unsound"
    joined(small, "ana", "ben")
    (folder.channel / "readers" / "eve.json").write_bytes(b"{}")
    copied = (folder.channel / "readers" / "ben.json").read_bytes()
    (folder.channel / "readers" / "joe.json").write_bytes(copied)
    assert [one.member for one in readers_now(folder, small.ports).keys] == ["ana", "ben"]
    accepted(admit(small.desk, actor="ana", member="uma", name="Uma"))
    joined(small, "uma")
    assert len(readers_now(folder, small.ports).keys) == 3
    accepted(leave_coop(small.desk, member="uma", reason="moving away"))
    assert [one.member for one in readers_now(folder, small.ports).keys] == ["ana", "ben"]
    leave_channel(folder, "ana")
    assert [one.member for one in readers_now(folder, small.ports).keys] == ["ben"]
    leave_channel(folder, "ben")
    assert readers_now(folder, small.ports).keys == []
    with pytest.raises(ValueError, match="id"):
        leave_channel(folder, "../../auzolan")


def test_the_channel_has_a_limit_of_readers(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: the loop over readers ends. Method: a limit of one; the first may change her key."""
    monkeypatch.setattr(channel_flows, "READERS_MAX", 1)
    joined(small, "ana")
    ((_, ben),) = people("ben").values()
    assert refused(join_channel(small.desk.folder, small.ports, ben)) == "labour.channel_full"
    joined(small, "ana")


def test_the_folder_keeps_no_time_and_the_oldest_letters_go(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: no time of day, and a limit. Method: a small limit, five letters, then the files."""
    monkeypatch.setattr(channel_flows, "LETTERS_MAX", 3)
    known = joined(small, "ana")
    for number in range(5):
        post_text(small.desk.folder, small.ports, Inside("Otter", f"letter {number}"))
    found = read_channel(small.desk.folder.channel, known["ana"][0])
    assert [one.text for one in found] == ["letter 2", "letter 3", "letter 4"]
    assert [one.letter for one in found] == ["00000003", "00000004", "00000005"]
    for path in small.desk.folder.channel.rglob("*.json"):
        assert path.stat().st_mtime_ns == 0
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    letters = small.desk.folder.channel / "letters"
    (letters / "00000006.json").write_bytes(b"not a letter")
    assert len(read_channel(small.desk.folder.channel, known["ana"][0])) == 3


def test_the_commands_make_join_seal_post_and_read(
    small: SmallDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the page on talking works. Method: two readers, one letter sealed here and one elsewhere."""
    own = Ed25519PrivateKey.generate()
    accepted(register_key(small.desk, member="ben", key=own.public_key().public_bytes_raw().hex()))
    pem = tmp_path / "ben.pem"
    pem.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    folder = str(small.desk.folder.path)
    small.desk.close()
    keys = {name: tmp_path / f"{name}.key" for name in ("ana", "ben", "ida")}
    for path in keys.values():
        assert run(["labour", "channel-key", "--out", str(path)]) == 0
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert run(["labour", "channel-key", "--out", str(path)]) == 2

    def join(name: str, *more: str) -> int:
        return run(["labour", "channel-join", "--key", str(keys[name]), "--as", name,
                    "--folder", folder, *more])  # fmt: skip

    assert join("ana", "--dry-run") == 0
    assert not (small.desk.folder.channel / "readers").exists()
    assert (join("ana"), join("ben"), join("ben", "--sign-key", str(pem)), join("ida")) == (
        0,
        1,
        0,
        1,
    )
    capsys.readouterr()
    assert run(["labour", "channel-readers", "--json", "--folder", folder]) == 0
    listed = capsys.readouterr().out
    assert [one["member"] for one in json.loads(listed)] == ["ana", "ben"]
    assert json.loads(listed)[0]["key"] == public_of(keys["ana"].read_text().strip())
    readers, text, sealed = tmp_path / "r.json", tmp_path / "l.txt", tmp_path / "l.sealed"
    readers.write_text(listed)
    text.write_text(WORDS)
    assert run(["labour", "channel-seal", str(text), "--readers", str(readers), "--out",
                str(sealed), "--from", "Otter"]) == 0  # fmt: skip
    said = capsys.readouterr().err
    assert all(fingerprint(one["key"]) in said for one in json.loads(listed))
    assert WORDS not in sealed.read_text()
    assert msgspec.json.decode(sealed.read_bytes(), type=Letter).v == 1
    post = ["labour", "channel-post", "--folder", folder, "--json"]
    assert run([*post, str(sealed), "--sealed"]) == 0
    assert run([*post, str(text)]) == 0
    assert run([*post, str(text), "--sealed"]) == 2
    capsys.readouterr()
    assert (
        run(["labour", "channel-read", "--key", str(keys["ben"]), "--folder", folder, "--json"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert [(one["sender"], one["text"]) for one in found] == [
        ("Otter", WORDS),
        ("a member", WORDS),
    ]
    copy = ["labour", "channel-read", "--key", str(keys["ida"]), "--channel"]
    assert run([*copy, str(small.desk.folder.channel), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["labour", "channel-leave", "--as", "ben", "--folder", folder]) == 0
    assert run([*post, str(sealed), "--sealed"]) == 1
