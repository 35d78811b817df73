"""Random requests: GraphQL documents grown from the schema, REST addresses, headers, bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

if TYPE_CHECKING:
    from random import Random

TEXTS = [
    "",
    " ",
    "en",
    "be",
    "EN",
    "ru-RU",
    "de",
    "2030-01-07",
    "2030-01-14T06:00:00Z",
    "2030-02-30",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59-12:00",
    "port",
    "docks",
    "fog",
    "gulls",
    "gulls-old",
    "whale",
    "A. Harbour",
    "new-crane",
    "QXJ0aWNsZTplbjpnb3RpY2U",
    "QXJ0aWNsZTpiZTpuZXctY3JhbmU",
    "SXNzdWU6ZW46MjAzMC0wMS0wNw",
    "WyJ4Il0",
    "\0",
    "a\0b",
    "'; DROP TABLE article; --",
    "%",
    "🦆",
    "\u202e",
    "x" * 3000,
    "../../etc/passwd",
    "null",
    '"',
    "\\",
]
NUMBERS = [0, 1, 2, 5, 100, 101, -1, 2**31 - 1, -(2**31), 2**31, 2**63, 10**30]
DAYS = ["2030-01-07", "2030-01-14", "2030-01-20"]
LIKELY: dict[str, list[Any]] = {
    "Int": [0, 1, 2, 3, 20],
    "String": ["port", "docks", "fog", "gulls", "gulls-old", "2030-01-07", "A. Harbour"],
    "ID": ["QXJ0aWNsZTpiZTpuZXctY3JhbmU", "SXNzdWU6ZW46MjAzMC0wMS0wNw", "VGFnOmJlOmZvZw", "x"],
    "LanguageCode": ["en", "be", "ru"],
    "Date": DAYS,
    "Moment": [*DAYS, "2030-01-14T09:00:00+03:00"],
    "Boolean": [True, False],
}
JUNK: list[Any] = [None, True, 1.5, [], {}, "x", 7, [None], {"a": 1}, [[]]]
PATHS = [
    *("/", "/graphql"),
    *("/v1/publication", "/v1/languages", "/v1/sections", "/v1/tags", "/v1/issues"),
    "/v1/issues/latest",
    "/v1/issues/{}",
    "/v1/articles",
    *("/v1/search", "/v1/changes", "/v1/trends", "/v1/trends.csv", "/v1/trends.svg"),
    *("/v1/archive", "/v1/articles.ninjs", "/v1/records.ninjs", "/sitemap.xml", "/oai"),
    *("/v1/issues/{}.epub", "/v1/issues/{}/manifest", "/v1/issues/{}/bundle.zip"),
    *("/feeds/{}.atom", "/feeds/en/tags/{}.json"),
    "/v1/articles/{}/{}",
    "/v1/articles/en/{}.html",
    "/v1/articles/be/{}.md",
    "/v1/articles/{}/gulls.txt",
    "/{}",
    "/v1/{}/{}/{}",
    "/schema.graphql",
    "/readyz",
]
PARAMETERS = [
    *("language", "fallback", "first", "after", "last", "before", "order", "section", "tag"),
    *("trend", "issue", "author", "from", "until", "query", "variables", "operationName", "x"),
    *("q", "since", "facets", "content", "verb", "metadataPrefix", "resumptionToken", "set"),
]
HEADERS = [
    *("Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since"),
    *("Content-Type", "Origin", "Range", "Host", "X-Forwarded-For", "Cookie", "Expect"),
]
HEADER_VALUES = [
    *(
        "",
        "*",
        "*/*",
        "text/html",
        "application/json",
        "en",
        "ru;q=0.5, be",
        "q=;;,,",
        '"x"',
        'W/"',
    ),
    *("bytes=0-1", "identity;q=0", "application/json; charset=latin-1", "\xff\xfe", "x" * 5000),
]


class Grower:
    """Grows documents; what it has declared so far as variables lives with it."""

    def __init__(self, schema: GraphQLSchema, random: Random) -> None:
        """Begin with nothing."""
        self.schema = schema
        self.random = random
        self.declared: dict[str, str] = {}
        self.variables: dict[str, Any] = {}

    def document(self) -> dict[str, Any]:
        """Grow a request: mostly sound, sometimes with a wrong value, or cut off."""
        selected = self.selections(self.schema.query_type, self.random.randint(1, 4))
        names = ", ".join(f"${name}: {kind}" for name, kind in self.declared.items())
        text = f"query{f' ({names})' if names else ''} {{ {selected} }}"
        if self.random.random() < 0.05:
            text = text[: self.random.randrange(len(text))]
        return {"query": text, "variables": self.variables}

    def selections(self, type_: Any, depth: int) -> str:
        """Choose some fields of a type, and of the types that may stand for it."""
        if is_abstract_type(type_):
            kinds = self.schema.get_possible_types(type_)
            chosen = self.random.sample(list(kinds), self.random.randint(1, len(kinds)))
            parts = [f"... on {kind.name} {{ {self.selections(kind, 0)} }}" for kind in chosen]
            return " ".join(["__typename", *parts])
        names = self.random.sample(list(type_.fields), min(len(type_.fields), 4))
        parts = [self.field(name, type_.fields[name], depth) for name in names]
        return " ".join(part for part in parts if part) or "__typename"

    def field(self, name: str, field: Any, depth: int) -> str:
        """Write a field with random arguments, an alias, a directive."""
        named = get_named_type(field.type)
        if is_composite_type(named) and depth == 0:
            return ""
        alias = f"a{self.random.randrange(10_000)}: "
        given = [
            f"{key}: {self.argument(argument.type)}"
            for key, argument in field.args.items()
            if isinstance(argument.type, GraphQLNonNull) or self.random.random() < _wish(key)
        ]
        arguments = f"({', '.join(given)})" if given else ""
        inside = f" {{ {self.selections(named, depth - 1)} }}" if is_composite_type(named) else ""
        directive = self.random.choice(["", "", "", " @include(if: true)", " @skip(if: true)"])
        return f"{alias}{name}{arguments}{directive}{inside}"

    def argument(self, type_: Any) -> str:
        """Write a value, or put it into a variable; there it may be of any kind."""
        if self.random.random() < 0.6:
            return self.literal(type_)
        name = f"v{len(self.declared)}"
        self.declared[name] = str(type_)
        junk = self.random.random() < 0.05
        self.variables[name] = self.random.choice(JUNK) if junk else self.value(type_)
        return f"${name}"

    def literal(self, type_: Any) -> str:
        """Write a value as GraphQL does."""
        return _write(self.value(type_), get_named_type(type_))

    def value(self, type_: Any) -> Any:
        """Make a value of an input type, most often a sound one."""
        if isinstance(type_, GraphQLNonNull):
            return self.sound(type_.of_type)
        return None if self.random.random() < 0.1 else self.sound(type_)

    def sound(self, type_: Any) -> Any:
        """Make a value that is not null."""
        if isinstance(type_, GraphQLList):
            return [self.value(type_.of_type) for _ in range(self.random.randint(0, 3))]
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice(list(type_.values))
        if isinstance(type_, GraphQLInputObjectType):
            names = [name for name in type_.fields if self.random.random() < 0.5]
            if type_.is_one_of and self.random.random() < 0.9:
                name = self.random.choice(list(type_.fields))
                return {name: self.sound(type_.fields[name].type)}
            return {name: self.value(type_.fields[name].type) for name in names}
        if self.random.random() < 0.1:
            return self.random.choice(NUMBERS if type_.name == "Int" else TEXTS)
        return self.random.choice(LIKELY[type_.name])


def _wish(argument: str) -> float:
    """Say how often an argument is given: those of a page exclude each other, or need a cursor."""
    return 0.05 if argument in {"after", "before", "last"} else 0.4


def _write(value: Any, named: Any) -> str:
    if isinstance(value, dict):
        kinds = named.fields
        inside = (
            f"{key}: {_write(v, get_named_type(kinds[key].type))}" for key, v in value.items()
        )
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_write(each, named) for each in value) + "]"
    if isinstance(named, GraphQLEnumType) and value is not None:
        return str(value)
    return json.dumps(value)


def address(random: Random) -> str:
    """Write a path with a query string."""
    path = random.choice(PATHS)
    while "{}" in path:
        path = path.replace("{}", quote(random.choice(TEXTS), safe=random.choice(["", "/"])), 1)
    values = [*TEXTS, *map(str, NUMBERS), "newest", "oldest", "improved", "{revision{number}}"]
    pairs = [
        f"{random.choice(PARAMETERS)}={quote(random.choice(values))}"
        for _ in range(random.choice([0, 0, 1, 1, 2, 4]))
    ]
    tail = random.choice(["", "", "", "&", "=", "&first", "%", "%ff", "&&a=b=c", "+"])
    return f"{path}?{'&'.join(pairs)}{tail}"


def headers(random: Random) -> list[tuple[bytes, bytes]]:
    """Choose some headers."""
    chosen = random.sample(HEADERS, random.choice([0, 1, 3]))
    return [(name.encode(), random.choice(HEADER_VALUES).encode("latin-1")) for name in chosen]


def body(random: Random) -> bytes:
    """Write something that is hardly a request."""
    value: Any = random.choice(JUNK)
    for _ in range(random.randint(0, 4)):
        key = random.choice(["query", "variables", "operationName", "extensions", "id"])
        value = random.choice([[value], {key: value}, {"query": "{ __typename }", key: value}])
    text = json.dumps(value).encode()
    if random.random() < 0.3:
        text = bytes(random.randrange(256) if random.random() < 0.1 else byte for byte in text)
    return text
