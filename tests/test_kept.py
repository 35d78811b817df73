"""The store of documents and nodes: what was used stays, what comes is not the first to go."""

from __future__ import annotations

import gc
import weakref

from graphql import OperationDefinitionNode, parse

from api.generate import make_writers
from api.kept import Kept
from api.plan import compile_plan


def filled(most: int, *keys: str) -> Kept[str]:
    kept = Kept[str](most)
    for key in keys:
        kept.put(key, key.upper(), 1)
    return kept


def there(kept: Kept[str], keys: str) -> str:
    return "".join(key for key in keys if kept.get_all([key]) != [None])


def test_what_was_not_used_goes_and_what_comes_stays() -> None:
    kept = filled(3, *"abc")
    assert kept.get("a") == "A"
    kept.put("d", "D", 1)
    assert (there(kept, "abcd"), kept.size, len(kept)) == ("acd", 3, 3)


def test_where_all_was_used_the_oldest_goes() -> None:
    kept = filled(3, *"abc")
    assert kept.get_all(["a", "b", "c", "x"]) == ["A", "B", "C", None]
    kept.put("d", "D", 1)
    assert there(kept, "abcd") == "bcd"


def test_one_value_does_not_wait_for_thousands_of_chances() -> None:
    keys = [str(number) for number in range(1_000)]
    kept = filled(1_000, *keys)
    kept.get_all(keys)
    kept.put("new", "NEW", 1)
    assert kept.get("64") is None  # 64 had another chance before
    assert kept.get("new") == "NEW"


def test_sizes_are_counted_anew_and_what_is_too_large_is_not_kept() -> None:
    kept = filled(10, *"ab")
    kept.put("a", "other", 7)
    assert (kept.get("a"), kept.size, len(kept)) == ("other", 8, 2)
    kept.put("b", "too large", 11)
    assert (kept.get("b"), kept.size) == ("B", 8)
    kept.put("c", "C", 10)
    assert (there(kept, "abc"), kept.size) == ("c", 10)
    assert filled(0, "a").get("a") is None


def test_functions_go_with_their_plan_and_wait_for_no_collection() -> None:
    document = parse("{ articles { nodes { id section { name } issue { articles { title } } } } }")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    gc.disable()
    try:
        plan = compile_plan(document, operation, {})
        make_writers(plan)
        assert plan.is_ready
        assert plan.write is not None
        function = weakref.ref(plan.write)
        del plan
        assert function() is None
    finally:
        gc.enable()
