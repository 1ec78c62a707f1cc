import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.domain.natural_order import in_natural_order, natural_key

file_names = st.text(st.sampled_from("aAbß0129٣ _-.é图"), min_size=1, max_size=12)


def by_definition(name: str) -> tuple[tuple[str | int, ...], str]:
    """Texts and numbers in turn, then the name itself."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts)), name


@given(st.lists(file_names, max_size=30))
def test_numbers_within_names_count_as_numbers(names: list[str]) -> None:
    expected = sorted(names, key=by_definition)
    assert sorted(names, key=natural_key) == expected
    assert list(in_natural_order(names)) == expected


def test_a_long_list_comes_in_order() -> None:
    names = [f"img{number * 7919 % 10_007:05}.png" for number in range(10_007)]
    ordered = list(in_natural_order(names))
    assert len(ordered) == len(names)
    assert all(first < second for first, second in pairwise(ordered))
