"""Newsstand: issue files in; GraphQL and REST out."""

from __future__ import annotations

from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads it when the program runs
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.logs import Level  # noqa: TC001 - typer reads it when the program runs

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

Paths = Annotated[list[str], typer.Argument(help="Files and folders.", show_default=False)]
Database = Annotated[
    str | None,
    typer.Option(help="SQLAlchemy URL; else NEWSSTAND_DATABASE, else sqlite:///newsstand.db."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")]


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it
    from importlib.metadata import version

    if asked:
        typer.echo(f"newsstand {version('newsstand')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None: ...


@app.command()
def serve(
    content: Annotated[
        str | None,
        typer.Option(help="A publication folder (or file) to seed first; else NEWSSTAND_CONTENT."),
    ] = None,
    database: Database = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    log_level: Annotated[Level, typer.Option(help="How much the log says.")] = "warning",
) -> None:
    """Serve the content; an SQLite database that is not there yet begins with the sample."""
    from api.feeds.hub import tell_hub_meanwhile
    from api.serve import listen, run, settle
    from seed.begin import bring

    settings = _settled(lambda: settle(content, database, host, port))
    tell = partial(tell_hub_meanwhile, settings)
    with _settled(lambda: listen(host, port)) as listener:
        if status := bring(settings.database, settings.content, tell):
            raise typer.Exit(status)
        run(settings, listener, workers, log_level)


def _settled(settle: Callable[[], Result]) -> Result:
    from api.settings import SettingsError

    try:
        return settle()
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from error


@app.command()
def seed(
    paths: Paths,
    database: Database = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")
    ] = False,
    json: Json = False,
    allow_mass_delete: Annotated[
        bool,
        typer.Option(
            "--allow-mass-delete",
            help="Let more than a fifth of the articles go, or take another publication.",
        ),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(help="The web address (path) of the one saved page that is seeded."),
    ] = None,
) -> None:
    """Seed issue files: all of them, or, if there is a mistake, none."""
    if address and (len(paths) > 1 or not paths[0].endswith(".txt")):
        message = "one address belongs to one saved page"
        raise typer.BadParameter(message, param_hint="--address")
    from api.feeds.hub import tell_hub
    from api.settings import read_settings
    from seed.begin import SAMPLE_SLUG
    from seed.command import run
    from seed.load import Order

    settings = _settled(read_settings)
    order = Order(paths, dry_run, allow_mass_delete, address, gives_way=SAMPLE_SLUG)
    url = database or settings.database
    raise typer.Exit(run(url, order, as_json=json, tell=partial(tell_hub, settings)))


@app.command()
def check(paths: Paths, json: Json = False) -> None:
    """Find the mistakes in issue files, without a database."""
    from seed.command import check as run

    raise typer.Exit(run(paths, as_json=json))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write.", show_default=False)],
    database: Database = None,
    json: Json = False,
) -> None:
    """Write all that REST answers as plain files, for any host that serves files."""
    from dataclasses import replace

    from api.export.command import run
    from api.settings import names_public_url, read_settings

    settings = _settled(read_settings)
    if not names_public_url():
        typer.echo(
            f"NEWSSTAND_PUBLIC_URL is not set: links lead to {settings.public_url}", err=True
        )
    if database:
        settings = _settled(lambda: replace(settings, database=database))
    raise typer.Exit(run(settings, folder, as_json=json))


@app.command()
def new(
    folder: Annotated[str, typer.Argument(help="The folder to make.", show_default=False)],
) -> None:
    """Begin a publication of your own: a folder with one issue and one article."""
    from seed.command import new as run

    raise typer.Exit(run(folder))


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
