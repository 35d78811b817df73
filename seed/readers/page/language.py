"""The language of a text, from its own letters and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seed.readers.page.facts import Language

LATIN = re.compile(r"[A-Za-z]")
CYRILLIC = re.compile(r"[А-Яа-яЁёІіЎў]")
BELARUSIAN = re.compile(
    r"[іў]|\b(?:ён|яна|гэта|што|як|каб|але|ды|ад|пра|яго|яе|ня|праз|або)\b",
    re.IGNORECASE,
)
RUSSIAN = re.compile(
    r"[ищъ]|\b(?:он|она|это|что|как|чтобы|но|от|его|не|через|или|для)\b",
    re.IGNORECASE,
)


def language_of(text: str, edition: str | None) -> Language:
    """Give the language of a text; the address's edition decides only where the text does not."""
    if len(LATIN.findall(text)) >= len(CYRILLIC.findall(text)):
        return "en"
    belarusian, russian = len(BELARUSIAN.findall(text)), len(RUSSIAN.findall(text))
    if belarusian == russian:
        return "be" if edition in {"be", "by"} else "ru"
    return "be" if belarusian > russian else "ru"


def is_other_script(text: str, than: str) -> bool:
    """Tell whether one text is Latin and the other Cyrillic, by most of their letters."""
    return (language_of(text, None) == "en") != (language_of(than, None) == "en")
