"""Names for the array contracts that hold everywhere (docs/architecture.md)."""

import numpy as np
import numpy.typing as npt

ImageArray = npt.NDArray[np.uint8]
"""(H, W, 3) uint8, RGB."""

MaskArray = npt.NDArray[np.bool_]
"""(H, W) bool."""

MapArray = npt.NDArray[np.float32]
"""(H, W) float32."""

BoxArray = npt.NDArray[np.float32]
"""(N, 4) float32, x0 y0 x1 y1 in pixels of the original image."""

ScoreArray = npt.NDArray[np.float32]
"""(N,) float32."""
