"""The report as a document: what a decision-maker reads, in which order, and what is never in it."""

import dataclasses
import io
import json
import zipfile
from datetime import UTC, datetime
from fractions import Fraction

import pypdf
import pytest
from PIL import Image
from pptx import Presentation

from questionnaires import LANGUAGES, Side, load
from reports.document import Callout, Figure, Heading, KeyValues, Table
from reports.html import render_html
from reports.narrative import build_document
from reports.orders import Confidentiality, ParagraphText
from reports.orders import Words as OrderWords
from reports.pdf import render_pdf
from reports.slides import render_pptx
from reports.typeface import coded
from reports.word import render_docx
from scoring import assessment
from scoring.facts import Judgements, Readiness, ScopeDecision
from scoring.statements import Kind, Statement
from tests.reports.readers import pdf_pages
from tests.reports.samples import FOLDER, facts_of

PROFILES = {"valmeca": ("85", "Norvexia"), "val-dore": ("71", "Talveris"), "hexalis": ("", "Orvanis")}


@dataclasses.dataclass(frozen=True)
class Words:
    """What an engagement says in words."""

    question: str = ""
    client_description: str = ""
    provider_description: str = ""
    reasons: dict = dataclasses.field(default_factory=dict)
    judgements: dict = dataclasses.field(default_factory=dict)


def report(facts, language="fr", words=None, audience="full"):
    return build_document(load(), facts, assessment(load(), facts), language, words or Words(), audience)


def pages(document):
    return pdf_pages(render_pdf(document))


def headings(document):
    return [heading.text for heading in document.headings if heading.level == 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROFILES)
def test_the_answer_stands_on_one_page_with_its_share_and_its_advice(name, language):
    document = report(facts_of(name), language)
    share, provider = PROFILES[name]
    advice, following = headings(document)[:2]
    texts = pages(document)
    page = next(i for i, text in enumerate(texts) if i > 1 and advice[:30] in text.replace("\n", " "))
    assert share in texts[page]
    assert provider in texts[page]
    assert following in texts[page + 1]


def test_sections_come_in_the_order_a_decision_maker_reads():
    assert [heading.anchor for heading in report(facts_of("valmeca")).headings if heading.level == 1] == [
        "answer",
        "strengths",
        "maturity",
        "perception",
        "causes",
        "inheritance",
        "motives",
        "options",
        "recommendation",
        "plan",
        "readiness",
        "calendar",
        "unknown",
        "annex",
        "annex-registers",
        "annex-assumptions",
    ]


def test_nobody_is_named_and_nothing_that_was_said_is_quoted():
    raw = json.loads((FOLDER / "valmeca.json").read_text("utf-8"))
    names = [person["name"] for person in raw["persons"]]
    comments = [answer["comment"] for answer in raw["answers"] if answer["comment"]]
    text = report(facts_of("valmeca")).text
    assert not [said for said in (*names, *comments) if said in text]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_motives_say_how_many_hold_them_and_never_which_roles(name, language):
    heard = {motive.heard[language] for motive in load().motives}
    tables = [block for block in report(facts_of(name), language).walk() if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows if row.cells[0] in heard]
    roles = [role.name[language] for role in load().roles]
    assert rows
    assert not [role for role in roles for row in rows for cell in row.cells if role in cell]


def test_an_empty_engagement_gives_a_draft_without_any_invented_figure():
    facts = dataclasses.replace(
        facts_of("valmeca"), answers=(), rating_decisions=(), judgements=Judgements(), readiness=Readiness()
    )
    document = report(facts)
    assert document.meta.draft
    assert headings(document)[0] == "Pas assez d’éléments pour conseiller."
    ratings = [table for table in document.walk() if isinstance(table, Table) and table.header[:1] == ("Pratique",)]
    assert {row.cells[1] for table in ratings for row in table.rows if len(row.cells) > 1} == {"non évalué"}
    assert all(pages(document))


def test_everything_out_of_scope_is_said_with_its_reasons():
    decided_at = facts_of("valmeca").rating_decisions[0].decided_at
    decisions = tuple(ScopeDecision(p.id, p.id, False, decided_at) for p in load().practices)
    facts = dataclasses.replace(facts_of("valmeca"), scope_decisions=decisions)
    words = Words(reasons={p.id: f"Sans objet, {p.id}" for p in load().practices})
    text = report(facts, words=words).text
    assert all(f"Sans objet, {p.id}" in text for p in load().practices)
    assert "Pas assez d’éléments pour conseiller." in text


