"""Values that are written in a document: a wrong one is told with its place and its argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    SKIP,
    GraphQLError,
    ObjectValueNode,
    ValuesOfCorrectTypeRule,
    get_named_type,
    validate_input_literal,
)

from api.one_of import is_one_of, word_one_of

if TYPE_CHECKING:
    from graphql import ArgumentNode, ValueNode, VisitorAction


class WrittenValues(ValuesOfCorrectTypeRule):
    """graphql-core's rule, and where it is that a scalar of ours or a lookup refuses a value."""

    argument = ""

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """Know which argument the values belong to."""
        self.argument = node.name.value

    def leave_argument(self, *_: Any) -> None:
        """Forget it: defaults of variables belong to none."""
        self.argument = ""

    def enter_object_value(self, node: ObjectValueNode, *_: Any) -> VisitorAction:
        """Look whether a lookup has exactly one key, then as at any value."""
        type_ = get_named_type(self.context.get_input_type())
        if type_ and is_one_of(type_) and len({field.name.value for field in node.fields}) != 1:
            refused = GraphQLError(word_one_of(type_), extensions={"code": "BAD_INPUT"})
            self._refuse(node, refused, [])
            return SKIP
        return self.is_valid_value_node(node, self.context.get_input_type())

    def is_valid_value_node(self, node: ValueNode, input_type: Any) -> VisitorAction:
        """Report what is wrong with a value, however deep; nothing is left to be looked at."""
        if input_type:
            validate_input_literal(
                node,
                input_type,
                lambda error, path: self._refuse(node, error, path),
                None,
                None,
                self.context.hide_suggestions,
            )
        return SKIP

    def _refuse(self, node: ValueNode, error: GraphQLError, path: list[str | int]) -> None:
        extensions = dict(error.extensions or {})
        if "code" in extensions:
            if self.argument:
                names = [self.argument, *(step for step in path if isinstance(step, str))]
                extensions["argument"] = ".".join(names)
            error = GraphQLError(error.message, error.nodes or node, extensions=extensions)
        self.report_error(error)
