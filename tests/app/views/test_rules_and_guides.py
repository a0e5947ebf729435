"""Rules for whoever reads law, and what a consultant takes to an interview."""

import re

import pytest

from questionnaires import load


def test_every_rule_is_told_in_both_languages(reader):
    page = reader.get("/rules").text
    for rule in load().rules:
        assert f'id="{rule.id}"' in page
        assert page.count(f'id="{rule.id}"') == 1
    assert page.count('<div lang="fr">') == page.count('<div lang="en">') == len(load().rules)


def test_rules_of_an_engagement_say_whether_they_hold_and_what_is_missing(reader, base):
    page = reader.get(f"{base}/rules").text
    assert '<span class="tag strong">remplie</span>' in page
    held = re.search(r'id="SEC-01".*?</article>', page, re.S)[0]
    assert "non établie" in held
    assert "Il manque\u202f:" in held
    assert "Êtes-vous une entité essentielle ou importante au sens de NIS2" in held


def test_rules_that_hold_are_told_with_options_as_imposed(reader, base):
    page = reader.get(f"{base}/options").text
    assert "Les règles qui s’appliquent" in page
    assert "Règlement (UE) 2016/679 (RGPD)" in page
    assert "Les mécanismes en vigueur pèsent" in page


def test_a_guide_is_read_in_the_language_of_the_person_met(consultant, base):
    french, english = (consultant.get(f"{base}/guides/cio?lang={code}").text for code in ("fr", "en"))
    questionnaire = load()
    agenda = questionnaire.agenda[0]
    assert agenda.name["fr"] in french
    assert agenda.name["en"] in english
    assert '<html lang="fr">' in english


@pytest.mark.parametrize("address", ["guides/nobody", "guides/nobody.pdf", "guides/cio?lang=xx", "guides/evidence/us"])
def test_a_guide_that_does_not_exist_is_not_found(consultant, base, address):
    assert consultant.get(f"{base}/{address}").status_code == 404


@pytest.mark.parametrize("paper", ["guides/cio.pdf?lang=en", "guides/evidence/provider.pdf?lang=fr"])
def test_guides_and_requests_are_printed(consultant, base, paper):
    answer = consultant.get(f"{base}/{paper}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=vis-a-vis-")


def test_a_reader_opens_no_guide(reader, base):
    assert reader.get(f"{base}/guides").status_code == 403
