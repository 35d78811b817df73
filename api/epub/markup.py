"""Text and elements as XML 1.0 has them, and the shell of a page."""

from __future__ import annotations

from xml.sax.saxutils import escape

from api.markup import clean

_QUOTES = {'"': "&quot;"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """Write text, for elements and quoted attributes; what XML cannot have is U+FFFD."""
    return escape(clean(value), _QUOTES)


def spoken(language: str, direction: str = "") -> str:
    """Write the attributes that say which language an element is in, and which way it runs."""
    code = text(language)
    return f' lang="{code}" xml:lang="{code}"' + (f' dir="{direction}"' if direction else "")


def page(title: str, speech: str, body: str, up: str = "") -> str:
    """Write a page of the book. `speech` comes from `spoken`; `up` leads to the style."""
    return (
        f"{DECLARATION}<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{speech}>\n<head>\n<title>{text(title)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{up}style.css"/>\n</head>\n'
        f"{body}\n</html>\n"
    )
