"""The front page: every language's latest issue, and requests whose answers are the real ones."""

from __future__ import annotations

import html
import json
import re
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from publications import make_issue, write_json, write_publication
from starlette.testclient import TestClient
from statements import counted
from typer.testing import CliRunner

from api.app import build
from api.examples import KINDS
from api.settings import Settings
from newsstand import app as command_line
from seed.begin import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LANGUAGES = ("en", "be", "ru")
VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|\b(?:null|true|false)\b|-?\d+')
CUT = re.compile(r"… ([\d,]+) (letters )?more")


@pytest.fixture(scope="module")
def sample(new_database: Callable[[str], str]) -> Iterator[TestClient]:
    """Ask the API of the sample."""
    url = new_database("sqlite")
    result = CliRunner().invoke(command_line, ["seed", str(SAMPLE), "--database", url])
    assert result.exit_code == 0, result.output
    with TestClient(build(Settings(database=url))) as client:
        yield client


def sections(page: str) -> dict[str, str]:
    """Give the part of each kind of user, by its name."""
    found = re.findall(r'<section class="kind" id="(\w+)">(.*?)</section>', page, re.DOTALL)
    return dict(found)


def texts(part: str) -> tuple[str, str]:
    """Give the request and the answer that a part shows."""
    request, answer = re.findall(r"<pre>(.*?)</pre>", part, re.DOTALL)
    return html.unescape(request), html.unescape(re.sub(r"</?[bi]>", "", answer))


def send(client: TestClient, command: str) -> Any:
    """Send what a curl command sends."""
    name, *words = shlex.split(command)
    assert name == "curl"
    fields = [word for word in words if "=" in word and "://" not in word]
    address = next(word for word in words if "://" in word)
    query = urlencode(dict(field.split("=", 1) for field in fields))
    split = urlsplit(address)
    assert f"{split.scheme}://{split.netloc}" == "http://127.0.0.1:8000"
    answer = client.get(f"{split.path}?{query or split.query}")
    assert answer.status_code == 200
    return answer.json()


