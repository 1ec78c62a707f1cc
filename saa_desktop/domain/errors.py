"""The error family. Each error is one sentence that a person can act on, built where the cause is known."""


class SaaDesktopError(Exception):
    """Anything that the application can explain. ``str(error)`` is one clear sentence with the remedy."""


class ImageError(SaaDesktopError):
    """An image that cannot be read or that this application refuses to read."""


class ProfileError(SaaDesktopError):
    """A product profile that is missing or not valid."""


class ModelError(SaaDesktopError):
    """A model set, its weights or its device cannot be used."""


class SessionError(SaaDesktopError):
    """A session file that cannot be read or written."""


class OutputError(SaaDesktopError):
    """A result file or folder that cannot be written."""


class DiskFullError(OutputError):
    """A result or a session cannot be written until there is space on its disk; what it holds is kept."""


class Cancelled(Exception):  # noqa: N818 - nothing went wrong: a person asked for the stop
    """The running job was asked to stop. Not an error, and not one of the family above."""
