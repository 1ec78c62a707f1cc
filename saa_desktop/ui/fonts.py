"""Chinese letters for the window on systems that have none, such as a bare Linux."""

from pylopdf_fonts_zh_cn import sans_path
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication


def provide_chinese() -> None:
    """Let the font of the reports (docs/decisions/014) stand in where the system has no Chinese one.

    Needs a QApplication.
    """
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(sans_path())))
    QFont.insertSubstitutions(QGuiApplication.font().family(), families)
