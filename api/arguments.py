"""Arguments, read without a second look at what a plan knows already.

graphql-core and strawberry read them anew in every request: names, types, defaults, input objects.
Here that is done once, when the operation is compiled; what is left for a request is the values.
Whatever is not plainly accepted is declined, and the ordinary executor words the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    ArgumentNode,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLScalarType,
    ListValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
)
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.arguments import convert_argument
from strawberry.types.base import StrawberryOptional

from schema.graph.query import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graphql import FieldNode, GraphQLField

REFUSED = "refused"
"""Why a request is declined whose variables or arguments are not accepted."""
REFUSALS = (GraphQLError, StrawberryInputCoercionError, TypeError, RecursionError)
"""What reading a value raises where it is not accepted."""


class Declined(Exception):  # noqa: N818 - a verdict: the ordinary executor takes the document
    """What is not compiled, or turned out not to be plain; the message is the reason."""


def no_arguments(_values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the arguments of a field that has none."""
    return {}


def columns_needed(needs: Any, node: FieldNode, arguments: Callable[..., dict[str, Any]]) -> Any:
    """Give the columns that a field looks at, where they depend on its arguments (NEEDS).

    None at all where variables tell them for each request anew: it is read when they are known.
    """
    if not callable(needs):
        return needs
    return () if variables_in(node.arguments or ()) else needs(**arguments({}))


def compile_arguments(
    definition: GraphQLField, declared: Any, node: FieldNode
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Make what gives a field's arguments, by their Python names. Raises Declined, also later."""
    if not definition.args:
        return no_arguments
    types = {
        SCHEMA.config.name_converter.from_argument(argument): argument
        for argument in declared.arguments
    }
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    constant: dict[str, Any] = {}
    varying: list[tuple[str, Callable[[Mapping[str, Any]], Any]]] = []
    for name, argument in definition.args.items():
        own, value = types[name], given.get(name)
        default = _default(argument, own.type)
        if default is not Undefined:
            constant[own.python_name] = default
        if value is None:
            continue
        read = _compile(value, argument.type, own.type)
        if variables_in([value]):
            varying.append((own.python_name, read))
        else:
            constant[own.python_name] = read({})
    if not varying:
        return lambda _: constant
    return lambda values: _read(values, constant, varying)


def _read(
    values: Mapping[str, Any],
    constant: dict[str, Any],
    varying: list[tuple[str, Callable[[Mapping[str, Any]], Any]]],
) -> dict[str, Any]:
    arguments = constant.copy()
    for name, read in varying:
        value = read(values)
        if value is not Undefined:
            arguments[name] = value
    return arguments


def variables_in(nodes: Iterable[Any]) -> set[str]:
    """Name the variables that stand in some values or arguments."""
    return {node.name.value for node in values_in(nodes) if isinstance(node, VariableNode)}


def values_in(nodes: Iterable[Any]) -> Iterator[Any]:
    """Give all values in some values or arguments."""
    left: list[Any] = list(nodes)
    while left:
        node = left.pop()
        left += _inside(node)
        if not isinstance(node, ArgumentNode | ObjectFieldNode):
            yield node


def _inside(node: Any) -> Iterable[Any]:
    if isinstance(node, ArgumentNode | ObjectFieldNode):
        return (node.value,)
    if isinstance(node, ListValueNode):
        return node.values
    return node.fields if isinstance(node, ObjectValueNode) else ()


def _default(defined: Any, own: Any) -> Any:
    default = coerce_default_value(defined)
    return default if default is Undefined else _convert(default, own)


def _convert(value: Any, own: Any) -> Any:
    registry = SCHEMA.schema_converter.scalar_registry
    try:
        return convert_argument(value, own, registry, SCHEMA.config)
    except REFUSALS as error:
        raise Declined(REFUSED) from error


def _compile(node: Any, type_: Any, own: Any) -> Callable[[Mapping[str, Any]], Any]:
    """Make what gives one value: Undefined where a variable was left out that may be."""
    if isinstance(node, VariableNode):
        return _compile_variable(node.name.value, type_, own)
    if not variables_in([node]):
        return _compile_constant(node, type_, own)
    bare, plain = get_nullable_type(type_), _bare(own)
    if isinstance(node, ObjectValueNode) and isinstance(bare, GraphQLInputObjectType):
        return _compile_object(node, bare, plain)
    assert isinstance(node, ListValueNode)  # noqa: S101 - no other value holds variables
    items = [_compile(item, bare.of_type, plain.of_type) for item in node.values]
    return lambda values: [_present(read(values), bare.of_type) for read in items]


def _bare(own: Any) -> Any:
    return own.of_type if isinstance(own, StrawberryOptional) else own


def _present(value: Any, type_: Any) -> Any:
    if value is not Undefined:
        return value
    if isinstance(type_, GraphQLNonNull):
        raise Declined(REFUSED)
    return None


def _compile_variable(name: str, type_: Any, own: Any) -> Callable[[Mapping[str, Any]], Any]:
    is_plain = isinstance(get_named_type(type_), GraphQLScalarType)
    must_be = isinstance(type_, GraphQLNonNull)

    def read(values: Mapping[str, Any]) -> Any:
        value = values.get(name, Undefined)
        # A variable that was left out is another matter: the argument has a default then.
        if must_be and value is None:
            raise Declined(REFUSED)
        # What is made of scalars is the same in strawberry as in graphql-core.
        return value if is_plain or value is Undefined else _convert(value, own)

    return read


def _compile_constant(node: Any, type_: Any, own: Any) -> Callable[[Mapping[str, Any]], Any]:
    try:
        value = coerce_input_literal(node, type_)
    except REFUSALS as error:
        raise Declined(REFUSED) from error
    if value is Undefined:
        raise Declined(REFUSED)
    converted = _convert(value, own)
    return lambda _: converted


def _compile_object(
    node: ObjectValueNode, type_: GraphQLInputObjectType, own: Any
) -> Callable[[Mapping[str, Any]], Any]:
    given = {field.name.value: field.value for field in node.fields}
    defined = own.__strawberry_definition__
    constant: dict[str, Any] = {}
    varying: list[_InputField] = []
    for field in defined.fields:
        name = SCHEMA.config.name_converter.from_field(field)
        kind, own_type = type_.fields[name].type, field.resolve_type(type_definition=defined)
        default = _default(type_.fields[name], own_type)
        if default is not Undefined:
            constant[field.python_name] = default
        if name in given:
            read = _compile(given[name], kind, own_type)
            must_be = isinstance(kind, GraphQLNonNull) and default is Undefined
            varying.append((field.python_name, must_be, read))
    one_of = defined.is_one_of
    return lambda values: _make_object(own, constant, varying, values, one_of=one_of)


_InputField = tuple[str, bool, "Callable[[Mapping[str, Any]], Any]"]


def _make_object(
    own: Any,
    constant: dict[str, Any],
    varying: list[_InputField],
    values: Mapping[str, Any],
    *,
    one_of: bool,
) -> Any:
    fields = constant.copy()
    for name, must_be, read in varying:
        value = read(values)
        if value is not Undefined:
            fields[name] = value
        elif must_be:
            raise Declined(REFUSED)
    if one_of and (len(fields) != 1 or None in fields.values()):
        raise Declined(REFUSED)
    return own(**fields)
