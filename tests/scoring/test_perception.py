from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Side
from scoring import assess
from scoring.asking import Shared, Style, style
from scoring.facts import Respondent, State
from scoring.results import PerceptionKind
from tests.scoring.engagements import ACCOUNT, CIO, EVERYONE, QUESTIONNAIRE, decided, engagement, said, taken_out

SEEN, BEYOND_STYLE, SELF_FAVOURING = PerceptionKind
CLIENTS = [Respondent(f"client-{i}", Side.CLIENT, "cio") for i in range(8)]
PROVIDERS = [Respondent(f"provider-{i}", Side.PROVIDER, "account") for i in range(8)]

PRACTICES = QUESTIONNAIRE.practices
OWN_CLIENT, OWN_PROVIDER = ([p for p in PRACTICES if p.side is side] for side in Side)
# One practice of each side in the same theme.
CLIENT_PRACTICE = next(p for p in OWN_CLIENT if any(q.theme == p.theme for q in OWN_PROVIDER))
PROVIDER_PRACTICE = next(q for q in OWN_PROVIDER if q.theme == CLIENT_PRACTICE.theme)
THEME = CLIENT_PRACTICE.theme
DOMAIN = QUESTIONNAIRE.theme[THEME].domain


def assessed(*answers, **changes):
    people = (*EVERYONE, *CLIENTS, *PROVIDERS)
    return assess(QUESTIONNAIRE, engagement(answers=answers, respondents=people, mode="in_depth", **changes))


def both(practice, client, provider):
    """One person of each side on one practice."""
    return said(CIO, practice.id, client), said(ACCOUNT, practice.id, provider)


def all_say(people, practices, level):
    return [said(who, practice.id, level) for who in people for practice in practices]


# A practice.


@pytest.mark.parametrize(
    ("client", "provider", "kinds"),
    [
        (2, 2, set()),
        (2, 3, {SEEN}),
        (3, 2, {SEEN, SELF_FAVOURING}),
        (1, 4, {SEEN, BEYOND_STYLE}),
        (4, 1, {SEEN, BEYOND_STYLE, SELF_FAVOURING}),
    ],
)
def test_the_kinds_of_a_gap_on_a_practice_of_the_client(client, provider, kinds):
    found = assessed(*both(CLIENT_PRACTICE, client, provider)).perception("practice", CLIENT_PRACTICE.id)
    assert (found.signed, found.absolute) == (client - provider, abs(client - provider))
    assert (found.client, found.provider, found.practices) == (client, provider, 1)
    assert set(found.kinds) == kinds


def test_a_provider_that_rates_its_own_practice_higher_favours_itself():
    found = assessed(*both(PROVIDER_PRACTICE, 2, 3)).perception("practice", PROVIDER_PRACTICE.id)
    assert SELF_FAVOURING in found.kinds
    found = assessed(*both(PROVIDER_PRACTICE, 3, 2)).perception("practice", PROVIDER_PRACTICE.id)
    assert SELF_FAVOURING not in found.kinds


def test_a_side_counts_by_its_mean():
    answers = [*all_say(CLIENTS[:2], [CLIENT_PRACTICE], 2), *all_say(CLIENTS[2:3], [CLIENT_PRACTICE], 3)]
    found = assessed(*answers, said(ACCOUNT, CLIENT_PRACTICE.id, 2)).perception("practice", CLIENT_PRACTICE.id)
    assert (found.client, found.signed) == (Fraction(7, 3), Fraction(1, 3))


def test_a_gap_of_one_is_seen_whatever_the_number_of_people():
    """5/3 and 8/3 are one apart; their nearest floats are a little less."""
    answers = [*all_say(CLIENTS[:2], [CLIENT_PRACTICE], 2), *all_say(CLIENTS[2:3], [CLIENT_PRACTICE], 1)]
    three = [*all_say(PROVIDERS[:2], [CLIENT_PRACTICE], 3), *all_say(PROVIDERS[2:3], [CLIENT_PRACTICE], 2)]
    found = assessed(*answers, *three).perception("practice", CLIENT_PRACTICE.id)
    assert found.signed == -1
    assert SEEN in found.kinds


@pytest.mark.parametrize("answer", [said(CIO, CLIENT_PRACTICE.id, 2), said(ACCOUNT, CLIENT_PRACTICE.id, 2)])
def test_one_side_alone_shows_no_gap(answer):
    assert assessed(answer).perceptions == ()


def test_who_does_not_know_sees_nothing():
    unknown = said(ACCOUNT, CLIENT_PRACTICE.id, State.DONT_KNOW)
    assert assessed(said(CIO, CLIENT_PRACTICE.id, 2), unknown).perceptions == ()


def test_a_practice_out_of_scope_shows_no_gap():
    answers = both(CLIENT_PRACTICE, 1, 4)
    assert assessed(*answers, scope_decisions=taken_out(CLIENT_PRACTICE.id)).perceptions == ()


def test_a_wide_gap_waits_for_calibration_until_it_is_decided():
    answers = both(CLIENT_PRACTICE, 1, 4)
    waiting = assessed(*answers).perception("domain", DOMAIN)
    settled = assessed(*answers, rating_decisions=(decided(CLIENT_PRACTICE.id, 2),)).perception("domain", DOMAIN)
    assert (waiting.uncalibrated, settled.uncalibrated) == (1, 0)
    assert waiting.signed == settled.signed == -3


# Themes and domains.


