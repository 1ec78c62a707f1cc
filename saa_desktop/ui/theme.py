"""Light and dark: Fusion with the system's colours, or with ours where the platform cannot switch."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from saa_desktop.settings import Theme

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}

_Roles = dict[QPalette.ColorRole, str]

_LIGHT: _Roles = {
    QPalette.ColorRole.Window: "#f0f1f3",
    QPalette.ColorRole.WindowText: "#1b1d20",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f5f6f8",
    QPalette.ColorRole.Text: "#1b1d20",
    QPalette.ColorRole.PlaceholderText: "#6a7078",
    QPalette.ColorRole.Button: "#e8eaed",
    QPalette.ColorRole.ButtonText: "#1b1d20",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1b1d20",
    QPalette.ColorRole.Highlight: "#1f6fb5",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#0b5cad",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#dfe2e6",
    QPalette.ColorRole.Mid: "#b9bec5",
    QPalette.ColorRole.Dark: "#9aa0a8",
    QPalette.ColorRole.Shadow: "#6a7078",
}

_DARK: _Roles = {
    # Fusion edges an empty box darker than the window: it shows by the darker ground within.
    QPalette.ColorRole.Window: "#33373c",
    QPalette.ColorRole.WindowText: "#e8eaed",
    QPalette.ColorRole.Base: "#191b1e",
    QPalette.ColorRole.AlternateBase: "#212428",
    QPalette.ColorRole.Text: "#e8eaed",
    QPalette.ColorRole.PlaceholderText: "#9aa2ab",
    QPalette.ColorRole.Button: "#40444a",
    QPalette.ColorRole.ButtonText: "#e8eaed",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#40444a",
    QPalette.ColorRole.ToolTipText: "#e8eaed",
    QPalette.ColorRole.Highlight: "#2f7cc4",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#7db8f0",
    QPalette.ColorRole.Light: "#575c64",
    QPalette.ColorRole.Midlight: "#4a4f56",
    QPalette.ColorRole.Mid: "#575c64",
    QPalette.ColorRole.Dark: "#17181b",
    QPalette.ColorRole.Shadow: "#0d0e10",
}

_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
_DISABLED_TEXT = "#8b9199"


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Switch the whole application; ``system`` follows the desktop."""
    scheme = _SCHEMES[theme]
    hints = application.styleHints()
    hints.setColorScheme(scheme)
    if theme == "system":
        application.setPalette(QPalette())
    elif hints.colorScheme() is not scheme:
        application.setPalette(_palette(_DARK if theme == "dark" else _LIGHT))


def _palette(roles: _Roles) -> QPalette:
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED_TEXT))
    return palette
