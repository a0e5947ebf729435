from datetime import date

import pytest

from app.models import MemberRole
from app.services import accounts, assessments, engagements, members, respondents
from app.services.refusals import NotFoundError, RefusalError
from questionnaires import Side
from scoring.facts import DatedFact
from tests.app.makers import framing


def test_its_author_is_its_consultant(session, account):
    engagement = engagements.create(session, framing(), account)
    assert members.role_of(session, engagement.id, account) is MemberRole.CONSULTANT


def test_the_same_form_sent_twice_opens_one_engagement(session, account):
    first = engagements.create(session, framing(), account)
    assert engagements.create(session, framing(), account, first.id) is first
    assert len(engagements.list_for(session, account)) == 1


def test_the_newest_comes_first_and_those_of_others_do_not_come(session, account):
    stranger = accounts.create(session, "stranger@visavis.example", "hash")
    names = ["Un", "Deux", "Trois"]
    for name in names:
        engagements.create(session, framing(client_name=name), account)
    engagements.create(session, framing(client_name="Ailleurs"), stranger)
    listed = [engagement.client_name for engagement in engagements.list_for(session, account)]
    assert listed == names[::-1]


@pytest.mark.parametrize("mode", ["express", "in_depth"])
def test_another_mode_keeps_every_answer(session, engagement, mode):
    before = assessments.facts_of(session, engagement)
    engagements.change_mode(session, engagement, mode)
    after = assessments.facts_of(session, engagement)
    assert (after.mode, after.answers) == (mode, before.answers)
    engagements.change_mode(session, engagement, "standard")
    assert assessments.facts_of(session, engagement) == before


def test_a_mode_that_the_questionnaire_does_not_have_is_refused(session, engagement):
    with pytest.raises(RefusalError):
        engagements.change_mode(session, engagement, "deepest")
    assert engagement.mode == "standard"


def test_somebody_who_is_not_a_member_finds_nothing(session, account):
    engagement = engagements.create(session, framing(), account)
    stranger = accounts.create(session, "stranger@visavis.example", "hash")
    with pytest.raises(NotFoundError):
        engagements.get(session, engagement.id, stranger)
    with pytest.raises(NotFoundError):
        engagements.create(session, framing(), stranger, engagement.id)


def test_framing_comes_back_as_it_was_given_and_can_be_changed(session, account):
    given = framing(
        client_description="Trois sites",
        contract_start=date(2024, 2, 29),
        contract_end=date(2027, 1, 1),
        notice_months=0,
        renewal="tacit",
        yearly_value=4_200_000,
        users=0,
        critical_service=True,
        lawful_continuation=DatedFact(True, date(2026, 1, 31), "art. 12"),
        question="Faut-il <changer> ?\n\nVraiment & vite",
    )
    engagement = engagements.create(session, given, account)
    session.expire_all()
    assert engagements.framing_of(engagement) == given
    changed = framing(client_name="Nouveau nom")
    engagements.update_framing(session, engagement, changed)
    session.expire_all()
    assert engagements.framing_of(engagement) == changed


def test_names_keep_accents_emoji_and_markup_on_one_line(session, account):
    name = '<script>alert(1)</script> "Łódź" 😀 «\u202fA\u202f» 20\u00a0% \u05d0\u05d1'
    engagement = engagements.create(session, framing(client_name=f"  {name}\r\n "), account)
    assert engagement.client_name == name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"client_name": " \x00 "}, "Name the client and the provider"),
        ({"yearly_value": -1}, "counted from 0"),
        ({"contract_start": date(2027, 1, 2), "contract_end": date(2027, 1, 1)}, "ends before it starts"),
        ({"contract_form": "barter"}, "Choose among"),
        ({"language": "de"}, "Choose among"),
        ({"renewal": "perhaps"}, "Choose among"),
        ({"mode": "deepest"}, "Choose among"),
        ({"provider_name": "x" * 1001}, "shorten it to 1000"),
    ],
)
def test_a_framing_that_contradicts_itself_is_refused(session, account, change, message):
    with pytest.raises(RefusalError, match=message):
        engagements.create(session, framing(**change), account)


def test_a_respondent_has_a_role_of_their_side_and_a_name_kept_apart(session, account):
    engagement = engagements.create(session, framing(), account)
    added = respondents.add(session, engagement, side=Side.CLIENT, role="cio", name="Zoé  Müller")
    nameless = respondents.add(session, engagement, side=Side.PROVIDER, role="delivery")
    assert added.person.name == "Zoé Müller"
    assert nameless.person is None
    assert respondents.of_engagement(session, engagement) == [added, nameless]
    with pytest.raises(RefusalError, match="not one of that side"):
        respondents.add(session, engagement, side=Side.PROVIDER, role="cio")


def test_a_respondent_added_twice_with_one_id_is_added_once(session, account):
    engagement = engagements.create(session, framing(), account)
    first = respondents.add(session, engagement, side=Side.CLIENT, role="cio")
    assert respondents.add(session, engagement, side=Side.CLIENT, role="cio", id=first.id) is first


def test_renaming_keeps_one_person(session, account):
    engagement = engagements.create(session, framing(), account)
    respondent = respondents.add(session, engagement, side=Side.CLIENT, role="cio")
    respondents.rename(session, respondent, "Une", "une@client.example")
    person = respondent.person
    respondents.rename(session, respondent, "Deux")
    assert respondent.person is person
    assert (person.name, person.contact) == ("Deux", None)


def test_a_respondent_of_another_engagement_is_not_found(session, account):
    one, two = (engagements.create(session, framing(), account) for _ in range(2))
    respondent = respondents.add(session, one, side=Side.CLIENT, role="cio")
    with pytest.raises(NotFoundError):
        respondents.get(session, two, respondent.id)


def test_an_address_has_one_account_whatever_its_case(session):
    accounts.create(session, "Anne@Example.com", "hash")
    assert accounts.find(session, " anne@example.COM ").email == "anne@example.com"
    with pytest.raises(RefusalError, match="already has an account"):
        accounts.create(session, "ANNE@example.com", "hash")


@pytest.mark.parametrize("address", ["", "anne", "anne@", "@example.com", "a b@example.com"])
def test_what_is_no_address_has_no_account(session, address):
    with pytest.raises(RefusalError, match="not an e-mail address"):
        accounts.create(session, address, "hash")
