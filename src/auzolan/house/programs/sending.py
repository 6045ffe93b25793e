"""Sending a message out of the house, to addresses of the open network alone.

Members name the addresses, so each could point into this house. The name is looked up once, every address
found must be a public one, and the connection goes to just that address: a name that answers otherwise a
moment later changes nothing. No redirect is followed, and nothing of the answer is kept but its status.

Source: OWASP, Server-Side Request Forgery Prevention.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from auzolan.house.programs.messages import Message

TIMEOUT_S = 10
_PORT = 443
Sender: TypeAlias = Callable[[Message], int]
"""Sends a message and says with which status it was answered; raises `NotSent`."""


class NotSent(Exception):
    """A message did not arrive; the text is one of a few, never what the other side said."""


def send(message: Message) -> int:
    """Send a message over https, to a public address.

    Returns:
        The status of the answer.
    Raises:
        NotSent: the name has no public address, nobody answered in time, or the certificate is wrong.
    """
    return sent_to(message, ssl.create_default_context(), may_be_here=False)


def sent_to(message: Message, trust: ssl.SSLContext, *, may_be_here: bool) -> int:
    """Send a message, with certificates of one's own choice.

    Args:
        message: what.
        trust: whose certificates are believed.
        may_be_here: whether this machine itself may be meant; for tests alone.
    """
    parts = urlsplit(message.url)
    host = parts.hostname or ""
    address = public_address(host, parts.port or _PORT, may_be_here=may_be_here)
    connection = _Pinned(host, address, trust)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    # A timeout of the socket counts each read anew; an answer that drips would go on for ever.
    clock = threading.Timer(TIMEOUT_S, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", path, message.body, message.headers)
        return connection.getresponse().status
    except ssl.SSLError as fault:
        raise NotSent("certificate") from fault
    except (OSError, http.client.HTTPException) as fault:
        raise NotSent("no answer") from fault
    finally:
        clock.cancel()
        connection.close()


def public_address(host: str, port: int, *, may_be_here: bool = False) -> tuple[str, int]:
    """The address of a name, if every address that it has belongs to the open network.

    Raises:
        NotSent: it has none, or one of them lies within a house.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NotSent("no such name") from fault
    addresses = [str(one[4][0]) for one in found]
    if not addresses or (not all(map(is_public, addresses)) and not may_be_here):
        raise NotSent("not a public address")
    return addresses[0], port


def is_public(address: str) -> bool:
    """Whether an address belongs to the open network: not to this machine, a house or a link."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None and not is_public(str(inner)):
            return False
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, under the name that its certificate must have."""

    def __init__(self, host: str, address: tuple[str, int], trust: ssl.SSLContext) -> None:
        super().__init__(host, address[1], timeout=TIMEOUT_S, context=trust)
        self._address, self._trust = address, trust

    def connect(self) -> None:
        """Connect to the address that was checked, and to no other."""
        plain = socket.create_connection(self._address, TIMEOUT_S)
        self.sock = plain
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread, wherever it is."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
