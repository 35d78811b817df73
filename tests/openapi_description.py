"""A description read as a test needs it: its operations, and validators for what they answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jsonschema  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

EVERYWHERE = {
    "accept-ranges",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "content-length",
    "content-security-policy",
    "content-type",
    "x-content-type-options",
}
"""Headers that say nothing about one operation."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a description."""

    description: dict[str, Any]
    path: str
    method: str

    def __str__(self) -> str:
        """Name it, as in `GET /v1/tags`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def content(self) -> dict[str, Any]:
        """Give what is said of it."""
        found: dict[str, Any] = self.description["paths"][self.path][self.method]
        return found

    def parameters(self) -> Iterator[dict[str, Any]]:
        """Give its parameters, references followed."""
        for each in self.content.get("parameters", ()):
            yield self._follow(each)

    def responses(self) -> dict[str, dict[str, Any]]:
        """Give its answers by status, references followed."""
        return {status: self._follow(each) for status, each in self.content["responses"].items()}

    def address(self) -> str:
        """Write the address of its example."""
        path, query = self.path, []
        for each in self.parameters():
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", each["example"])
            else:
                schema = each.get("schema", {})
                examples = [each["example"]] if "example" in each else schema.get("examples", [])
                query += [(each["name"], example) for example in examples]
        return f"{path}?{urlencode(query, doseq=True)}" if query else path

    def check(self, answer: httpx2.Response) -> None:
        """See that an answer is described: status, media type, headers, body; nothing more."""
        response = self.responses()[str(answer.status_code)]
        self._check_headers(answer, response.get("headers", {}))
        if not answer.content:
            return
        media_type = answer.headers["Content-Type"].partition(";")[0]
        schema = response["content"][media_type]["schema"]
        if "json" in media_type and "ndjson" not in media_type:
            self.validate(schema, answer.json())

    def validate(self, schema: dict[str, Any], value: object) -> None:
        """Validate a value: no property may be there that is not described."""
        components = close(self.description["components"])
        whole = {**close(schema), "components": components}
        formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(whole, format_checker=formats).validate(value)

    def _check_headers(self, answer: httpx2.Response, described: dict[str, Any]) -> None:
        headers = {name.lower(): self._follow(each) for name, each in described.items()}
        given = set(answer.headers) - EVERYWHERE
        assert given <= set(headers), (str(self), given - set(headers))
        needed = {name for name, each in headers.items() if each.get("required")}
        assert needed <= given, (str(self), needed - given)
        for name in given:
            jsonschema.validate(answer.headers[name], headers[name]["schema"])

    def _follow(self, each: dict[str, Any]) -> dict[str, Any]:
        found: Any = each
        if "$ref" in each:
            found = self.description
            for part in each["$ref"].removeprefix("#/").split("/"):
                found = found[part]
        return dict(found)


def operations(description: dict[str, Any]) -> list[Operation]:
    """List the operations of a description."""
    paths = description["paths"]
    return [Operation(description, path, method) for path in paths for method in paths[path]]


def close(value: Any) -> Any:
    """Let no object have properties that its schema does not name."""
    if isinstance(value, list):
        return [close(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: close(each) for name, each in value.items()}
    if "properties" in value and value.get("type") in ("object", ["object", "null"]):
        found.setdefault("additionalProperties", False)
    return found


def without_examples(value: Any) -> Any:
    """Leave out what stands as an example."""
    if isinstance(value, list):
        return [without_examples(each) for each in value]
    if isinstance(value, dict):
        return {
            name: without_examples(each)
            for name, each in value.items()
            if name not in {"example", "examples"}
        }
    return value


def read(text: str) -> dict[str, Any]:
    """Read a description."""
    found: dict[str, Any] = json.loads(text)
    return found
