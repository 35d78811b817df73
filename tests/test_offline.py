"""An issue without a network: the manifest is true, the bundle lasts, both are of one revision."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from publications import make_issue, write_issue_folder, write_piece, write_publication

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ISSUE = "/v1/issues/2030-01-14"
IMAGE = "https://pictures.example/ice.jpg"


def read_manifest(http: TestClient, path: str = f"{ISSUE}/manifest?language=en") -> Any:
    answer = http.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def local(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("query", ["language=en", "language=be", "language=be&fallback=ru,en"])
def test_every_file_of_a_manifest_is_what_its_address_answers(http: TestClient, query: str) -> None:
    manifest = read_manifest(http, f"{ISSUE}/manifest?{query}")
    for file in manifest["files"]:
        assert local(file["url"]) == f"/{file['path']}"
        answer = http.get(f"/{file['path']}", headers={"Accept-Encoding": "identity"})
        assert (answer.status_code, len(answer.content)) == (200, file["size"])
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert answer.headers["Content-Type"] == file["mediaType"]


def test_a_manifest_has_the_issue_all_its_articles_and_the_small_lists(http: TestClient) -> None:
    manifest = read_manifest(http, f"{ISSUE}/manifest?language=be&fallback=ru,en")
    issue = http.get(f"{ISSUE}?language=be&fallback=ru,en").json()
    paths = [file["path"] for file in manifest["files"]]
    articles = [f"v1/articles/{each['language']}/{each['slug']}" for each in issue["articles"]]
    assert len({each["language"] for each in issue["articles"]}) > 1
    assert paths == [
        "v1/issues/2030-01-14?language=be&fallback=ru,en",
        *articles,
        "v1/publication?language=be",
        "v1/languages",
        "v1/sections?language=be",
        "v1/tags?language=be&first=100",
    ]
    assert manifest["issue"].items() <= issue.items()
    assert manifest["revision"] == http.get("/readyz").json()["revision"]


def test_a_bundle_has_the_bytes_of_the_manifest(http: TestClient) -> None:
    manifest = read_manifest(http)
    answer = http.get(f"{ISSUE}/bundle.zip?language=en")
    assert answer.headers["Content-Type"] == manifest["bundle"]["mediaType"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2030-01-14.en.zip"'
    assert hashlib.sha256(answer.content).hexdigest() == manifest["bundle"]["sha256"]
    assert len(answer.content) == manifest["bundle"]["size"]
    found = unzip(answer.content)
    inner = found.pop("manifest.json")
    assert set(json.loads(inner)) == {"issue", "files", "images"}
    assert {name: hashlib.sha256(each).hexdigest() for name, each in found.items()} == {
        file["name"]: file["sha256"] for file in manifest["files"]
    }


def test_the_address_with_the_hash_has_the_bundle_for_ever(http: TestClient) -> None:
    bundle = read_manifest(http)["bundle"]
    answer = http.get(local(bundle["url"]))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert local(bundle["url"]) == f"/{bundle['path']}"
    assert answer.content == http.get(f"{ISSUE}/bundle.zip?language=en").content
    with_fallback = read_manifest(http, f"{ISSUE}/manifest?language=be&fallback=ru,en")["bundle"]
    lasting = http.get(local(with_fallback["url"]))
    assert hashlib.sha256(lasting.content).hexdigest() == with_fallback["sha256"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/bundles/2030-01-14/en/0.zip",
        f"/v1/bundles/2030-01-14/en/{'0' * 64}.zip",
        "/v1/bundles/2030-01-14/xx/0.zip",
        "/v1/bundles/2030-01-14/en,,/0.zip",
        "/v1/bundles/2030-01-14/%00/0.zip",
        "/v1/bundles/none/en/0.zip",
        "/v1/issues/none/manifest",
        "/v1/issues/none/bundle.zip",
    ],
)
def test_what_there_is_not_is_a_plain_404(http: TestClient, path: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["manifest", "bundle.zip"])
def test_parameters_are_checked_as_everywhere(http: TestClient, name: str) -> None:
    answer = http.get(f"{ISSUE}/{name}?lang=en&language=!")
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["lang", "language"]
    assert http.get(f"{ISSUE}/{name}?language=xx").status_code == 400


def test_the_latest_issue_is_negotiated_and_written_out(http: TestClient) -> None:
    answer = http.get("/v1/issues/latest/manifest", headers={"Accept-Language": "ru"})
    assert "Accept-Language" in answer.headers["Vary"]
    slug = answer.json()["issue"]["slug"]
    assert answer.json() == read_manifest(http, f"/v1/issues/{slug}/manifest?language=ru")
    assert answer.headers["Content-Language"] == "ru"


def write(folder: Path, words: str) -> Path:
    write_publication(folder)
    article = {"alt": "Ice", "src": IMAGE}
    issue = make_issue("2031-05-05", 1, "ferry", "gulls", body=words)
    issue["articles"][0]["image"] = article
    write_issue_folder(folder, issue)
    return folder


def test_a_bundle_is_the_same_as_long_as_its_content_is(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    seed(write(tmp_path, "One."))
    path = "/v1/issues/2031-05-05/manifest?language=en"
    first = read_manifest(client, path)
    write_piece(tmp_path / "notice.ru.md", "A notice outside of issues.", slug="notice")
    seed(tmp_path)
    second = read_manifest(client, path)
    assert second["revision"] == first["revision"] + 1
    assert second["bundle"] == first["bundle"]
    seed(write(tmp_path, "Two."))
    third = read_manifest(client, path)
    assert third["bundle"]["sha256"] != first["bundle"]["sha256"]
    assert client.get(local(first["bundle"]["url"])).status_code == 404
    changed = {
        new["path"]
        for old, new in zip(first["files"], third["files"], strict=True)
        if old["sha256"] != new["sha256"]
    }
    assert changed == {
        "v1/issues/2031-05-05?language=en",
        "v1/articles/en/ferry",
        "v1/articles/en/gulls",
    }


def test_pictures_are_listed_once_with_their_words(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    inside = "https://pictures.example/a%20b.png?x=1&y=2"
    seed(write(tmp_path, f"![The pier & more]({inside})\n\n![Ice again]({IMAGE})"))
    images = read_manifest(client, "/v1/issues/2031-05-05/manifest?language=en")["images"]
    assert images == [{"url": IMAGE, "alt": "Ice"}, {"url": inside, "alt": "The pier & more"}]


def test_addresses_of_pictures_are_whole(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    folder = write_publication(tmp_path)
    issue = make_issue("2031-05-05", 1, "ferry", body="![Map](map.png) ![Pier](/pier.png)")
    issue["articles"][0]["image"] = {"alt": "Ice", "src": "/ice.jpg"}
    seed(write_issue_folder(folder, issue))
    images = read_manifest(client, "/v1/issues/2031-05-05/manifest?language=en")["images"]
    assert [each["url"] for each in images] == [
        "https://ferry.example/ice.jpg",
        "https://ferry.example/en/map.png",
        "https://ferry.example/pier.png",
    ]


def test_all_pages_of_the_tags_are_there(
    tmp_path: Path, seed: Callable[..., Any], client: TestClient
) -> None:
    tags = [
        {"slug": f"tag-{number:03}", "name": {"en": f"T {number}", "ru": f"Т {number}"}}
        for number in range(230)
    ]
    write(tmp_path, "Words.")
    write_publication(tmp_path, tags=tags)
    seed(tmp_path)
    manifest = read_manifest(client, "/v1/issues/2031-05-05/manifest?language=en")
    pages = [f"/{file['path']}" for file in manifest["files"] if "v1/tags" in file["path"]]
    lists = [client.get(page).json()["items"] for page in pages]
    assert [len(items) for items in lists] == [100, 100, 30]
