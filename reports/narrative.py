"""An assessment becomes a document: the sections, in the order in which a decision-maker reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questionnaires import Questionnaire, Side
from questionnaires.rules import Rule
from reports import charts, verdicts
from reports.annexes import annex
from reports.chapters import (
    causes,
    certainty,
    options_in_figures,
    perception,
    plan,
    readiness,
    recommendation,
    strengths,
)
from reports.document import (
    Align,
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    DocumentMeta,
    FacingLists,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    Labels,
    PageBreak,
    Paragraph,
    Row,
    RowStyle,
    Span,
    Style,
    Table,
)
from reports.language import NONE, Language
from reports.publishing import withheld
from reports.registers import assumptions, registers
from reports.sentences import Sentences
from reports.story import FULL, PROVIDER, SUMMARY, Story, Words
from scoring import Assessment, Facts
from scoring.motives import MotiveStrength, motive_strengths
from scoring.results import OptionResult, SideScore
from scoring.statements import Kind, latest

DIGEST_SHOWN = 8
"""Characters of a digest that paper prints."""

FLIPS_ON_PAGE_ONE, FINDINGS_ON_PAGE_ONE, CONDITIONS_ON_PAGE_ONE = 1, 2, 2
MOTIVE_COLUMNS = ("motive", "holders", "intensity", "established", "strength")
WAITING_SHOWN, INPUTS_SHOWN, OTHER_WAY_SHOWN = 14, 8, 6


AUDIENCES = {FULL: "audience", PROVIDER: "audience_provider", SUMMARY: "audience_summary"}
"""The phrase that names each audience."""

Section = Callable[[Story], Iterator[Block]]


def build_document(
    questionnaire: Questionnaire,
    facts: Facts,
    assessment: Assessment,
    language: str,
    words: Words,
    audience: str = FULL,
) -> Document:
    """Return the report of an assessment for an audience: "full", "provider" or "summary", in one language."""
    spoken = Language(language)
    say = Sentences(questionnaire, facts, assessment, spoken)
    hidden = withheld(questionnaire, assessment.maturity)
    story = Story(questionnaire, facts, assessment, spoken, words, say, hidden, audience)
    blocks = tuple(
        block
        for anchor, section, audiences in SECTIONS
        if audience in audiences
        for block in _headed(story, anchor, section(story))
    )
    return Document(
        title=story.phrase("title" if story.whole else "title_provider"),
        subtitle=story.phrase("subtitle"),
        language=language,
        meta=_meta(story),
        blocks=blocks,
    )


def _headed(story: Story, anchor: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield a section with the consultant's own words under its title."""
    written = story.written(anchor)
    for block in blocks:
        yield block
        if written is not None and isinstance(block, Heading) and block.level == 1:
            yield written
            written = None


def _meta(story: Story) -> DocumentMeta:
    """Say whose report it is and what it can be computed again from."""
    as_of = story.phrase("as_of", date=story.language.date(story.facts.as_of))
    audience = story.phrase(AUDIENCES[story.audience])
    return DocumentMeta(
        client=story.facts.client,
        provider=story.facts.provider,
        as_of=story.facts.as_of,
        as_of_label=as_of,
        digest=story.assessment.digest,
        version=story.assessment.questionnaire_version,
        questionnaire=story.phrase(
            "questionnaire",
            version=story.assessment.questionnaire_version,
            digest=story.assessment.questionnaire_digest[:DIGEST_SHOWN],
        ),
        audience=audience,
        labels=Labels(
            running_left=as_of,
            running_right=audience,
            contents=story.phrase("contents"),
            page=story.phrase("page", page="{page}", pages="{pages}"),
            draft=story.phrase("draft"),
            characters=story.phrase("characters", codes="{codes}"),
            continued=story.phrase("continued"),
        ),
        draft=story.assessment.decision.recommendation.option is None,
        mark=_mark(story),
    )


def _mark(story: Story) -> str:
    """Return how far the report may go, as the consultant marked it; empty without a mark."""
    found = getattr(story.words, "confidentiality", None)
    return story.phrase(f"mark_{found}") if found else ""


