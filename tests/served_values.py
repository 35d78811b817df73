"""Values that the publication of a running server has, for requests that are meant to be sound."""

from __future__ import annotations

import os
from functools import cache

import httpx2

ADDRESS = os.environ.get("NEWSSTAND_TESTS_ADDRESS", "")
"""Where the server is: `test_schemathesis.py` tells the process that it starts."""

CLIENT = httpx2.Client(base_url=ADDRESS)


@cache
def known(kind: str, language: str = "") -> list[str]:
    """Ask which values there are: codes of languages, slugs of everything else."""
    query = {"language": language} if language else {}
    items = CLIENT.get(f"/v1/{kind}", params=query).json()["items"]
    return [each.get("slug") or each["code"] for each in items]


def choose(kind: str, given: object, language: str = "") -> str:
    """Choose a value that there is, by the one that was given."""
    values = known(kind, language)
    return values[sum(str(given).encode("utf-8", "replace")) % len(values)]
