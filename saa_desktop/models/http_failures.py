"""What went wrong with a request for a file, in a sentence, and whether another try may help."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests import exceptions
from urllib3.exceptions import ReadTimeoutError

_MISSING = (404, 410)
_FORBIDDEN = (401, 403)
_PROXY_WANTS_PASSWORD = 407
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server.

    Attributes:
        connect_seconds: until a connection stands.
        read_seconds: until the next byte arrives.
        retry_delays: seconds to wait before each further try; they start again once bytes have arrived.
    """

    connect_seconds: float = 15.0
    read_seconds: float = 30.0
    retry_delays: tuple[float, ...] = (1.0, 3.0, 10.0)


DEFAULT_PATIENCE = Patience()


class Interrupted(Exception):  # noqa: N818 - named for what happened
    """A transfer ended early and another try may get further; ``str`` is a sentence without a full stop."""


class SourceFailed(Exception):  # noqa: N818 - named for what happened
    """An address is of no use; ``str`` is a sentence without a full stop."""


_EXPLANATIONS: tuple[tuple[type[Exception], type[Interrupted | SourceFailed], str], ...] = (
    (
        exceptions.SSLError,
        SourceFailed,
        "The certificate of {host} is not trusted: name your company's in REQUESTS_CA_BUNDLE",
    ),
    (
        exceptions.ProxyError,
        Interrupted,
        "The proxy on the way to {host} does not answer: check HTTPS_PROXY and HTTP_PROXY",
    ),
    (exceptions.ConnectTimeout, Interrupted, "{host} did not answer within {connect:g} s"),
    (exceptions.Timeout, Interrupted, "{host} sent nothing for {read:g} s"),
    (exceptions.ChunkedEncodingError, Interrupted, "{host} broke the connection off"),
    (
        exceptions.ConnectionError,
        Interrupted,
        "{host} cannot be reached: check the network, or set HTTPS_PROXY",
    ),
    (exceptions.TooManyRedirects, SourceFailed, "{host} sends the request round in circles"),
    (exceptions.RequestException, SourceFailed, "{host} does not lead to a file that can be fetched"),
)
"""Causes from the narrow to the wide, since some inherit from others."""


def host_of(address: str) -> str:
    """Return the host of an address, with its port and without name and password, for sentences."""
    return urlsplit(address).netloc.rpartition("@")[2]


def refusal(response: requests.Response, host: str, file_name: str) -> Interrupted | SourceFailed:
    """Return what an answer without the file means."""
    status = response.status_code
    if status in _MISSING:
        return SourceFailed(f"{host} does not have {file_name} (HTTP {status})")
    if status in _FORBIDDEN:
        return SourceFailed(f"{host} does not give {file_name} to everybody (HTTP {status})")
    if status == _PROXY_WANTS_PASSWORD:
        return SourceFailed(f"The proxy on the way to {host} wants a name and password in HTTPS_PROXY")
    if status == _TOO_MANY_REQUESTS or status >= _SERVER_ERRORS:
        return Interrupted(f"{host} is busy or out of order (HTTP {status})")
    return SourceFailed(f"{host} refused {file_name} (HTTP {status})")


def explained(
    error: requests.RequestException, address: str, patience: Patience
) -> Interrupted | SourceFailed:
    """Return what a request without an answer, or with a broken one, means."""
    stalled = bool(error.args) and isinstance(error.args[0], ReadTimeoutError)
    kind = exceptions.ReadTimeout if stalled else type(error)
    outcome, sentence = next(
        (outcome, sentence) for cause, outcome, sentence in _EXPLANATIONS if issubclass(kind, cause)
    )
    return outcome(
        sentence.format(host=host_of(address), connect=patience.connect_seconds, read=patience.read_seconds)
    )
