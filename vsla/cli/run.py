"""Serve the application."""

import socket
from errno import EADDRINUSE

import click
import waitress
from flask.cli import ScriptInfo, pass_script_info

PREPARE = "vsla-prepare"
"""The extension that makes what the first who asks would wait for."""

THREADS = 8
# Phones on 2G hold a connection open for minutes; each costs waitress a few kilobytes only.
CONNECTIONS_MAX = 1000


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@pass_script_info
def run(info: ScriptInfo, *, host: str, port: int) -> None:
    """Serve the application with waitress until it is stopped."""
    app = info.load_app()
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        reason = (error.strerror or "").split(" (while")[0]
        way = (
            "Another one: --port 8001" if error.errno == EADDRINUSE else "Look at --host and --port"
        )
        msg = f"{host}:{port} cannot be listened on: {reason}. {way}."
        raise click.ClickException(msg) from error
    with listening:
        app.extensions[PREPARE](app)
        click.echo(f"http://{host}:{port}/")
        waitress.serve(
            app, sockets=[listening], threads=THREADS, connection_limit=CONNECTIONS_MAX, ident=None
        )
