"""An answer as people read it: JSON as HTML, shortened where it is long, each cut marked."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEMS = 2  # of a list, where they are short
_SHORT = 5  # lines
_FIELDS = 6  # of an object: its first ones, and of the others those with most in them
_FIRST = 4
_LETTERS = 48  # of a text
_FEW = 16  # letters that are not worth a mark
_LINE = 48  # letters that stand on one line


def show(value: Any) -> str:
    """Write a JSON value as HTML, for a `pre`. What is left out is an `i`: "… 3 more"."""
    return _show(value, "")


def is_cut(shown: str) -> bool:
    """Tell whether something was left out."""
    return "<i>" in shown


def _show(value: Any, margin: str) -> str:
    if isinstance(value, str):
        return _show_text(value)
    if not isinstance(value, dict | list) or not value:
        return html.escape(json.dumps(value, ensure_ascii=False), quote=False)
    if len(json.dumps(value, ensure_ascii=False)) <= _LINE:
        return _on_one_line(value)
    inner = f"{margin}  "
    if isinstance(value, list):
        rows = [_show(item, inner) for item in value[:_ITEMS]]
        rows = rows if all(row.count("\n") < _SHORT for row in rows) else rows[:1]
        return _block("[]", rows, len(value) - len(rows), margin)
    rows = [f"{_key(key)}: {_show(value[key], inner)}" for key in _choose(value)]
    return _block("{}", rows, len(value) - len(rows), margin)


def _choose(value: dict[str, Any]) -> list[str]:
    keys = list(value)
    largest = sorted(keys[_FIRST:], key=lambda key: -len(json.dumps(value[key])))
    chosen = {*keys[:_FIRST], *largest[: _FIELDS - _FIRST]}
    return [key for key in keys if key in chosen]


def _show_text(value: str) -> str:
    cut = value
    if len(value) > _LETTERS + _FEW:
        cut = value[:_LETTERS].rpartition(" ")[0] or value[:_LETTERS]
    shown = html.escape(json.dumps(cut, ensure_ascii=False), quote=False)
    left = len(value) - len(cut)
    return f"{shown} <i>… {left:,} letters more</i>" if left else shown


def _on_one_line(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_on_one_line, value))}]"
    if isinstance(value, dict):
        fields = (f"{_key(key)}: {_on_one_line(item)}" for key, item in value.items())
        return f"{{{', '.join(fields)}}}"
    return html.escape(json.dumps(value, ensure_ascii=False), quote=False)


def _key(key: str) -> str:
    return f"<b>{html.escape(json.dumps(key, ensure_ascii=False), quote=False)}</b>"


def _block(brackets: str, rows: Iterable[str], left: int, margin: str) -> str:
    lines = f",\n{margin}  ".join(rows)
    more = f"\n{margin}  <i>… {left:,} more</i>" if left > 0 else ""
    return f"{brackets[0]}\n{margin}  {lines}{more}\n{margin}{brackets[1]}"
