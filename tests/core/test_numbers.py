"""Enterprise numbers: read however they are written, refused with an example."""

import pytest

from koprogo.core.numbers import enterprise_number, format_enterprise_number


@pytest.mark.parametrize("text", ["0403.019.261", "BE 0403.019.261", "403019261", "BE0403019261", "0403 019 261"])
def test_an_enterprise_number_is_read_however_it_is_written(text: str) -> None:
    assert enterprise_number(text) == "0403019261"
    assert format_enterprise_number(enterprise_number(text)) == "0403.019.261"


@pytest.mark.parametrize("text", ["", "0403019262", "04030192611", "0403", "2403019261", "FR0403019261", "0403O19261"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"ten digits, like 0403\.019\.261"):
        enterprise_number(text)
