"""The libraries that the application stands on, and their licences."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

LIBRARIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PySide6-Essentials": ("Qt for Python", "LGPL-3.0"),
        "torch": ("PyTorch", "BSD-3-Clause"),
        "torchvision": ("torchvision", "BSD-3-Clause"),
        "groundingdino-py": ("GroundingDINO", "Apache-2.0"),
        "segment-anything": ("Segment Anything", "Apache-2.0"),
        "transformers": ("Transformers", "Apache-2.0"),
        "timm": ("timm", "Apache-2.0"),
        "opencv-python": ("OpenCV", "Apache-2.0"),
        "numpy": ("NumPy", "BSD-3-Clause"),
        "scipy": ("SciPy", "BSD-3-Clause"),
        "Pillow": ("Pillow", "MIT-CMU"),
        "tifffile": ("tifffile", "BSD-3-Clause"),
        "imagecodecs": ("imagecodecs", "BSD-3-Clause"),
        "pydantic": ("pydantic", "MIT"),
        "PyYAML": ("PyYAML", "MIT"),
        "platformdirs": ("platformdirs", "MIT"),
        "safetensors": ("safetensors", "Apache-2.0"),
        "requests": ("Requests", "Apache-2.0"),
        "filelock": ("filelock", "MIT"),
        "watchdog": ("watchdog", "Apache-2.0"),
        "pyqtgraph": ("pyqtgraph", "MIT"),
        "fpdf2": ("fpdf2", "LGPL-3.0"),
        "XlsxWriter": ("XlsxWriter", "BSD-2-Clause"),
        "psutil": ("psutil", "BSD-3-Clause"),
        "nvidia-ml-py": ("nvidia-ml-py", "BSD-3-Clause"),
        "typer": ("Typer", "MIT"),
        "rich": ("Rich", "MIT"),
        "pylopdf-fonts-zh-cn": ("Noto Sans SC", "OFL-1.1"),
    }
)
"""Name and licence by package."""


def installed_version(package: str) -> str:
    """Return a package's version; "" where the installation does not say."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