def cover(story: Story) -> Iterator[Block]:
    """Who, what, when, and from what; the provider's edition asks no question about options."""
    say = story.say
    mode = next(mode for mode in story.questionnaire.modes if mode.id == story.facts.mode)
    digest = story.assessment.digest[:DIGEST_SHOWN]
    # What the consultant writes of each organisation is for the client: the provider's edition has facts only.
    descriptions = (
        ("client", story.words.client_description),
        ("provider", story.words.provider_description),
    )
    facts = (
        *(descriptions if story.whole else ()),
        ("authors", getattr(story.words, "authors", "")),
        ("mark", _mark(story)),
        ("respondents", _heard(story)),
        ("coverage", _rated(story)),
        ("mode", story.language.text(mode.name)),
        ("questionnaire", _meta(story).questionnaire),
        ("digest", digest),
    )
    title = story.phrase("title" if story.whole else "title_provider")
    yield Cover(
        question=(story.words.question or say.question()) if story.whole else story.phrase("question_provider"),
        title=title,
        facts=tuple((story.phrase(f"fact_{key}"), text) for key, text in facts if text),
        notice=story.phrase("confidential" if story.whole else "confidential_provider"),
        logo=getattr(story.words, "logo", b""),
    )


def _heard(story: Story) -> str:
    """Say how many people were heard on each side."""
    heard = story.assessment.maturity.respondents
    return story.phrase("respondents", **{f"{side}_count": story.language.integer(heard[side]) for side in Side})


def _rated(story: Story) -> str:
    """Say how many practices are rated on each side."""
    sides = story.assessment.maturity.sides
    return story.phrase("coverage", **{f"{side}_coverage": story.say.coverage(sides[side].score) for side in Side})


def answer(story: Story) -> Iterator[Block]:
    """The answer on one page: advice, how sure, what a successor finds, both sides, conditions, next date."""
    say, recommendation, language = story.say, story.assessment.decision.recommendation, story.language
    chart = (story.facts, story.assessment.maturity, language)
    if story.audience != SUMMARY:
        yield PageBreak()
    yield Paragraph(say.question(), Style.SMALL)
    yield Heading(1, say.advice(), "answer")
    if recommendation.option is None:
        yield story.heading(3, "missing")
        yield from _missing(story)
    else:
        # The advice, when it is a toss-up, names both options; then what separates them, and the step both need.
        yield from _optional(" ".join(verdicts.toss_up(say)[1:]))
        for text in verdicts.gravest(say)[:FINDINGS_ON_PAGE_ONE]:
            yield Paragraph((Span(text, strong=True),))
        yield from certainty(story)
    yield story.heading(3, "successor")
    yield Paragraph(say.inherited(), Style.STRONG)
    yield Figure(charts.inheritance_bar(*chart), titled=False)
    yield from _optional(say.inherited_points(), Style.SMALL)
    yield Heading(3, story.phrase("both_sides"), "answer-sides")
    yield Figure(charts.mirror_bars(story.questionnaire, *chart, themes=False), titled=False)
    if recommendation.option is not None:
        yield story.heading(3, "conditions")
        yield _conditions(story)
    glance = (
        ("cost", verdicts.cost(say)),
        ("risk", verdicts.risk(say)),
        ("nothing", verdicts.nothing_done(say)),
        ("flips", " ".join(say.flips()[:FLIPS_ON_PAGE_ONE])),
        ("next", " ".join(say.dates())),
    )
    yield Heading(3, story.phrase("glance"), "when")
    yield KeyValues(tuple((story.phrase(f"glance_{key}"), text) for key, text in glance if text))
    if recommendation.option is not None:
        yield Paragraph(story.phrase("heard_and_rated", respondents=_heard(story), coverage=_rated(story)), Style.SMALL)


def _optional(text: str | None, style: Style = Style.BODY) -> Iterator[Block]:
    """A paragraph when there is something to say."""
    if text:
        yield Paragraph(text, style)


def _missing(story: Story) -> Iterator[Block]:
    """What must come before any advice."""
    yield Bullets((*story.say.missing(), *verdicts.to_complete(story.say)))


def _conditions(story: Story) -> FacingLists:
    """What each side must do, face to face."""
    return FacingLists(
        story.facts.client,
        story.facts.provider,
        story.say.conditions(Side.CLIENT)[:CONDITIONS_ON_PAGE_ONE],
        story.say.conditions(Side.PROVIDER)[:CONDITIONS_ON_PAGE_ONE],
    )


