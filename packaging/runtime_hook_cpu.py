"""Runs first in a CPU build whose CUDA libraries are stand-ins: nothing may take them for real ones."""

import os

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
