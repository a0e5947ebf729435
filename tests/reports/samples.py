"""Samples for the tests of reports: the facts of an engagement, every kind of chart, a whole report."""

from datetime import date
from functools import cache
from pathlib import Path

from app.engagement_file import decode, to_facts
from questionnaires import Side, load
from reports import charts
from reports.document import (
    Align,
    Bullets,
    Callout,
    Column,
    Cover,
    Document,
    DocumentMeta,
    FacingLists,
    Figure,
    Heading,
    KeyValues,
    Labels,
    Paragraph,
    Row,
    RowStyle,
    Span,
    Style,
    Table,
)
from reports.document import PageBreak as NewPage
from reports.language import Language
from scoring import assess, decide

FOLDER = Path(__file__).parents[2] / "app" / "demonstrations"


@cache
def facts_of(name):
    """Return the facts of a demonstration engagement."""
    return to_facts(decode((FOLDER / f"{name}.json").read_bytes()))


def meta(**changes):
    """Return the facts about a report, in French."""
    values = {
        "client": "Valmeca",
        "provider": "Norvexia",
        "as_of": date(2026, 11, 30),
        "as_of_label": "30 novembre 2026",
        "digest": "7c1e40b9" * 8,
        "version": "0.1.0",
        "questionnaire": "1.0",
        "audience": "full",
        "labels": Labels(
            running_left="Évaluation n° 2, 30 novembre 2026",
            running_right="Pour la direction de Valmeca",
            contents="Sommaire",
            page="page {page} sur {pages}",
            draft="Projet",
            characters="Caractères absents des polices, écrits par leur code : {codes}.",
        ),
    }
    return DocumentMeta(**(values | changes))


def letter(*blocks, **changes):
    """Return a small document around some blocks."""
    language = changes.pop("language", "fr")
    return Document("Rapport", "Évaluation de la relation", language, meta(**changes), blocks)


def charts_of(name, code="fr"):
    """Return every kind of chart of a demonstration engagement."""
    language, questionnaire, facts = Language(code), load(), facts_of(name)
    maturity = assess(questionnaire, facts)
    decision = decide(questionnaire, facts, maturity)
    notes = {o.option_id: "exclue aujourd’hui : il manque des points" for o in decision.options if not o.admitted}
    return (
        charts.mirror_bars(questionnaire, facts, maturity, language, themes=False),
        charts.mirror_bars(questionnaire, facts, maturity, language),
        charts.step_rows(questionnaire, facts, maturity, language),
        charts.inheritance_bar(facts, maturity, language),
        charts.inheritance_rows(questionnaire, facts, maturity, language),
        charts.input_bars(questionnaire, facts, maturity, language, limit=7),
        charts.paired_dots(questionnaire, facts, maturity, language, limit=12),
        charts.option_dots(questionnaire, decision, language, notes),
        charts.criterion_heat(questionnaire, decision, language),
        charts.timeline(questionnaire, facts, decision, language),
        charts.readiness_bar(questionnaire, facts, decision, language),
        charts.procedure_mirror(questionnaire, facts, language),
        charts.indicator_bars(questionnaire, facts, language),
        charts.practice_heat(questionnaire, facts, maturity, language),
        charts.dependency_map(questionnaire, facts, maturity, language),
        charts.motive_map(questionnaire, facts, language),
        charts.perception_dots(questionnaire, facts, maturity, language),
        charts.option_ranges(questionnaire, decision, language, notes=notes),
        charts.cost_ranges(questionnaire, decision, language),
        charts.rank_heat(questionnaire, decision, language),
        charts.tornado(questionnaire, decision, language),
        charts.saving_curves(questionnaire, facts, decision, language),
        charts.roadmap(questionnaire, facts, decision.plan, language),
    )


