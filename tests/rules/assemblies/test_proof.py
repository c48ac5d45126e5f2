"""Proof: one byte sequence per ballot, and hashes anyone can recompute (vectors of RFC 6962 implementations)."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.proof import LARGEST, START, canonical, chain, leaf, merkle_root, node

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]

# Roots over the first 1, 2, … 8 of these inputs, as published with certificate transparency logs.
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

facts = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.one_of(
        st.none(), st.integers(-LARGEST, LARGEST), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    ),
    max_size=6,
)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_rfc_6962(size: int) -> None:
    leaves = [leaf(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert merkle_root(leaves).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle_root([]) == sha256(b"").digest()


def test_canonical_bytes_are_sorted_json_without_spaces() -> None:
    ballot: dict[str, str | int | None] = {
        "lot": "A3",
        "choice": "for",
        "shares": 27,
        "on_behalf_of": None,
        "by": "Zoë",
    }
    expected = '{"by":"Zoë","choice":"for","lot":"A3","on_behalf_of":null,"shares":27}'
    assert canonical(ballot) == expected.encode()
    assert canonical(dict(reversed(ballot.items()))) == canonical(ballot)


@pytest.mark.parametrize("value", [1.0, True, b"x", ["a"], {"a": 1}])
def test_only_text_and_whole_numbers_are_sealed(value: object) -> None:
    with pytest.raises(ValueError, match="weight is neither text"):
        canonical({"weight": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1])
def test_numbers_stay_where_every_reader_is_exact(number: int) -> None:
    assert canonical({"shares": LARGEST}) == b'{"shares":9007199254740991}'
    with pytest.raises(ValueError, match="too large"):
        canonical({"shares": number})


def test_text_that_utf_8_cannot_write_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        canonical({"name": "\ud800"})


@given(facts, facts)
def test_different_ballots_have_different_bytes(
    one: dict[str, str | int | None], other: dict[str, str | int | None]
) -> None:
    assert (canonical(one) == canonical(other)) is (one == other)


def test_leaf_node_and_link_are_the_hashes_the_recipe_says() -> None:
    a, b = leaf(b"a"), leaf(b"b")
    assert a == sha256(b"\x00a").digest()
    assert node(a, b) == sha256(b"\x01" + a + b).digest()
    assert chain(START, a) == sha256(bytes(32) + a).digest()


@given(st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=40, unique=True), st.data())
def test_changing_moving_or_dropping_one_ballot_changes_root_and_chain(
    ballots: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf(ballot) for ballot in ballots]
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], leaf(b"forged" + ballots[place]), *leaves[place + 1 :]]
    dropped = [*leaves[:place], *leaves[place + 1 :]]
    moved = [*dropped, leaves[place]]
    for other in (changed, dropped, *([moved] if moved != leaves else [])):
        assert merkle_root(other) != merkle_root(leaves)
        assert _links(other) != _links(leaves)


def _links(leaves: list[bytes]) -> bytes:
    link = START
    for each in leaves:
        link = chain(link, each)
    return link
