"""Fetches weights over HTTP: resumes, tries the next address, and keeps nothing whose sha256 is wrong.

A download under way is ``<file>.part``; ``<file>.part.json`` says where its bytes come from, so that the
server can be asked whether its file is still the same (RFC 9110, If-Range).
"""

import re
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from saa_desktop import __version__
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.http_failures import (
    DEFAULT_PATIENCE,
    Interrupted,
    Patience,
    SourceFailed,
    explained,
    host_of,
    refusal,
)
from saa_desktop.models.registry import ModelFile
from saa_desktop.models.store import FileState, ModelStore, StoredFile
from saa_desktop.models.weight_files import (
    Watch,
    discard,
    hash_file,
    megabytes,
    need_space,
    read_json,
    refused,
    write_json,
)

# Small, because what a broken connection leaves of the last chunk is lost.
_CHUNK = 1 << 16
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)$")


def download(
    store: ModelStore,
    record: ModelFile,
    *,
    watch: Watch,
    mirrors: Sequence[str] = (),
    patience: Patience = DEFAULT_PATIENCE,
) -> StoredFile:
    """Fetch one file into the store, unless it lies there verified.

    An exception that ``watch`` raises, and Ctrl-C, stop the work; the bytes that have arrived are kept.

    Args:
        store: where it goes.
        record: what to fetch.
        watch: told the bytes, and each address that failed and why.
        mirrors: base addresses tried before the public ones; the file's name is appended.
        patience: how long to wait.

    Raises:
        ModelError: no address delivered it; the folder cannot be written or lacks space; a mirror is no
            address; another process is downloading the same file.
    """
    addresses = [*(_mirrored(mirror, record) for mirror in mirrors), *record.sources]
    with store.locked(record):
        stored = store.look(record)
        if stored.state is FileState.UNVERIFIED:
            stored = store.verify(record, watch.progress)
        if stored.state is FileState.VERIFIED:
            return stored
        transfer = _Transfer(record, store.part_path(record), watch, patience)
        for address in addresses:
            try:
                digest = transfer.fetch(address)
            except SourceFailed as failure:
                watch.note(f"{failure}.")
            else:
                transfer.forget_origin()
                return store.install(record, transfer.part, digest)
    raise ModelError(
        f"{record.name} could not be downloaded from {_hosts(addresses)}: run the same command again to go "
        "on where it stopped, name another address with --mirror, or bring the file and run "
        "`saa-desktop models import`."
    )


def _mirrored(mirror: str, record: ModelFile) -> str:
    try:
        usable = urlsplit(mirror).scheme in ("http", "https") and host_of(mirror)
    except ValueError:
        usable = False
    if not usable:
        raise ModelError(f"The mirror {mirror!r} is no address: write it as http://HOST or https://HOST.")
    return f"{mirror.rstrip('/')}/{quote(record.file_name)}"


def _hosts(addresses: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(host_of(address) for address in addresses))


