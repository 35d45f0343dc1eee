"""Opens a port of this machine and the browser, and serves the page until it is interrupted."""

from __future__ import annotations

import contextlib
import gc
import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable

from factcheck.errors import SettingsError
from factcheck.server.desk import Desk

HOST = "127.0.0.1"
"""Nobody but this machine can reach it."""

_GRACE_SECONDS = 5
"""How long a decision that is being saved holds up the end."""


def open_port(port: int) -> socket.socket:
    """A socket that listens on this machine only; 0 takes a free port.

    Raises:
        SettingsError: the port is taken, or only an administrator may have it.
    """
    # Named as TCP: if it is so by default only, asyncio leaves half of an answer waiting 40 ms for the browser's word.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere it would let two programs have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        said = (error.strerror or str(error)).lower()
        remedy = "choose another, or leave --port out to get a free one"
        raise SettingsError(f"--port {port} cannot be opened: {said} — {remedy}") from error
    return listener


def serve(
    desk: Desk, listener: socket.socket, *, say: Callable[[str], None], browser: bool = True, lang: str = "en"
) -> None:
    """Serve the page until Ctrl-C, which ends it after what is being saved is saved; ``say`` gets the address."""
    import uvicorn

    from factcheck.server.app import make_app

    port = listener.getsockname()[1]
    token, once = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    config = uvicorn.Config(
        make_app(desk, port, token, lang, once=once),
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    # The report stays until the end: a collection that walks all of a large one again would hold up an answer.
    gc.freeze()
    # The socket listens already, so a browser that is faster than the server waits and is not refused.
    address = f"http://{HOST}:{port}/?token={token}"
    say(address)
    if browser:
        single = f"http://{HOST}:{port}/?token={once}"
        threading.Thread(target=webbrowser.open, args=(single,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt), listener:
        uvicorn.Server(config).run(sockets=[listener])
