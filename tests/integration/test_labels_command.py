"""``saa-desktop labels``: reviewed images as files that COCO's own tools and Pillow read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO
from typer.testing import CliRunner

from saa_desktop.cli import app
from saa_desktop.domain.masks import union
from saa_desktop.domain.reviews import FIRST_DRAWN, Decision, RegionReview, Review
from saa_desktop.domain.verdicts import OperatorVerdict
from tests.reviewed_session import HEIGHT, NOON, REGIONS, REVIEW, WIDTH, Shift, candidate, spot

# pycocotools itself does what numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation .*accept a copy:DeprecationWarning")

SCRATCH = Review(OperatorVerdict.NG, " deep  划痕 ", regions=REVIEW.regions)
DEFECTS = (spot(22, 4), spot(40, 2), spot(2, 20), spot(50, 30))
"""What the review of ``REGIONS`` leaves: one corrected, one as it was, one that was dropped, one drawn."""


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    shift = Shift(tmp_path)
    shift.add("line 1/a.png", *REGIONS, review=SCRATCH)
    shift.add("good.png", *REGIONS, review=Review(OperatorVerdict.OK))
    drawn = Review(OperatorVerdict.NG, regions=(RegionReview(FIRST_DRAWN, mask=spot(30, 20)),))
    shift.add("escape.png", review=drawn)
    shift.add("unsure.png", *REGIONS, review=Review(OperatorVerdict.RECHECK))
    shift.add("unreviewed.png", *REGIONS)
    yield shift
    shift.session.close()


def labels(shift: Shift, *options: object, out: str = "labels") -> tuple[int, str, str]:
    """Return exit code, output and errors."""
    arguments = ["labels", shift.path.parent, "--out", shift.output / out, *options]
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.exit_code, done.stdout, done.stderr


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_reviewed_images_become_labels(shift: Shift, capsys: pytest.CaptureFixture[str]) -> None:
    before = shift.kept()
    code, said, errors = labels(shift)
    folder = shift.output / "labels"
    assert (code, said, errors) == (0, f"3 labelled images, 5 defects\n{folder}\n", "")
    assert shift.kept() == before
    names = ("escape", "good", "line 1/a")
    masks = [f"{kind}/{name}.png.png" for kind in ("class_masks", "label_masks") for name in names]
    assert files(folder) == [*masks[:3], "coco.json", "coco_polygons.json", *masks[3:]]

    expected = union(DEFECTS, HEIGHT, WIDTH)
    binary = np.asarray(Image.open(folder / "label_masks/line 1/a.png.png"))
    np.testing.assert_array_equal(binary, np.where(expected, 255, 0))
    classes = Image.open(folder / "class_masks/line 1/a.png.png")
    assert classes.mode == "P"
    np.testing.assert_array_equal(np.asarray(classes), np.where(expected, 2, 0))
    assert not np.asarray(Image.open(folder / "class_masks/good.png.png")).any()
    assert np.asarray(Image.open(folder / "class_masks/escape.png.png")).max() == 1

    for name in ("coco.json", "coco_polygons.json"):
        data = COCO(str(folder / name))
        capsys.readouterr()
        assert {each["id"]: each["name"] for each in data.cats.values()} == {1: "defect", 2: "deep 划痕"}
        images = {Path(each["file_name"]).name: each for each in data.imgs.values()}
        assert images.keys() == {"a.png", "good.png", "escape.png"}
        assert Path(images["a.png"]["file_name"]) == shift.originals / "line 1" / "a.png"
        assert {(each["width"], each["height"]) for each in images.values()} == {(WIDTH, HEIGHT)}
        assert data.getAnnIds(imgIds=images["good.png"]["id"]) == []
        found = data.loadAnns(data.getAnnIds(imgIds=images["a.png"]["id"], iscrowd=False))
        assert {each["category_id"] for each in found} == {2}
        for annotation, defect in zip(found, DEFECTS, strict=True):
            np.testing.assert_array_equal(data.annToMask(annotation), defect.to_array())
            assert annotation["bbox"] == [defect.x, defect.y, defect.width, defect.height]
            assert annotation["area"] == defect.area


def test_numbers_stay_when_more_is_reviewed_and_ng_alone_can_be_had(shift: Shift) -> None:
    labels(shift, out="first")
    shift.add("new.png", candidate(spot(3, 3), 0.9, 1), review=Review(OperatorVerdict.NG, "a new class"))
    previous = shift.session.decisions("escape.png")[-1]
    review = Review(OperatorVerdict.NG, "hole", regions=previous.review.regions)
    shift.session.record_decision(Decision("escape.png", previous.sha256, review, "王伟", NOON))
    labels(shift, "--only", "ng", out="second")

    def content(out: str, part: str) -> dict[int, dict[str, object]]:
        everything = json.loads((shift.output / out / "coco.json").read_bytes())
        return {each["id"]: each for each in everything[part]}

    first, second = content("first", "images"), content("second", "images")
    [good] = first.keys() - second.keys()
    assert str(first[good]["file_name"]).endswith("good.png")
    assert all(second[number] == first[number] for number in first if number != good)
    assert len(second) == 3
    assert content("first", "annotations").keys() < content("second", "annotations").keys()
    names = {number: each["name"] for number, each in content("second", "categories").items()}
    assert names == {2: "deep 划痕", 3: "a new class", 4: "hole"}


def test_images_are_written_on_request_and_what_cannot_be_labelled_is_told(shift: Shift) -> None:
    shift.add("nowhere.png", review=Review(OperatorVerdict.NG))
    again = shift.session.inspection("line 1/a.png")
    shift.session.record(replace(again, inspected_at=NOON + timedelta(hours=1)))
    (shift.originals / "good.png").unlink()
    code, said, errors = labels(shift, "--copy-images")
    assert code == 1
    assert said.startswith("1 labelled images, 1 defects\n")
    assert "good.png is no longer there" in errors
    for name in ("nowhere.png", "line 1/a.png"):
        assert f"{name} has no label: it is NG, but nobody said where the defect is; accept" in errors
    folder = shift.output / "labels"
    data = json.loads((folder / "coco.json").read_bytes())
    assert [each["file_name"] for each in data["images"]] == ["images/escape.png.png"]
    copied, original = folder / "images/escape.png.png", shift.originals / "escape.png"
    np.testing.assert_array_equal(np.asarray(Image.open(copied)), np.asarray(Image.open(original)))


def test_labels_that_are_there_and_originals_are_left_alone(shift: Shift) -> None:
    labels(shift)
    before = shift.kept()
    code, _, errors = labels(shift)
    assert code == 2
    assert "already holds labels: name another folder" in errors
    code, _, errors = labels(shift, out=f"../{shift.originals.name}")
    assert code == 2
    assert "lies among original images: name another folder" in errors
    assert shift.kept() == before
