"""The network of ``lite``: where an image is unlike the rest of itself, and in which way.

An encoder and decoder with skips (U-Net, Ronneberger et al. 2015) whose deep features are set against the
image's own: each position is given beside its difference from the image's mean, in the image's deviations,
and from what attention finds elsewhere. What is usual *in this image* can thus be explained away.
"""

import torch
from torch import nn
from torch.nn import functional

from saa_desktop.models.lite import perception

CHANNELS = (16, 32, 64, 96, 128)
"""Channels at 1/2, 1/4, 1/8, 1/16 and 1/32 of the image's side."""
STRIDE = 32
"""Sides of the input are multiples of this."""
KINDS = 4
"""Kinds of defects told apart."""


class _Unit(nn.Sequential):
    """Convolution, batch normalisation, ReLU."""

    def __init__(self, inputs: int, outputs: int, size: int = 3, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class _Residual(nn.Module):
    """Two convolutions beside a shortcut (He et al. 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _Unit(channels, channels)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        added: torch.Tensor = functional.relu(features + self.second(self.first(features)))
        return added


class _Contrast(nn.Module):
    """Puts beside each feature how far it lies from the image's mean, in the image's standard deviations."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.mix = _Unit(2 * channels, channels, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        deviation, mean = torch.std_mean(features, dim=(2, 3), keepdim=True, correction=0)
        unlike = ((features - mean) / (deviation + 0.05)).clamp(-6, 6)
        contrasted: torch.Tensor = features + self.mix(torch.cat([features, unlike], dim=1))
        return contrasted


class _Elsewhere(nn.Module):
    """Puts beside each position its difference from what attention finds alike in the rest of the image."""

    def __init__(self, channels: int, width: int = 64) -> None:
        super().__init__()
        self.query = nn.Conv2d(channels, width, 1)
        self.key = nn.Conv2d(channels, width, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.mix = _Unit(2 * channels, channels, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        query, key, value = (
            layer(features).flatten(2).transpose(1, 2) for layer in (self.query, self.key, self.value)
        )
        found = functional.scaled_dot_product_attention(query, key, value)
        found = found.transpose(1, 2).reshape(features.shape)
        compared: torch.Tensor = features + self.mix(torch.cat([found, features - found], dim=1))
        return compared


class _Up(nn.Module):
    """Doubles the resolution and takes in the encoder's features there."""

    def __init__(self, deep: int, skipped: int) -> None:
        super().__init__()
        self.narrow = _Unit(deep, skipped, 1)
        self.join = _Unit(2 * skipped, skipped)
        self.refine = _Residual(skipped) if skipped > CHANNELS[0] else nn.Identity()

    def forward(self, deep: torch.Tensor, skipped: torch.Tensor) -> torch.Tensor:
        raised = functional.interpolate(self.narrow(deep), scale_factor=2.0, mode="nearest")
        refined: torch.Tensor = self.refine(self.join(torch.cat([raised, skipped], dim=1)))
        return refined


class DefectNetwork(nn.Module):
    """Maps of defects and their kinds."""

    def __init__(self) -> None:
        super().__init__()
        first, *others = CHANNELS
        blocks: list[nn.Module] = [_Unit(perception.CHANNELS, first)]
        context: list[nn.Module] = [nn.Identity()]
        for shallow, deep in zip(CHANNELS, others, strict=False):
            blocks.append(nn.Sequential(_Unit(shallow, deep, 3, 2), _Residual(deep)))
            context.append(_Contrast(deep))
        context[3] = nn.Sequential(_Contrast(CHANNELS[3]), _Elsewhere(CHANNELS[3]), _Residual(CHANNELS[3]))
        context[4] = nn.Sequential(_Contrast(CHANNELS[4]), _Elsewhere(CHANNELS[4]), _Residual(CHANNELS[4]))
        self.encoder = nn.ModuleList(blocks)
        self.context = nn.ModuleList(context)
        pairs = zip(reversed(others), reversed(CHANNELS[:-1]), strict=True)
        self.decoder = nn.ModuleList([_Up(deep, shallow) for deep, shallow in pairs])
        self.defect = nn.Conv2d(first, 4, 3, padding=1)
        self.kind = nn.Conv2d(CHANNELS[1], KINDS, 1)
        self.whole = nn.Sequential(nn.Linear(2 * CHANNELS[4], 64), nn.ReLU(inplace=True), nn.Linear(64, 1))

    def forward(self, perceived: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the logits of a defect, of its kind, and of any defect in the image.

        Args:
            perceived: (N, C, H / 2, W / 2) of images whose sides are multiples of ``STRIDE``.

        Returns:
            (N, 1, H, W) defect, (N, ``KINDS``, H / 4, W / 4) kind given a defect, and (N,) of the image.
        """
        features = perceived
        levels = []
        for block, context in zip(self.encoder, self.context, strict=True):
            features = context(block(features))
            levels.append(features)
        deep = levels[-1]
        pooled = torch.cat([deep.mean(dim=(2, 3)), deep.amax(dim=(2, 3))], dim=1)
        kinds = deep
        for up, skipped in zip(self.decoder, reversed(levels[:-1]), strict=True):
            deep = up(deep, skipped)
            kinds = deep if deep.shape[1] == CHANNELS[1] else kinds
        defect = functional.pixel_shuffle(self.defect(deep), 2)
        return defect, self.kind(kinds), self.whole(pooled).squeeze(1)
