"""Words by which a column would say that people are watched, and how they are found in a name."""

from __future__ import annotations

import re

WATCHING = frozenset(
    """
    keystroke keystrokes keypress keypresses keylog keylogger keyboard mouse cursor clicks scroll
    scrolling screenshot screenshots screencapture screenrecording webcam camera microphone
    ip ips ipaddress ipv4 ipv6 useragent browser deviceid fingerprints cookie
    mood moods emotion emotions sentiment feeling feelings stress fatigue attention heartrate
    privatemessage privatemessages directmessage directmessages chatlog inbox
    union unions unionactivity unionmember tradeunion organising membershipofunion
    idle idleness idletime idleseconds away
    break breaks breaktime pausetime pauses
    location locations gps latitude longitude lat lon geo city street
    activetime productivity utilisation utilization presence
    """.split()
)
"""Words, and neighbours written together, that no column may be called by."""

_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def watches(name: str) -> bool:
    """Whether a column of this name would watch somebody."""
    words = [word for word in _NOT_WORDS.split(_CAMEL.sub("_", name).lower()) if word]
    pairs = {"".join(words[place : place + 2]) for place in range(len(words) - 1)}
    return bool(WATCHING & (set(words) | pairs))
