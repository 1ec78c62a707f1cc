"""How large the application's parts are."""

from collections import Counter
from pathlib import Path

_COMPONENTS = (
    ("PyTorch", ("torch/", "torchgen/", "functorch/")),
    ("CUDA libraries", ("nvidia/", "cuda/")),
    ("torchvision", ("torchvision/", "torchvision.libs/")),
    ("Qt for Python", ("PySide6/", "shiboken6/")),
    ("OpenCV", ("cv2/", "opencv_python.libs/", "opencv_python_headless.libs/")),
    ("SciPy and NumPy", ("scipy/", "scipy.libs/", "numpy/", "numpy.libs/")),
    (
        "GroundingDINO, Segment Anything, transformers, timm",
        (
            "groundingdino/",
            "segment_anything/",
            "transformers/",
            "tokenizers/",
            "timm/",
            "safetensors/",
            "supervision/",
            "pycocotools/",
            "huggingface_hub/",
            "hf_xet/",
            "regex/",
        ),
    ),
    (
        "matplotlib and pyqtgraph",
        ("pyqtgraph/", "matplotlib/", "fontTools/", "kiwisolver/", "contourpy/", "mpl_toolkits/"),
    ),
    (
        "Pillow, imagecodecs, tifffile",
        ("PIL/", "pillow.libs/", "imagecodecs/", "imagecodecs.libs/", "tifffile/"),
    ),
    ("fonts for reports", ("pylopdf_fonts_zh_cn/",)),
    ("SAA Desktop's own data", ("resources/", "product_profiles/")),
)
_OTHER = "Python, its library, all other packages"


def sizes(application: Path) -> Counter[str]:
    """Return the bytes of each component; links count nothing."""
    totals: Counter[str] = Counter()
    for path in application.rglob("*"):
        if path.is_file() and not path.is_symlink():
            totals[component(path.relative_to(application).as_posix())] += path.stat().st_size
    return totals


def component(name: str) -> str:
    """Return the component that a file belongs to, by its path in the application's folder."""
    name = name.removeprefix("_internal/")
    for title, beginnings in _COMPONENTS:
        if name.startswith(beginnings):
            return title
    return _OTHER


def report(application: Path) -> str:
    """Return the table that a build prints: megabytes (10^6 bytes) by component, the largest first."""
    totals = sizes(application)
    rows = [*totals.most_common(), ("together", totals.total())]
    return "\n".join(f"{size / 1e6:8.1f} MB  {title}" for title, size in rows)
