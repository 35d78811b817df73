"""Folders with signs in their names that mean something to hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from nginx import need_nginx, serve_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("engine", ["sqlite"])
def test_nginx_serves_a_folder_of_any_name(
    seed: Callable[..., Any], folder: Path, command: Any, database: str, tmp_path: Path
) -> None:
    need_nginx()
    seed(folder)
    out = tmp_path / '50 $US; {of} "it\'s" \\ $uri'
    assert command("export", out, "--database", database).exit_code == 0
    (tmp_path / "state").mkdir()
    with serve_folder(out, tmp_path / "state") as host:
        answer = host.get("/v1/languages")
    assert answer.status_code == 200
    assert answer.content == (out / "v1/languages.json").read_bytes()
