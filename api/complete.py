"""A plan is run level by level: each field for all values of its level at once.

What a level must read is read in one statement for all that ask the same way. A node that stands in
no other one is rendered to JSON once in a revision, and kept.
"""

from __future__ import annotations

from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from api.generate import make_writers, refuse_null, refuse_null_item, writer_of
from api.run import keys_of, name_of, places_of, rendered_of
from schema.graph.fields import Column, Item
from schema.graph.nodes import KEYS, Bare
from schema.graph.whole import fill

if TYPE_CHECKING:
    from api.memo import Rendered, Tag
    from api.run import Owners, Place, Run
    from api.selection import Selection, Step
    from schema.graph.request import Entity

_JSON = attrgetter("json")


def run_plan(plan: Selection, run: Run) -> dict[str, Any]:
    """Give the data of an answer; nodes in it are `orjson.Fragment`s.

    Raises Declined, GraphQL's errors for what is refused, and ReadError.
    """
    run.request.lean = True
    if not plan.is_ready:
        make_writers(plan)
    return _complete_one(plan, run, None, run.tags)


def _complete_one(
    selection: Selection, run: Run, parent: Any, owner: set[Tag | str]
) -> dict[str, Any]:
    """Do as `_complete` for one parent: most levels above the first list have no more."""
    write = selection.write or writer_of(selection)
    read = [_run_step_of_one(step, run, parent, owner) for step in selection.for_level]
    return write(parent, run, owner, *read)


def _run_step_of_one(step: Step, run: Run, parent: Any, owner: set[Tag | str]) -> Any:
    if step.hangs is not None and step.hangs in parent.row:
        value = parent.row[step.hangs]
    else:
        (value,) = _find_values(step, run, [parent])
    if value is None and step.must_be:
        refuse_null(step.name)
    for tag in step.tags:
        _tag_list(tag, run, parent, owner)
    if not step.is_deep:
        return value
    if step.is_list:
        return _lists(step, run, [value], [owner])[0]
    if value is None:
        owner.update(step.below)  # what is not there may come
        return None
    below = step.below
    selection = below[value.type] if len(below) > 1 else next(iter(below.values()))
    if selection.keeps:
        return _render_kept_one(selection, run, value)
    return _complete_one(selection, run, value, owner)


def _complete(
    selection: Selection, run: Run, parents: list[Any], owners: Owners
) -> list[dict[str, Any]]:
    if len(parents) == 1:
        return [_complete_one(selection, run, parents[0], owners[0])]
    if not parents:
        return []
    write = selection.write or writer_of(selection)
    read = [_run_step(step, run, parents, owners) for step in selection.for_level]
    # As a loop, but without a step of Python for each parent.
    return list(map(write, parents, repeat(run), owners, *read))


def _run_step(step: Step, run: Run, parents: list[Any], owners: Owners) -> list[Any]:
    """Give the values that a field has for its level, and what is below it where that is deep."""
    values = _values(step, run, parents)
    if step.must_be and None in values:
        refuse_null(step.name)
    for tag in step.tags:
        for parent, owner in zip(parents, owners, strict=True):
            _tag_list(tag, run, parent, owner)
    if not step.is_deep:
        return values
    return _lists(step, run, values, owners) if step.is_list else _ones(step, run, values, owners)


def _values(step: Step, run: Run, parents: list[Any]) -> list[Any]:
    if step.hangs is not None and all(step.hangs in parent.row for parent in parents):
        return [parent.row[step.hangs] for parent in parents]
    return _find_values(step, run, parents)


def _find_values(step: Step, run: Run, parents: list[Any]) -> list[Any]:
    """Give the values that do not hang on the parents' rows."""
    if step.read is not None:
        return step.read(run.request, run.values, parents)
    value = step.value
    if isinstance(value, Column):
        return [parent.row[value.name] for parent in parents]
    if isinstance(value, Item):
        return [parent[value.name] for parent in parents]
    return [value(parent, run.request) for parent in parents]


def _tag_list(tag: str, run: Run, parent: Any, owner: set[Tag | str]) -> None:
    if tag != "translations":
        owner.add(tag)
        return
    type_ = parent.type
    key = parent.row[KEYS[type_]]
    owner.update([(type_, code, key) for code in run.request.catalogue.languages])


def _ones(step: Step, run: Run, values: list[Any], owners: Owners) -> list[Any]:
    if None not in values:
        return _render(step, run, values, owners)
    there = [place for place, value in enumerate(values) if value is not None]
    below = [values[place] for place in there]
    results: list[Any] = [None] * len(values)
    for owner, value in zip(owners, values, strict=True):
        owner.update(step.below if value is None else ())  # what is not there may come
    rendered = _render(step, run, below, [owners[place] for place in there])
    for place, result in zip(there, rendered, strict=True):
        results[place] = result
    return results


