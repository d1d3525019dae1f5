"""The command that starts the app: ``python -m dermatome serve``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import Any, NoReturn

from dermatome.errors import InputError
from dermatome.places import APP


def add_commands(commands: Any) -> None:
    """Add ``serve`` to the parser of the whole command line."""
    serve = commands.add_parser("serve", help="start the atlas for the browser")
    serve.add_argument("--port", type=_port, metavar="N", help="listen on this port (8501)")
    serve.add_argument(
        "--address", metavar="A", help="listen on this address (localhost); 0.0.0.0: the whole network"
    )
    serve.add_argument("--path", metavar="P", help="first part of all addresses, where a proxy wants one")
    serve.add_argument("--no-browser", action="store_true", help="open no browser on this machine")
    serve.add_argument(
        "settings",
        nargs="*",
        metavar="-- --NAME VALUE",
        help="any setting of Streamlit, such as --server.sslCertFile",
    )
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> NoReturn:
    if options.port is not None:
        _try(options.address or os.environ.get("STREAMLIT_SERVER_ADDRESS") or "", options.port)
    settings = {
        "server.port": options.port,
        "server.address": options.address,
        "server.baseUrlPath": options.path,
        "server.headless": "true" if options.no_browser else None,
    }
    told = [f"--{name}={value}" for name, value in settings.items() if value is not None]
    sys.stdout.flush()
    # The server takes the place of this process: whoever stops the one stops the other.
    os.execv(
        sys.executable, [sys.executable, "-m", "streamlit", "run", os.fspath(APP), *told, *options.settings]
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 1 to 65535")
    return int(text)


def _try(address: str, port: int) -> None:
    """Listen for a moment. :raises InputError: there is no such address, or the port is taken."""
    try:
        (family, *_, place), *_ = socket.getaddrinfo(
            address or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"The atlas cannot listen on {address or 'this machine'}, port {port}: {reason}. "
            "Choose others with --address and --port."
        ) from error
