"""The image list as a person uses it, by mouse and keyboard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QThread
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from saa_desktop.domain.entries import ImageEntry, ImageState, waiting
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.reviews import Review
from saa_desktop.domain.verdicts import OperatorVerdict, VerdictThresholds
from saa_desktop.review.queue import QueueFilter, QueueOrder, ReviewMark
from saa_desktop.sources.thumbnails import ThumbnailCache
from saa_desktop.ui.image_list.image_list_model import ImageListModel
from saa_desktop.ui.image_list.image_list_panel import ImageListPanel
from saa_desktop.ui.languages import LanguageSwitch
from saa_desktop.workers.folder_lister import FolderLister, ListingRequest
from saa_desktop.workers.thumbnail_maker import ThumbnailMaker

THRESHOLDS = VerdictThresholds(0.4, 0.8)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def listed(name: str, folder: Path = Path("/batch")) -> ImageEntry:
    return waiting(ImageReference(folder / name, name))


def judged(name: str, score: float, *, page: int = 0, minute: int = 0, **review: object) -> ImageEntry:
    return replace(
        listed(name),
        name=f"{name}#{page}" if page else name,
        sha256="0" * 64,
        ai_verdict=THRESHOLDS.judge(score),
        score=score,
        thresholds=THRESHOLDS,
        ended_at=NOON + timedelta(minutes=minute),
        review=Review(**review),
    )


def failed(name: str) -> ImageEntry:
    return replace(listed(name), error=f"{name} is damaged.", ended_at=NOON)


class Watched:
    """The panel and what it said."""

    def __init__(self, panel: ImageListPanel) -> None:
        self.panel = panel
        self.said: list[str | None] = []
        panel.current_changed.connect(lambda entry: self.said.append(entry and entry.name))

    def names(self) -> list[str]:
        return [entry.name for entry in self.panel.model.shown()]

    def current(self) -> str | None:
        """The current image's name, which is also the one that the view highlights, if it is shown."""
        entry = self.panel.current()
        index = self.panel.view.currentIndex()
        if index.isValid():
            assert self.panel.view.selectionModel().isRowSelected(index.row())
            assert entry
            assert index.data().split("\n")[0] == entry.name
        return entry.name if entry else None

    def judge(self, verdict: OperatorVerdict) -> None:
        entry = self.panel.current()
        assert entry
        self.panel.model.put(replace(entry, review=Review(verdict)))


@pytest.fixture
def show_panel(
    qapp: QApplication, qtbot: QtBot
) -> Iterator[Callable[[ThumbnailMaker | None], ImageListPanel]]:
    panels: list[ImageListPanel] = []

    def show(maker: ThumbnailMaker | None) -> ImageListPanel:
        panel = ImageListPanel(maker)
        panels.append(panel)
        panel.resize(260, 600)
        panel.show()
        panel.activateWindow()
        qtbot.waitExposed(panel)
        return panel

    yield show
    for panel in panels:
        panel.close()
        panel.deleteLater()
    # Else the garbage collector would do it later, in whatever thread it happens to run.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def list_(show_panel: Callable[[ThumbnailMaker | None], ImageListPanel]) -> Watched:
    return Watched(show_panel(None))


@pytest.fixture
def six(list_: Watched) -> Watched:
    list_.panel.show_entries(
        [
            judged("1 ok.png", 0.1, minute=3),
            judged("2 review.png", 0.6, minute=1),
            judged("3 ng.png", 0.9, minute=2, verdict=OperatorVerdict.NG),
            failed("4 failed.png"),
            judged("5 review.png", 0.78, minute=4, flagged=True),
            listed("6 waiting.png"),
        ]
    )
    return list_


def choose(qtbot: QtBot, combo: QComboBox, words: str) -> None:
    """Pick the item that begins with these words by keyboard."""
    combo.setFocus()
    index = next(index for index in range(combo.count()) if combo.itemText(index).startswith(words))
    key = Qt.Key.Key_Down if index > combo.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(index - combo.currentIndex())):
        qtbot.keyClick(combo, key)
    assert combo.currentIndex() == index


