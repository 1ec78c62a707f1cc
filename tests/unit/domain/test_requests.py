"""What a person asked for survives the session's log."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.requests import BatchRequest, FolderRequest, WatchRequest, is_within, overlapping
from saa_desktop.domain.speed import Speed

# A path on Linux may hold bytes that are no text, which Python shows as lone surrogates.
_paths = st.text(st.characters(exclude_characters="\0/", exclude_categories=()), min_size=1, max_size=9).map(
    Path
)


@given(
    st.builds(
        BatchRequest,
        paths=st.lists(_paths, min_size=1, max_size=3).map(tuple),
        profile=st.text(max_size=9),
        output=_paths,
        patterns=st.lists(st.text(max_size=5)).map(tuple),
        recursive=st.booleans(),
        speed=st.sampled_from(Speed),
        max_megapixels=st.floats(1, 1000),
    )
)
def test_a_request_comes_back_from_its_arguments(request_: BatchRequest) -> None:
    again = BatchRequest.from_arguments(request_.as_arguments())
    assert again == request_
    assert again.speed is request_.speed


@given(
    st.builds(
        WatchRequest,
        folders=st.lists(
            st.builds(FolderRequest, _paths, st.text(max_size=9), st.lists(st.text(max_size=5)).map(tuple)),
            max_size=3,
        ).map(tuple),
        output=_paths,
        existing=st.booleans(),
        stable_s=st.floats(0.1, 100),
    )
)
def test_a_watch_comes_back_from_its_arguments(request_: WatchRequest) -> None:
    assert WatchRequest.from_arguments(request_.as_arguments()) == request_
    with pytest.raises(ValueError, match="of a batch"):
        BatchRequest.from_arguments(request_.as_arguments())


@pytest.mark.parametrize(
    "arguments", [(), ("inspect", "folder"), ('paths=["a"]',), ("paths=3", "x=1"), ('speed="warp"',)]
)
def test_other_arguments_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        BatchRequest.from_arguments(arguments)
    with pytest.raises(ValueError, match=r"."):
        WatchRequest.from_arguments(arguments)


def test_folders_overlap_by_their_place_and_not_by_their_spelling() -> None:
    line, day, other = Path("line"), Path("x", "..", "line", "day 1"), Path("line 2")
    assert overlapping([line, other]) is None
    assert overlapping([other, day, line]) == (line, day)
    assert is_within(line, line.absolute())
    assert not is_within(line, day)
