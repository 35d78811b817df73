"""HTML of an article that stands on its own, away from its site: every address in it is whole."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin

# The bodies' HTML is written at seeding by one serializer, which quotes every attribute and leaves
# no bare `<` in texts: a tag is told by this alone.
_TAG = re.compile(r'<(?:a|img) (?:[^">]|"[^"]*")*>')
_ADDRESS = re.compile(r' (href|src)="([^"]*)"')


def complete(body: str, address: str, *, with_parts: bool = False) -> str:
    """Make the addresses in a body whole; they are read against the article's own.

    `with_parts`: links to the body's own headings stay, since the headings stand on the same page.
    """

    def whole(found: re.Match[str]) -> str:
        if with_parts and found[2].startswith("#"):
            return found[0]
        target = complete_address(html.unescape(found[2]), address)
        return f' {found[1]}="{html.escape(target)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), body)


def complete_address(target: str, address: str) -> str:
    """Read a target against an address; what is no address at all stays what it is."""
    try:
        return urljoin(address, target)
    except ValueError:
        return target


def write_figure(image: dict[str, Any], site: str) -> str:
    """Write the article's picture; its address is read against the publication's site."""
    sizes = "".join(f' {name}="{image[name]}"' for name in ("width", "height") if image[name])
    lines = " ".join(line for line in (image["caption"], image["credit"]) if line)
    caption = f"<figcaption>{html.escape(lines)}</figcaption>" if lines else ""
    source, alt = html.escape(urljoin(site, image["src"])), html.escape(image["alt"])
    return f'<figure><img src="{source}" alt="{alt}"{sizes}>{caption}</figure>'
