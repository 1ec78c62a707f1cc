"""Finds the labelled images of the public data sets, each in the layout in which it is published."""

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.natural_order import natural_key

GOOD = "good"
"""The defect type of images without a defect."""

DEFECT = "defect"
"""The defect type where a data set tells no types apart."""

_VISA_SPLIT = Path("split_csv", "1cls.csv")
_VISA_COLUMNS = {"object", "split", "label", "image", "mask"}


class Layout(StrEnum):
    """How a data set lies in its folder; ``DESCRIPTIONS`` says it in words."""

    MTD = "mtd"
    MVTEC = "mvtec"
    VISA = "visa"
    KSDD2 = "ksdd2"
    FOLDER = "folder"


DESCRIPTIONS = {
    Layout.MTD: "MT_<type>/Imgs/*.jpg, each with its mask .png beside it",
    Layout.MVTEC: "<category>/test/<type>/*.png and <category>/ground_truth/<type>/*_mask.png",
    Layout.VISA: "split_csv/1cls.csv, or <category>/test/<type>/* and <category>/ground_truth/<type>/*.png",
    Layout.KSDD2: "test/<number>.png and test/<number>_GT.png",
    Layout.FOLDER: "images/* and masks/* of the same names, or masks beside images as *_mask.png, *_GT.png",
}


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """An image of a data set with its ground truth.

    Attributes:
        reference: the image; named by its path below the data set's folder.
        category: the product.
        defect_type: as the data set's folders name it, or ``GOOD``.
        mask: the file whose pixels above 0 are the defect; ``None`` for none.
        label_from_mask: whether an image is defective when its mask is not empty, whatever its type says.
    """

    reference: ImageReference
    category: str
    defect_type: str
    mask: Path | None
    label_from_mask: bool = False


def find_labelled_images(
    root: Path,
    layout: Layout,
    suffixes: Collection[str],
    *,
    categories: Sequence[str] = (),
    limit: int | None = None,
) -> list[LabelledImage]:
    """List a data set's images that are meant for testing, by category.

    Args:
        root: the data set's folder.
        layout: how it lies there.
        suffixes: lower-case endings of image files, with their dot.
        categories: the ones to list; empty for all.
        limit: at most so many images of each folder of one defect type; ``None`` for all.

    Raises:
        ImageError: the folder holds no such data set or no such category, or cannot be read.
    """
    finders = {
        Layout.MTD: _mtd,
        Layout.MVTEC: _mvtec,
        Layout.VISA: _visa,
        Layout.KSDD2: _ksdd2,
        Layout.FOLDER: _folder,
    }
    try:
        found = list(finders[layout](root.absolute(), suffixes))
    except OSError as error:
        raise ImageError(
            f"{error.filename or root} cannot be read ({error.strerror}): "
            "check the spelling, the drive and the right to read it."
        ) from error
    if not found:
        raise ImageError(
            f"There are no images in {root} in the layout {layout} ({DESCRIPTIONS[layout]}): "
            "check the folder, or choose another --layout."
        )
    return _limited(_of_categories(found, categories), limit)


def _of_categories(found: list[LabelledImage], categories: Sequence[str]) -> list[LabelledImage]:
    known = list(dict.fromkeys(image.category for image in found))
    for category in categories:
        if category not in known:
            raise ImageError(
                f'There is no category "{category}" in this data set: its categories are {", ".join(known)}.'
            )
    wanted = categories or known
    # One category after the other: each may have a profile of its own.
    return [
        image for category in known if category in wanted for image in found if image.category == category
    ]


def _limited(found: list[LabelledImage], limit: int | None) -> list[LabelledImage]:
    if limit is None:
        return found
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for image in found:
        kind = (image.category, image.defect_type)
        taken[kind] += 1
        if taken[kind] <= limit:
            chosen.append(image)
    return chosen


