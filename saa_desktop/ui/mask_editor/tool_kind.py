"""The tools of the mask editor, by name."""

from enum import StrEnum


class ToolKind(StrEnum):
    """The values are also the names of the icons."""

    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    BOX = "box-prompt"
    CLICK = "click-prompt"