def both_sides(story: Story) -> Iterator[Block]:
    """Two-sided maturity: figures, themes, steps, named indices."""
    maturity, say, language = story.assessment.maturity, story.say, story.language
    chart = (story.questionnaire, story.facts, maturity, language)
    yield Heading(1, story.phrase("both_sides"), "maturity")
    yield Paragraph(say.side_headline(), Style.LEAD)
    yield _sides_table(story)
    yield Paragraph(language.phrase("never_one_mark"), Style.SMALL)
    for side in Side:
        score = maturity.sides[side].score
        if not any(ref.id in story.hidden for ref in score.held_by):
            yield from _optional(say.held(score, say.name(side)))
    yield Bullets(tuple(verdicts.agreement(say)))
    yield story.heading(2, "by_domain")
    yield Figure(charts.mirror_bars(*chart, withheld=story.hidden), titled=False)
    yield story.heading(2, "steps")
    yield Paragraph(language.phrase("step_rule"))
    yield Figure(charts.step_rows(*chart), titled=False)
    if story.whole:
        yield story.heading(2, "indices")
        yield _indices_table(story)


def _sides_table(story: Story) -> Table:
    """Index, range, level, coverage: client left, provider right."""
    scores = [story.assessment.maturity.sides[side] for side in Side]
    language, say = story.language, story.say

    def row(key: str, text: Callable[[SideScore], str]) -> Row:
        return Row((text(scores[0]), story.phrase(key), text(scores[1])))

    rows = (
        row("index", lambda side: language.number(side.score.index.value)),
        row("level", lambda side: say.level(side.score)),
        row("missing_range", lambda side: language.range(side.score.index.low, side.score.index.high)),
        row("asked", lambda side: verdicts.asked(say, side.side) or NONE),
        row("coverage_row", lambda side: say.coverage(side.score)),
        row("low_confidence", lambda side: language.plural("low_confidence_count", side.low_confidence)),
        row("not_applicable", lambda side: language.plural("low_confidence_count", side.score.not_applicable)),
    )
    columns = (Column(1, Align.RIGHT), Column(1, Align.CENTRE), Column(1, Align.LEFT))
    return Table(rows, header=(story.facts.client, "", story.facts.provider), columns=columns)


def _indices_table(story: Story) -> Table:
    """Named indices out of 100, with what they mean."""
    maturity, language = story.assessment.maturity, story.language
    rows = [
        (language.text(i.name), maturity.indices[i.id].value, language.text(i.meaning))
        for i in story.questionnaire.indices
    ]
    structural = maturity.structural_share.value
    rows.append((story.phrase("index_structural"), structural, story.phrase("index_structural_meaning")))
    return Table(
        tuple(
            Row((name, NONE if value is None else language.integer(value * 100), meaning))
            for name, value, meaning in rows
        ),
        header=tuple(story.phrase(f"indices_head_{key}") for key in ("name", "value", "meaning")),
        columns=(Column(1.4), Column(0.6, Align.RIGHT), Column(3)),
    )


def successor(story: Story) -> Iterator[Block]:
    """The inheritance page: what stays, what is the provider's own, what to repair first."""
    say, language, maturity = story.say, story.language, story.assessment.maturity
    chart = (story.questionnaire, story.facts, maturity, language)
    yield Heading(1, story.phrase("successor" if story.whole else "inheritance_here"), "inheritance")
    yield Paragraph(say.inherited() if story.whole else verdicts.inherited_here(say), Style.LEAD)
    if story.whole:
        yield from _optional(say.inherited_points())
        yield from _optional(say.inherited_uncapped())
    yield Figure(charts.inheritance_bar(story.facts, maturity, language), titled=False)
    yield Paragraph(language.phrase(f"inherited{'' if story.whole else '_here'}_definition"), Style.QUOTE)
    if story.whole and (figures := say.executive_figures()):
        columns = (Column(2), Column(2), Column(1, Align.RIGHT))
        yield KeepTogether((story.heading(2, "figures"), Table(tuple(map(Row, figures)), columns=columns)))
    if maturity.inheritance[Side.PROVIDER].waiting:
        yield story.heading(2, "repair")
        yield Figure(charts.input_bars(*chart, limit=INPUTS_SHOWN, withheld=story.hidden), titled=False)
        yield story.heading(2, "waiting")
        yield Figure(charts.inheritance_rows(*chart, limit=WAITING_SHOWN, withheld=story.hidden), titled=False)
        links = Figure(charts.dependency_map(*chart, withheld=story.hidden), titled=False)
        yield KeepTogether((story.heading(2, "map"), links))
    if maturity.inheritance[Side.CLIENT].waiting:
        yield story.heading(2, "other_way")
        other_way = charts.inheritance_rows(*chart, side=Side.CLIENT, limit=OTHER_WAY_SHOWN, withheld=story.hidden)
        yield Figure(other_way, titled=False)


