"""What a harvester asks for: the verb and its arguments, checked by the protocol (§3.6, §4).

All mistakes are told at once; where there are any, nothing of the request is repeated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "oai_dc"
"""The one metadata format that there is."""

_LISTING = frozenset(("from", "until", "set", "metadataPrefix", "resumptionToken"))
_ALLOWED = {
    "Identify": frozenset[str](),
    "ListMetadataFormats": frozenset(("identifier",)),
    "ListSets": frozenset(("resumptionToken",)),
    "GetRecord": frozenset(("identifier", "metadataPrefix")),
    "ListIdentifiers": _LISTING,
    "ListRecords": _LISTING,
}
_REQUIRED = {
    "GetRecord": ("identifier", "metadataPrefix"),
    "ListIdentifiers": ("metadataPrefix",),
    "ListRecords": ("metadataPrefix",),
}
VERBS = tuple(_ALLOWED)
_PREFIX = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_MOST_SHOWN = 100


class Mistake(NamedTuple):
    """An error of the protocol, by its code (§3.6)."""

    code: str
    message: str


class Refused(Exception):  # noqa: N818 - the protocol's answer, with status 200
    """The request has mistakes; they are the answer."""

    def __init__(self, *mistakes: Mistake) -> None:
        """Keep them."""
        super().__init__(*mistakes)
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be answered; `arguments` as they were given."""

    verb: str
    arguments: dict[str, str] = field(default_factory=dict)


def read_asked(given: Iterable[tuple[str, str]]) -> Asked:
    """Check a request. Raises Refused."""
    pairs = list(given)
    verb = _read_verb([value for name, value in pairs if name == "verb"])
    rest = [(name, value) for name, value in pairs if name != "verb"]
    arguments = dict(rest)
    mistakes = [*_find_names(verb, rest), *_find_values(arguments)]
    if mistakes:
        raise Refused(*(Mistake("badArgument", message) for message in mistakes))
    prefix = arguments.get("metadataPrefix", PREFIX)
    if prefix != PREFIX:
        message = f"there is no format {prefix}; there is {PREFIX}"
        raise Refused(Mistake("cannotDisseminateFormat", message))
    return Asked(verb, arguments)


def _read_verb(verbs: list[str]) -> str:
    known = ", ".join(VERBS)
    if not verbs:
        raise Refused(Mistake("badVerb", f"the argument verb is missing; it is one of {known}"))
    if len(verbs) > 1:
        raise Refused(Mistake("badVerb", "the argument verb is given more than once"))
    if verbs[0] not in _ALLOWED:
        raise Refused(Mistake("badVerb", f"{_shown(verbs[0])} is no verb; there are {known}"))
    return verbs[0]


def _find_names(verb: str, pairs: list[tuple[str, str]]) -> Iterable[str]:
    """Find arguments that the verb does not know, that are repeated, missing, or exclude others."""
    counts = Counter(name for name, _ in pairs)
    for name, count in counts.items():
        if name not in _ALLOWED[verb]:
            yield f"{verb} takes no argument {_shown(name)}"
        elif count > 1:
            yield f"the argument {name} is given more than once"
    alone = "resumptionToken" in _ALLOWED[verb] and "resumptionToken" in counts
    if alone and len(counts) > 1:
        yield "with a resumptionToken there is no other argument"
    for name in () if alone else _REQUIRED.get(verb, ()):
        if name not in counts:
            yield f"{verb} needs the argument {name}"


def _find_values(arguments: dict[str, str]) -> Iterable[str]:
    """Find values that do not have the form of their argument."""
    for name, form in (("metadataPrefix", _PREFIX), ("set", _SET)):
        value = arguments.get(name)
        if value is not None and not form.fullmatch(value):
            yield f"{name}: {_shown(value)} does not have its form"
    for name in ("identifier", "resumptionToken"):
        value = arguments.get(name, "-")
        if not value or not value.isprintable() or " " in value:
            yield f"{name}: {_shown(value)} does not have its form"
    yield from _find_dates(arguments)


def _find_dates(arguments: dict[str, str]) -> Iterable[str]:
    given = {name: arguments[name] for name in ("from", "until") if name in arguments}
    wrong = [name for name, value in given.items() if read_instant(name, value) is None]
    for name in wrong:
        yield f"{name}: {_shown(given[name])} is no day and no instant, as 2026-11-02T06:00:00Z"
    if len(given) > len(wrong) + 1:
        first, last = given["from"], given["until"]
        if len(first) != len(last):
            yield "from and until have not the same granularity"
        elif first > last:
            yield "from lies after until"


def read_instant(name: str, value: str) -> str | None:
    """Read a date in either granularity: a day is that of UTC, whole. None for what is none."""
    if _DAY.fullmatch(value):
        value += "T00:00:00Z" if name == "from" else "T23:59:59Z"
    if not _SECOND.fullmatch(value):
        return None
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return value


def _shown(value: str) -> str:
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