class _Transfer:
    """Collects one file's bytes in its ``.part``, from one address after the other."""

    def __init__(self, record: ModelFile, part: Path, watch: Watch, patience: Patience) -> None:
        self._record = record
        self.part = part
        self._origin = part.with_name(part.name + ".json")
        self._progress = watch.progress
        self._note = watch.note
        self._patience = patience

    def fetch(self, address: str) -> str:
        """Complete the part from that address and return its sha256, which is the right one.

        Raises:
            SourceFailed: the address is of no use.
            ModelError: the disk refuses.
        """
        resumed = self._have() > 0
        self._complete(address)
        digest = self._checked_digest()
        if digest is None and resumed:
            self._note(f"The continued download of {self._record.name} has a wrong content; it starts anew.")
            self._complete(address)
            digest = self._checked_digest()
        if digest is None:
            raise SourceFailed(
                f"{host_of(address)} delivered another content than the published {self._record.file_name} "
                "(its sha256 differs), so it was deleted"
            )
        return digest

    def forget_origin(self) -> None:
        """Remove the note on where the bytes came from."""
        discard(self._origin)

    def _checked_digest(self) -> str | None:
        digest = hash_file(self.part, self._progress)
        if digest == self._record.sha256:
            return digest
        self._reset()
        return None

    def _complete(self, address: str) -> None:
        """Ask the address until the part is complete, as often as it makes headway or patience lasts."""
        delays = list(self._patience.retry_delays)
        furthest = self._have()
        while True:
            try:
                self._ask(address)
            except Interrupted as interruption:
                if self._have() > furthest:
                    furthest = self._have()
                    delays = list(self._patience.retry_delays)
                if not delays:
                    raise SourceFailed(str(interruption)) from interruption
                self._note(f"{interruption}; trying again in {delays[0]:g} s.")
                time.sleep(delays.pop(0))
            else:
                return

    def _ask(self, address: str) -> None:
        """Make one request and write what it delivers.

        Raises:
            Interrupted: another try may get further.
            SourceFailed: it will not.
        """
        if self._is_complete():
            return
        try:
            with requests.get(
                address,
                headers=self._request_headers(address),
                stream=True,
                timeout=(self._patience.connect_seconds, self._patience.read_seconds),
            ) as response:
                self._receive(address, response)
        except requests.RequestException as error:
            raise explained(error, address, self._patience) from error
        except ValueError as error:
            raise SourceFailed(f"{host_of(address)} sends the request on to what is no address") from error

    def _request_headers(self, address: str) -> dict[str, str]:
        headers = {"User-Agent": f"saa-desktop/{__version__}", "Accept-Encoding": "identity"}
        if have := self._have():
            headers["Range"] = f"bytes={have}-"
            origin = read_json(self._origin)
            if origin.get("address") == _without_password(address) and origin.get("validator"):
                headers["If-Range"] = str(origin["validator"])
        return headers

    def _receive(self, address: str, response: requests.Response) -> None:
        start, total = self._offered(address, response)
        if total is None and self._record.size_exact:
            total = self._record.size
        if total is not None and not self._record.allows_size(total):
            raise SourceFailed(
                f"{host_of(address)} offers {total} bytes as {self._record.file_name}, which has "
                f"{self._record.size}: that is another file"
            )
        need_space(self.part.parent, (total or self._record.size) - start)
        try:
            with self.part.open("r+b" if start else "wb") as file:
                file.seek(start)
                write_json(
                    self._origin,
                    {
                        "address": _without_password(address),
                        "validator": _validator(response),
                        "total": total,
                    },
                )
                done = start
                for chunk in response.iter_content(_CHUNK):
                    file.write(chunk)
                    done += len(chunk)
                    self._progress(f"download {self._record.file_name}", done, total or self._record.size)
                    self._bound(done, address)
        except requests.RequestException:
            raise
        except OSError as error:
            raise refused("write", self.part, error) from error
        if total is not None and done < total:
            raise Interrupted(f"{host_of(address)} closed the connection after {megabytes(done)}")

    def _bound(self, done: int, address: str) -> None:
        if done > self._record.size and not self._record.allows_size(done):
            self._reset()
            raise SourceFailed(
                f"{host_of(address)} sends more bytes than {self._record.file_name} has: it is another file"
            )

    def _offered(self, address: str, response: requests.Response) -> tuple[int, int | None]:
        """Return the offset at which the answer starts and the size of the whole file, where it is told."""
        host, have = host_of(address), self._have()
        if response.status_code == requests.codes.requested_range_not_satisfiable:
            self._reset()
            raise Interrupted(f"{host} has no bytes after {megabytes(have)}, so the download starts anew")
        if response.status_code == requests.codes.partial_content:
            answer = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
            if answer is None or int(answer[1]) != have:
                self._reset()
                raise Interrupted(f"{host} sent other bytes than asked for, so the download starts anew")
            return have, int(answer[2])
        if response.status_code != requests.codes.ok:
            raise refusal(response, host, self._record.file_name)
        if have:
            self._note(f"{host} cannot continue this download, so it starts from the beginning.")
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if length.isdecimal() else None

    def _have(self) -> int:
        try:
            return self.part.stat().st_size
        except FileNotFoundError:
            return 0

    def _is_complete(self) -> bool:
        """Return whether the last byte has arrived; a part that is too long is thrown away."""
        have = self._have()
        if have > self._record.size and not self._record.allows_size(have):
            self._reset()
            return False
        if self._record.size_exact:
            return have == self._record.size
        return have > 0 and have == read_json(self._origin).get("total")

    def _reset(self) -> None:
        discard(self.part)
        discard(self._origin)


def _without_password(address: str) -> str:
    return host_of(address) + urlsplit(address).path


def _validator(response: requests.Response) -> str:
    """Return what If-Range may carry: a strong entity tag, or the date of the last change."""
    tag = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
