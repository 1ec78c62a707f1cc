"""The version resource that Windows shows in an executable's properties."""

import re
from pathlib import Path

import project

_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "{title}"),
      StringStruct("FileDescription", "{title}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("LegalCopyright", "Apache-2.0"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "{title}"),
      StringStruct("ProductVersion", "{version}")])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])])
  ]
)
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as Windows counts: four numbers, what follows them left out."""
    parts = [int(re.match(r"\d*", part)[0] or 0) for part in version.split(".")[:4]]
    major, minor, patch, build = [*parts, 0, 0, 0][:4]
    return major, minor, patch, build


def write(path: Path) -> Path:
    """Write the resource as PyInstaller reads it; return its path."""
    version = project.version()
    text = _RESOURCE.format(numbers=numbers(version), version=version, title=project.TITLE, name=project.NAME)
    path.write_text(text, "utf-8")
    return path
