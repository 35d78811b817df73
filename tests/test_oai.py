"""OAI-PMH: a harvester library reads all of it, and again only what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from newsroom import CONTACT, write_newsroom
from oaipmh_scythe import HTTPConfig, Scythe, exceptions
from starlette.testclient import TestClient

from api.app import build
from api.newsroom.oai import lists
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = {"o": "http://www.openarchives.org/OAI/2.0/"}
LIST = "verb=ListRecords&metadataPrefix=oai_dc"
WHOLE = "oai:ferry.example:whole/en"


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, command_once: Callable[..., Any]
) -> Iterator[TestClient]:
    """Serve the publication of `newsroom.py`."""
    folder = tmp_path_factory.mktemp("oai")
    url = f"sqlite:///{folder}/news.db"
    command_once("seed", write_newsroom(folder / "content"), "--database", url)
    with TestClient(build(Settings(database=url))) as client:
        yield client


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lists have parts of four records."""
    monkeypatch.setattr(lists, "PAGE", 4)


def harvester(client: TestClient, method: str = "GET") -> Any:
    """Make the library's harvester; it asks the application without a network."""
    config = HTTPConfig(http_method=method)
    scythe = Scythe("http://testserver/oai", http_config=config)
    scythe._client = client  # noqa: SLF001 - it has no public way to be given one
    return scythe


@pytest.fixture
def scythe(library: TestClient) -> Any:
    return harvester(library)


def ask(client: TestClient, query: str) -> ET.Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    return ET.fromstring(answer.content)


def codes(client: TestClient, query: str) -> list[str]:
    return [each.get("code", "") for each in ask(client, query).findall("o:error", NAMES)]


def test_the_repository_describes_itself(scythe: Any) -> None:
    found = scythe.identify()
    assert found.repositoryName == "Ferry News"
    assert found.adminEmail == CONTACT
    assert (found.protocolVersion, found.deletedRecord) == ("2.0", "persistent")
    assert found.baseURL == "http://127.0.0.1:8000/oai"


def test_the_list_of_sets_depends_on_the_revision_whose_instant_it_has(library: TestClient) -> None:
    assert "Revision" in library.get("/oai?verb=ListSets").headers["Surrogate-Key"].split()


def test_there_is_one_format_and_sets_of_languages_and_sections(scythe: Any) -> None:
    assert [each.metadataPrefix for each in scythe.list_metadata_formats()] == ["oai_dc"]
    specs = [each.setSpec for each in scythe.list_sets()]
    assert specs[:4] == ["language", "language:en", "language:ru", "language:ar"]
    assert specs[4:] == ["section", "section:pier", "section:boats"]


def test_a_harvester_reads_every_article_through_tokens(
    library: TestClient, small_pages: None
) -> None:
    assert small_pages is None
    for method in ("GET", "POST"):
        found = list(harvester(library, method).list_records())
        listed = [
            article
            for language in ("en", "ru", "ar")
            for article in library.get(f"/v1/articles?first=100&language={language}").json()[
                "items"
            ]
        ]
        wanted = {f"oai:ferry.example:{each['key']}/{each['language']}" for each in listed}
        assert len(found) == len(wanted) == 14
        assert {record.header.identifier for record in found} == wanted
        assert not any(record.deleted for record in found)


def test_parts_tell_their_place_and_the_last_has_an_empty_token(
    library: TestClient, small_pages: None
) -> None:
    assert small_pages is None
    places, query = [], LIST
    while query:
        token = ask(library, query).find(".//o:resumptionToken", NAMES)
        assert token is not None
        places.append((token.get("cursor"), token.get("completeListSize")))
        query = f"verb=ListRecords&resumptionToken={token.text}" if token.text else ""
    assert places == [("0", "14"), ("4", "14"), ("8", "14"), ("12", "14")]


def test_dublin_core_has_what_the_article_has(scythe: Any) -> None:
    found = scythe.get_record(WHOLE).get_metadata()
    assert found["creator"] == ["Anna <A> One", "B. & Two"]
    assert found["subject"] == ["Boats", "Ice", "Wind"]
    assert found["source"][0] == "Ferry News, № 7, 2020-03-02/2020-03-02"
    assert found["identifier"] == ["https://ferry.example/en/whole"]
    assert found["rights"] == ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"]
    assert "</script>" in str(found["title"])


