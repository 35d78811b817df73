"""The scalars that the workloads' documents name."""

from __future__ import annotations

from typing import NewType

import strawberry
from strawberry.schema.config import StrawberryConfig

LanguageCode = NewType("LanguageCode", str)
CONFIG = StrawberryConfig(scalar_map={LanguageCode: strawberry.scalar(name="LanguageCode")})
