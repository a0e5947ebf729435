from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

import pytest

from questionnaires import LANGUAGES, Side, load
from questionnaires.typography import faults
from reports.document import Heading, KeepTogether, Paragraph, Table, plain
from reports.guides import FEWEST, MOST, build_evidence_list, build_guide, select
from reports.pdf import render_pdf
from scoring.facts import ScopeDecision
from scoring.statements import Kind, Statement
from tests.reports.readers import pdf_pages
from tests.reports.samples import facts_of

QUESTIONNAIRE, FACTS = load(), facts_of("valmeca")
ROLES = [guide.role for guide in QUESTIONNAIRE.guides]
NOW = datetime(2026, 11, 3, tzinfo=UTC)


def ids(practices):
    return [practice.id for practice in practices]


def without(*practice_ids):
    """Return the facts with some practices out of scope."""
    decisions = tuple(ScopeDecision(f"s-{id_}", id_, False, NOW) for id_ in practice_ids)
    return replace(FACTS, scope_decisions=decisions)


def pages(document):
    return pdf_pages(render_pdf(document))


def words(text):
    """Return a text as paper gives it back, on one line and with plain spaces."""
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_every_role_has_a_guide():
    assert sorted(ROLES) == sorted(role.id for role in QUESTIONNAIRE.roles)


@pytest.mark.parametrize("role", ROLES)
def test_four_to_six_practices_of_the_roles_side_and_themes_are_to_cover(role):
    found = select(QUESTIONNAIRE, FACTS, role)
    themes = next(guide.themes for guide in QUESTIONNAIRE.guides if guide.role == role)
    side = QUESTIONNAIRE.role[role].side
    asked = [practice for practice in QUESTIONNAIRE.practices if practice.theme in themes and practice.side is side]
    assert sorted(ids(found.to_do + found.if_time)) == sorted(ids(asked))
    assert min(FEWEST, len(asked)) <= len(found.to_do) <= MOST
    assert all(a.weight >= b.weight for a in found.to_do for b in found.if_time)


def test_equals_go_together_while_there_is_room():
    assert [practice.weight for practice in select(QUESTIONNAIRE, FACTS, "cio").to_do] == [3] * 4
    assert [practice.weight for practice in select(QUESTIONNAIRE, FACTS, "contract").to_do] == [3, 3, 2, 2, 2, 2]


def test_critical_practices_come_before_their_equals():
    to_do = select(QUESTIONNAIRE, FACTS, "operations").to_do
    assert [practice.critical for practice in to_do] == [True] * 4 + [False] * 2


def test_weights_of_the_engagement_and_its_scope_count():
    heavier = replace(FACTS, practice_weights={"IND-PRF-C1": 9, "REL-TRU-C1": 0})
    found = select(QUESTIONNAIRE, heavier, "cio")
    assert found.to_do[0].id == "IND-PRF-C1"
    assert "REL-TRU-C1" not in ids(found.to_do + found.if_time)
    assert "PRC-CHM-C1" not in ids(select(QUESTIONNAIRE, without("PRC-CHM-C1"), "project").to_do)


def test_a_tower_out_of_scope_takes_its_practices_along():
    out = tuple(
        Statement(f"t-{tower.id}", Kind.TOWER, tower.id, {"in_scope": False}, NOW)
        for tower in QUESTIONNAIRE.towers
        if "PRC-AMS-C1" in tower.practices
    )
    assert out
    assert "PRC-AMS-C1" not in ids(select(QUESTIONNAIRE, replace(FACTS, statements=out), "application").to_do)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_says_all_that_a_practice_is_asked_with(language):
    document = build_guide(QUESTIONNAIRE, FACTS, "operations", language)
    text = words(document.text)
    found = select(QUESTIONNAIRE, FACTS, "operations")
    for practice in found.to_do + found.if_time:
        for said in (practice.name[language], practice.why[language], *practice.probes[language]):
            assert words(said) in text
        for said in (*practice.evidence[language], *(anchor[language] for anchor in practice.levels)):
            assert f"{words(said)}" in text
    for item in QUESTIONNAIRE.agenda:
        assert words(item.name[language]) in text
        assert words(item.say[language]) in text


