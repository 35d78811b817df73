"""Arguments of random documents: sound values, as literals, as variables, as some of both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    get_nullable_type,
)

if TYPE_CHECKING:
    from random import Random

    from known import Known

_KINDS = {
    **dict.fromkeys(("language", "fallback", "languages"), "language"),
    **dict.fromkeys(("section", "sections", "Query.section.slug"), "section"),
    **dict.fromkeys(("tag", "any", "all", "none", "Query.tag.slug"), "tag"),
    **dict.fromkeys(("issues", "IssueBy.slug"), "issue"),
    **dict.fromkeys(("number", "numbers"), "number"),
    **dict.fromkeys(("date", "to"), "day"),
    "authors": "author",
    "inSection": "truth",
    "Query.search.query": "words",
    "period": "period",
    "length": "length",
    "since": "token",
    "first": "size",
    "IssueBy.id": "Issue",
    "ArticleBy.id": "Article",
    "ArticlePath.slug": "slug",
}
"""Which of the known values an argument takes, by its name or by its place and name."""
_ANY = ("Article", "Article", "Issue", "Issue", "Section", "Tag", "nothing")


class Arguments:
    """Writes the arguments of one document. `declared` and `given` are its variables."""

    def __init__(self, known: Known, random: Random) -> None:
        """Begin without variables."""
        self.known = known
        self.random = random
        self.declared: dict[str, str] = {}
        self.given: dict[str, Any] = {}
        self.of_type: dict[str, list[str]] = {}
        self.is_wrong = self.chance(0.08)

    def chance(self, part: float) -> bool:
        """Decide."""
        return self.random.random() < part

    def value(self, owner: str, name: str, type_: Any) -> Any:
        """Choose a value that the argument or input field may have; null where it may be."""
        bare = get_nullable_type(type_)
        if bare is type_ and self.chance(0.06):
            return None
        if isinstance(bare, GraphQLList):
            size = self.random.choice([0, 1, 1, 2, 2, 3])
            return [self.value(owner, name, bare.of_type) for _ in range(size)]
        if isinstance(bare, GraphQLEnumType):
            return self.random.choice(list(bare.values))
        if isinstance(bare, GraphQLInputObjectType):
            return self.object(bare)
        return self.choose(self.kind(owner, name, bare.name))

    def choose(self, kind: str) -> Any:
        """Choose a known value; some documents have wrong ones among them."""
        return self.known.choose(self.random, kind, wrong=self.is_wrong and self.chance(0.2))

    def object(self, type_: Any) -> dict[str, Any]:
        """Choose the fields of an input object."""
        if type_.name == "ArticlePath" and self.chance(0.95):
            return dict(
                zip(("language", "slug"), self.random.choice(self.known.paths), strict=True)
            )
        names = [name for name in type_.fields if self.chance(0.4)]
        if type_.is_one_of:
            names = [self.random.choice(list(type_.fields))]
        found = {name: self.value(type_.name, name, type_.fields[name].type) for name in names}
        if type_.is_one_of and None in found.values():
            return self.object(type_)
        missing = [name for name, field in type_.fields.items() if is_missing(field, name, found)]
        return found | {n: self.value(type_.name, n, type_.fields[n].type) for n in missing}

    def kind(self, owner: str, name: str, type_: str) -> str:
        """Say which of the known values fit."""
        if owner == "Query.published":
            return "instant"
        if name in ("from", "until"):
            return "moment" if type_ == "Moment" else "day"
        if owner in ("Query.node", "Query.nodes"):
            return self.random.choice(_ANY)
        return _KINDS.get(f"{owner}.{name}") or _KINDS[name]

    def write(self, field: Any, values: dict[str, Any]) -> str:
        """Write arguments; some values become variables, and some of the parts of others."""
        parts = []
        for name, value in values.items():
            argument = field.args[name]
            text = self.one(argument.type, value, has_default=may_be_left_out(argument))
            parts.append(f"{name}: {text}")
        separator = self.random.choice([", ", " ", ","])
        return f"({separator.join(parts)})" if parts else ""

    def literals(self, field: Any, values: dict[str, Any]) -> str:
        """Write arguments without variables."""
        parts = [f"{name}: {plain(value, field.args[name].type)}" for name, value in values.items()]
        return f"({', '.join(parts)})" if parts else ""

    def one(
        self, type_: Any, value: Any, *, has_default: bool = False, strict: bool = False
    ) -> str:
        """Write a value, or a variable that has it."""
        if self.chance(0.3):
            return self.variable(type_, value, has_default=has_default, strict=strict)
        bare = get_nullable_type(type_)
        if isinstance(value, list) and isinstance(bare, GraphQLList):
            if len(value) == 1 and value[0] is not None and self.chance(0.2):
                return self.one(bare.of_type, value[0], strict=True)
            inside = (self.one(bare.of_type, each, strict=True) for each in value)
            return f"[{', '.join(inside)}]"
        if isinstance(value, dict):
            fields = bare.fields
            inside = (
                f"{key}: {self.one(fields[key].type, each, strict=bare.is_one_of)}"
                for key, each in value.items()
            )
            return f"{{{', '.join(inside)}}}"
        is_text = isinstance(value, str) and not isinstance(bare, GraphQLEnumType)
        return self.text(value) if is_text else plain(value, type_)

    def text(self, value: str) -> str:
        """Write a string, now and then in another way than usual."""
        if self.chance(0.05):
            return json.dumps(value)  # other letters than ASCII's are escaped
        if self.chance(0.05) and value and value == value.strip() and '"' not in value:
            return f'"""{value}"""'
        return json.dumps(value, ensure_ascii=False)

    def variable(self, type_: Any, value: Any, *, has_default: bool, strict: bool) -> str:
        """Declare a variable for a value: given, left out, null, with a default, or as another."""
        kind = str(type_)
        known = [name for name in self.of_type.get(kind, ()) if not strict]
        if known and self.chance(0.25):
            return f"${self.random.choice(known)}"
        name = f"v{len(self.declared)}"
        if (strict or self.chance(0.3)) and not kind.endswith("!") and value is not None:
            kind += "!"
        if has_default and self.chance(0.3):
            kind = kind.removesuffix("!")
        default = self.default(type_, value, kind, name)
        self.declared[name] = f"${name}: {kind}{default}"
        self.of_type.setdefault(kind, []).append(name)
        return f"${name}"

    def default(self, type_: Any, value: Any, kind: str, name: str) -> str:
        """Choose how a variable gets its value; gives its default, as it is declared."""
        way = self.random.random()
        if way < 0.15 and not (value is None and kind.endswith("!")):
            return f" = {plain(value, type_)}"
        if way < 0.25 and not kind.endswith("!"):
            self.given |= {} if self.chance(0.5) else {name: None}
            return ""
        is_single = isinstance(value, list) and len(value) == 1 and value[0] is not None
        self.given[name] = value[0] if is_single and self.chance(0.3) else value
        return f" = {plain(value, type_)}" if value is not None and self.chance(0.1) else ""

    def switch(self, says: bool) -> str:  # noqa: FBT001 - it is the value
        """Write the condition of a directive."""
        if self.chance(0.5):
            return str(says).lower()
        name = f"v{len(self.declared)}"
        has_default = self.chance(0.3)
        self.declared[name] = f"${name}: Boolean!" + (
            f" = {str(says).lower()}" if has_default else ""
        )
        if not has_default or self.chance(0.5):
            self.given[name] = says
        return f"${name}"


def is_missing(field: Any, name: str, found: dict[str, Any]) -> bool:
    """Tell whether an input field must be given and is not."""
    return isinstance(field.type, GraphQLNonNull) and name not in found


def may_be_left_out(argument: Any) -> bool:
    """Tell whether an argument that is never null has a default: a variable may leave it out."""
    return isinstance(argument.type, GraphQLNonNull) and argument.default is not None


def plain(value: Any, type_: Any) -> str:
    """Write a value as a literal."""
    named = get_named_type(type_)
    if isinstance(value, dict):
        inside = (f"{key}: {plain(each, named.fields[key].type)}" for key, each in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list):
        return f"[{', '.join(plain(each, named) for each in value)}]"
    if isinstance(named, GraphQLEnumType) and value is not None:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
