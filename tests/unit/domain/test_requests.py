"""A batch's request survives the session's log."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.requests import BatchRequest

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
        max_megapixels=st.floats(1, 1000),
    )
)
def test_a_request_comes_back_from_its_arguments(request_: BatchRequest) -> None:
    assert BatchRequest.from_arguments(request_.as_arguments()) == request_


@pytest.mark.parametrize("arguments", [(), ("inspect", "folder"), ('paths=["a"]',), ("paths=3", "x=1")])
def test_other_arguments_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        BatchRequest.from_arguments(arguments)