def options(story: Story) -> Iterator[Block]:
    """The options compared, do-nothing included, with gates, criteria, weights and judgements."""
    decision, language, say = story.assessment.decision, story.language, story.say
    yield story.heading(1, "options")
    yield Paragraph(say.advice(), Style.LEAD)
    if decision.recommendation.option is None:
        yield from _missing(story)
        return
    yield story.heading(2, "why")
    yield Bullets(say.why())
    dots = Figure(charts.option_ranges(story.questionnaire, decision, language), titled=False)
    yield KeepTogether((Paragraph(story.phrase("options_lead")), dots))
    yield story.heading(2, "options_table")
    yield _options_table(story)
    yield from options_in_figures(story)
    yield story.heading(2, "criteria")
    yield Figure(charts.criterion_heat(story.questionnaire, decision, language), titled=False)
    yield story.heading(2, "weights")
    yield _weights_table(story)
    yield story.heading(2, "judgements")
    yield _judgements_table(story)
    yield Paragraph(language.phrase("weights_only"), Style.SMALL)
    yield Paragraph(say.mode(), Style.SMALL)


def motives(story: Story) -> Iterator[Block]:
    """Why change is wanted: how many hold each motive, how far it is established; the questions passed over."""
    blocks = tuple(_motives(story))
    if blocks:
        yield Heading(1, story.phrase("motives_chapter"), "motives")
        yield from blocks


def _motives(story: Story) -> Iterator[Block]:
    """Why change is wanted: how many hold each motive, how far it is established; the questions passed over."""
    said = latest(story.facts.statements, Kind.MOTIVE)
    heard = [motive for motive in motive_strengths(story.questionnaire.motive_model, said) if motive.holders]
    skipped = story.say.skipped()
    if heard:
        held = charts.motive_map(story.questionnaire, story.facts, story.language)
        yield Figure(held, titled=False)
        yield Paragraph(story.phrase("motives_note"), Style.SMALL)
        yield Table(
            tuple(_motive_row(story, motive) for motive in heard),
            header=tuple(story.phrase(f"{key}_head") for key in MOTIVE_COLUMNS),
            columns=(Column(2.6), Column(1.2), Column(0.8, Align.RIGHT), Column(1.6), Column(0.8, Align.RIGHT)),
        )
    if skipped:
        yield Bullets(skipped)


def _motive_row(story: Story, motive: MotiveStrength) -> Row:
    """One motive: as it is heard, how many hold it, intensity, confirmation, strength.

    Never who: a role is often one person, and a report is read by that person's hierarchy.
    """
    language = story.language
    heard = next(known for known in story.questionnaire.motives if known.id == motive.motive_id)
    count = language.plural("report_holders", motive.holders)
    return Row(
        (
            language.text(heard.heard),
            count,
            story.phrase("of_three", value=motive.intensity),
            story.say.perceived(motive),
            language.points(100 * motive.strength),
        )
    )


def calendar(story: Story) -> Iterator[Block]:
    """Dates that the contract and the law set, and the rules that hold."""
    yield story.heading(1, "calendar")
    dates = story.say.contract_dates()
    if dates:
        yield Bullets(dates)
    lines = charts.timeline(story.questionnaire, story.facts, story.assessment.decision, story.language)
    yield Figure(lines, titled=False)
    yield from _rules(story)


def _rules(story: Story) -> Iterator[Block]:
    """The rules that hold: what the law imposes with its reference, then what proportion advises."""
    held = [outcome.rule_id for outcome in story.assessment.decision.rules if outcome.holds]
    load = story.say.mechanisms()
    if not held and not load:
        return
    yield story.heading(2, "rules")
    yield from _optional(load)
    if held:
        yield Table(
            tuple(_rule_row(story, story.questionnaire.rule[id_]) for id_ in held),
            header=tuple(story.phrase(f"{key}_head") for key in ("rule", "imposed_by", "checked")),
            columns=(Column(3.4), Column(2.2), Column(1)),
        )


def _rule_row(story: Story, rule: Rule) -> Row:
    """One rule that holds."""
    language = story.language
    imposed = language.text(rule.reference) if rule.legal and rule.reference else story.phrase("advice_only")
    return Row((language.text(rule.says), imposed, language.date(rule.checked)))


