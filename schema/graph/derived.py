"""What an article's fields are computed of its row: addresses, words for a trend, an excerpt."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schema.graph.request import Entity, Request

_WORDS_A_MINUTE = 200
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that set no spaces between words: Thai, Lao, Japanese, Chinese."""

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)(?:-([A-Z]{2,3}))?")


ADDRESSED = ("slug", "issue_slug", "section_slug", "published_at")
"""The columns of which an article's address is made."""


def path_of(entity: Entity, request: Request) -> str:
    """Give an article's path on the publication's site."""
    return request.catalogue.addresses.paths["article"][entity.language](entity.row)


def url_of(entity: Entity, request: Request) -> str:
    """Give the address of a node's page on the publication's site."""
    return request.catalogue.addresses.urls[entity.type.lower()][entity.language](entity.row)


def front_of(entity: Entity, request: Request) -> str:
    """Give the address of the publication's front page in a language."""
    return request.catalogue.addresses.urls["front"][entity.language](entity.row)


def license_url(name: str) -> str | None:
    """Give the address of a licence; None where its name tells none."""
    if name.startswith(("https://", "http://")):
        return name
    if name == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CREATIVE_COMMONS.fullmatch(name)
    if not found:
        return None
    terms, version, country = found.groups()
    place = f"{country.lower()}/" if country else ""
    return f"https://creativecommons.org/licenses/{terms.lower()}/{version}/{place}"


def trend_label(entity: Entity, request: Request) -> str | None:
    """Word an article's trend in its language."""
    trend = entity.row["trend"]
    labels = request.catalogue.publication["trends"].get(entity.language, {})
    label: str | None = labels.get(trend.lower()) if trend else None
    return label


def reading_minutes(entity: Entity, _request: Request) -> int:
    """Give whole minutes at 200 words a minute, at least one."""
    words: int = entity.row["word_count"]
    return max(1, math.ceil(words / _WORDS_A_MINUTE))


def cut(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis, to at most `length` characters."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    head = flat[: length - 1]
    if flat[length - 1] != " " and not _WITHOUT_SPACES.search(flat[length - 2 : length]):
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:.–—-") + "…"
