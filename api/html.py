"""What our few pages for people have in common: one shell, one look, and what they may load."""

from __future__ import annotations

import base64
import hashlib
import html
from importlib import resources

HTML = "text/html; charset=utf-8"

_NOTHING_ELSE = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def read_style(*names: str) -> str:
    """Read style sheets of `pages/`, in this order."""
    folder = resources.files("api") / "pages"
    return "".join((folder / name).read_text("utf-8") for name in names)


def policy_of(style: str, *more: str, pictures: str = "'self'") -> dict[str, str]:
    """Give the header that goes with a page (CSP level 3): this style, our pictures, no script.

    Styles are told by their hash, so no other one counts. `more` are further directives.
    """
    rules = ("default-src 'none'", f"style-src {_hash(style)}", f"img-src {pictures}")
    return {"Content-Security-Policy": "; ".join([*rules, *more, _NOTHING_ELSE])}


def _hash(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"'sha256-{digest}'"


STYLE = read_style("page.css")
POLICY = policy_of(STYLE)
"""The header of our pages in the plain look."""

ARTICLE_POLICY = policy_of(
    STYLE,
    # What Markdown makes of a table's columns, and no other style attribute.
    "style-src-attr 'unsafe-hashes' "
    + " ".join(_hash(f"text-align:{side}") for side in ("left", "center", "right")),
    pictures="'self' https: http:",
)
"""The header of articles as pages: their pictures are wherever the editors have them."""


def page(
    title: str, language: str, direction: str, body: str, head: str = "", style: str = STYLE
) -> bytes:
    """Write a whole page. `direction` is HTML's `ltr` or `rtl`; `body` and `head` are HTML."""
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}" dir="{direction.lower()}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n{head}<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()
