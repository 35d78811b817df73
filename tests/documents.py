"""Random GraphQL documents that ask for what there is, in all the ways that GraphQL has.

Arguments as literals, variables and both; fragments, aliases, fields that are merged, directives,
several operations. The same seed writes the same document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from arguments import Arguments
from graphql import (
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
)

if TYPE_CHECKING:
    from random import Random

    from known import Known

TAIL = "zz: __schema { queryType { name } } } #"
"""A last field that no plan has, and a comment, with which literals do not become variables: the
document that ends so is parsed, validated and run by graphql-core alone."""
_PAGED = tuple(
    f"{kind}Connection" for kind in ("Article", "ArticleRecord", "Issue", "Search", "Tag")
)
_PAGING = ("first", "after", "last", "before")
_LONG = 14
"""After so many aliases a document comes to its end."""
_ALIKE = ("id", "slug", "language", "__typename")
"""The leaves that are of one type in all nodes."""


class Document(NamedTuple):
    """A request: `tailed` is the same document with TAIL."""

    query: str
    tailed: str
    variables: dict[str, Any]
    operation_name: str | None


class Writer:
    """Writes one document; what it has declared so far lives with it."""

    def __init__(self, schema: GraphQLSchema, known: Known, random: Random) -> None:
        """Begin with nothing."""
        self.schema = schema
        self.known = known
        self.random = random
        self.arguments = Arguments(known, random)
        self.fragments: list[str] = []
        self.of_type: dict[str, list[str]] = {}
        self.plain: dict[tuple[str, str], str] = {}
        self.aliases = 0
        self.around: str | None = "%s"
        self.mixed = False

    def chance(self, part: float) -> bool:
        """Decide."""
        return self.random.random() < part

    def document(self) -> Document:
        """Write a document."""
        body = self.selections(self.schema.query_type, self.random.choice([1, 1, 2, 2, 3, 4]))
        declared = ", ".join(self.arguments.declared.values())
        named = self.chance(0.3)
        others = "query Other { revision { number } }\n" if named and self.chance(0.2) else ""
        head = f"query {'Asked' if named else ''}{f'({declared})' if declared else ''} {{ "
        if not declared and not named and self.chance(0.5):
            head = "{ "
        if self.chance(0.1):
            head = f'# a "comment" 17\n{head}'
        cut = self.random.randint(0, len(self.fragments))
        before, after = (
            "\n".join([*part, ""]) for part in (self.fragments[:cut], self.fragments[cut:])
        )
        query, tailed = (f"{before}{head}{body} {end}\n{after}{others}" for end in ("}", TAIL))
        return Document(query, tailed, self.arguments.given, "Asked" if others else None)

    def selections(self, type_: Any, depth: int) -> str:
        """Choose some fields of a type, some of them inside of fragments."""
        parts = (
            self.on_kinds(type_, depth) if is_abstract_type(type_) else self.fields(type_, depth)
        )
        if self.chance(0.12):
            parts.append(f"{self.alias(0.3)}__typename{self.directive()}")
        if self.of_type.get(type_.name) and self.chance(0.3):
            parts.append(f"...{self.random.choice(self.of_type[type_.name])}{self.directive()}")
        if self.chance(0.2):
            cut = self.random.randint(0, len(parts) - 1)
            parts = [*parts[:cut], self.fragment(type_, parts[cut:])]
        self.random.shuffle(parts)
        return " ".join(parts)

    def on_kinds(self, type_: Any, depth: int) -> list[str]:
        """Choose fields of an interface, and of some of the types that it stands for."""
        kinds = self.random.sample(list(self.schema.get_possible_types(type_)), 2)
        self.mixed = True
        parts = [f"... on {kind.name} {{ {self.selections(kind, depth)} }}" for kind in kinds]
        return [*parts, "id"] if self.chance(0.6) else parts

    def fields(self, type_: Any, depth: int) -> list[str]:
        """Choose some fields of a type; near the bottom, leaves only."""
        depth = 0 if self.aliases > _LONG else depth
        names = [
            name
            for name, field in type_.fields.items()
            if depth > 0 or not is_composite_type(get_named_type(field.type))
        ]
        if not names:
            return ["__typename"]
        most = 2 if type_.name == "Query" else 5
        chosen = self.random.sample(names, min(len(names), self.random.randint(1, most)))
        if depth > 0 and type_.name not in _PAGED and self.chance(0.5):
            deep = [
                name for name in names if is_composite_type(get_named_type(type_.fields[name].type))
            ]
            chosen += [
                name for name in self.random.sample(deep, min(1, len(deep))) if name not in chosen
            ]
        # What an article shares with others is rendered once: in the right language?
        shared = {"publication"}.intersection(names if depth > 0 else ()).difference(chosen)
        if shared and self.chance(0.2):
            chosen += shared
        return [text for name in chosen for text in self.field(type_, name, depth)]

    def field(self, type_: Any, name: str, depth: int) -> list[str]:
        """Write a field; one with fields of its own may be written twice, to be merged."""
        field = type_.fields[name]
        named = get_named_type(field.type)
        given, around = self.give(type_, name, field)
        alias = self.named(type_, name, given)
        start = f"{alias}{name}{given}"
        if not is_composite_type(named):
            again = [f"{start}{self.directive()}"] if self.chance(0.05) else []
            return [f"{start}{self.directive()}", *again]
        before = self.around, self.mixed
        self.around, self.mixed = around, False
        below = [self.selections(named, depth - 1) for _ in range(1 + self.chance(0.1))]
        self.around, self.mixed = before
        return [f"{start}{self.directive()} {{ {each} }}" for each in below]

    def give(self, type_: Any, name: str, field: Any) -> tuple[str, str | None]:
        """Write a field's arguments; and a document that leads to it, for the cursors below it."""
        own = f"{type_.name}.{name}"
        is_paged = get_named_type(field.type).name in _PAGED
        values = {
            key: self.arguments.value(own, key, argument.type)
            for key, argument in field.args.items()
            if not (key in _PAGING and is_paged)
            and (is_required_argument(argument) or self.chance(0.35))
        }
        literal = self.arguments.literals(field, values)
        around = f"{name}{literal} {{ %s }}" if own in ("Query.section", "Query.tag") else None
        if is_paged:
            values |= self.page(name + literal, field.args)
        return self.arguments.write(field, values), around

    def page(self, field: str, known: Any) -> dict[str, Any]:
        """Choose a page: its size, and sometimes cursors of the same list."""
        way = self.random.choice(
            ["first", "first", "first", "last" if "last" in known else "first"]
        )
        values = {way: self.arguments.choose("size")} if self.chance(0.9) else {}
        cursors: list[str] = []
        if self.arguments.is_wrong and self.chance(0.2):
            cursors = [self.arguments.choose("cursor")]
        elif self.chance(0.3) and self.around is not None:
            cursors = self.known.cursors(field, self.around)
        for name in ("after", "before"):
            if name in known and cursors and self.chance(0.5):
                values[name] = self.random.choice(cursors)
        return values

    def named(self, type_: Any, name: str, given: str) -> str:
        """Name a field in the answer: by its own name only where nothing else has it."""
        is_alike = name in _ALIKE or not self.mixed
        known = self.plain.get((type_.name, name))
        if is_alike and known in (None, given) and self.chance(0.7):
            self.plain[type_.name, name] = given
            return ""
        return self.alias(1)

    def alias(self, part: float) -> str:
        """Make a name that is not used yet."""
        self.aliases += 1
        return f"a{self.aliases}: " if self.chance(part) else ""

    def fragment(self, type_: Any, parts: list[str]) -> str:
        """Put fields into a fragment: a named one, or one in place."""
        inside = " ".join(parts)
        if self.chance(0.5):
            on = self.random.choice(["", f" on {type_.name}"])
            return f"...{on}{self.directive()} {{ {inside} }}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {type_.name} {{ {inside} }}")
        self.of_type.setdefault(type_.name, []).append(name)
        return f"...{name}{self.directive()}"

    def directive(self) -> str:
        """Write a directive, or most often none."""
        if not self.chance(0.08):
            return ""
        name, says = self.random.choice([("include", True), ("skip", False)])
        says = says if self.chance(0.7) else not says
        return f" @{name}(if: {self.arguments.switch(says)})"
