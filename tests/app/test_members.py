"""Members: an engagement never loses its last consultant."""

import pytest

from app.models import MemberRole
from app.services import accounts, members
from app.services.refusals import RefusalError


@pytest.fixture
def colleague(session):
    """Another member of staff."""
    return accounts.create(session, "paul@visavis.example", "hash")


def roles(session, engagement):
    return {account.email.partition("@")[0]: role for account, role in members.listed(session, engagement)}


def test_the_last_consultant_neither_leaves_nor_becomes_a_reader(session, engagement, account, colleague):
    members.add(session, engagement, account, MemberRole.CONSULTANT)
    members.add(session, engagement, colleague, MemberRole.READER)
    with pytest.raises(RefusalError, match="name another one first"):
        members.remove(session, engagement, account.id)
    with pytest.raises(RefusalError, match="name another one first"):
        members.add(session, engagement, account, MemberRole.READER)
    assert roles(session, engagement) == {"anne": MemberRole.CONSULTANT, "paul": MemberRole.READER}


def test_a_consultant_leaves_once_there_is_another_one(session, engagement, account, colleague):
    members.add(session, engagement, account, MemberRole.CONSULTANT)
    members.add(session, engagement, colleague, MemberRole.CONSULTANT)
    members.remove(session, engagement, account.id)
    members.remove(session, engagement, account.id)
    assert roles(session, engagement) == {"paul": MemberRole.CONSULTANT}