def _options_table(story: Story) -> Table:
    """Every option by family: points, lead time, state and reasons."""
    rows: list[Row] = []
    for family in story.questionnaire.families:
        rows.append(Row((story.language.text(family.name),), RowStyle.GROUP))
        rows += [_option_row(story, o) for o in story.assessment.decision.options if o.family_id == family.id]
    return Table(
        tuple(rows),
        header=tuple(story.phrase(f"{key}_head") for key in ("option", "points", "delay", "state")),
        columns=(Column(2.2), Column(0.7, Align.RIGHT), Column(0.9, Align.RIGHT), Column(3.4)),
    )


def _option_row(story: Story, option: OptionResult) -> Row:
    """One option of the table; excluded ones are muted, the lead stands out."""
    lead = story.assessment.decision.recommendation.option == option.option_id
    state = story.language.phrase("admitted" if option.admitted else "excluded")
    reasons = "\n".join((state, *story.say.gates(option)))
    style = RowStyle.STRONG if lead else RowStyle.PLAIN if option.admitted else RowStyle.MUTED
    months = story.language.months(option.lead_months)
    return Row((story.say.option(option.option_id), story.language.points(option.points), months, reasons), style)


def _weights_table(story: Story) -> Table:
    """Weights with the worst and the best that they are anchored to."""
    weights, text = story.assessment.decision.weights, story.language.text
    rows = tuple(
        Row((text(c.name), story.language.percent(weights[c.id]), text(c.worst), text(c.best)))
        for c in story.questionnaire.criteria
    )
    return Table(
        rows,
        header=tuple(story.phrase(f"{key}_head") for key in ("criterion", "weight", "worst", "best")),
        columns=(Column(1.6), Column(0.6, Align.RIGHT), Column(1.8), Column(1.8)),
    )


def _judgements_table(story: Story) -> Table:
    """Judgements out of 100, with the reason that was given for each."""
    inputs = story.assessment.decision.inputs
    rows = []
    for driver_id in (*(driver.id for driver in story.questionnaire.drivers), "readiness"):
        value = story.language.trimmed(100 * inputs[driver_id])
        reason = story.words.judgements.get(driver_id, NONE)
        rows.append(Row((story.say.driver(driver_id), value, reason)))
    return Table(
        tuple(rows),
        header=(story.phrase("judgement_head"), story.phrase("indices_head_value"), story.phrase("reason_head")),
        columns=(Column(1.6), Column(0.6, Align.RIGHT), Column(3.6)),
    )


def unknown(story: Story) -> Iterator[Block]:
    """What we do not know."""
    doubts = list(story.say.doubts())
    if story.hidden:
        doubts.append(story.language.plural("unknown_withheld", len(story.hidden)))
    yield story.heading(1, "unknown")
    if doubts:
        yield Bullets(tuple(doubts))
    yield Paragraph(story.language.phrase("limits"))
    yield story.heading(2, "conventions")
    yield Bullets(verdicts.conventions(story.say, story.engine))


EVERYBODY, CLIENT_ONLY = (FULL, PROVIDER), (FULL,)

SECTIONS: tuple[tuple[str, Section, tuple[str, ...]], ...] = (
    ("cover", cover, EVERYBODY),
    ("answer", answer, (FULL, SUMMARY)),
    ("strengths", strengths, EVERYBODY),
    ("maturity", both_sides, EVERYBODY),
    ("perception", perception, EVERYBODY),
    ("causes", causes, EVERYBODY),
    ("inheritance", successor, EVERYBODY),
    ("motives", motives, CLIENT_ONLY),
    ("options", options, CLIENT_ONLY),
    ("recommendation", recommendation, CLIENT_ONLY),
    ("plan", plan, EVERYBODY),
    ("readiness", readiness, CLIENT_ONLY),
    ("calendar", calendar, CLIENT_ONLY),
    ("unknown", unknown, CLIENT_ONLY),
    ("annexes", annex, EVERYBODY),
    ("registers", registers, CLIENT_ONLY),
    ("assumptions", assumptions, CLIENT_ONLY),
)
"""Every section in reading order, by its anchor, and who may read it: the one allow-list of the provider's edition
(`design.md` 3: parts 2 to 6, the joint plan, publishable ratings). A new one is a function and a line here.
"""