def test_an_empty_list_has_no_current_image(list_: Watched) -> None:
    list_.panel.show_entries(())
    assert list_.said == [None]
    list_.panel.step(1)
    assert not list_.panel.next_unreviewed()
    assert not list_.panel.select_name("a.png")
    assert list_.current() is None


def test_keys_and_clicks_move_through_the_list(qtbot: QtBot, six: Watched) -> None:
    view = six.panel.view
    assert six.current() == "1 ok.png"
    for key, name in (
        (Qt.Key.Key_Down, "2 review.png"),
        (Qt.Key.Key_End, "6 waiting.png"),
        (Qt.Key.Key_Up, "5 review.png"),
        (Qt.Key.Key_Home, "1 ok.png"),
        (Qt.Key.Key_PageDown, "6 waiting.png"),
        (Qt.Key.Key_4, "6 waiting.png"),
    ):
        qtbot.keyClick(view, key)
        assert six.current() == name
    place = view.visualRect(six.panel.model.index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert six.current() == "3 ng.png"
    six.panel.step(-9)
    assert six.said[-2:] == ["3 ng.png", "1 ok.png"]


def test_a_row_says_all_in_words(six: Watched) -> None:
    six.panel.model.put(judged("3 ng.png", 0.9, verdict=OperatorVerdict.RECHECK, flagged=True))
    rows = [
        six.panel.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(six.panel.model.rowCount())
    ]
    assert rows == [
        "1 ok.png\nOK  0.10",
        "2 review.png\nREVIEW  0.60",
        "3 ng.png\nNG  0.90  operator: recheck  flagged",
        "4 failed.png\nfailed",
        "5 review.png\nREVIEW  0.78  flagged",
        "6 waiting.png\nwaiting",
    ]
    assert six.panel.model.index(0).data(Qt.ItemDataRole.ToolTipRole) == str(Path("/batch/1 ok.png"))


def test_the_filter_is_set_by_keyboard_and_counts(qtbot: QtBot, six: Watched) -> None:
    filters = six.panel.filters
    qtbot.waitUntil(lambda: filters.states.itemText(2) == "REVIEW (2)")
    assert [filters.marks.itemText(index) for index in range(filters.marks.count())] == [
        "Review: all",
        "unreviewed (4)",
        "OK (0)",
        "NG (1)",
        "recheck (0)",
        "flagged (1)",
    ]
    six.panel.select(4)
    choose(qtbot, filters.marks, "unreviewed")
    assert six.names() == ["1 ok.png", "2 review.png", "4 failed.png", "5 review.png"]
    assert filters.matches.text() == "4 of 6"
    choose(qtbot, filters.states, "REVIEW")
    assert six.names() == ["2 review.png", "5 review.png"]
    assert six.current() == "5 review.png", "an image that passes stays current"
    choose(qtbot, filters.states, "OK")
    assert six.names() == ["1 ok.png"]
    assert six.current() == "1 ok.png"
    qtbot.mouseClick(filters.clear_button, Qt.MouseButton.LeftButton)
    assert len(six.names()) == 6
    assert not filters.clear_button.isVisible()


def test_names_are_searched_while_one_types(qtbot: QtBot, six: Watched) -> None:
    six.panel.focus_search()
    search = six.panel.filters.search
    qtbot.keyClicks(search, "REV")
    qtbot.waitUntil(lambda: six.names() == ["2 review.png", "5 review.png"])
    qtbot.keyClicks(search, "olver")
    qtbot.waitUntil(six.panel.show_all.isVisible)
    assert six.names() == []
    assert six.current() == "2 review.png", "what is on the screen stays current"
    six.judge(OperatorVerdict.OK)
    assert six.panel.current().review.verdict is OperatorVerdict.OK
    assert not six.panel.next_unreviewed()
    qtbot.mouseClick(six.panel.show_all, Qt.MouseButton.LeftButton)
    assert len(six.names()) == 6
    assert six.current() == "2 review.png"
    assert six.panel.view.hasFocus()


def test_escape_clears_the_search_before_it_reaches_the_window(qtbot: QtBot, six: Watched) -> None:
    cancelled: list[bool] = []
    QShortcut(QKeySequence("Esc"), six.panel, lambda: cancelled.append(True))
    search = six.panel.filters.search
    search.setFocus()
    qtbot.keyClicks(search, "wait")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert six.names() == ["6 waiting.png"]
    assert six.panel.view.hasFocus()
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(six.names()) == 6)
    assert not cancelled
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert cancelled


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Grey zone", "5 2 3 1 4 6"),
        ("Highest score", "3 5 2 1 4 6"),
        ("Last inspected", "5 1 3 2 4 6"),
        ("By name", "1 2 3 4 5 6"),
    ],
)
def test_the_order_is_chosen_by_keyboard(qtbot: QtBot, six: Watched, words: str, first: str) -> None:
    six.panel.select(2)
    with qtbot.waitSignal(six.panel.order_changed):
        choose(qtbot, six.panel.filters.order, words)
    assert [name[0] for name in six.names()] == first.split()
    assert six.current() == "3 ng.png"
    assert six.said.count("3 ng.png") == 1


