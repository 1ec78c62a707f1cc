"""Each published layout, on tiny trees of empty files."""

import pytest

from saa_desktop.domain.errors import ImageError
from saa_desktop.evaluation.layouts import Layout, find_labelled_images

SUFFIXES = {".png", ".jpg", ".jpeg"}


def tree(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(root, layout, **options):
    return {
        image.reference.name: (
            image.category,
            image.defect_type,
            image.mask.relative_to(root).as_posix() if image.mask else None,
        )
        for image in find_labelled_images(root, layout, SUFFIXES, **options)
    }


def test_mtd(tmp_path):
    tree(tmp_path, "MT_Free/Imgs/1.jpg", "MT_Free/Imgs/1.png", "MT_Crack/Imgs/2.jpg", "MT_Crack/Imgs/2.png")
    tree(tmp_path, "MT_Free/Imgs/3.jpg", "MT_Crack/Imgs/.hidden.jpg", "README.md", "other/Imgs/4.jpg")

    assert found(tmp_path, Layout.MTD) == {
        "MT_Crack/Imgs/2.jpg": ("mtd", "crack", "MT_Crack/Imgs/2.png"),
        "MT_Free/Imgs/1.jpg": ("mtd", "good", "MT_Free/Imgs/1.png"),
        "MT_Free/Imgs/3.jpg": ("mtd", "good", None),
    }


def test_mvtec(tmp_path):
    tree(tmp_path, "screw/train/good/000.png", "screw/test/good/000.png", "screw/test/thread/000.png")
    tree(
        tmp_path,
        "screw/ground_truth/thread/000_mask.png",
        "bottle/test/good/10.png",
        "bottle/test/good/9.png",
    )
    images = {
        "bottle/test/good/9.png": ("bottle", "good", None),
        "bottle/test/good/10.png": ("bottle", "good", None),
        "screw/test/good/000.png": ("screw", "good", None),
        "screw/test/thread/000.png": ("screw", "thread", "screw/ground_truth/thread/000_mask.png"),
    }

    assert list(found(tmp_path, Layout.MVTEC).items()) == list(images.items())
    assert list(found(tmp_path, Layout.MVTEC, categories=["bottle"], limit=1)) == ["bottle/test/good/9.png"]
    assert found(tmp_path / "bottle", Layout.MVTEC)["test/good/9.png"] == ("bottle", "good", None)


def test_visa_as_its_split_file_lists_it(tmp_path):
    split = tmp_path / "split_csv" / "1cls.csv"
    split.parent.mkdir()
    split.write_text(
        "object,split,label,image,mask\n"
        "candle,train,normal,candle/Data/Images/Normal/0.JPG,\n"
        "candle,test,normal,candle/Data/Images/Normal/1.JPG,\n"
        "candle,test,anomaly,candle/Data/Images/Anomaly/0.JPG,candle/Data/Masks/Anomaly/0.png\n"
    )

    assert found(tmp_path, Layout.VISA) == {
        "candle/Data/Images/Normal/1.JPG": ("candle", "good", None),
        "candle/Data/Images/Anomaly/0.JPG": ("candle", "anomaly", "candle/Data/Masks/Anomaly/0.png"),
    }


def test_visa_in_its_one_class_layout(tmp_path):
    tree(tmp_path, "pcb1/test/good/1.JPG", "pcb1/test/bad/2.JPG", "pcb1/ground_truth/bad/2.png")

    assert found(tmp_path, Layout.VISA) == {
        "pcb1/test/bad/2.JPG": ("pcb1", "bad", "pcb1/ground_truth/bad/2.png"),
        "pcb1/test/good/1.JPG": ("pcb1", "good", None),
    }


def test_ksdd2_takes_the_test_images_or_the_split_that_is_named(tmp_path):
    tree(tmp_path, "train/1.png", "train/1_GT.png", "test/2.png", "test/2_GT.png")

    assert found(tmp_path, Layout.KSDD2) == {"test/2.png": ("ksdd2", "defect", "test/2_GT.png")}
    assert found(tmp_path / "train", Layout.KSDD2) == {"1.png": ("ksdd2", "defect", "1_GT.png")}


def test_a_folder_of_images_and_masks(tmp_path):
    tree(tmp_path, "a/images/1.jpg", "a/images/hole/2.jpg", "a/masks/1.png", "a/masks/hole/2.png")
    tree(tmp_path, "b/images/3.png", "flat/4.png", "flat/4_mask.png", "flat/5.png", "flat/masks/5.png")

    assert found(tmp_path, Layout.FOLDER) == {
        "a/images/1.jpg": ("a", "defect", "a/masks/1.png"),
        "a/images/hole/2.jpg": ("a", "hole", "a/masks/hole/2.png"),
        "b/images/3.png": ("b", "good", None),
    }
    assert found(tmp_path / "flat", Layout.FOLDER) == {
        "4.png": ("flat", "defect", "4_mask.png"),
        "5.png": ("flat", "defect", "masks/5.png"),
    }


@pytest.mark.parametrize(
    ("layout", "options", "words"),
    [
        (Layout.MTD, {}, ["no images", "MT_<type>", "--layout"]),
        (Layout.MVTEC, {"categories": ["scew"]}, ["scew", "screw"]),
        (Layout.VISA, {}, ["1cls.csv", "mask"]),
    ],
)
def test_a_wrong_tree_is_one_sentence(tmp_path, layout, options, words):
    tree(tmp_path, "screw/test/good/1.png")
    (tmp_path / "split_csv").mkdir()
    (tmp_path / "split_csv" / "1cls.csv").write_text("object,split,label,image\n")

    with pytest.raises(ImageError) as caught:
        find_labelled_images(tmp_path, layout, SUFFIXES, **options)

    for word in words:
        assert word in str(caught.value)


def test_a_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(ImageError, match="cannot be read"):
        find_labelled_images(tmp_path / "nothing", Layout.MVTEC, SUFFIXES)
