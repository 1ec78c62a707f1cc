"""Numbers for labels that stay the same as a session grows."""

from saa_desktop.sessions.session import Session


def image_numbers(session: Session) -> dict[str, int]:
    """Return a number, from 1, of each current image by its name; other content of that name has another.

    Raises:
        SessionError: the file is damaged.
    """
    rows = session.read(
        lambda connection: connection.execute(
            "SELECT name, images.id FROM outcomes JOIN images ON images.id = image_id "
            "WHERE superseded_by IS NULL"
        ).fetchall()
    )
    return dict(rows)


def defect_classes(session: Session) -> list[str]:
    """Return the defect classes of all decisions, those that were corrected later too, by their first use.

    Raises:
        SessionError: the file is damaged.
    """
    rows = session.read(
        lambda connection: connection.execute(
            "SELECT json_extract(review, '$.defect_class') AS class FROM decisions "
            "GROUP BY class ORDER BY min(id)"
        ).fetchall()
    )
    return [str(name) for (name,) in rows]
