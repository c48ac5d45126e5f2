"""Words for rights in four languages, in their own column and in remarks."""

import pytest

from koprogo.rules.ownership.rights import Regime, Right, read_regime, regime_in_remark, right_of_holder


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        ("Pleine propriété", Regime.FULL), ("volle eigendom", Regime.FULL), ("Indivision", Regime.UNDIVIDED),
        ("Onverdeeldheid", Regime.UNDIVIDED), ("époux", Regime.SPOUSES), ("Gehuwd", Regime.SPOUSES),
        ("Eheleute", Regime.SPOUSES), ("Succession", Regime.SUCCESSION), ("Usufruit / nue-propriété", Regime.SPLIT),
        ("vruchtgebruik/blote eigendom", Regime.SPLIT), ("Usufruit", Regime.USUFRUCT), ("VG", Regime.USUFRUCT),
        ("Nue-propriété", Regime.BARE_OWNERSHIP), ("Blote eigendom", Regime.BARE_OWNERSHIP),
        ("Emphytéose", Regime.EMPHYTEUSIS), ("erfpacht", Regime.EMPHYTEUSIS), ("opstal", Regime.SUPERFICIES),
        ("habitation", Regime.USE_OR_HABITATION), ("", None), ("location", None),
    ],
)  # fmt: skip
def test_regimes(text: str, regime: Regime | None):
    assert read_regime(text) is regime


@pytest.mark.parametrize(
    ("text", "regime"),
    [
        ("vruchtgebruik", Regime.SPLIT), ("Let op: vruchtgebruik bij de moeder", Regime.SPLIT),
        ("nue-propriété aux enfants", Regime.SPLIT), ("en indivision depuis 2019", Regime.UNDIVIDED),
        ("bail emphytéotique 99 ans", Regime.EMPHYTEUSIS), ("pleine propriété", None), ("us", None), ("", None),
        ("loué", None),
    ],
)  # fmt: skip
def test_regimes_in_remarks(text: str, regime: Regime | None):
    assert regime_in_remark(text) is regime


@pytest.mark.parametrize(
    ("regime", "holders", "right"),
    [
        (Regime.FULL, 1, Right.FULL), (Regime.FULL, 2, Right.UNDIVIDED), (Regime.UNDIVIDED, 1, Right.UNDIVIDED),
        (Regime.SPOUSES, 2, Right.UNDIVIDED), (Regime.SUCCESSION, 1, Right.UNDIVIDED),
        (Regime.SPLIT, 1, Right.USUFRUCT_OR_BARE), (Regime.SPLIT, 2, Right.USUFRUCT_OR_BARE),
        (Regime.USUFRUCT, 1, Right.USUFRUCT), (Regime.USUFRUCT, 2, Right.USUFRUCT_OR_BARE),
        (Regime.BARE_OWNERSHIP, 1, Right.BARE_OWNERSHIP), (Regime.BARE_OWNERSHIP, 2, Right.USUFRUCT_OR_BARE),
        (Regime.EMPHYTEUSIS, 1, Right.EMPHYTEUSIS), (Regime.SUPERFICIES, 1, Right.SUPERFICIES),
        (Regime.USE_OR_HABITATION, 1, Right.USE_OR_HABITATION),
    ],
)  # fmt: skip
def test_the_right_of_a_holder(regime: Regime, holders: int, right: Right):
    assert right_of_holder(regime, holders) is right
