"""Lines of text that fit a width, drawn as SVG, which breaks no lines by itself."""

from __future__ import annotations

from dataclasses import dataclass

from api.epub.markup import text
from api.widths import is_wide, width_of

_SMALLEST, _STEP = 48, 8
_LINE = 1.2


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines in a size of pixels."""

    lines: list[str]
    size: int

    def draw(self, x: int, top: int) -> tuple[str, int]:
        """Draw them from where they begin, to the right or the left; gives their lower end."""
        height = round(self.size * _LINE)
        drawn = "".join(
            f'<text x="{x}" y="{top + height * place}" font-size="{self.size}">{text(line)}</text>'
            for place, line in enumerate(self.lines, start=1)
        )
        return drawn, top + height * len(self.lines)


def fit(words: str, lines: int, size: int, width: int) -> Lettering:
    """Break words into lines, smaller where they are too many; what is still too long is cut."""
    broken = _break(words, width / size)
    while len(broken) > lines and size > _SMALLEST:
        size -= _STEP
        broken = _break(words, width / size)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], f"{broken[lines - 1][:-1].rstrip()}…"]
    return Lettering(broken, size)


def _break(words: str, most: float) -> list[str]:
    """Break at spaces, and anywhere in what has none."""
    lines, line = [], ""
    for piece in _pieces(words, most):
        if line and width_of(line + piece.rstrip()) > most:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(words: str, most: float) -> list[str]:
    """Give what stands on one line: words, characters of East Asia, parts of endless words."""
    found: list[str] = []
    for word in words.split():
        if any(is_wide(char) for char in word) or width_of(word) > most:
            found += word
            found[-1] += " "
        else:
            found.append(f"{word} ")
    return found
