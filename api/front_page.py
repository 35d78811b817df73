"""The front page as HTML. It is whole without its script, which adds buttons that copy."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from api.explorer import ONLY_TRUSTED
from api.feeds.discovery import name_feeds
from api.html import page, policy_of, read_style
from api.showing import is_cut, show
from api.trends.frame import fit_frame

if TYPE_CHECKING:
    from api.assets import Assets
    from api.beginnings import Beginning
    from api.front import Front

_STYLE = read_style("page.css", "front.css")
POLICY = policy_of(_STYLE, "script-src 'self'")
"""The header of this page: its style, its pictures, and files of our own as scripts."""

_ENDS = (
    ("explorer", "/explorer", "GraphQL in the browser: complete, run, read the schema"),
    ("docs", "/docs", "every REST address, to be tried"),
    ("schema.graphql", "/schema.graphql", "the whole graph, for code generators"),
    ("v1/articles", "/v1/articles", "the newest articles as JSON"),
    ("v1/changes", "/v1/changes", "what has changed, deletions too: to keep a copy"),
    ("v1/trends.csv", "/v1/trends.csv", "what has improved and worsened, for spreadsheets"),
    ("feeds.opml", "/feeds.opml", "all feeds: of each language, section and tag"),
    ("errors", "/errors", "what each error code means"),
    ("readyz", "/readyz", "which revision is served"),
)

_TRENDS = (("", "JSON"), (".csv", "CSV"), (".svg", "the picture"))
_ON_A_PHONE = 4  # issues


def write_front(front: Front, assets: Assets) -> bytes:
    """Write the page."""
    publication = front.publication
    directions = {each["code"]: each["direction"] for each in publication["languages"]}
    head = (
        f'<meta name="description" content="{html.escape(publication["description"] or "")}">\n'
        f'<script type="module" src="{assets.path("copy.js")}"></script>\n'
        f"{name_feeds('.', publication['language'])}"
    )
    editions = "".join(
        _edition(issue, is_first=place == 0) for place, issue in enumerate(front.issues)
    )
    editions = editions or '<p lang="en" dir="ltr">There is no issue yet.</p>'
    body = (
        f"{_masthead(front)}\n<main>\n"
        f'<div class="editions">{editions}</div>\n'
        f"{_trends(front)}{_begin(front)}\n</main>\n{_ends(front)}"
    )
    language = publication["language"]
    return page(publication["name"], language, directions[language], body, head, _STYLE)


def _masthead(front: Front) -> str:
    publication, revision = front.publication, front.revision
    others = "".join(
        f'<a href="?language={each["code"]}" lang="{each["code"]}" hreflang="{each["code"]}"'
        f"{_current(each['code'] == publication['language'])}>{html.escape(each['name'])}</a>"
        for each in publication["languages"]
    )
    day = revision["seededAt"][:10]
    about = publication["description"]
    return (
        f'<header class="masthead"><h1>{html.escape(publication["name"])}</h1>\n'
        f"{f'<p>{html.escape(about)}</p>' if about else ''}\n"
        f'<div class="folio"><nav aria-label="Languages">{others}</nav>'
        f'<span lang="en" dir="ltr">Revision {revision["number"]}, '
        f'seeded on <time datetime="{revision["seededAt"]}">{day}</time></span>'
        '<a href="#begin" lang="en">How to ask for it</a></div></header>'
    )


def _current(is_current: bool) -> str:  # noqa: FBT001 - an attribute or none
    return ' aria-current="page"' if is_current else ""


def _edition(issue: dict[str, Any], *, is_first: bool) -> str:
    language = issue["language"]
    days = " – ".join(
        f'<time datetime="{issue[end]}">{issue[end]}</time>' for end in ("startsOn", "endsOn")
    )
    number = f"№ {issue['number']} · " if issue["number"] is not None else ""
    title = html.escape(issue["title"] or issue["slug"])
    articles = "".join(
        _article(each, leads=is_first and place == 0)
        for place, each in enumerate(issue["articles"])
    )
    return (
        f'<section lang="{language["code"]}" dir="{language["direction"].lower()}">'
        f'<div><h2><span class="tongue">{html.escape(language["name"])}</span> {title}</h2>'
        f'<p class="facts">{number}{days}</p></div><ol>{articles}</ol></section>\n'
    )


def _article(article: dict[str, Any], *, leads: bool) -> str:
    path = f"v1/articles/{article['language']}/{article['slug']}.html"
    section, label = article["section"], article["trendLabel"]
    kicker = f'<p class="kicker">{html.escape(section["name"])}</p>' if section else ""
    lead = f'<p class="lead">{html.escape(article["excerpt"])}</p>' if leads else ""
    trend = (article["trend"] or "").lower()
    judged = f'<p class="trend {trend}">{html.escape(label)}</p>' if label else ""
    return (
        f'<li>{kicker}<h3><a href="{path}">{html.escape(article["title"])}</a></h3>'
        f"{lead}{judged}</li>\n"
    )


def _trends(front: Front) -> str:
    """Show the trends of the latest issues as a picture; a phone has room for fewer of them."""
    if not front.chart.words:
        return ""
    wide, narrow = front.days[-1], front.days[:_ON_A_PHONE][-1]
    address = f"v1/trends.svg?language={front.publication['language']}&amp;from="
    frame = fit_frame(front.chart)
    told = html.escape(f"{front.chart.title}\n{front.chart.description}").replace("\n", "&#10;")
    links = (f'<a href="v1/trends{end}">{what}</a>' for end, what in _TRENDS)
    return (
        '<figure class="trends"><picture>'
        f'<source media="(max-width: 40rem)" srcset="{address}{narrow}">'
        f'<img src="{address}{wide}" alt="{told}" width="{frame.width}" height="{frame.height:.0f}"'
        ' loading="lazy"></picture>'
        f'<figcaption lang="en" dir="ltr">All trends: {", ".join(links)}</figcaption></figure>\n'
    )


def _begin(front: Front) -> str:
    requests = "One request for each kind of user, and what it has just been answered"
    if front.only_trusted:
        requests = f"{ONLY_TRUSTED} Two of its requests, and what they have just been answered"
    return (
        '<div class="begin" id="begin" lang="en" dir="ltr"><h2>Begin here</h2>'
        f"<p>{requests} from this revision.</p>\n"
        f"{''.join(map(_kind, front.beginnings))}</div>"
    )


def _kind(beginning: Beginning) -> str:
    who, path = html.escape(beginning.who), html.escape(beginning.path)
    shown = show(beginning.answer)
    explore = html.escape(beginning.explore)
    links = f'<a href="{explore}">Try it in the explorer</a>' if explore else ""
    whole = "The whole answer" if is_cut(shown) else "The answer itself"
    short = "Its answer, shortened where it says so" if is_cut(shown) else "Its answer"
    return (
        f'<section class="kind" id="{beginning.name}"><div><h3>{who}</h3><p>{beginning.why}</p>'
        f'<p class="links">{links} <a href="{path}">{whole}</a></p></div>\n'
        f'<figure class="request" data-who="{who}"><figcaption>The request</figcaption>'
        f"<pre>{html.escape(beginning.command, quote=False)}</pre></figure>\n"
        f"<figure><figcaption>{short}</figcaption><pre>{shown}</pre></figure></section>\n"
    )


def _ends(front: Front) -> str:
    ends = [end for end in _ENDS if not (front.only_trusted and end[0] == "explorer")]
    links = "".join(f'<li><a href="{to}">{name}</a>: {what}</li>' for to, name, what in ends)
    return f'<footer class="ends" lang="en" dir="ltr"><ul>{links}</ul></footer>'