def test_signed_gaps_cancel_out_and_absolute_ones_do_not():
    answers = [*both(CLIENT_PRACTICE, 4, 2), *both(PROVIDER_PRACTICE, 2, 4)]
    weights = {CLIENT_PRACTICE.id: 1, PROVIDER_PRACTICE.id: 1}
    for kind, id_ in (("theme", THEME), ("domain", DOMAIN)):
        found = assessed(*answers, practice_weights=weights).perception(kind, id_)
        assert (found.practices, found.signed, found.absolute) == (2, 0, 2)
        assert found.client == found.provider == 3
        assert set(found.kinds) == {SEEN, SELF_FAVOURING}


def test_practices_count_by_their_weights():
    answers = [*both(CLIENT_PRACTICE, 4, 2), *both(PROVIDER_PRACTICE, 2, 3)]
    found = assessed(*answers, practice_weights={CLIENT_PRACTICE.id: 3, PROVIDER_PRACTICE.id: 1})
    theme = found.perception("theme", THEME)
    assert (theme.signed, theme.absolute) == (Fraction(5, 4), Fraction(7, 4))


def test_a_practice_that_weighs_nothing_shows_its_own_gap_alone():
    found = assessed(*both(CLIENT_PRACTICE, 4, 2), practice_weights={CLIENT_PRACTICE.id: 0})
    assert found.perception("practice", CLIENT_PRACTICE.id).signed == 2
    assert found.perception("theme", THEME) is None
    assert found.perception("domain", DOMAIN) is None


@pytest.mark.parametrize(
    ("on_client", "on_provider", "favouring"),
    [
        ((3, 2), (2, 3), True),
        ((3, 2), (2, 2), False),
        ((2, 2), (2, 3), False),
        ((2, 3), (3, 2), False),
        ((3, 2), None, False),
    ],
)
def test_a_theme_is_self_favouring_when_both_sides_are(on_client, on_provider, favouring):
    answers = list(both(CLIENT_PRACTICE, *on_client))
    if on_provider:
        answers += both(PROVIDER_PRACTICE, *on_provider)
    assert (SELF_FAVOURING in assessed(*answers).perception("theme", THEME).kinds) is favouring


# Half widths: the table of methods.md 2.3, on people of whom nothing is known yet.


@pytest.mark.parametrize(("people", "practices", "expected"), [(1, 1, 2.8), (1, 8, 1.7), (4, 1, 1.2), (4, 8, 0.7)])
def test_the_table_of_half_widths_is_met_when_people_differ_as_usual(people, practices, expected):
    margin = style([Shared({str(i): (1, 0.0) for i in range(people)})] * 2, QUESTIONNAIRE.thresholds).margin
    usual = Style(0.5**2, 0.8**2, margin)
    assert usual.half_width(2 / people, 2 / people / practices) == pytest.approx(expected, abs=0.05)


def eight(people):
    """A domain with eight practices of one weight, rated by so many people of each side."""
    practices = [p for p in PRACTICES if QUESTIONNAIRE.theme[p.theme].domain == DOMAIN][:8]
    answers = [*all_say(CLIENTS[:people], practices, 3), *all_say(PROVIDERS[:people], practices, 3)]
    found = assessed(*answers, practice_weights={p.id: 1 for p in practices})
    return found.perception("domain", DOMAIN), found.perception("practice", practices[0].id)


def test_one_person_a_side_gives_the_half_widths_of_the_table():
    domain, practice = eight(1)
    assert domain.practices == 8
    assert domain.half_width == pytest.approx(1.7, abs=0.05)
    assert practice.half_width == pytest.approx(2.8, abs=0.05)


def test_the_more_people_the_smaller_the_gap_that_can_be_told():
    widths = [eight(people)[0].half_width for people in (1, 2, 4, 8)]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 4


# Properties.

gaps = st.lists(st.tuples(st.sampled_from(PRACTICES), st.integers(0, 5), st.integers(0, 5)), max_size=12)


def told(drawn):
    answers = {practice.id: both(practice, client, provider) for practice, client, provider in drawn}
    return [answer for pair in answers.values() for answer in pair]


@given(gaps)
def test_gaps_are_bounded_and_absolute_ones_are_the_larger(drawn):
    for found in assessed(*told(drawn)).perceptions:
        assert -5 <= found.signed <= 5
        assert abs(found.signed) <= found.absolute <= 5
        assert found.signed == found.client - found.provider
        assert found.half_width > 0


@given(gaps, st.randoms())
def test_gaps_do_not_depend_on_the_order_of_answers(drawn, chance):
    answers = told(drawn)
    shuffled = chance.sample(answers, len(answers))
    assert assessed(*shuffled).perceptions == assessed(*answers).perceptions


@given(gaps)
def test_each_practice_is_in_its_theme_and_in_its_domain(drawn):
    found = assessed(*told(drawn)).perceptions
    counts = {kind: sum(each.practices for each in found if each.ref.kind == kind) for kind in ("theme", "domain")}
    practices = [each.ref.id for each in found if each.ref.kind == "practice"]
    assert counts["theme"] == counts["domain"] == len(practices)
    assert practices == [practice.id for practice in PRACTICES if practice.id in practices]


@given(gaps)
def test_exchanging_what_the_sides_say_turns_the_sign_only(drawn):
    there = assessed(*told(drawn)).perceptions
    back = assessed(*told([(practice, provider, client) for practice, client, provider in drawn])).perceptions
    assert [(each.ref, each.signed, each.absolute) for each in back] == [
        (each.ref, -each.signed, each.absolute) for each in there
    ]