def test_the_agenda_tells_the_minutes():
    document = build_guide(QUESTIONNAIRE, FACTS, "cio", "fr")
    agenda = next(block for block in document.blocks if isinstance(block, Table))
    assert [plain(row.cells[0]) for row in agenda.rows] == [
        *("0 à 5", "5 à 15", "15 à 50", "50 à 60", "60 à 70", "70 à 75"),
    ]


def test_a_card_has_lines_to_write_on_and_fewer_if_time_remains():
    cards = [
        block for block in build_guide(QUESTIONNAIRE, FACTS, "cio", "fr").blocks if isinstance(block, KeepTogether)
    ]
    lines = [[len(block.rows) for block in card.blocks if isinstance(block, Table)] for card in cards]
    assert lines == [[9, 9]] * 4 + [[9]] * 3 + [[2, 2]] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_cover_has_a_page_each_and_the_rest_half_a_one(language):
    for role in ROLES:
        found = select(QUESTIONNAIRE, FACTS, role)
        document = build_guide(QUESTIONNAIRE, FACTS, role, language)
        assert len(pages(document)) == 2 + len(found.to_do) + ceil(len(found.if_time) / 2), role


def test_a_role_without_a_practice_in_scope_is_still_met():
    document = build_guide(QUESTIONNAIRE, without("REL-CHA-C1"), "works-council", "fr")
    assert "Aucune pratique de ce rôle n’est dans le périmètre" in document.text
    assert [heading.anchor for heading in document.headings] == ["guide", "practices", "end"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", Side)
def test_a_request_asks_for_every_item_by_domain_and_practice(side, language):
    document = build_evidence_list(QUESTIONNAIRE, FACTS, side, language)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    told = [plain(row.cells[0]) for table in tables for row in table.rows]
    expected = [
        text
        for practice in QUESTIONNAIRE.practices
        if practice.side is side
        for text in (practice.name[language], *practice.evidence[language])
    ]
    assert sorted(told) == sorted(expected)
    assert [block.text for block in document.blocks if isinstance(block, Heading)][1:] == [
        domain.name[language] for domain in QUESTIONNAIRE.domains
    ]
    assert all(len(table.header) == 4 for table in tables)


def test_a_request_leaves_out_what_is_out_of_scope():
    out = [practice.id for practice in QUESTIONNAIRE.practices if practice.side is Side.PROVIDER]
    name = QUESTIONNAIRE.practice[out[0]].name.fr
    document = build_evidence_list(QUESTIONNAIRE, without(out[0]), Side.PROVIDER, "fr")
    assert name not in document.text
    nothing = build_evidence_list(QUESTIONNAIRE, without(*out), Side.PROVIDER, "fr")
    assert "Chez Norvexia, aucune pratique n’est dans le périmètre." in nothing.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_are_typeset_and_the_same_bytes_each_time(language):
    for document in (
        build_guide(QUESTIONNAIRE, FACTS, "works-council", language),
        build_evidence_list(QUESTIONNAIRE, FACTS, Side.CLIENT, language),
    ):
        texts = [plain(block.text) for block in document.walk() if isinstance(block, Paragraph)]
        assert [(text, faults(text, language)) for text in texts if faults(text, language)] == []
        assert render_pdf(document) == render_pdf(document)


def test_a_guide_names_the_person_to_meet_by_role_only():
    first = words(pages(build_guide(QUESTIONNAIRE, FACTS, "delivery", "fr"))[0])
    lead = "Responsable opérationnel de compte, chez Norvexia. 75 minutes : 4 pratiques à traiter, 9 autres"
    assert lead in first