def _lists(step: Step, run: Run, values: list[Any], owners: Owners) -> list[Any]:
    page = values[0] if len(values) == 1 else None
    if type(page) is Bare:
        kept = _kept_page(step, run, page)
        if kept is not None:
            return [kept]
    flat = [item for value in values for item in value or ()]
    of = [owner for value, owner in zip(values, owners, strict=True) for _ in value or ()]
    if None in flat:
        if not step.has_nullable_items:
            refuse_null_item(step.name)
        results = iter(_ones(step, run, flat, of))
    else:
        # Of one list, as a rule, each node is another one.
        results = iter(_render(step, run, flat, of, alike=len(values) > 1))
    return [None if value is None else [next(results) for _ in value] for value in values]


def _kept_page(step: Step, run: Run, page: Bare) -> list[Any] | None:
    """Give the nodes of a page if all of them are kept: then none of them need be made."""
    selection = step.below.get(page.type)
    if selection is None or not selection.keeps or len(step.below) > 1:
        return None
    found: list[Any] = run.current.memo.get_all(page.places(name_of(selection, run, page.wanted)))
    if None in found:
        return None
    run.nodes += found
    return list(map(_JSON, found))


def _render(
    step: Step, run: Run, values: list[Any], owners: Owners, *, alike: bool = True
) -> list[Any]:
    """Give the values under the selection of their type, in their order; some may be `alike`."""
    if len(step.below) == 1:
        (selection,) = step.below.values()
        return _render_type(selection, run, values, owners, alike=alike)
    results: list[Any] = [None] * len(values)
    for type_, selection in step.below.items():
        places = [place for place, value in enumerate(values) if value.type == type_]
        of_type = [values[place] for place in places]
        given = _render_type(selection, run, of_type, [owners[place] for place in places])
        for place, result in zip(places, given, strict=True):
            results[place] = result
    return results


def _render_type(
    selection: Selection, run: Run, values: list[Any], owners: Owners, *, alike: bool = True
) -> list[Any]:
    if not values:
        return []
    if selection.type not in KEYS:
        return _complete(selection, run, values, owners)
    if selection.keeps:
        return _render_kept(selection, run, values)
    if alike and selection.for_level and len(values) > 1:
        return _render_once(selection, run, values, owners)
    return _complete(selection, run, values, owners)


def _render_once(
    selection: Selection, run: Run, entities: list[Entity], owners: Owners
) -> list[Any]:
    """Render equal nodes of a level one time: twenty articles may be of one issue."""
    keys, first = keys_of(selection, entities)
    own: dict[Any, set[Tag | str]] = {key: set() for key in first}
    rendered = _complete(selection, run, list(first.values()), list(own.values()))
    results = dict(zip(first, rendered, strict=True))
    for key, owner in zip(keys, owners, strict=True):
        owner.update(own[key])
    return [results[key] for key in keys]


def _render_kept(selection: Selection, run: Run, entities: list[Entity]) -> list[Any]:
    """Render nodes that stand in no other one; they bring their own tags."""
    places = places_of(selection, run, entities)
    found: list[Any] = run.current.memo.get_all(places)
    if None in found:
        pairs = zip(places, entities, found, strict=True)
        missing = {place: entity for place, entity, node in pairs if node is None}
        rendered = _render_missing(selection, run, missing)
        found = [node or rendered[place] for place, node in zip(places, found, strict=True)]
    run.nodes += found
    return list(map(_JSON, found))


def _render_kept_one(selection: Selection, run: Run, entity: Entity) -> Any:
    """Do as `_render_kept` for one node, which is all that most answers have."""
    name = name_of(selection, run, entity.wanted)
    place = (name, entity.row[KEYS[selection.type]], entity.language)
    found = run.current.memo.get(place)
    if found is None:
        run.request.columns = selection.columns
        (whole,) = fill(run.request, [entity])
        tags: set[Tag | str] = set()
        data = _complete_one(selection, run, whole, tags)
        found = run.rendered[place] = rendered_of(whole, data, tags)
    run.nodes.append(found)
    return found.json


def _render_missing(
    selection: Selection, run: Run, missing: dict[Place, Entity]
) -> dict[Place, Rendered]:
    run.request.columns = selection.columns
    entities = fill(run.request, list(missing.values()))
    tags: Owners = [set() for _ in entities]
    data = _complete(selection, run, entities, tags)
    rendered = dict(zip(missing, map(rendered_of, entities, data, tags), strict=True))
    run.rendered.update(rendered)
    return rendered
