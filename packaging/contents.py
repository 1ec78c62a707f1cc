"""What goes into the frozen application and what stays out, each with its reason."""

import re
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path, PurePath

WITH_OWN_HOOKS = frozenset(
    {"pyside6-essentials", "torch", "torchvision", "timm", "transformers", "opencv-python", "scipy", "numpy"}
)
"""Distributions whose files PyInstaller's hooks choose; of the others every data file is taken."""

_UNUSED_MODULES = {
    "the window uses Qt's widgets, and no browser": ["PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"],
    "toolkits for windows of OpenCV and matplotlib": ["tkinter", "_tkinter", "PyQt5", "PyQt6", "gi"],
    "compiles kernels with a C compiler that operators do not have; 1 GB": ["triton"],
    "charts in three dimensions, and what shows how to draw others": [
        "pyqtgraph.opengl",
        "pyqtgraph.examples",
    ],
    "fetches from a model hub, which the application never does": ["hf_xet"],
    "optional for the model packages, and only there because developers' tools need it": [
        "sklearn",
        "skimage",
        "joblib",
        "pandas",
        "tensorflow",
        "tensorboard",
        "jax",
        "flax",
        "IPython",
        "onnx",
        "onnxruntime",
    ],
    "for typing Python at a prompt; its library is under the GPL": ["readline"],
    "tests and tools of developers": ["pytest", "_pytest", "hypothesis", "mypy", "pip", "PyInstaller"],
}
_CUDA_MODULES = ["cuda", "nvidia"]
_TRANSFORMERS_MODELS = frozenset({"auto", "bert", "encoder_decoder", "roberta"})
"""What GroundingDINO's BERT leads to; the other 390 models are 3,000 files."""

_UNWANTED_FILES = {
    "for compilers": [
        "*.a",
        "*.lib",
        "*.h",
        "*.hpp",
        "*.cuh",
        "*.pyi",
        "torch/include/*",
        "torch/bin/protoc*",
    ],
    "test suites and their data": ["*/tests/*", "matplotlib/mpl-data/sample_data/*"],
    "OpenCV opens no windows here, and its Qt plug-ins must not meet ours": ["cv2/qt/*"],
    "Qt Quick, PDF and on-screen keyboard, which come with plug-ins that nothing here loads": [
        "*Qt6Qml*",
        "*Qt6Quick*",
        "*Qt6Pdf*",
        "*Qt6VirtualKeyboard*",
        "*qpdf.*",
        "*qtvirtualkeyboardplugin.*",
    ],
    "Qt without a desktop": [
        "*Qt6EglF*",
        "*/plugins/egldeviceintegrations/*",
        "*/plugins/generic/*",
        "*/plugins/platforms/libqeglfs.so",
        "*/plugins/platforms/libqlinuxfb.so",
        "*/plugins/platforms/libqminimalegl.so",
        "*/plugins/platforms/libqvkkhrdisplay.so",
        "*/plugins/platforms/libqvnc.so",
    ],
    "Windows' software OpenGL: widgets are painted without OpenGL": ["*opengl32sw.dll"],
    "CUDA libraries that PyTorch does not load: several machines, profilers, other programs' interfaces": [
        "nvidia/*/libcheckpoint*",
        "nvidia/*/libcufftw*",
        "nvidia/*/libcufile_rdma*",
        "nvidia/*/libcusolverMg*",
        "nvidia/*/libnvblas*",
        "nvidia/*/libnvperf_*",
        "nvidia/*/libpcsamplingutil*",
        "nvidia/*/nvshmem_*",
    ],
    "would load the system's GTK together with our copies of what it stands on": ["*/libqgtk3.so"],
    "every desktop has them, and newer ones than ours, which its graphics drivers need": [
        "libstdc++.so.6",
        "libgcc_s.so.1",
    ],
}
_QT_LANGUAGES = ("_zh_CN.qm", "_en.qm")


def is_product_data(path: PurePath) -> bool:
    """Return whether a file of resources/ or product_profiles/ is for operators: no scripts, no sources."""
    return path.suffix not in {".py", ".pyc", ".ts"}


def excluded_modules(*, cpu: bool) -> list[str]:
    """Return the modules that PyInstaller passes over."""
    modules = [module for group in _UNUSED_MODULES.values() for module in group]
    return [*modules, *_unused_transformers(), *(_CUDA_MODULES if cpu else ())]


def _unused_transformers() -> list[str]:
    specification = find_spec("transformers")
    assert specification is not None
    assert specification.origin is not None
    models = Path(specification.origin).parent / "models"
    names = {path.parent.name for path in models.glob("*/__init__.py")}
    return [f"transformers.models.{name}" for name in sorted(names - _TRANSFORMERS_MODELS)]


def is_wanted(destination: str, *, cpu: bool) -> bool:
    """Return whether a file stays, by its path in the application's folder."""
    path = destination.replace("\\", "/")
    if cpu and path.startswith("nvidia/"):
        return False
    if path.startswith("PySide6/") and path.endswith(".qm"):
        return path.endswith(_QT_LANGUAGES)
    return not any(fnmatch(path, pattern) for group in _UNWANTED_FILES.values() for pattern in group)


def is_contained(distribution: str, *, cpu: bool) -> bool:
    """Return whether the application holds anything of a distribution, by its canonical name."""
    left_out = {"triton", "hf-xet"}
    if cpu and re.match(r"nvidia-(?!ml-py)|cuda-", distribution):
        return False
    return distribution not in left_out