def report(name="valmeca"):
    """Return a report of about twenty pages with every kind of block and of chart."""
    mirror, themes, steps, stacked, waiting, inputs, pairs, options, heat, calendar, *others = charts_of(name)
    return letter(
        Cover(
            "Faut-il changer de contrat, de prestataire, ou de manière de travailler ?",
            "Rester avec Norvexia et améliorer ensemble",
            (("Évaluation", "n° 2, arrêtée le 30 novembre 2026"), ("Questionnaire", "1.0"), ("Empreinte", "7c1e 40b9")),
            "Réservé à la direction de Valmeca. Ne pas transmettre à Norvexia.",
        ),
        Paragraph("Faut-il changer de contrat, de prestataire, ou de manière de travailler ?", Style.SMALL),
        Heading(1, "Rester avec Norvexia et améliorer ensemble pendant douze mois, avec un avenant limité."),
        Paragraph((Span("Avis net.", strong=True), Span(f" {_LEAD}")), Style.LEAD),
        Heading(2, "Ce qu’un successeur trouverait"),
        Paragraph(_SHARE, Style.STRONG),
        Figure(stacked, "Cela ne dit pas qui est en faute.", titled=False),
        Heading(2, "La maturité des deux côtés"),
        Figure(mirror, titled=False),
        Heading(2, "À condition que"),
        FacingLists("Valmeca", "Norvexia", _CLIENT, _PROVIDER),
        Callout("Ce que l’avis suppose", "Si Valmeca ne peut pas nommer ce responsable, aucune option ne marche."),
        NewPage(),
        Heading(1, "La maturité en détail"),
        Figure(themes),
        Heading(2, "Pourquoi niveau 1 et niveau 2"),
        Figure(steps),
        Heading(2, "Ce que chacun voit"),
        Figure(pairs),
        Heading(1, "Ce qui manque, et pourquoi"),
        Figure(waiting),
        Heading(2, "Ce que Valmeca peut réparer d’abord"),
        Figure(inputs),
        Heading(1, "Les options"),
        Figure(options),
        Figure(heat),
        Figure(calendar),
        Heading(2, "Ce que cela coûte, sur quatre ans"),
        Table(
            (
                Row(("Rester",), RowStyle.GROUP),
                Row(("Rester et améliorer", "+0,1 M€", "−0,3 à +0,3"), RowStyle.STRONG),
                Row(("Renégocier, avenanter", "0,0 M€", "−0,4 à +0,3")),
                Row(("Remettre en concurrence (exclu)", "+0,9 M€", "+0,2 à +2,4"), RowStyle.MUTED),
            ),
            ("Option", "Coût net", "Plage"),
            (Column(3), Column(1, Align.RIGHT), Column(1.2, Align.RIGHT)),
            "Coût net par rapport à ne rien changer",
        ),
        Heading(2, "Comment lire"),
        Bullets(_CLIENT),
        KeyValues((("Personnes interrogées", "dix chez Valmeca, sept chez Norvexia"), ("Couverture", "58 sur 58"))),
        Heading(1, "Annexe : les autres figures"),
        *(Figure(chart) for chart in others),
        Heading(1, "Annexe : les cotes"),
        Table(_annex(), ("Pratique", "Côté", "Cote", "Preuve", "Ce qui la fonde"), _ANNEX_COLUMNS),
    )


_LEAD = (
    "Rester est très probablement le meilleur choix : plus de 9 combinaisons de poids et de prévisions sur 10. "
    "Vous gardez la possibilité de partir, à moindre coût et à moindre risque."
)
_SHARE = (
    "85 % de ce qui manque à Norvexia resterait avec n’importe quel successeur, tant que Valmeca n’a pas fourni "
    "ce qu’elle seule peut fournir."
)
_CLIENT = (
    "nomme un responsable de contrat et de service à plein temps",
    "valide les consignes d’exploitation de 20 applications critiques au 31 mai 2027",
    "annonce les arrivées à temps, fixe le gel, signe les recettes",
)
_PROVIDER = (
    "nomme un responsable de prestation pour 24 mois, avec recouvrement",
    "rédige les consignes, refuse une mise en production sans dossier",
)
_ANNEX_COLUMNS = (Column(2.2), Column(0.9), Column(0.6, Align.RIGHT), Column(0.8, Align.CENTRE), Column(4))


def _annex():
    """Return one row a practice, with what its anchors say."""
    sides = {Side.CLIENT: "Valmeca", Side.PROVIDER: "Norvexia"}
    return tuple(
        Row((p.name.fr, sides[p.side], str(index % 4), "ABCD"[index % 4], f"{p.why.fr} {p.levels[index % 4].fr}"))
        for index, p in enumerate(load().practices)
    )
