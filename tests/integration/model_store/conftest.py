"""A real HTTP server that misbehaves on demand, and a store for small files."""

import hashlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from saa_desktop.models.download import download
from saa_desktop.models.http_failures import Patience
from saa_desktop.models.registry import ModelFile, Role
from saa_desktop.models.store import ModelStore, StoredFile
from saa_desktop.models.weight_files import Watch

CONTENT = bytes(range(256)) * 12_000
ETAG = '"first"'

Answer = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    """Serves ``server.files`` with ranges, unless an answer is queued for the path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = re.sub(r"^http://[^/]+", "", self.path)
        site: ModelServer = self.server.site  # type: ignore[attr-defined]
        site.requests.append((self.path, dict(self.headers)))
        queued = site.answers.get(path, [])
        answer = queued.pop(0) if queued else whole_or_range
        answer(self, site.files.get(path, b""))

    def start(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


class QuietServer(ThreadingHTTPServer):
    """Says nothing about clients that go away, which these do."""

    def handle_error(self, *_args: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*_args)


def whole_or_range(handler: Handler, content: bytes) -> None:
    wanted = re.match(r"bytes=(\d+)-$", handler.headers.get("Range", ""))
    changed = handler.headers.get("If-Range", ETAG) != ETAG
    if not content:
        handler.start(404, 0)
    elif wanted is None or changed:
        handler.start(200, len(content), ETag=ETAG)
        handler.wfile.write(content)
    elif int(wanted[1]) >= len(content):
        handler.start(416, 0, Content_Range=f"bytes */{len(content)}")
    else:
        start = int(wanted[1])
        handler.start(
            206,
            len(content) - start,
            ETag=ETAG,
            Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}",
        )
        handler.wfile.write(content[start:])


@dataclass
class ModelServer:
    """What the server holds and what it was asked."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, *answers: Answer) -> None:
        """Queue answers to the next requests for the file of the ``record`` fixture."""
        self.answers["/weights.pth"] = list(answers)

    def ranges(self) -> list[str | None]:
        return [headers.get("Range") for _, headers in self.requests]

    @staticmethod
    def status(code: int, **headers: str) -> Answer:
        return lambda handler, _content: handler.start(code, 0, **headers)

    @staticmethod
    def without_ranges(handler: Handler, content: bytes) -> None:
        handler.start(200, len(content))
        handler.wfile.write(content)

    @staticmethod
    def without_length(handler: Handler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = True

    @staticmethod
    def cut_after(size: int) -> Answer:
        def answer(handler: Handler, content: bytes) -> None:
            handler.start(200, len(content), ETag=ETAG)
            handler.wfile.write(content[:size])
            handler.wfile.flush()
            handler.close_connection = True

        return answer

    @staticmethod
    def cut_range_after(size: int) -> Answer:
        def answer(handler: Handler, content: bytes) -> None:
            start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
            last = len(content) - 1
            handler.start(
                206, len(content) - start, ETag=ETAG, Content_Range=f"bytes {start}-{last}/{len(content)}"
            )
            handler.wfile.write(content[start : start + size])
            handler.wfile.flush()
            handler.close_connection = True

        return answer

    @staticmethod
    def stall_after(size: int, seconds: float) -> Answer:
        def answer(handler: Handler, content: bytes) -> None:
            handler.start(200, len(content), ETag=ETAG)
            handler.wfile.write(content[:size])
            handler.wfile.flush()
            time.sleep(seconds)
            handler.close_connection = True

        return answer

    @staticmethod
    def slowly(chunk: int, pause: float) -> Answer:
        def answer(handler: Handler, content: bytes) -> None:
            handler.start(200, len(content), ETag=ETAG)
            for start in range(0, len(content), chunk):
                try:
                    handler.wfile.write(content[start : start + chunk])
                except OSError:
                    handler.close_connection = True
                    return
                time.sleep(pause)

        return answer

    @staticmethod
    def other_range(handler: Handler, content: bytes) -> None:
        handler.start(206, len(content) - 1, Content_Range=f"bytes 1-{len(content) - 1}/{len(content)}")
        handler.wfile.write(content[1:])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    http = QuietServer(("127.0.0.1", 0), Handler)
    site = ModelServer(f"http://127.0.0.1:{http.server_address[1]}")
    http.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield site
    http.shutdown()
    http.server_close()
    thread.join()


class Listener:
    """Collects what a watch is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.steps: list[tuple[str, int, int]] = []
        self.watch = Watch(lambda *step: self.steps.append(step), self.notes.append)


@pytest.fixture
def listener() -> Listener:
    return Listener()


def record_of(
    content: bytes, *sources: str, name: str = "sam_vit_b", role: Role = Role.SEGMENTER, **changes: object
) -> ModelFile:
    fields: dict[str, object] = {
        "name": name,
        "role": role,
        "variant": name,
        "file_name": f"{name}.pth",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "Apache-2.0",
        "publisher": "nobody",
        "sources": sources,
        "input_spec": "",
    }
    return ModelFile(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def make_record() -> Callable[..., ModelFile]:
    return record_of


@pytest.fixture
def record(server: ModelServer) -> ModelFile:
    """One file that the server has."""
    server.files["/weights.pth"] = CONTENT
    return record_of(CONTENT, f"{server.url}/weights.pth")


@pytest.fixture
def store(tmp_path: Path, record: ModelFile) -> ModelStore:
    return ModelStore(tmp_path / "模型 store", [record])


@dataclass
class Bench:
    """A store, a server that has its one file, and who listens."""

    server: ModelServer
    store: ModelStore
    record: ModelFile
    listener: Listener
    content: bytes = CONTENT
    cut: int = 23 << 16

    def fetch(self, *mirrors: str, record: ModelFile | None = None) -> StoredFile:
        return download(
            self.store,
            record or self.record,
            watch=self.listener.watch,
            mirrors=mirrors,
            patience=Patience(connect_seconds=2, read_seconds=0.3, retry_delays=(0.01, 0.01)),
        )

    def files(self) -> set[str]:
        return {path.name for path in self.store.folder.iterdir() if path.suffix != ".lock"}

    def only_the_file(self) -> set[str]:
        return {self.record.file_name, f"{self.record.file_name}.verified.json"}


@pytest.fixture
def bench(server: ModelServer, store: ModelStore, record: ModelFile, listener: Listener) -> Bench:
    return Bench(server, store, record, listener)
