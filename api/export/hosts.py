"""What hosts are told: which file stands for which address, with which headers.

`nginx.conf` is included inside of nginx's `http`. `_headers` and `_redirects` are in the form that
Netlify reads, and Cloudflare Pages in part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.export.kinds import pattern_of
from api.offline.names import name_of, split_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from api.export.kinds import Kind
    from api.inside import Told

_PARAMETER = re.compile(r"{(\w+)}")
_DOLLAR = 'geo $newsstand_dollar { default "$"; }\n'
"""nginx has no other way to write one in a text in which it looks for variables."""

FILES = ("nginx.conf", "_headers", "_redirects")
"""The names of what is written."""

_VARIES = frozenset(
    (
        *("content-type", "content-length", "etag", "last-modified", "accept-ranges", "vary"),
        *("link", "x-content-revision", "surrogate-key", "cache-tag"),
    )
)
"""Headers that hosts make themselves, or that are another's affair."""


@dataclass(slots=True)
class Place:
    """Addresses of one form whose files have one suffix: where they are, and their headers.

    `has_suffix`: the suffix is a part of the address. `rules` are the paths with the names of the
    parameters that they have; none for addresses that are the name of the file.
    """

    path: str
    suffix: str
    media_type: str
    headers: dict[str, str]
    has_suffix: bool
    rules: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


class Hosts:
    """Collects what the exported addresses have in common."""

    def __init__(self, public_url: str, cache_control: str) -> None:
        """Begin with none; `cache_control` is that of answers without one of their own."""
        self.public_url = public_url
        self._cache_control = cache_control
        self._places: dict[tuple[str, str], Place] = {}
        self.moves: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def add(self, kind: Kind, told: Told) -> str:
        """Take an answer into account, and name its file. Raises ValueError."""
        media_type = told.headers["content-type"]
        name = name_of(told.address, media_type)
        suffix = split_path(f"/{name}")[1]
        given = {"cache-control": self._cache_control, **told.headers}
        headers = {key: text for key, text in given.items() if key not in _VARIES}
        has_suffix = split_path(told.address.partition("?")[0])[1] == suffix
        new = Place(kind.path, suffix, media_type, headers, has_suffix)
        place = self._places.setdefault((kind.path, suffix), new)
        if place.media_type != media_type:
            raise ValueError(f"{told.address} is {media_type}, others are {place.media_type}")
        # What not all of them have, a host cannot be told by form.
        shared = place.headers.items() & headers.items()
        place.headers = {key: text for key, text in place.headers.items() if (key, text) in shared}
        query = _parameters(told.address)
        if query or not has_suffix:
            place.rules.add((_rule_path(kind.path, told.address), query))
        self.files[told.address] = name
        return name

    def write(self, folder: Path, order: Mapping[str, int]) -> dict[str, bytes]:
        """Write all files; `order` has the place of each path among the kinds."""
        places = sorted(self._places.values(), key=lambda place: (order[place.path], place.suffix))
        texts = (self._nginx(folder, places), self._headers(places), self._redirects(places))
        return {name: text.encode() for name, text in zip(FILES, texts, strict=True)}

    def _nginx(self, folder: Path, places: list[Place]) -> str:
        base = urlsplit(self.public_url).path
        names = sorted({name for place in places for _, query in place.rules for name in query})
        maps = "".join(_map_of_parameter(name) for name in names)
        query = "".join(f"$newsstand_{name}" for name in names)
        moves = "".join(
            f"    {_quote(base + path)} {_quote(to)};\n" for path, to in sorted(self.moves.items())
        )
        locations = "".join(_location(place, base) for place in places)
        return (
            "# Written by `newsstand export`. Include it inside of `http`, and change `listen`.\n"
            f"map_hash_bucket_size 512;\nmap_hash_max_size 65536;\n{_DOLLAR}{maps}"
            f'map "" $newsstand_query {{ default "{query}"; }}\n'
            f'map $uri $newsstand_moved {{\n    default "";\n{moves}}}\n'
            "server {\n    listen 8080;\n"
            f"    root {_quote(str(folder)).replace('$', '${newsstand_dollar}')};\n"
            "    if ($newsstand_moved) { return 301 $newsstand_moved; }\n"
            f"{locations}    location / {{ return 404; }}\n}}\n"
        )

    def _headers(self, places: list[Place]) -> str:
        parts = []
        for place in places:
            path = _PARAMETER.sub(r":\1", place.path)
            lines = [f"  {name}: {text}" for name, text in _all_headers(place).items()]
            parts.append("\n".join([path, *lines]))
        return "\n".join([*parts, ""])

    def _redirects(self, places: list[Place]) -> str:
        moved = [f"{path} {to} 301" for path, to in sorted(self.moves.items())]
        rules = [
            (-len(query), _rewrite(path, query, place.media_type))
            for place in places
            for path, query in place.rules
        ]
        return "\n".join([*moved, *(rule for _, rule in sorted(rules)), ""])


def _parameters(address: str) -> tuple[str, ...]:
    query = address.partition("?")[2]
    return tuple(sorted(each.partition("=")[0] for each in query.split("&") if each))


def _map_of_parameter(name: str) -> str:
    """Write what a parameter adds to the file's name: no slash, so nothing else can be reached."""
    return (
        f'map $arg_{name} $newsstand_{name} {{\n    default "/@";\n    "" "";\n'
        f'    "~^[A-Za-z0-9_.,~%+-]+$" "/@{name}=$arg_{name}";\n}}\n'
    )


def _location(place: Place, base: str) -> str:
    headers = "".join(
        f"        add_header {name.title()} {_quote(text)};\n"
        for name, text in place.headers.items()
    )
    where, file = _where(place, base)
    return (
        f"    location {where} {{\n"
        f"        types {{ }}\n        default_type {_quote(place.media_type)};\n{headers}"
        f"        try_files {file}$newsstand_query{place.suffix} =404;\n    }}\n"
    )


def _where(place: Place, base: str) -> tuple[str, str]:
    """Say where nginx finds the place's addresses, and the file without parameters and suffix."""
    if place.path == "/":
        return f"= {base}/", "/index"
    stem = pattern_of(split_path(place.path)[0])
    end = re.escape(place.suffix) if place.has_suffix else ""
    return f"~ {_quote(f'^{re.escape(base)}(?<newsstand_stem>{stem}){end}$')}", "$newsstand_stem"


def _all_headers(place: Place) -> dict[str, str]:
    given = {name.title(): text for name, text in place.headers.items()}
    return {"Content-Type": place.media_type, **given}


def _rule_path(form: str, address: str) -> str:
    """Give the path as a rule has it: whole segments may vary, and not parts of one."""
    varies = all("{" not in each or _PARAMETER.fullmatch(each) for each in form.split("/"))
    return _PARAMETER.sub(r":\1", form) if varies else address.partition("?")[0]


def _rewrite(path: str, query: tuple[str, ...], media_type: str) -> str:
    """Write which file an address with these parameters stands for."""
    asked = "&".join(f"{name}=:{name}" for name in query)
    file = f"/{name_of(f'{path}?{asked}' if asked else path, media_type)}"
    return " ".join([path, *(f"{name}=:{name}" for name in query), file, "200"])


def _quote(text: str) -> str:
    """Write a text as nginx reads it; a dollar sign begins a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
