"""All kinds of fields that a form can hold."""

from saa_desktop.ui.profile_editor.fields import NumberField, SwitchField, TextField
from saa_desktop.ui.profile_editor.image_field import ImageField
from saa_desktop.ui.profile_editor.polygon_field import PolygonField
from saa_desktop.ui.profile_editor.row_list import RowList

Field = TextField | NumberField | SwitchField | RowList | PolygonField | ImageField
"""Each has ``value``, ``set_value``, ``set_words`` and the signal ``edited``; what it holds may be wrong."""
