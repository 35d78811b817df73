"""What our few pages for people have in common: one shell, one style, nothing to run."""

from __future__ import annotations

import html

STYLE = """
:root { color-scheme: light dark; font: 1.05rem/1.6 Georgia, serif; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; overflow-wrap: break-word; }
header { border-bottom: 1px solid; margin-bottom: 1.5rem; padding-bottom: .5rem; }
h1 { margin: 0; line-height: 1.25; } h2 { line-height: 1.3; }
h3 { margin: 1.4rem 0 .2rem; font-size: 1.1rem; } p { margin: .3rem 0 .8rem; }
h2 small { display: block; font-weight: normal; font-size: .9rem; }
small, nav, .facts, textarea, button, th, td, figcaption {
  font-family: ui-sans-serif, system-ui, sans-serif; font-size: .9rem; }
code, textarea { font-family: ui-monospace, monospace; font-size: .9rem; }
textarea { width: 100%; box-sizing: border-box; min-height: 9rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8886; }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8886; }
li { margin: .3rem 0; } a { color: inherit; } nav a { margin-inline-end: .8rem; }
"""

POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "img-src https: http:; form-action *; base-uri 'none'; frame-ancestors 'none'"
}
"""The header that goes with every page: our own style and the content's pictures, no script."""


def page(title: str, language: str, direction: str, body: str, head: str = "") -> bytes:
    """Write a whole page. `direction` is HTML's `ltr` or `rtl`; `body` and `head` are HTML."""
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}" dir="{direction.lower()}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n{head}<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()
