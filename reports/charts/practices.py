"""Give shape to every practice at once: the heat table of ratings, and which input unlocks which practice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from questionnaires import Questionnaire, Side
from reports.charts.data import NOTHING, Chart
from reports.charts.wording import chip, join, rating_of
from reports.language import Language
from scoring.facts import Facts
from scoring.results import Inheritance, Maturity, Rating


@dataclass(frozen=True, slots=True)
class PracticeCell:
    """One practice: its rating as a tint and a label. `state` is "rated", "unrated", "not_applicable" or "withheld"."""

    practice_id: str
    name: str
    level: int | None
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """The practices of one theme, the client's and the provider's; the name of the domain heads its first theme."""

    theme_id: str
    name: str
    domain: str
    client: tuple[PracticeCell, ...]
    provider: tuple[PracticeCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeHeat(Chart):
    """Every practice by theme, the client to the left of the spine, in one hue a side."""

    client: str
    provider: str
    rows: tuple[ThemeRow, ...]
    key: str

    @property
    def is_empty(self) -> bool:
        """Whether no practice is rated, or none may be shown."""
        cells = (cell for row in self.rows for cell in (*row.client, *row.provider))
        return all(cell.state != "rated" for cell in cells)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each practice with its theme, its side and its rating."""
        return tuple(
            (row.name, cell.name, owner, cell.label)
            for row in self.rows
            for owner, cells in ((self.client, row.client), (self.provider, row.provider))
            for cell in cells
        )


def practice_heat(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    withheld: Collection[str] = (),
) -> PracticeHeat:
    """Return every practice of the mode with its rating; those withheld have no figure."""
    rows, domain = [], ""
    for theme in questionnaire.themes:
        cells = {
            side: tuple(
                _cell(questionnaire, rating, language, hidden=rating.practice_id in withheld)
                for rating in maturity.ratings.values()
                if (practice := questionnaire.practice[rating.practice_id]).theme == theme.id and practice.side is side
            )
            for side in Side
        }
        if not any(cells.values()):
            continue
        named = questionnaire.domain[theme.domain].name[language.code]
        rows.append(
            ThemeRow(
                theme.id,
                theme.name[language.code],
                named if named != domain else "",
                cells[Side.CLIENT],
                cells[Side.PROVIDER],
            )
        )
        domain = named
    found = [cell for row in rows for cell in (*row.client, *row.provider) if cell.state == "rated"]
    low = [cell.name for cell in sorted(found, key=lambda cell: (cell.level or 0, cell.practice_id))[:3]]
    return PracticeHeat(
        title=language.phrase("chart_practices_title"),
        alt=language.phrase("chart_practices_alt", count=len(found), values=join(low, language))
        if found
        else language.phrase("chart_nothing_rated"),
        header=tuple(language.phrase(f"chart_{key}") for key in ("theme", "practice", "owner", "rating")),
        empty=language.phrase("chart_nothing_rated"),
        client=facts.client,
        provider=facts.provider,
        rows=tuple(rows),
        key=language.phrase("chart_practices_key"),
    )


def _cell(questionnaire: Questionnaire, rating: Rating, language: Language, *, hidden: bool) -> PracticeCell:
    """Return the cell of one practice."""
    name = questionnaire.practice[rating.practice_id].name[language.code]
    if not rating.in_scope:
        return PracticeCell(rating.practice_id, name, None, language.phrase("chart_out"), "not_applicable")
    if rating.value is None:
        return PracticeCell(rating.practice_id, name, None, "?", "unrated")
    if hidden:
        return PracticeCell(rating.practice_id, name, None, NOTHING, "withheld")
    level, label = chip(rating.value, language)
    return PracticeCell(rating.practice_id, name, level, label, "rated")


@dataclass(frozen=True, slots=True)
class MapEnd:
    """A practice at one end of the map: its name, its rating as a chip."""

    practice_id: str
    name: str
    level: int | None
    label: str


