"""The files that pages load, under names that change with their bytes: to be kept for ever.

Our own small ones are `pages/`; the explorer and the reference are built into `assets/` by
`make explorer`, and may not be there.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from api.errors import Problem
from api.respond import Body, respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

BUILT = Path(str(resources.files("api"))) / "assets"
"""Where the build puts its files, and `manifest.json`: {plain name: hashed name}."""

_OWN = Path(str(resources.files("api"))) / "pages"
_SERVED = ("copy.js",)
_ICON = _OWN / "icon.svg"
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_TYPES = {".js": "text/javascript", ".ttf": "font/ttf"}
_TEXTS = frozenset(("text/javascript", "text/css"))


@dataclass(frozen=True, slots=True)
class Assets:
    """Every file by its hashed name, and the hashed names by the plain ones."""

    files: dict[str, Path]
    names: dict[str, str]

    def path(self, name: str) -> str:
        """Give a file's address, relative to a page that stands at the top: `assets/…`."""
        return f"assets/{self.names[name]}"

    def has(self, name: str) -> bool:
        """Tell whether a file is there: built ones may not be."""
        return name in self.names


def find_assets(built: Path) -> Assets:
    """Look once, at start, for what there is."""
    own = {name: _hashed(_OWN / name) for name in _SERVED}
    files = {own[name]: _OWN / name for name in _SERVED}
    manifest = built / "manifest.json"
    if not manifest.is_file():
        return Assets(files, own)
    names: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    files |= {path.name: path for path in built.iterdir() if path != manifest}
    return Assets(files, {**names, **own})


def _hashed(path: Path) -> str:
    digest = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return f"{path.stem}-{digest}{path.suffix}"


async def asset(request: Request) -> Response:
    """Give one file."""
    assets: Assets = request.app.state.assets
    path = assets.files.get(request.path_params["name"])
    if path is None:
        raise Problem("NOT_FOUND", f"there is nothing at {request.url.path}")
    body = Body(path.read_bytes(), _media_type(path), headers=_FOR_EVER)
    return respond(request, body)


async def icon(request: Request) -> Response:
    """Give the sign that browsers show beside a page's title."""
    return respond(request, Body(_ICON.read_bytes(), _media_type(_ICON)))


def _media_type(path: Path) -> str:
    known = _TYPES.get(path.suffix) or mimetypes.types_map.get(path.suffix)
    media_type = known or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type in _TEXTS else media_type