def _mtd(root: Path, suffixes: Collection[str]) -> Iterator[LabelledImage]:
    for folder in _folders(root):
        if not folder.name.startswith("MT_") or not (folder / "Imgs").is_dir():
            continue
        kind = folder.name.removeprefix("MT_").lower()
        for path in _images(folder / "Imgs", suffixes):
            if path.suffix.lower() == ".png":
                continue
            mask = path.with_suffix(".png")
            good = kind == "free" and not mask.exists()
            yield LabelledImage(
                _reference(root, path), "mtd", GOOD if kind == "free" else kind, None if good else mask, True
            )


def _mvtec(root: Path, suffixes: Collection[str]) -> Iterator[LabelledImage]:
    categories = [root] if (root / "test").is_dir() else _folders(root)
    for category in categories:
        if not (category / "test").is_dir():
            continue
        for folder in _folders(category / "test"):
            for path in _images(folder, suffixes):
                mask = None
                if folder.name != GOOD:
                    masks = category / "ground_truth" / folder.name
                    mask = _first_existing(masks / f"{path.stem}_mask.png", masks / f"{path.stem}.png")
                yield LabelledImage(_reference(root, path), category.name, folder.name, mask)


def _visa(root: Path, suffixes: Collection[str]) -> Iterator[LabelledImage]:
    """Yield the test images that the split file lists; without that file those of the 1-class layout."""
    split = root / _VISA_SPLIT
    if not split.is_file():
        yield from _mvtec(root, suffixes)
        return
    with split.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = _VISA_COLUMNS - set(rows.fieldnames or ())
        if missing:
            raise ImageError(
                f"{split} has no column {', '.join(sorted(missing))}: copy the file again from the data set."
            )
        for row in rows:
            if row["split"] != "test":
                continue
            good = row["label"] == "normal"
            yield LabelledImage(
                ImageReference(root / row["image"], row["image"]),
                row["object"],
                GOOD if good else row["label"],
                None if good else root / row["mask"],
            )


def _ksdd2(root: Path, suffixes: Collection[str]) -> Iterator[LabelledImage]:
    """Yield the images of the test folder; of the folder itself when it is a split of the data set."""
    folder = root / "test" if (root / "test").is_dir() else root
    for path in _images(folder, suffixes):
        mask = path.with_name(f"{path.stem}_GT.png")
        if not path.stem.endswith("_GT") and mask.exists():
            yield LabelledImage(_reference(root, path), "ksdd2", DEFECT, mask, True)


def _folder(root: Path, suffixes: Collection[str]) -> Iterator[LabelledImage]:
    """Yield the images of one product, or of several with a folder each that holds ``images``."""
    products = [folder for folder in _folders(root) if (folder / "images").is_dir()]
    for product in products or [root]:
        images = product / "images" if (product / "images").is_dir() else product
        for path in _images_below(images, suffixes):
            below = path.relative_to(images)
            if path.stem.endswith(("_mask", "_GT")) or below.parts[0] == "masks":
                continue
            candidates = [
                (product / "masks" / below).with_suffix(".png"),
                path.with_name(f"{path.stem}_mask.png"),
                path.with_name(f"{path.stem}_GT.png"),
            ]
            mask = next((each for each in candidates if each.exists()), None)
            kind = "/".join(below.parts[:-1]) or DEFECT
            yield LabelledImage(_reference(root, path), product.name, kind if mask else GOOD, mask, True)


def _first_existing(*paths: Path) -> Path:
    """Return the first path that exists; the first of all when none does, to be named in an error."""
    return next((path for path in paths if path.exists()), paths[0])


def _reference(root: Path, path: Path) -> ImageReference:
    return ImageReference(path, path.relative_to(root).as_posix())


def _folders(root: Path) -> list[Path]:
    return _sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _images(folder: Path, suffixes: Collection[str]) -> list[Path]:
    return _sorted(path for path in folder.iterdir() if _is_image(path, suffixes))


def _images_below(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    yield from _images(folder, suffixes)
    for below in _folders(folder):
        yield from _images_below(below, suffixes)


def _is_image(path: Path, suffixes: Collection[str]) -> bool:
    return path.suffix.lower() in suffixes and not path.name.startswith(".") and path.is_file()


def _sorted(paths: Iterator[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: natural_key(path.name))