def values(found: Any) -> Iterator[str]:
    """Give every key, string, number and word of a JSON value, as it is written."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield json.dumps(key)
            yield from values(value)
    elif isinstance(found, list):
        for value in found:
            yield from values(value)
    else:
        yield json.dumps(found, ensure_ascii=False)


def test_it_has_the_latest_issue_of_every_language(sample: TestClient) -> None:
    page = sample.get("/").text
    for language in LANGUAGES:
        issue = sample.get(f"/v1/issues/latest?language={language}").json()
        assert html.escape(issue["title"]) in page
        assert f"№ {issue['number']}" in page
        for article in issue["articles"]:
            assert html.escape(article["title"]) in page
            assert article["trendLabel"] is None or article["trendLabel"] in page
            assert f"v1/articles/{language}/{article['slug']}.html" in page


def test_a_language_shows_its_own_latest_issue(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    write_json(tmp_path / "2031-05-05.json", make_issue("2031-05-05", 1, "alder"))
    later = make_issue("2031-05-12", 2, "birch")
    for article in later["articles"]:
        del article["translations"]["ru"]
    later.pop("title", None)
    write_json(tmp_path / "2031-05-12.json", later)
    assert seed(tmp_path)["ok"]
    page = client.get("/").text
    english, russian = re.findall(r'<section lang="(?:en|ru)".*?</section>', page, re.DOTALL)
    assert "№ 2" in english
    assert "№ 1" in russian


@pytest.mark.parametrize("language", ["", *LANGUAGES])
@pytest.mark.parametrize("kind", KINDS)
def test_each_request_gets_the_answer_that_is_shown(
    sample: TestClient, kind: str, language: str
) -> None:
    page = sample.get(f"/?language={language}" if language else "/").text
    request, shown = texts(sections(page)[kind])
    answer = send(sample, request)
    whole = set(values(answer))
    told = VALUE.findall(CUT.sub("", shown))
    assert len(told) >= 5
    for text in told:
        assert any(value.startswith(text.rstrip('"')) for value in whole), text
    links = re.findall(r'<a href="([^"]+)">The (?:whole answer|answer itself)</a>', page)
    address = html.unescape(links[list(KINDS).index(kind)])
    assert sample.get(urljoin("/", address)).json() == answer


def test_what_is_not_cut_is_the_whole_answer(sample: TestClient) -> None:
    shown = texts(sections(sample.get("/").text)["operator"])[1]
    assert json.loads(shown) == sample.get("/readyz").json()


def test_what_is_cut_says_how_much(sample: TestClient) -> None:
    request, shown = texts(sections(sample.get("/").text)["developer"])
    articles = send(sample, request)["data"]["latestIssue"]["articles"]
    assert f"… {len(articles) - 2} more" in shown
    title = articles[0]["title"]
    start = re.search(r'"title": "([^"]+)" … (\d+) letters more', shown)
    assert start is not None
    assert title.startswith(start[1])
    assert len(start[1]) + int(start[2]) == len(title)


@pytest.mark.parametrize("path", ["/", "/explorer", "/docs", "/errors"])
def test_every_link_of_a_page_leads_somewhere(sample: TestClient, path: str) -> None:
    page = sample.get(path).text
    links = {html.unescape(link) for link in re.findall(r'(?:href|src)="([^"]+)"', page)}
    assert links
    for link in links:
        address = urljoin(f"http://testserver{path}", link)
        assert urlsplit(address).netloc == "testserver", link
        answer = sample.get(address)
        assert answer.status_code == 200, link
        fragment = urlsplit(address).fragment
        assert not fragment or f'id="{fragment}"' in answer.text


def count(client: TestClient, path: str) -> int:
    with counted() as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def test_it_takes_few_statements(new_database: Callable[[str], str]) -> None:
    url = new_database("sqlite")
    assert CliRunner().invoke(command_line, ["seed", str(SAMPLE), "--database", url]).exit_code == 0
    with TestClient(build(Settings(database=url))) as client:
        cold, warm, hit = (count(client, path) for path in ("/?language=en", "/", "/"))
    assert cold <= 40  # the catalogue's, and four levels of nine lists
    assert (warm <= 10, hit) == (True, 0)


def test_without_an_issue_it_says_so(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    write_publication(tmp_path)
    assert seed(tmp_path)["ok"]
    page = client.get("/").text
    assert "There is no issue yet" in page
    assert "trends.svg" not in page
    assert list(sections(page)) == list(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_the_trends_of_the_latest_issues_and_tells_them(
    sample: TestClient, language: str
) -> None:
    page = sample.get(f"/?language={language}").text
    figure = re.search(r'<figure class="trends">.*?</figure>', page, re.DOTALL)
    assert figure is not None
    narrow, wide = (html.unescape(each) for each in re.findall(r'src(?:set)?="(.*?)"', figure[0]))
    picture = sample.get(f"/{wide}")
    told = re.search(r'alt="(.*?)"', figure[0], re.DOTALL)
    assert told is not None
    title, _, rows = html.unescape(told[1]).partition("\n")
    drawn = html.unescape(picture.text)
    assert f">{title}</title>" in drawn
    assert f">{rows}</desc>" in drawn
    known = sample.get(f"/v1/sections?language={language}").json()["items"]
    assert len(rows.splitlines()) == len(known)
    width, height = re.findall(r'(?:width|height)="(\d+)"', figure[0])
    assert f'width="{width}" height="{height}' in picture.text
    on_a_phone = re.search(r'<svg[^>]*? width="(\d+)"', sample.get(f"/{narrow}").text, re.DOTALL)
    assert on_a_phone is not None
    assert int(on_a_phone[1]) < 520 < int(width)


def test_an_app_goes_on_from_the_token_and_a_partner_is_given_ninjs(sample: TestClient) -> None:
    requests = {name: texts(part)[0] for name, part in sections(sample.get("/").text).items()}
    token = send(sample, requests["app"])["data"]["revision"]["token"]
    changes = sample.get("/v1/changes", params={"since": token}).json()
    assert changes["items"] == []
    items = send(sample, requests["partner"])
    assert (items["standard"]["name"], len(items["associations"])) == ("ninjs", 10)
