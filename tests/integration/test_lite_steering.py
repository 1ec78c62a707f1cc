"""The built-in model set on drawn images: words steer it, good parts score low, any size works."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt
from saa_desktop.models.lite.build import build_lite
from saa_desktop.pipeline.saa import inspect

REVIEW_AT = 0.6
SPOT, THREAD = (150, 120), ((300, 60), (420, 230))


def ask(*captions, product="part"):
    return HybridPrompts(
        object_prompt=LanguagePrompt.of(product), language=tuple(map(LanguagePrompt.of, captions))
    )


def noisy(image, amount=3.0, seed=1):
    noise = np.random.default_rng(seed).normal(0, amount, image.shape[:2])
    return np.clip(image.astype(np.float32) + noise[..., None], 0, 255).astype(np.uint8)


def plain(level=128, height=320, width=480):
    return np.full((height, width, 3), level, np.uint8)


def marked():
    image = plain()
    cv2.circle(image, SPOT, 9, (40, 40, 40), cv2.FILLED)
    cv2.line(image, *THREAD, (230, 230, 230), 3)
    return noisy(image)


def score(findings):
    return max((region.score for region in findings.regions if region.kept), default=0.0)


def best_box(findings):
    return next(region for region in findings.regions if region.kept).box


def holds(box, point):
    return box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1


def kept_boxes(findings):
    return [region.box for region in findings.regions if region.kept]


THREAD_MIDDLE = (360, 145)


def test_words_choose_between_a_dark_spot_and_a_light_thread():
    hole = inspect(marked(), ask("black hole."), build_lite())
    thread = inspect(marked(), ask("white thread."), build_lite())
    assert holds(best_box(hole), SPOT)
    assert holds(best_box(thread), THREAD_MIDDLE)
    assert not any(holds(box, THREAD_MIDDLE) for box in kept_boxes(hole))
    assert not any(holds(box, SPOT) for box in kept_boxes(thread))


@pytest.mark.parametrize("caption", ["defect on part", "anomaly", "wobblegrub"])
def test_general_and_unknown_words_find_both(caption):
    boxes = kept_boxes(inspect(marked(), ask(caption), build_lite()))
    assert any(holds(box, SPOT) for box in boxes)
    assert any(holds(box, THREAD_MIDDLE) for box in boxes)


def test_the_mask_follows_the_mark():
    truth = np.zeros((320, 480), np.uint8)
    cv2.circle(truth, SPOT, 9, 1, cv2.FILLED)
    found = inspect(marked(), ask("black hole."), build_lite()).regions[0].mask.to_array()
    union, shared = np.count_nonzero(found | (truth > 0)), np.count_nonzero(found & (truth > 0))
    assert shared / union > 0.65


def test_colour_words_choose_between_stains_of_equal_lightness():
    image = plain(150)
    cv2.circle(image, (120, 160), 12, (215, 120, 120), cv2.FILLED)
    cv2.circle(image, (360, 160), 12, (110, 150, 215), cv2.FILLED)
    image = noisy(image)
    assert holds(best_box(inspect(image, ask("red defect."), build_lite())), (120, 160))
    assert holds(best_box(inspect(image, ask("blue defect."), build_lite())), (360, 160))


def test_a_change_of_finish_is_uneven():
    stripes = np.random.default_rng(3).normal(0, 6, 480)
    image = np.tile(120 + stripes, (320, 1))
    image[230:] = 120 * 1.12 + 2.5 * stripes
    image = noisy(np.repeat(image[..., None], 3, axis=2))
    box = best_box(inspect(image, ask("uneven."), build_lite()))
    assert abs(box.y0 - 230) < 12
    assert box.y1 == pytest.approx(320, abs=2)
    assert box.width > 400


def good_images():
    rng = np.random.default_rng(7)
    x, y = np.meshgrid(np.linspace(0, 1, 480), np.linspace(0, 1, 320))
    stripes = np.tile(rng.normal(0, 10, 480), (320, 1))
    grey = {
        "plain": np.full((320, 480), 128.0),
        "dark": np.full((320, 480), 12.0),
        "gradient": 60 + 120 * x,
        "vignette": 200 - 160 * ((x - 0.5) ** 2 + (y - 0.5) ** 2),
        "stripes": 128 + 40 * np.sin(2 * np.pi * 30 * x),
        "brushed": 128 + stripes,
        "brushed under a gradient": (128 + stripes) * (0.6 + 0.6 * y),
        "checks": 128 + 30 * np.sign(np.sin(60 * x) * np.sin(40 * y)),
        "coarse grain": 128 + cv2.GaussianBlur(rng.normal(0, 60, (320, 480)), (0, 0), 3),
    }
    return {name: np.repeat(np.clip(values, 0, 255)[..., None], 3, axis=2) for name, values in grey.items()}


@pytest.mark.parametrize("name", good_images())
def test_good_parts_stay_below_the_review_threshold(name):
    prompts = ask("defect on part", "black hole. scratch. stain. uneven. broken edge.")
    assert score(inspect(noisy(good_images()[name]), prompts, build_lite())) < REVIEW_AT


def test_a_mark_scores_alike_under_any_light():
    scores = [
        score(inspect(noisy(marked() * light, amount=0.5), ask("black hole."), build_lite()))
        for light in (0.5, 0.75, 1.0)
    ]
    assert min(scores) > REVIEW_AT
    assert max(scores) < 1.5 * min(scores)


def test_products_on_a_background_are_told_apart():
    image = plain(30)
    for centre in ((120, 160), (350, 160)):
        cv2.circle(image, centre, 80, (200, 190, 170), cv2.FILLED)
    cv2.circle(image, (130, 150), 5, (60, 50, 40), cv2.FILLED)
    captions = ["part.", "damage on part."]
    parts, damages = build_lite().proposer.propose(noisy(image), captions, floor=0.3, text_threshold=0.1)
    boxes = parts.boxes[parts.boxes[:, 0].argsort()]
    np.testing.assert_allclose(boxes, [[40, 80, 200, 240], [270, 80, 430, 240]], atol=8)
    assert set(parts.phrases) == {"part"}
    assert len(damages.boxes) == 1
    np.testing.assert_allclose(damages.boxes[0], [124, 144, 137, 157], atol=8)


def test_a_chip_is_a_broken_edge_and_teeth_are_not():
    chipped, toothed = plain(30), plain(30)
    cv2.circle(chipped, (240, 160), 110, (190, 190, 190), cv2.FILLED)
    cv2.circle(toothed, (240, 160), 110, (190, 190, 190), cv2.FILLED)
    cv2.circle(chipped, (240, 50), 14, (30, 30, 30), cv2.FILLED)
    for angle in np.arange(24) * np.pi / 12:
        tooth = round(240 + 110 * np.cos(angle)), round(160 + 110 * np.sin(angle))
        cv2.circle(toothed, tooth, 10, (30, 30, 30), cv2.FILLED)
    prompts = ask("broken edge")
    findings = inspect(noisy(chipped), prompts, build_lite())
    assert holds(best_box(findings), (240, 57))
    assert score(findings) > 0.3 > score(inspect(noisy(toothed), prompts, build_lite()))


def test_an_even_texture_has_no_saliency_and_a_mark_has():
    extractor = build_lite().extractor
    saliency = extractor.map_saliency(marked())
    assert extractor.map_saliency(noisy(plain())).max() < 0.02
    assert 0.1 < saliency[120, 150] <= 0.35


def test_the_same_image_gives_the_same_answer():
    first, second = (inspect(marked(), ask("defect."), build_lite()) for _ in range(2))
    assert first.regions == second.regions


@settings(max_examples=40, deadline=None)
@given(
    height=st.integers(1, 70),
    width=st.integers(1, 1400),
    seed=st.integers(0, 99),
    box=st.tuples(*[st.floats(-5, 1500)] * 4),
)
def test_any_size_and_any_box_are_answered(height, width, seed, box):
    models = build_lite()
    image = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    for proposals in models.proposer.propose(image, ["part.", "defect."], floor=0.0, text_threshold=0.1):
        assert ((proposals.boxes >= 0) & (proposals.boxes <= [width, height, width, height])).all()
        assert (proposals.boxes[:, :2] < proposals.boxes[:, 2:]).all()
        assert ((proposals.scores > 0) & (proposals.scores <= 1)).all()
    (mask,) = models.refiner.refine(image, np.array([box], np.float32))
    assert (mask.image_height, mask.image_width) == (height, width)
    assert mask.area > 0
    saliency = models.extractor.map_saliency(image)
    assert 0 <= saliency.min() <= saliency.max() <= 0.35
