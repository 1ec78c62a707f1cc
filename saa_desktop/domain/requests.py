"""What a person asks for, before anything is looked up."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A batch as the window or the command line takes it from a person.

    Attributes:
        paths: files and folders of images.
        profile: a product profile's name, or the path of a profile file.
        output: the folder for session, tables and reports.
        models: ``auto``, ``lite`` or ``saa-plus``.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:N``.
        recursive: whether folders within folders count.
        resume: whether to go on with the session that the output folder holds.
        patterns: file name patterns that say which files are images; empty leaves it to the profile.
        plain: run plain SAA, without the hybrid prompts.
        as_published: reproduce the published code's quirks, whatever the profile says.
        reports: whether each image gets its report picture.
        maps: whether each image gets its anomaly map.
        max_megapixels: larger images are refused.
    """

    paths: tuple[Path, ...]
    profile: str
    output: Path
    models: str = "auto"
    device: str = "auto"
    recursive: bool = False
    resume: bool = False
    patterns: tuple[str, ...] = ()
    plain: bool = False
    as_published: bool = False
    reports: bool = True
    maps: bool = False
    max_megapixels: float = 100.0
