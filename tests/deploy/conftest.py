"""The reverse proxy of ``deploy/``, run for real: Debian's nginx with the shipped template."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATE = PROJECT / "deploy" / "nginx" / "atlas.conf.template"
WRAPPER = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/atlas.conf;
}}
"""

Proxy = Callable[..., contextlib.AbstractContextManager[str]]


def program(name: str, *places: str) -> str:
    """Return the path of an installed program; its absence is a failure, never a silent skip."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *places]))
    if found is None:
        pytest.fail(
            f"This machine has no {name}. Run tools/dev/servers.sh, which installs it, and try again."
        )
    return found


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Wait until something listens; fail when the process ends first."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"Nothing listens on port {port}; the process ended with {process.poll()}.")


def filled_in(replicas: Sequence[str], listen: str, log: str) -> str:
    """Return the shipped template as envsubst would fill it in, writing its log to a file."""
    servers = " ".join(f"server {replica} max_fails=1 fail_timeout=5s;" for replica in replicas)
    text = TEMPLATE.read_text(encoding="utf-8").replace("/dev/stdout", log)
    values = {"ATLAS_SERVERS": servers, "ATLAS_LISTEN": listen, "ATLAS_FRAME_ANCESTORS": "'self'"}
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    return text


@pytest.fixture
def proxy(tmp_path: Path) -> Proxy:
    """Start nginx before some replicas (``host:port``), perhaps behind an ingress; yield its address."""

    @contextlib.contextmanager
    def start(replicas: Sequence[str], *, ingress: bool = False) -> Iterator[str]:
        port = free_port()
        text = filled_in(replicas, f"127.0.0.1:{port}", str(tmp_path / "access.log"))
        if ingress:
            text += TEMPLATE.with_name("real-ip.conf.template").read_text(encoding="utf-8")
        (tmp_path / "atlas.conf").write_text(text, encoding="utf-8")
        (tmp_path / "nginx.conf").write_text(WRAPPER.format(folder=tmp_path), encoding="utf-8")
        log = str(tmp_path / "error.log")
        command = [program("nginx"), "-c", str(tmp_path / "nginx.conf"), "-e", log]
        process = subprocess.Popen(command)
        try:
            wait_for_port(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=15)

    return start
