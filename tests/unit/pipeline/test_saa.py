"""The pipeline through its front door, with models that answer from a script."""

import math
import threading
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import torch

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.errors import Cancelled
from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt, PropertyPrompts
from saa_desktop.domain.regions import DropRule
from saa_desktop.pipeline import saa
from saa_desktop.pipeline.protocols import ModelSet, Proposals
from saa_desktop.pipeline.saliency_prompt import FEWER_OBJECTS_NOTE

HEIGHT, WIDTH = 40, 60


@dataclass
class ScriptedModels:
    """Play all three roles: answer captions from a table, fill boxes, describe positions by their colour."""

    answers: dict[str, list[tuple[tuple[float, float, float, float], float, str]]]
    asked: list[str] = field(default_factory=list)
    refined: list[np.ndarray] = field(default_factory=list)
    refiner_saw: list[np.ndarray] = field(default_factory=list)
    extracted: list[int] = field(default_factory=list)

    def propose(self, image, captions, *, floor, text_threshold):
        self.asked += captions
        return [self._answer(caption) for caption in captions]

    def _answer(self, caption):
        found = self.answers.get(caption, [])
        return Proposals(
            np.array([box for box, _, _ in found], dtype=np.float32).reshape(-1, 4),
            np.array([score for _, score, _ in found], dtype=np.float32),
            tuple(phrase for _, _, phrase in found),
        )

    def refine(self, image, boxes):
        self.refined.append(boxes)
        self.refiner_saw.append(image)
        masks = []
        for box in boxes:
            x0, y0, x1, y1 = (round(float(value)) for value in box)
            array = np.zeros(image.shape[:2], dtype=np.bool_)
            array[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = True
            masks.append(Mask.from_array(array))
        return masks

    def extract(self, image, side):
        self.extracted.append(side)
        values = torch.from_numpy(np.ascontiguousarray(image)).permute(2, 0, 1)[None].float() + 1
        small = torch.nn.functional.interpolate(values, (side // 4, side // 4), mode="area")[0]
        return torch.nn.functional.normalize(small, dim=0)

    def as_set(self):
        return ModelSet(ModelIdentity("scripted", "scripted", "1", "cpu"), self, self, self)


def prompts(*captions, **changes):
    language = tuple(LanguagePrompt.of(*caption) for caption in captions or [("hole", "")])
    return HybridPrompts(LanguagePrompt.of("cap"), language, **changes)


@pytest.fixture
def image():
    picture = np.full((HEIGHT, WIDTH, 3), 180, dtype=np.uint8)
    picture[10:20, 10:20] = (200, 20, 20)
    return picture


OBJECT = ((0, 0, 50, 40), 0.8, "cap")  # 2000 of 2400 pixels


def by_rule(findings):
    return {region.dropped.rule: region for region in findings.regions if region.dropped}


def test_every_candidate_is_kept_with_the_rule_that_dropped_it(image):
    models = ScriptedModels(
        {
            "cap.": [OBJECT],
            "hole.": [
                ((10, 10, 20, 20), 0.5, "hole"),
                ((30, 30, 40, 38), 0.4, "hole"),
                ((5, 5, 8, 8), 0.08, "hole"),
                ((12, 12, 22, 22), 0.6, "hole on cap"),
                ((20, 20, 21, 21), 0.6, "hole"),
                ((0, 0, 60, 40), 0.9, "hole"),
                ((0, 0, 5, 5), 0.7, "hole"),
                ((45, 5, 55, 15), 0.3, "hole"),
                ((52, 20, 58, 30), 0.3, "hole"),
            ],
        }
    )
    bounds = PropertyPrompts(
        min_area=0.001,
        max_area=0.9,
        min_object_overlap=0.6,
        edge_margin=0.1,
        region_of_interest=((0, 0), (1, 0), (1, 0.7), (0, 0.7)),
    )

    findings = saa.inspect(image, prompts(("hole", "cap"), properties=bounds, top_k=1), models.as_set())

    dropped = by_rule(findings)
    assert findings.object_area == pytest.approx(2000 / 2400)
    assert len(findings.regions) == 9
    assert dropped.keys() == set(DropRule) - {DropRule.TOP_K}
    assert dropped[DropRule.REGION_OF_INTEREST].box.y0 == 30
    assert dropped[DropRule.OBJECT_OVERLAP].object_overlap in (pytest.approx(0.5), 0.0)
    assert dropped[DropRule.MIN_AREA].area_ratio == pytest.approx(1 / 2000)
    kept = [region for region in findings.regions if region.kept]
    assert [(region.box.x0, region.rank, region.object_overlap) for region in kept] == [(10, 1, 1.0)]
    for region in dropped.values():
        assert region.dropped.sentence()


def test_bounds_are_strict_and_areas_relative_to_the_largest_object(image):
    half = ((0, 0, 30, 40), 0.7, "hole")
    models = ScriptedModels({"cap.": [((0, 0, 60, 40), 0.9, "cap"), OBJECT], "hole.": [half]})

    findings = saa.inspect(image, prompts(properties=PropertyPrompts(max_area=0.6)), models.as_set())

    # The whole image is no object (w * h < 1 / n is strict), so that the ratio is 1200 / 2000.
    assert by_rule(findings)[DropRule.MAX_AREA].area_ratio == pytest.approx(0.6)


def test_scores_are_multiplied_by_the_exponential_of_the_mean_saliency(image):
    models = ScriptedModels({"hole.": [((10, 10, 20, 20), 0.5, "hole"), ((30, 30, 40, 38), 0.5, "hole")]})

    findings = saa.inspect(image, prompts(), models.as_set())

    first, second = findings.regions
    assert first.box.x0 == 10, "the red square is the more salient one"
    assert first.saliency > second.saliency
    for region in findings.regions:
        assert region.saliency_factor == pytest.approx(math.exp(3 * region.saliency))
        assert region.score == pytest.approx(region.box_score * region.saliency_factor)
    assert models.extracted == [256]


def test_only_the_most_confident_form_the_map_and_the_rest_keep_their_rank(image):
    boxes = [((x, 10, x + 5, 15), 0.2 + x / 100, "hole") for x in range(0, 40, 8)]
    models = ScriptedModels({"hole.": boxes})

    findings = saa.inspect(image, prompts(saliency_strength=0.0, top_k=2), models.as_set())

    assert [region.rank for region in findings.regions] == [1, 2, 3, 4, 5]
    assert [region.kept for region in findings.regions] == [True, True, False, False, False]
    assert compose_anomaly_map(findings.regions, HEIGHT, WIDTH).max() == pytest.approx(0.52 / 2)
    assert models.extracted == []


def test_several_products_are_compared_with_each_other():
    image = np.full((HEIGHT, WIDTH, 3), 90, dtype=np.uint8)
    image[5:35, 35:55] = (90, 90, 200)
    image[10:20, 10:20] = (250, 20, 20)
    halves = [((5, 5, 25, 35), 0.9, "cap"), ((35, 5, 55, 35), 0.9, "cap")]
    models = ScriptedModels({"cap.": halves, "hole.": [((10, 10, 20, 20), 0.3, "hole")]})

    findings = saa.inspect(image, prompts(object_count=2), models.as_set())

    assert models.extracted == [1024]
    assert findings.notes == ()
    assert len(models.refined) == 1, "defects and products share one call"
    assert findings.regions[0].saliency > 0.01


def test_one_product_where_several_were_expected_falls_back_and_says_so(image):
    models = ScriptedModels(
        {"cap.": [((0, 0, 20, 20), 0.9, "cap")], "hole.": [((10, 10, 20, 20), 0.3, "hole")]}
    )

    findings = saa.inspect(image, prompts(object_count=4), models.as_set())

    assert models.extracted == [256]
    assert findings.notes == (FEWER_OBJECTS_NOTE,)


def test_a_product_that_is_not_found_fills_the_image(image):
    models = ScriptedModels({"hole.": [((10, 10, 20, 20), 0.3, "hole")]})
    bounds = PropertyPrompts(max_area=0.5, min_object_overlap=0.5)

    findings = saa.inspect(image, prompts(properties=bounds), models.as_set())

    assert findings.object_area == 1.0
    assert findings.regions[0].kept
    assert findings.regions[0].object_overlap is None
    assert findings.notes == (saa.NO_OBJECT_NOTE,)


def test_nothing_found_is_a_good_part_and_costs_no_further_model(image):
    models = ScriptedModels({})

    findings = saa.inspect(image, prompts(), models.as_set())

    assert findings.regions == ()
    assert (models.refined, models.extracted) == ([], [])
    assert models.asked == ["hole."], "nothing looks at the object, so that nobody asks for it"


def test_an_empty_mask_leaves_the_score_as_it_is(image):
    models = ScriptedModels({"hole.": [((10.2, 10.2, 10.4, 10.4), 0.3, "hole")]})

    (region,) = saa.inspect(image, prompts(), models.as_set()).regions

    assert region.mask.area == 0
    assert (region.score, region.saliency) == (pytest.approx(0.3), None)


def test_as_published_hands_bgr_to_all_but_the_detector(image):
    models = ScriptedModels({"hole.": [((10, 10, 20, 20), 0.3, "hole")]})

    saa.inspect(image, replace(prompts(), as_published=True), models.as_set())

    np.testing.assert_array_equal(models.refiner_saw[0], image[..., ::-1])


def test_a_set_event_stops_between_the_stages(image):
    cancel = threading.Event()
    cancel.set()

    with pytest.raises(Cancelled):
        saa.inspect(image, prompts(), ScriptedModels({}).as_set(), cancel)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_what_is_no_image_is_refused(shape):
    with pytest.raises(ValueError, match="uint8 image"):
        saa.inspect(np.zeros(shape, dtype=np.uint8), prompts(), ScriptedModels({}).as_set())