def test_what_is_not_known_has_no_element(scythe: Any) -> None:
    found = scythe.get_record("oai:ferry.example:loose/en").get_metadata()
    assert {"creator", "subject", "description"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("section:boats", 3),
        ("language:ar", 1),
        ("section", 13),
        ("language", 14),
    ],
)
def test_a_set_is_harvested_alone(scythe: Any, chosen: str, count: int) -> None:
    assert len(list(scythe.list_identifiers(set_=chosen))) == count


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["badVerb"]),
        ("verb=", ["badVerb"]),
        ("verb=identify", ["badVerb"]),
        ("verb=Identify&verb=Identify", ["badVerb"]),
        ("verb=Identify&set=section", ["badArgument"]),
        ("verb=ListRecords", ["badArgument"]),
        ("verb=GetRecord", ["badArgument", "badArgument"]),
        (f"{LIST}&from=2020-02-30", ["badArgument"]),
        (f"{LIST}&from=2020-02-03T10:00:00", ["badArgument"]),
        (f"{LIST}&from=2020-02-03&until=2020-02-01", ["badArgument"]),
        (f"{LIST}&from=2020-02-03&until=2020-02-04T10:00:00Z", ["badArgument"]),
        (f"{LIST}&set=a%20b", ["badArgument"]),
        (f"{LIST}&from=2020-01-01&from=2020-01-02", ["badArgument"]),
        (f"{LIST}&x=%00", ["badArgument"]),
        (f"{LIST}&resumptionToken=x", ["badArgument"]),
        ("verb=ListRecords&resumptionToken=x", ["badResumptionToken"]),
        ("verb=ListRecords&resumptionToken=W10", ["badResumptionToken"]),
        ("verb=ListSets&resumptionToken=x", ["badResumptionToken"]),
        ("verb=ListRecords&metadataPrefix=marc", ["cannotDisseminateFormat"]),
        (f"verb=GetRecord&metadataPrefix=marc&identifier={WHOLE}", ["cannotDisseminateFormat"]),
        (f"{LIST}&until=2020-01-01", ["noRecordsMatch"]),
        (f"{LIST}&set=section:none", ["noRecordsMatch"]),
        (f"{LIST}&set=language:xx", ["noRecordsMatch"]),
        (f"{LIST}&set=other", ["noRecordsMatch"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:y/z", ["idDoesNotExist"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=whole", ["idDoesNotExist"]),
        ("verb=ListMetadataFormats&identifier=oai:ferry.example:no/en", ["idDoesNotExist"]),
        (
            "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:ferry.example:hoax/en",
            ["idDoesNotExist"],
        ),
    ],
)
def test_a_mistake_has_its_code(library: TestClient, query: str, wanted: list[str]) -> None:
    assert codes(library, query) == wanted


def test_only_a_request_that_can_be_read_is_repeated(library: TestClient) -> None:
    for query, repeated in (
        ("verb=Wrong", {}),
        ("verb=Identify&set=x", {}),
        (f"{LIST}&set=other", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "other"}),
    ):
        request = ask(library, query).find("o:request", NAMES)
        assert request is not None
        assert (request.attrib, request.text) == (repeated, "http://127.0.0.1:8000/oai")


def test_a_token_is_for_its_own_verb(library: TestClient, small_pages: None) -> None:
    assert small_pages is None
    token = ask(library, LIST).findtext(".//o:resumptionToken", namespaces=NAMES)
    assert codes(library, f"verb=ListRecords&resumptionToken={token}") == []
    assert codes(library, f"verb=ListIdentifiers&resumptionToken={token}") == ["badResumptionToken"]


def test_without_a_contact_it_is_not_spoken_and_says_which_key_is_missing(
    http: TestClient,
) -> None:
    answer = http.get("/oai?verb=Identify")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "contact" in answer.json()["detail"]


def test_a_post_is_a_form(library: TestClient) -> None:
    form = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": WHOLE}
    posted, got = library.post("/oai", data=form), library.get("/oai", params=form)
    assert same(posted.text) == same(got.text)
    assert library.post("/oai", json=form).status_code == 415
    assert library.post("/oai", data={"verb": "x" * 200_000}).status_code == 413


def same(text: str) -> str:
    return re.sub(r"<responseDate>.*</responseDate>", "", text)


def test_answers_are_kept_and_are_of_a_revision(library: TestClient) -> None:
    answer = library.get(f"/oai?{LIST}")
    assert answer.headers["X-Content-Revision"] == "1"
    same_again = library.get(f"/oai?{LIST}", headers={"If-None-Match": answer.headers["ETag"]})
    assert same_again.status_code == 304


def test_a_harvester_is_told_of_its_mistakes(scythe: Any) -> None:
    with pytest.raises(exceptions.NoRecordsMatch):
        list(scythe.list_records(until="2001-01-01"))
    with pytest.raises(exceptions.IdDoesNotExist):
        scythe.get_record("oai:ferry.example:nothing/en")