def test_what_a_tower_takes_out_of_scope_is_said_with_its_tower():
    said = Statement("ams", Kind.TOWER, "ams", {"in_scope": False}, facts_of("valmeca").rating_decisions[0].decided_at)
    facts = dataclasses.replace(facts_of("valmeca"), statements=(said,))
    name, tower = load().practice["PRC-AMS-C1"].name.en, "Application maintenance"
    assert f"{name}. Out of scope: {tower}." in report(facts, "en").text


def test_each_judgement_is_printed_with_why_it_is_so():
    words = Words(judgements={"need": "Deux besoins écrits.", "readiness": "Pas d’inventaire."})
    text = report(facts_of("valmeca"), words=words).text
    assert "Deux besoins écrits." in text
    assert "Pas d’inventaire." in text


def test_a_rating_from_one_voice_prints_as_a_dash():
    facts = facts_of("valmeca")
    kept = next(a for a in facts.answers if a.practice_id == "REL-TRU-C1" and a.level is not None)
    alone = dataclasses.replace(kept, backing="said", follows_id=None)
    facts = dataclasses.replace(
        facts,
        answers=(*(a for a in facts.answers if a.practice_id != "REL-TRU-C1"), alone),
        rating_decisions=tuple(d for d in facts.rating_decisions if d.practice_id != "REL-TRU-C1"),
    )
    name = load().practice["REL-TRU-C1"].name.fr
    tables = [block for block in report(facts).walk() if isinstance(block, Table)]
    row = next(row for table in tables for row in table.rows if row.cells[0] == name)
    assert set(row.cells[1:]) == {"–"}


@pytest.mark.parametrize(
    "hostile",
    ["<b>Müller & Söhne</b>", "=SUM(A1)", "مؤسسة", "株式会社", "Ł😀ź", "«\u202f№ 5\u202f»", "a" * 300, "{client}"],
)
def test_any_name_is_printed_as_text(hostile):
    document = report(dataclasses.replace(facts_of("valmeca"), client=hostile), audience="summary")
    assert hostile in document.text
    printed = "".join("".join(pages(document)).split())
    assert "".join(coded(hostile).split())[:40] in printed


def test_every_heading_has_its_own_anchor():
    anchors = [block.anchor for block in report(facts_of("val-dore")).walk() if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors))


def tables_with(document, header):
    return [block for block in document.blocks if isinstance(block, Table) and header in block.header]


def said(kind, subject, value):
    moment = datetime(2026, 11, 20, 10, tzinfo=UTC)
    return Statement(f"{kind}-{subject}", kind, subject, value, moment)


def test_motives_are_told_with_how_many_hold_them_and_how_far_they_are_established():
    loud = {"holders": 2, "who": ("cio", "provider"), "intensity": 3, "confirmation": Fraction(0)}
    proven = {"holders": 4, "who": (), "intensity": 3, "confirmation": Fraction(1)}
    statements = (said(Kind.MOTIVE, "MO-08", loud), said(Kind.MOTIVE, "MO-05", proven))
    (table,) = tables_with(report(dataclasses.replace(facts_of("valmeca"), statements=statements)), "Porté par")
    need, trust = (row.cells for row in table.rows)
    assert need[1:] == ("4 personnes", "3 sur 3", "confirmé", "100")
    assert trust[1] == "2 personnes"
    assert trust[3:] == ("perçu, non établi", "0")


def test_a_question_passed_over_is_said():
    statements = (said(Kind.SEED, "2", {"choice": None, "skipped": True}),)
    text = " ".join(pages(report(dataclasses.replace(facts_of("valmeca"), statements=statements)))).replace("\n", " ")
    assert "Question passée" in text
    assert "besoin nouveau" in text


def test_rules_that_hold_are_told_with_their_reference_and_the_depth_they_rest_on():
    statements = (said(Kind.FRAMING, "personal_data_processed", {"value": True}),)
    document = report(dataclasses.replace(facts_of("valmeca"), statements=statements))
    (table,) = tables_with(document, "Imposé par")
    imposed = [row.cells[1] for row in table.rows]
    assert any("2016/679" in reference for reference in imposed)
    assert "conseil de proportion" in imposed
    assert "repose sur le mode Standard" in " ".join(pages(document)).replace("\n", " ")


# For whom.


