"""The shape of a doing's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked.

    Attributes:
        label: the question or the name, as it stands above the field.
        help: one sentence below it, with an example where that helps.
        choices: what people call the values it can take, where the doing does not say so itself.
    """

    label: str | Promise
    help: str | Promise = ""
    choices: Mapping[str, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DoingWords:
    """What people read of one doing.

    Attributes:
        name: what it is, as a heading: `Stop the use of my data`.
        button: what the button says that does it: `Stop it now`.
        done: one sentence for afterwards: `Nobody uses your data from now on.`
        lead: one or two sentences before the form; empty for none.
        fields: how each field is asked.
    """

    name: str | Promise
    button: str | Promise
    done: str | Promise
    lead: str | Promise = ""
    fields: Mapping[str, Ask] = field(default_factory=dict)
