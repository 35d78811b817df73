"""Short saved pages of every layout, put together from their parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from seed.readers.page.facts import NotAnArticle, PageFacts
from seed.readers.page.reader import read_page

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared" / "pages"
EXPECTED = PAGES / "expected.jsonl"
REFUSED = {"053.txt": "section list", "079.txt": "about page"}

LEAD = (
    "The ferry office hopes to be seen as busy by its neighbours across the lake, even where its "
    "boats lie still. It also looks for a second yard to mend them."
)
BODY = "On July 3rd, 2018, the boats lay in port.\n\nThe harbour master said nothing of it."
RUSSIAN = "Паромная служба надеется, что соседи заметят её усердие, хотя лодки стоят у причала."
BELARUSIAN = "Паромная служба спадзяецца, што суседзі заўважаць яе руплівасць, хоць лодкі стаяць."
TITLE = "Ferry office looks for a second yard"
TAIL = (
    "\n\nYou have been successfully subscribed\n\nSubscribe to our newsletter\n\nOnce a week, in "
    "coordination with a group of prominent Belarusian analysts, we provide commentaries.\nEN\n"
    "BE/RU\nSubscribe\n\nSituation in Belarus\n\nNovember 11 – November 17\nView all\n\n"
    "Subscribe to us\n\nRead more\n"
)


def weekly(  # noqa: PLR0913 - one argument for each part a page may have or lack
    *,
    switch: str = "by\n",
    week: str = "July 2 – July 8, 2018",
    section: str = "Security issues\n",
    title: str = TITLE,
    status: str = "The situation has not changed",
    repeat: str = TITLE + "\n",
    credit: str = "",
    text: str = f"{LEAD}\n\n{BODY}",
) -> str:
    """Lay out a page as the weekly does today."""
    return f"{switch}{week}\n{section}\n{title}\n\n{status}\n{repeat}{credit}\n{text}"


def older(*, category: str = "Category status:\n", when: str = "July 17, 2017 9:31\n") -> str:
    """Lay out a page as the weekly did before."""
    return f"header -->\n\n{TITLE}\n\n{category}{when}\n{LEAD}\n\n{BODY}"


def codes(page: PageFacts) -> list[str]:
    """List the warnings' codes."""
    return [warning.code for warning in page.warnings]


def refused(text: str, address: str | None = None) -> str:
    """Give the kind of page that the reader says this is instead of an article."""
    with pytest.raises(NotAnArticle) as refusal:
        read_page(text, address)
    assert refusal.value.line >= 1
    assert refusal.value.reason
    return refusal.value.kind
