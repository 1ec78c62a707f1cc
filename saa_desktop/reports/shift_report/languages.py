"""Which words each language has."""

from collections.abc import Mapping
from types import MappingProxyType

from saa_desktop.domain.report_requests import ReportLanguage
from saa_desktop.reports.shift_report.words import Words
from saa_desktop.reports.shift_report.words_en import ENGLISH
from saa_desktop.reports.shift_report.words_zh_cn import CHINESE

WORDS: Mapping[ReportLanguage, Words] = MappingProxyType(
    {ReportLanguage.ENGLISH: ENGLISH, ReportLanguage.CHINESE: CHINESE}
)
