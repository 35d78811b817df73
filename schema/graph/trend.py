"""The editors' judgement of a section's situation."""

import enum

import strawberry


@strawberry.enum(
    description="How the editors judged the situation in a section that week. Always their own "
    "judgement, never computed from texts."
)
class Trend(enum.Enum):
    """Never inferred from text."""

    IMPROVED = strawberry.enum_value("IMPROVED", description="The situation has improved.")
    UNCHANGED = strawberry.enum_value("UNCHANGED", description="The situation has not changed.")
    WORSENED = strawberry.enum_value("WORSENED", description="The situation has worsened.")