def test_the_wheel_does_not_change_a_choice(qtbot: QtBot, six: Watched) -> None:
    combo = six.panel.filters.order
    centre = QPointF(combo.rect().center())
    turned = QWheelEvent(
        centre,
        QPointF(combo.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    combo.setFocus()
    QApplication.sendEvent(combo, turned)
    assert combo.currentIndex() == 0


def test_a_judged_image_stays_until_one_goes_on(qtbot: QtBot, six: Watched) -> None:
    six.panel.show_queue(QueueFilter(review=ReviewMark.UNREVIEWED), QueueOrder.GREY_ZONE)
    queue = ["5 review.png", "2 review.png", "1 ok.png", "4 failed.png"]
    assert six.names() == queue
    six.panel.select(0)
    for done, name in enumerate(queue):
        assert six.current() == name
        six.judge(OperatorVerdict.OK)
        qtbot.wait(20)
        assert six.names() == queue[done:], "under the operator's eyes nothing vanishes"
        assert six.said[-1] == name
        assert six.panel.next_unreviewed() == (name != queue[-1])
        qtbot.waitUntil(lambda left=queue[done + 1 :] or queue[-1:]: six.names() == left)


def test_next_unreviewed_goes_round(six: Watched) -> None:
    found = []
    for _ in range(5):
        assert six.panel.next_unreviewed()
        found.append(six.current()[0])
    assert found == ["2", "4", "5", "1", "2"]


def test_select_name_reveals_what_a_filter_hides(six: Watched) -> None:
    six.panel.filters.choose_filter(QueueFilter(ImageState.NG))
    assert six.names() == ["3 ng.png"]
    assert six.panel.select_name("3 ng.png")
    assert six.names() == ["3 ng.png"]
    assert six.panel.select_name("1 ok.png")
    assert len(six.names()) == 6
    assert six.current() == "1 ok.png"
    assert six.panel.filters.filter() == QueueFilter()


def test_chosen_images_are_shown_alone(qtbot: QtBot, six: Watched) -> None:
    six.panel.show_names(["3 ng.png", "5 review.png"])
    assert six.names() == ["3 ng.png", "5 review.png"]
    choose(qtbot, six.panel.filters.marks, "unreviewed")
    assert six.names() == ["5 review.png"]
    qtbot.mouseClick(six.panel.filters.clear_button, Qt.MouseButton.LeftButton)
    assert len(six.names()) == 6


def test_another_folder_is_not_filtered_like_the_one_before(qtbot: QtBot, six: Watched) -> None:
    six.panel.filters.choose_filter(QueueFilter(ImageState.NG))
    six.panel.show_entries([listed("1 ok.png")])
    assert six.names() == [], "the same images again: a batch begins, and NG ones are to come"
    six.panel.model.put(judged("1 ok.png", 0.9))
    qtbot.waitUntil(lambda: six.names() == ["1 ok.png"])
    six.panel.show_entries(())
    six.panel.model.extend([listed("other.png")])
    assert six.names() == ["other.png"]
    assert six.said[-2:] == [None, "other.png"]


def test_results_arrive_where_they_belong(qtbot: QtBot, six: Watched) -> None:
    six.panel.filters.choose_order(QueueOrder.SCORE)
    six.panel.select_name("2 review.png")
    said = len(six.said)
    six.panel.model.put(judged("6 waiting.png", 0.99))
    qtbot.waitUntil(lambda: six.names()[0] == "6 waiting.png")
    assert six.current() == "2 review.png"
    assert len(six.said) == said
    six.panel.model.put(judged("2 review.png", 0.05))
    assert six.said[said:] == ["2 review.png"]
    assert six.current() == "2 review.png"
    assert six.panel.model.counts[ImageState.OK] == 2


def test_pages_stand_behind_the_first_one_of_their_file(qtbot: QtBot, list_: Watched) -> None:
    list_.panel.show_entries([listed("a.tif"), listed("b.png")])
    for page in (1, 2, 3):
        list_.panel.model.put(judged("a.tif", 0.3, page=page))
    qtbot.waitUntil(lambda: list_.names() == ["a.tif#1", "a.tif#2", "a.tif#3", "b.png"])
    assert list_.current() == "a.tif#1"
    assert list_.panel.select_name("a.tif#3")


def test_the_current_image_keeps_its_place_on_the_screen(qtbot: QtBot, list_: Watched) -> None:
    panel = list_.panel
    panel.show_entries([listed(f"{number}.tif") for number in range(300)])
    panel.select(200)
    y = panel.view.rowViewportPosition(200)
    for page in range(1, 60):
        panel.model.put(judged("5.tif", 0.3, page=page))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 358)
    assert list_.current() == "200.tif"
    assert panel.view.rowViewportPosition(panel.view.currentIndex().row()) == y
    panel.show_entries([listed(f"{number}.tif") for number in range(100, 300)])
    assert list_.current() == "200.tif"
    panel.show_entries([listed("other.png")])
    assert list_.current() == "other.png"


def test_a_long_list_comes_in_slices_and_takes_results_meanwhile(qtbot: QtBot, list_: Watched) -> None:
    panel = list_.panel
    panel.model.reset(listed(f"{number}.png") for number in range(5_000))
    assert 0 < panel.model.rowCount() < 5_000
    assert list_.current() == "0.png"
    panel.model.put(judged("4999.png", 0.9))
    panel.model.put(judged("1.png", 0.9))
    qtbot.waitUntil(lambda: not panel.model.filling)
    assert panel.model.rowCount() == 5_000
    assert panel.model.counts == {ImageState.WAITING: 4_998, ImageState.NG: 2}
    panel.filters.choose_filter(QueueFilter(ImageState.NG))
    assert list_.names() == ["1.png", "4999.png"]
    panel.model.put(judged("7.png", 0.9))
    qtbot.waitUntil(lambda: list_.names() == ["1.png", "7.png", "4999.png"])


def test_the_list_follows_the_language(qapp: QApplication, six: Watched) -> None:
    switch = LanguageSwitch(qapp)
    try:
        switch.apply("zh_CN")
        assert six.panel.model.index(5).data() == "6 waiting.png\n等待"
    finally:
        switch.apply("en")


# -- thumbnails --------------------------------------------------------------------------------------------


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[ThumbnailMaker]:
    maker = ThumbnailMaker(ThumbnailCache(tmp_path / "thumbnails"))
    yield maker
    maker.stop()


def write_images(folder: Path, colours: Sequence[str]) -> list[ImageEntry]:
    entries = []
    for number, colour in enumerate(colours):
        Image.new("RGB", (200, 200), colour).save(folder / f"{number}.png")
        entries.append(listed(f"{number}.png", folder))
    return entries


def thumbnail_colour(panel: ImageListPanel, row: int) -> str:
    """Return the colour in the middle of a row's thumbnail."""
    place = panel.view.visualRect(panel.model.index(row))
    return QColor(panel.view.viewport().grab().toImage().pixelColor(30, place.center().y())).name()


def test_visible_rows_get_their_thumbnails(
    qtbot: QtBot,
    maker: ThumbnailMaker,
    show_panel: Callable[[ThumbnailMaker | None], ImageListPanel],
    tmp_path: Path,
) -> None:
    panel = show_panel(maker)
    made: list[str] = []
    maker.made.connect(lambda name, _: made.append(name))
    entries = write_images(tmp_path, ["#00ff00", "#0000ff", *["#808080"] * 98])
    entries[1].reference.path.write_bytes(b"no image")
    panel.show_entries(entries)
    qtbot.waitUntil(lambda: thumbnail_colour(panel, 0) in {"#00ff00", "#00fe00", "#00ff01"})
    qtbot.waitUntil(lambda: "2.png" in made)
    assert thumbnail_colour(panel, 1) not in {"#0000ff", "#0000fe"}
    assert len(made) < 15, "rows that nobody sees need none"
    panel.select(99)
    qtbot.waitUntil(lambda: "99.png" in made)
    assert "50.png" not in made


def test_stopping_leaves_no_thumbnail_at_work(qtbot: QtBot, maker: ThumbnailMaker, tmp_path: Path) -> None:
    maker.request(write_images(tmp_path, ["#808080"] * 50))
    maker.stop()
    with qtbot.assertNotEmitted(maker.made, wait=50):
        pass


# -- listing -----------------------------------------------------------------------------------------------


class Listings(QObject):
    """Lists in a thread of its own, and takes what comes in the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.lister, self._thread = FolderLister(), QThread()
        self.lister.moveToThread(self._thread)
        self.lister.listed_some.connect(self._on_listed_some)
        self.lister.listed.connect(self._on_listed)
        self.lister.failed.connect(self._on_failed)
        self._thread.start()
        self.model: ImageListModel | None = None
        self.pieces: list[int] = []
        self.listed: list[ListingRequest] = []
        self.sentences: list[str] = []

    def stop(self) -> None:
        self.lister.cancel()
        self._thread.quit()
        self._thread.wait()

    def _on_listed_some(self, _: ListingRequest, entries: Sequence[ImageEntry]) -> None:
        self.pieces.append(len(entries))
        if self.model:
            self.model.extend(entries)

    def _on_listed(self, request: ListingRequest) -> None:
        self.listed.append(request)

    def _on_failed(self, _: ListingRequest, sentence: str) -> None:
        self.sentences.append(sentence)


@pytest.fixture
def listings() -> Iterator[Listings]:
    listings = Listings()
    yield listings
    listings.stop()


def touch(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.png").touch()
    return folder


def test_a_folder_is_listed_in_pieces_and_in_order(
    qtbot: QtBot, list_: Watched, listings: Listings, tmp_path: Path
) -> None:
    listings.model = list_.panel.model
    request = ListingRequest((touch(tmp_path / "in", 2_500),), recursive=True)
    listings.lister.list(request)
    qtbot.waitUntil(lambda: listings.listed == [request])
    assert len(listings.pieces) > 2
    assert list_.names() == [f"{number}.png" for number in range(2_500)]
    assert list_.said == ["0.png"]


def test_a_newer_listing_ends_the_older_one(qtbot: QtBot, listings: Listings, tmp_path: Path) -> None:
    older, newer = (
        ListingRequest((touch(tmp_path / name, count),), recursive=True)
        for name, count in (("long", 3_000), ("short", 3))
    )
    listings.lister.list(older)
    listings.lister.list(newer)
    qtbot.waitUntil(lambda: newer in listings.listed)
    assert older not in listings.listed


def test_a_listing_that_fails_says_why(qtbot: QtBot, listings: Listings, tmp_path: Path) -> None:
    request = ListingRequest((touch(tmp_path / "in", 3), tmp_path / "missing"), recursive=True)
    listings.lister.list(request)
    qtbot.waitUntil(lambda: len(listings.sentences) == 1)
    assert "missing does not exist" in listings.sentences[0]
    assert listings.listed == []