def client_only(facts, language):
    """What the provider's edition may not say: options, motives, money, criteria, the tender file, weights."""
    questionnaire = load()
    texts = [option.name for option in questionnaire.options] + [motive.heard for motive in questionnaire.motives]
    texts += [motive.name for motive in questionnaire.motives] + [item.name for item in questionnaire.readiness]
    texts += [criterion.name for criterion in questionnaire.criteria] + [line.name for line in questionnaire.cost_lines]
    words = {
        "fr": (
            "€",
            "remettre en concurrence",
            "consultation",
            "réinternalis",
            "option",
            "successeur",
            "prestataire parfait",
        ),
        "en": ("€", "retender", "tender", "insourc", "option", "successor", "perfect provider"),
    }
    return [text[language] for text in texts] + list(words[language])


def everything(document):
    """All that a document says, all that its charts hold and its metadata included, in lower case."""
    parts = [document.title, document.subtitle, document.text, str(document.meta)]
    for block in document.walk():
        if isinstance(block, Figure):
            parts += [str(block.chart), *(cell for row in block.chart.table().rows for cell in row)]
    return "\n".join(parts).lower()


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_provider_s_edition_says_nothing_that_is_the_client_s_alone(name, language):
    facts = facts_of(name)
    secret = "Le client pense à partir."
    moment = facts.rating_decisions[0].decided_at
    facts = dataclasses.replace(facts, scope_decisions=(ScopeDecision("1", "IND-UXV-C1", False, moment),))
    words = Words(secret, secret, secret, {"1": secret, "IND-UXV-C1": secret}, {"need": secret})
    said = everything(report(facts, language, words, "provider"))
    catalogue = "\n".join(
        text.lower()
        for practice in load().practices
        for text in (practice.name[language], *(practice.actions[side].do[language] for side in Side))
    )
    catalogue += "\n".join(index.name[language].lower() for index in load().indices)
    forbidden = [text.lower() for text in client_only(facts, language) if text.lower() not in catalogue]
    assert not [text for text in forbidden if text in said]
    assert secret.lower() not in said
    assert facts.provider.lower() in said


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_one_page_with_the_advice_its_cost_its_risk_and_the_next_date(name, language):
    document = report(facts_of(name), language, audience="summary")
    (page,) = pages(document)
    assert {"fr": "Personnes entendues", "en": "People heard"}[language] in page
    keys = [key for block in document.walk() if isinstance(block, KeyValues) for key, _ in block.pairs]
    assert len(keys) >= 4
    assert all(key.replace("\u202f", " ") in page.replace("\xa0", " ").replace("\n", " ") for key in keys)


def test_the_consultant_s_words_stand_at_the_head_of_their_section_and_stale_ones_say_so():
    @dataclasses.dataclass(frozen=True)
    class Written(Words):
        paragraphs: dict = dataclasses.field(default_factory=dict)

    written = {"plan": ParagraphText("Commencez par nommer.", False), "causes": ParagraphText("Vieux.", True)}
    words = Written(paragraphs=written)
    document = report(facts_of("valmeca"), words=words)
    notes = {block.text: block.title for block in document.walk() if isinstance(block, Callout)}
    assert notes["Commencez par nommer."] == "Les mots du consultant"
    assert "avant les derniers chiffres" in notes["Vieux."]
    assert "Commencez" not in report(facts_of("valmeca"), words=words, audience="provider").text


def signed():
    """A report with its authors, its mark and a logo."""
    target = io.BytesIO()
    Image.new("RGB", (600, 100), "#114466").save(target, "PNG")
    words = OrderWords("", "", "", {}, {}, {}, "Jeanne Marty", Confidentiality.RESTRICTED, target.getvalue())
    return report(facts_of("valmeca"), words=words)


def test_the_cover_is_signed_and_every_page_says_how_far_it_may_go():
    document = signed()
    texts = pages(document)
    assert "Jeanne Marty" in texts[0]
    assert all("Diffusion restreinte" in text for text in texts)


def test_every_format_shows_the_logo_once():
    whole = signed()
    document = dataclasses.replace(whole, blocks=whole.blocks[:3])
    printed = pypdf.PdfReader(io.BytesIO(render_pdf(document)))
    assert [len(page.images) for page in printed.pages[:2]] == [1, 0]
    assert render_html(document).count(b"data:image/png;base64,") == 1
    slide = Presentation(io.BytesIO(render_pptx(document))).slides[0]
    assert [shape.name for shape in slide.shapes].count("logo") == 1
    with zipfile.ZipFile(io.BytesIO(render_docx(document))) as file:
        assert file.read("word/document.xml").count(b'name="Logo"') == 2


def test_the_contents_of_a_long_report_take_one_page():
    texts = pages(report(facts_of("valmeca")))
    assert texts[1].count("Sommaire") == 1
    assert "Rester avec Norvexia" in texts[2]
