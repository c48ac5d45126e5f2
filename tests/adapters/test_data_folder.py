"""The data folder: private, its secrets stable, one KoproGo at a time."""

import os
import stat

import pytest

from koprogo.adapters import data_folder
from koprogo.adapters.operator_error import OperatorError


def test_a_folder_is_made_for_its_owner_alone(tmp_path):
    folder = data_folder.open_folder(tmp_path / "new")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_refused_with_what_to_do(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OperatorError, match="KOPROGO_DATA_DIR"):
        data_folder.open_folder(tmp_path / "new")


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path):
    first = data_folder.secret(tmp_path, "one")
    assert data_folder.secret(tmp_path, "one") == first
    assert data_folder.secret(tmp_path, "two") != first
    assert len(first) >= 43  # 256 bits
    assert stat.S_IMODE((tmp_path / "secrets" / "one").stat().st_mode) == 0o600


def test_a_second_holder_is_refused_and_told_who_holds_it(tmp_path):
    with (
        data_folder.locked(tmp_path),
        pytest.raises(data_folder.DataFolderBusy, match=f"process {os.getpid()}"),
        data_folder.locked(tmp_path),
    ):
        pass
    with data_folder.locked(tmp_path):
        pass
