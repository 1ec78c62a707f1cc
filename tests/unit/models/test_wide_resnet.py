import cv2
import numpy as np
import pytest
import timm
import torch

from saa_desktop.models.checkpoints import fill
from saa_desktop.models.placement import Placement
from saa_desktop.models.wide_resnet import WideResNetExtractor, build_wide_resnet


@pytest.fixture(scope="module")
def classifier():
    torch.manual_seed(4)
    return timm.create_model("wide_resnet50_2", pretrained=False).eval()


def test_features_are_stages_one_to_three_of_the_official_classifier(classifier, tmp_path):
    network = build_wide_resnet()
    fill(network, classifier.state_dict(), tmp_path / "some.bin", "it", ignored=("layer4.", "fc."))
    image = np.random.default_rng(1).integers(0, 255, (70, 50, 3), dtype=np.uint8)
    image.setflags(write=False)
    features = WideResNetExtractor(network, Placement(torch.device("cpu"))).extract(image, 64)

    pixels = torch.from_numpy(cv2.resize(image, (64, 64)) / 255).float().permute(2, 0, 1)
    pixels = (pixels - torch.tensor([0.485, 0.456, 0.406])[:, None, None]) / torch.tensor(
        [0.229, 0.224, 0.225]
    )[:, None, None]
    with torch.inference_mode():
        stages = classifier.forward_intermediates(pixels[None], indices=(1, 2, 3), intermediates_only=True)
    stacked = np.concatenate([np.kron(stage[0], np.ones((1, 2**i, 2**i))) for i, stage in enumerate(stages)])
    expected = stacked / np.linalg.norm(stacked, axis=0)
    assert features.shape == (1792, 16, 16)
    assert features.dtype == torch.float32
    np.testing.assert_allclose(features.numpy(), expected, atol=1e-5)
