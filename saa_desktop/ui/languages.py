"""Switches the language of the running window."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from saa_desktop.data_files import data_path
from saa_desktop.settings import Language


class LanguageSwitch:
    """Installs the translations of one language at a time: our own, and Qt's for its own dialogs."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.code = "en"

    def apply(self, language: Language) -> None:
        """Switch; every widget then gets a ``LanguageChange`` event."""
        self.code = _resolve(language)
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
        if self.code == "en":
            return
        own = str(data_path("resources", "translations", f"saa_desktop_{self.code}.qm"))
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath) + f"/qtbase_{self.code}.qm"
        for path in (qt, own):
            translator = QTranslator()
            if translator.load(path):
                self._application.installTranslator(translator)
                self._installed.append(translator)


def _resolve(language: Language) -> str:
    """Return ``en`` or ``zh_CN``."""
    if language != "system":
        return language
    chinese = any(name.startswith("zh") for name in QLocale.system().uiLanguages()[:1])
    return "zh_CN" if chinese else "en"
