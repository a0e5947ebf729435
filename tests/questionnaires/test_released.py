import pytest

from questionnaires import load, versions
from questionnaires.loader import DATA, digest, released

RELEASED = released()


def test_every_released_version_is_still_shipped():
    assert set(RELEASED) <= set(versions())


@pytest.mark.parametrize("version", versions())
def test_a_released_folder_never_changes(version):
    """A version that is not released yet may change; once its digest is committed, it may not."""
    assert RELEASED.get(version, digest(DATA / version)) == digest(DATA / version)


@pytest.mark.parametrize("version", versions())
def test_a_version_is_loaded_under_its_own_name_and_digest(version):
    questionnaire = load(version)
    assert (questionnaire.version, questionnaire.digest) == (version, digest(DATA / version))
