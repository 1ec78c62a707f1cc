"""The rows of a shift say what the session's other readers say, and which regions speak for a defect."""

from saa_desktop.domain.shift_rows import MarkedRegion
from saa_desktop.sessions.session import Session
from tests.reviewed_session import candidate, reviewed_shift, spot


def test_rows_agree_with_entries_inspections_and_decisions(tmp_path):
    shift = reviewed_shift(tmp_path)
    shift.add("b.png", candidate(spot(2, 2), 0.5, 1))  # inspected again: the first inspection is history
    shift.add("faint.png", candidate(spot(2, 2), 0.4, 1), candidate(spot(20, 2), 0.2, 2))

    with Session.open_read_only(shift.path) as session:
        rows = session.shift_rows()

        assert [row.entry for row in rows] == session.entries()
        inspections = {each.image.name: each for each in session.inspections()}
        operators = {name: decision.operator for name, decision in session.latest_decisions().items()}
    for row in rows:
        inspection = inspections.get(row.entry.name)
        assert row.operator == operators.get(row.entry.name, "")
        assert row.duration_ms == (inspection.duration_ms if inspection else None)
        assert row.profile == (inspection.profile if inspection else None)
        assert row.models == (inspection.models if inspection else None)
    assert {row.entry.name: row.regions for row in rows} == {
        "b.png": (MarkedRegion(0, "scratch", 0.5),),
        "c.png": (),
        "d.png": (),
        "faint.png": (MarkedRegion(0, "scratch", 0.4),),
        "line 1/a.png": tuple(MarkedRegion(number, "scratch", 0.9 - number / 10) for number in range(3)),
    }
