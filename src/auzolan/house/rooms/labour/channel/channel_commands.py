"""`auzolan labour channel-...`: talk among members where those who decide on work cannot read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES_MAX = 4_096
KeyOption = Annotated[Path, typer.Option("--key", help="Your own key file; nobody else's.")]
FromOption = Annotated[str, typer.Option("--from", help="The name that readers see; any you like.")]


def make_key(
    out: Annotated[Path, typer.Option(help="The key file; it may not exist yet.")],
    as_json: JsonOption = False,
) -> None:
    """Make a key for the channel; the file is yours, and never goes into the co-operative's folder.

    Examples:
        auzolan labour channel-key --out my-channel.key
        auzolan labour channel-key --out my-channel.key --json
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write_fields
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.channel.channel_crypto import new_key
    from auzolan.house.rooms.labour.channel.channel_flows import key_line

    private, public = new_key(system_ports().chance)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(out, flags, 0o600), "w") as file:
            file.write(private + "\n")
    except FileExistsError:
        raise Misused(f"{out} is there already, and is not overwritten.") from None
    write_fields(key_line(public), as_json=as_json)


def join(
    key: KeyOption,
    actor: AsOption,
    sign_key: Annotated[
        Path | None, typer.Option(help="The Ed25519 key that you registered, PEM.")
    ] = None,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Become a reader of the channel: your public key is put where senders find it.

    Examples:
        auzolan labour channel-join --key my-channel.key --as m017
        auzolan labour channel-join --key my-channel.key --sign-key own.pem --as m017

    Who registered a key on the record signs with it. Else only the house's word binds the channel
    key to you: let others compare its fingerprint with you. Holders of the offices work, treasury
    and council cannot join.
    """
    from auzolan.house.doors.errors import Refused
    from auzolan.house.doors.output import say, write_fields
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.channel.channel_crypto import (
        ReaderKey,
        public_of,
        signed_reader,
    )
    from auzolan.house.rooms.labour.channel.channel_flows import (
        join_channel,
        origin_of,
        reader_line,
    )

    where = folder_at(folder)
    public = public_of(_private(key))
    reader = ReaderKey(actor, public)
    if sign_key is not None:
        reader = signed_reader(actor, public, origin_of(where), _signing(sign_key))
    if dry_run:
        say("This key would be put among the readers'; nothing has been written.")
    else:
        refused = join_channel(where, system_ports(), reader)
        if refused is not None:
            raise Refused(refused)
    write_fields(reader_line(reader), as_json=as_json)


def leave(actor: AsOption, folder: FolderOption = HERE, dry_run: DryRunOption = False) -> None:
    """Take your key out of the channel; letters from then on are not sealed to you.

    Examples:
        auzolan labour channel-leave --as m017
        auzolan labour channel-leave --as m017 --dry-run
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.channel.channel_flows import leave_channel

    where = folder_at(folder)
    if dry_run:
        say(f"The key of {actor} would be taken out; nothing has been written.")
        return
    try:
        leave_channel(where, actor)
    except ValueError as fault:
        raise Misused(str(fault)) from fault
    say(f"No letter will be sealed to {actor} from now on.")


def show_readers(folder: FolderOption = HERE, as_json: JsonOption = False) -> None:
    """Show who reads the channel, with what binds each key to its member.

    Examples:
        auzolan labour channel-readers
        auzolan labour channel-readers --json > readers.json

    The JSON is what channel-seal takes on a machine of your own.
    """
    from auzolan.house.doors.output import say, write_json, write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.channel.channel_flows import reader_line, readers_now

    found = readers_now(folder_at(folder), system_ports())
    if as_json:
        write_json(found.keys)
    else:
        write_rows([reader_line(one) for one in found.keys], as_json=False)
    for member, code in found.left_out.items():
        say(f"{member} is left out: {code}")


def seal(
    file: Annotated[Path, typer.Argument(help="Your words, a text in UTF-8.")],
    readers: Annotated[Path, typer.Option(help="What channel-readers --json wrote.")],
    out: Annotated[Path, typer.Option(help="The sealed letter; it may not exist yet.")],
    sender: FromOption = "a member",
) -> None:
    """Seal a letter on a machine of your own, so that the house never sees your words.

    Examples:
        auzolan labour channel-seal letter.txt --readers readers.json --out letter.sealed
        auzolan labour channel-seal letter.txt --readers readers.json --out l.sealed --from "Otter"

    It says to whose keys it sealed. The house made the list: compare fingerprints with the readers
    themselves before you post what nobody else may read.
    """
    import msgspec

    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.channel.channel_crypto import (
        Inside,
        ReaderKey,
        fingerprint,
        is_sound,
        seal_letter,
    )

    if out.exists():
        raise Misused(f"{out} is there already, and is not overwritten.")
    try:
        keys = msgspec.json.decode(readers.read_bytes(), type=list[ReaderKey])
    except ValueError as fault:
        raise Misused(f"{readers} is no list of readers: {fault}") from fault
    unsound = [one.member for one in keys if not is_sound(one.key)]
    if unsound:
        raise Misused(f"No letter can be sealed to the key of {', '.join(unsound)}.")
    try:
        letter = seal_letter(Inside(sender, _words(file)), keys, system_ports().chance)
    except ValueError as fault:
        raise Misused(f"The letter cannot be sealed: {fault}.") from fault
    out.write_bytes(msgspec.json.encode(letter))
    for one in keys:
        say(f"  {one.member}: {fingerprint(one.key)}")
    say(f"Sealed to {len(keys)} readers. Post it with: auzolan labour channel-post {out} --sealed")


def post(
    file: Annotated[Path, typer.Argument(help="Your words, or with --sealed a sealed letter.")],
    sealed: Annotated[
        bool, typer.Option("--sealed", help="The file was sealed by channel-seal.")
    ] = False,
    sender: FromOption = "a member",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Post a letter to all readers; nobody is asked who posts it.

    Examples:
        auzolan labour channel-post letter.txt --from "Otter"
        auzolan labour channel-post letter.sealed --sealed

    Words are sealed in this program before anything is written. On a machine that you do not trust,
    use channel-seal on your own and post what it wrote.
    """
    import msgspec

    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import say, write_fields
    from auzolan.house.doors.session import accepted, folder_at
    from auzolan.house.ports import system_ports
    from auzolan.house.rooms.labour.channel.channel_crypto import Inside, Letter
    from auzolan.house.rooms.labour.channel.channel_flows import (
        LETTER_BYTES_MAX,
        post_sealed,
        post_text,
        readers_now,
    )

    where, ports = folder_at(folder), system_ports()
    if dry_run:
        say(f"It would be sealed to {len(readers_now(where, ports).keys)} readers; nothing is.")
        return
    if not sealed:
        try:
            done = post_text(where, ports, Inside(sender, _words(file)))
        except ValueError as fault:
            raise Misused(f"The letter cannot be sealed: {fault}.") from fault
    else:
        try:
            letter = msgspec.json.decode(_bytes(file, LETTER_BYTES_MAX), type=Letter)
        except ValueError as fault:
            raise Misused(f"{file} is no sealed letter: {fault}") from fault
        done = post_sealed(where, ports, letter)
    write_fields(accepted(done), as_json=as_json)


def read(
    key: KeyOption,
    channel: Annotated[
        Path | None, typer.Option(help="A copy of the folder `channel`, on your own machine.")
    ] = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Read the letters that were sealed to your key.

    Examples:
        auzolan labour channel-read --key my-channel.key
        auzolan labour channel-read --key my-channel.key --channel copy/channel --json
    """
    from auzolan.house.doors.output import write_rows
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.labour.channel.channel_flows import read_channel

    place = channel if channel is not None else folder_at(folder).channel
    write_rows(read_channel(place, _private(key)), as_json=as_json)


def _bytes(path: Path, size_max: int) -> bytes:
    from auzolan.house.doors.errors import Misused

    try:
        with path.open("rb") as file:
            content = file.read(size_max + 1)
    except OSError as fault:
        raise Misused(f"{path} cannot be read: {fault.strerror}.") from fault
    if len(content) > size_max:
        raise Misused(f"{path} is larger than {size_max:,} bytes.")
    return content


def _words(path: Path) -> str:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.labour.channel.channel_crypto import SIZES

    try:
        return _bytes(path, SIZES[-1]).decode()
    except UnicodeDecodeError as fault:
        raise Misused(f"{path} is no text in UTF-8.") from fault


def _private(path: Path) -> str:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.rooms.labour.channel.channel_crypto import public_of

    text = _bytes(path, KEY_BYTES_MAX).decode("ascii", "replace").strip()
    try:
        public_of(text)
    except ValueError:
        raise Misused(f"{path} is no key of channel-key.") from None
    return text


def _signing(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from auzolan.house.doors.errors import Misused

    try:
        key = load_pem_private_key(_bytes(path, KEY_BYTES_MAX), password=None)
    except (ValueError, TypeError) as fault:
        raise Misused(f"{path} is no private key in PEM without a password.") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise Misused(f"{path} holds another kind of key than Ed25519.")
    return key