@dataclass(frozen=True, slots=True)
class MapLink:
    """An input, by its place on the left, holds a practice, by its place on the right, with a share in levels."""

    left: int
    right: int
    share: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyMap(Chart):
    """Which input of the client unlocks which practice of the provider, the heaviest first."""

    client: str
    provider: str
    left: tuple[MapEnd, ...]
    right: tuple[MapEnd, ...]
    links: tuple[MapLink, ...]
    rest: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for anything."""
        return not self.links

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return each link: the input, the practice that waits, the levels held."""
        return tuple((self.left[link.left].name, self.right[link.right].name, link.label) for link in self.links)


def dependency_map(
    questionnaire: Questionnaire,
    facts: Facts,
    maturity: Maturity,
    language: Language,
    *,
    inputs: int = 8,
    waiting: int = 12,
    withheld: Collection[str] = (),
) -> DependencyMap:
    """Return the client's heaviest inputs and the provider's practices that wait for them.

    A link to a practice that is withheld is counted among the rest: its weight would tell the rating.
    """
    every = _links(maturity.inheritance[Side.PROVIDER])
    links = {pair: share for pair, share in every.items() if not any(id_ in withheld for id_ in pair)}
    weight: dict[str, float] = {}
    held: dict[str, float] = {}
    for (source, target), share in links.items():
        weight[source] = weight.get(source, 0.0) + share
        held[target] = held.get(target, 0.0) + share
    left = sorted(weight, key=lambda id_: (-weight[id_], id_))[:inputs]
    right = sorted({t for s, t in links if s in left}, key=lambda id_: (-held[id_], id_))[:waiting]
    shown = {pair: share for pair, share in links.items() if pair[0] in left and pair[1] in right}
    left = [id_ for id_ in left if any(source == id_ for source, _ in shown)]
    order = {id_: number for number, id_ in enumerate(left)}
    # Practices stand near the inputs that they wait for, so that lines cross as little as they can.
    right = sorted(right, key=lambda id_: (_middle(order, shown, id_), id_))
    ends = {id_: _end(questionnaire, maturity, id_, language) for id_ in (*left, *right)}
    lines = tuple(
        MapLink(left.index(source), right.index(target), share, language.number(share))
        for (source, target), share in sorted(shown.items(), key=lambda found: (-found[1], found[0]))
    )
    values = [
        language.phrase("chart_map_alt_row", source=ends[left[line.left]].name, target=ends[right[line.right]].name)
        for line in lines[:5]
    ]
    left_out = len(every) - len(lines)
    return DependencyMap(
        title=language.phrase("chart_map_title"),
        alt=language.phrase("chart_map_alt", count=len(lines), values=join(values, language))
        if lines
        else language.phrase("chart_map_empty"),
        header=tuple(language.phrase(f"chart_{key}") for key in ("map_input", "map_waiting", "map_levels")),
        empty=language.phrase("chart_map_empty"),
        client=facts.client,
        provider=facts.provider,
        left=tuple(ends[id_] for id_ in left),
        right=tuple(ends[id_] for id_ in right),
        links=lines,
        rest=language.plural("chart_map_rest", left_out) if left_out else "",
    )


def _links(part: Inheritance) -> dict[tuple[str, str], float]:
    """Return how many levels of each practice each input holds."""
    return {
        (share.ref, item.practice_id): float(share.share)
        for item in part.practices
        for share in item.inputs
        if share.share > 0
    }


def _middle(order: dict[str, int], links: dict[tuple[str, str], float], target: str) -> float:
    """Return the mean place of the inputs that a practice waits for."""
    places = [(order[source], share) for (source, t), share in links.items() if t == target]
    total = sum(share for _, share in places)
    return sum(place * share for place, share in places) / total


def _end(questionnaire: Questionnaire, maturity: Maturity, practice_id: str, language: Language) -> MapEnd:
    """Return a practice with its rating."""
    level, label = chip(rating_of(maturity, practice_id), language)
    return MapEnd(practice_id, questionnaire.practice[practice_id].name[language.code], level, label)
