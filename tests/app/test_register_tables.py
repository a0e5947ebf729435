import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.register_columns import columns, normal, words
from app.register_lines import BLANKS, COMPLETED, Subject, UnreadableError
from app.register_tables import KINDS, OWN_PREFIX, Change, preview
from app.register_templates import template
from app.services.refusals import RefusalError
from app.spreadsheets import read_pasted, read_sheet
from app.statements import SHAPES
from app.statements import faults as faults_of
from questionnaires import LANGUAGES, Text, load
from questionnaires.typography import faults

QUESTIONNAIRE = load()
AS_OF = date(2026, 11, 30)
MINE, OTHER = "5f0d2c1e-7f4b-4a52-9d0e-4d7d0d1f3b11", "0b6a1a5e-3a55-4a0c-8f3d-0a6b1f0e7c22"
"""Ids of two indicators of the client's own."""

REGISTERS = ("clauses", "procedures", "indicators")

PROCEDURE = {"exists": None, "applied": None, "last_used": None, "inputs": [None] * 4, "parts": [None] * 5}
"""What nobody has said of the first procedure, which has four inputs and five parts."""


def pasted(register, text, said=None):
    return preview(register, read_pasted(text), QUESTIONNAIRE, said or {}, AS_OF)


def values(found):
    """Return what was read, once it is sure that nothing was refused and that all of it can be recorded."""
    kind = KINDS[found.register]
    for line in found.lines:
        value = SHAPES[kind].model_validate(line.value)
        assert value.plain() == line.value
        assert list(faults_of(QUESTIONNAIRE, kind, line.subject, value)) == []
    assert not found.problems, [str(problem) for problem in found.problems]
    return {line.subject: line.value for line in found.lines}


def problems(found):
    return [str(problem) for problem in found.problems]


class TestColumns:
    def test_a_word_heads_one_column(self):
        for register in REGISTERS:
            told = [
                name
                for column in columns(register).values()
                for name in {normal(name) for name in (*(column.heading[code] for code in LANGUAGES), *column.also)}
            ]
            assert len(told) == len(set(told)), register

    def test_texts_are_typeset_as_their_language_wants(self):
        texts = [column.heading for register in REGISTERS for column in columns(register).values()]
        texts += [column.explain for register in REGISTERS for column in columns(register).values()]
        texts += words().values()
        wrong = [(text[code], faults(text[code], code)) for text in texts for code in LANGUAGES]
        assert [text for text, found in wrong if found] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("register", REGISTERS)
    def test_headings_are_known_in_any_order_whatever_their_accents_and_case(self, register, language):
        shown = [column.heading[language].upper() for column in columns(register).values() if column.kind != "memo"]
        found = pasted(register, "\t".join(reversed(shown)) + "\n")
        assert (found.problems, found.ignored) == ((), ())

    def test_what_a_heading_says_between_brackets_is_a_comment(self):
        assert values(pasted("procedures", "Procédure\tExiste ? (oui/non)\nGestion des incidents\tnon"))

    def test_unknown_columns_are_named_and_left_out(self):
        found = pasted("procedures", "Id;Existe;Pilote;;\nPR-01;oui;Paul;;x")
        assert [(column.column, column.heading) for column in found.ignored] == [("C", "Pilote"), ("E", "")]
        assert values(found)

    def test_a_column_given_twice_is_named_and_left_out(self):
        found = pasted("procedures", "Id;Existe;Présence\nPR-01;oui;non")
        assert problems(found) == ["column C: “Présence” says the same as column B: this column was left out"]
        assert found.lines[0].value["exists"] is True

    def test_a_sheet_that_does_not_say_what_its_rows_are_is_refused(self):
        with pytest.raises(RefusalError, match="head one of them “Id” or “Name”"):
            pasted("procedures", "Existe;Appliquée\noui;oui")


class TestWhichLine:
    @pytest.mark.parametrize("cell", ["PR-01", "pr-1", "PR 01", "PR_1", "pr01"])
    def test_a_row_is_known_by_its_id(self, cell):
        assert values(pasted("procedures", f"Id;Existe\n{cell};oui")).keys() == {"PR-01"}

    @pytest.mark.parametrize(
        "cell",
        [
            "Gestion des incidents",
            "GESTION D’INCIDENT",
            "gestion des incidents.",
            "Incident management",
            "incident-management",
        ],
    )
    def test_a_row_is_known_by_its_name_in_either_language(self, cell):
        assert values(pasted("procedures", f"Procédure;Existe\n{cell};oui")).keys() == {"PR-01"}

    def test_every_line_of_the_catalogue_is_known_by_each_of_its_names(self):
        for register in REGISTERS:
            items = getattr(QUESTIONNAIRE, register)
            key = {"clauses": "Présence", "procedures": "Existe", "indicators": "Produit"}[register]
            for language in LANGUAGES:
                rows = "\n".join(f"{item.name[language]}\toui" for item in items)
                found = pasted(register, f"Nom\t{key}\n{rows}")
                assert list(values(found)) == [item.id for item in items]

    def test_an_id_of_the_clients_own_gives_way_to_a_name_that_is_known(self):
        assert values(pasted("procedures", "Id;Nom;Existe\nZZ-9;Sauvegarde;oui")).keys() == {"PR-23"}

    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ("PR-99;;oui", "row 2, column A: “PR-99” is not an id of this register"),
            ("7;;oui", "row 2, column A: “7” is not an id of this register"),
            (";;oui", "row 2, column B: this row gives neither an id nor a name"),
            (";Zzz;oui", "row 2, column B: “Zzz” is not in this register: write the id of the line that it is"),
            (
                ";Gestion incidents bis;oui",
                "row 2, column B: “Gestion incidents bis” is not in this register: "
                "did you mean PR-01, “Incident management”?",
            ),
            (
                "PR-02;Sauvegarde;oui",
                "row 2, column B: this is the name of PR-23, and the id says PR-02: correct one of them",
            ),
        ],
    )
    def test_a_row_that_is_not_known_is_named_with_its_cell(self, row, problem):
        found = pasted("procedures", f"Id;Nom;Existe\n{row}")
        assert (problems(found), found.lines) == ([problem], ())

    def test_a_nearest_name_is_told_in_the_language_of_the_reader(self):
        (problem,) = pasted("procedures", "Nom;Existe\nGestion incidents bis;oui").problems
        assert problem.said("fr")["nearest_name"] == "Gestion des incidents"

    def test_a_name_of_several_lines_is_named(self):
        twins = tuple(
            item.model_copy(update={"name": Text(fr="Jumelle", en="Twin")}) for item in QUESTIONNAIRE.clauses[:2]
        )
        questionnaire = QUESTIONNAIRE.model_copy(update={"clauses": twins})
        found = preview("clauses", read_pasted("Nom;Présence\nTwin;oui"), questionnaire, {}, AS_OF)
        expected = "row 2, column A: “Twin” is the name of several lines: write one of the ids CL-01, CL-02"
        assert problems(found) == [expected]

    def test_a_line_given_twice_keeps_the_first(self):
        found = pasted("procedures", "Id;Nom;Existe\nPR-01;;oui\n;Gestion des incidents;non")
        assert problems(found) == ["row 3, column B: PR-01 was already given on row 2: this row was left out"]
        assert found.lines[0].value["exists"] is True


class TestCells:
    @pytest.mark.parametrize(
        "cell", ["oui", "OUI", "o", "x", "X", "vrai", "yes", "y", "1", "fait", "true", "✓", "présent"]
    )
    def test_yes(self, cell):
        assert values(pasted("procedures", f"Id;Existe\nPR-01;{cell}"))["PR-01"]["exists"] is True

    @pytest.mark.parametrize("cell", ["non", "n", "no", "0", "faux", "false", "absent", "Absente", "✗"])
    def test_no(self, cell):
        assert values(pasted("procedures", f"Id;Existe\nPR-01;{cell}"))["PR-01"]["exists"] is False

    @pytest.mark.parametrize("cell", ["en cours", "In progress", "partiellement", "peut-être", "2"])
    def test_neither_yes_nor_no_is_named(self, cell):
        found = pasted("procedures", f"Id;Existe;Appliquée\nPR-01;{cell};non")
        assert [str(problem.place) for problem in found.problems] == ["row 2, column B"]
        assert found.lines == ()

    @pytest.mark.parametrize("cell", ["31/12/2025", "2025-12-31", "31.12.2025", "31-12-2025"])
    def test_dates(self, cell):
        assert values(pasted("procedures", f"Id;Dernier usage\nPR-01;{cell}"))["PR-01"]["last_used"] == "2025-12-31"

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("31.12.25", "“31.12.25” can be read in several ways: write it as 31/12/2025"),
            ("25/12/31", "“25/12/31” can be read in several ways: write it as 31/12/2025"),
            ("12/31/2025", "“12/31/2025” is not a date: write it as 31/12/2025, the day first"),
            ("2025-02-30", "“2025-02-30” is not a date: write it as 31/12/2025, the day first"),
            ("décembre", "“décembre” is not a date: write it as 31/12/2025"),
            ("46022", "“46022” is not a date: write it as 31/12/2025"),
            ("01/12/2026", "this date is after 30\u00a0November\u00a02026, the day of the assessment"),
        ],
    )
    def test_dates_that_are_none_or_several_are_named(self, cell, message):
        found = pasted("procedures", f"Id;Dernier usage\nPR-01;{cell}")
        assert problems(found) == [f"row 2, column B: {message}"]

    @pytest.mark.parametrize(
        ("cell", "flags"),
        [
            ("1; 3", [True, False, True, False]),
            ("1,3", [True, False, True, False]),
            ("1.3", [True, False, True, False]),
            ("1 3?", [True, False, None, False]),
            ("4", [False, False, False, True]),
            ("tous", [True] * 4),
            ("All", [True] * 4),
            ("aucun", [False] * 4),
            ("none", [False] * 4),
            ("0", [False] * 4),
            ("?", [None] * 4),
            ("modèle de tickets; Named business contacts ?", [False, True, None, False]),
        ],
    )
    def test_lists_of_numbers_or_names(self, cell, flags):
        found = pasted("procedures", f"Id\tEntrants fournis\nPR-01\t{cell}")
        assert values(found)["PR-01"]["inputs"] == flags

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("5", "5 is not a number of this list: it goes from 1 to 4"),
            ("1; patate", "“patate” is not in the list: write its number, or all, or none"),
        ],
    )
    def test_what_is_not_in_a_list_is_named(self, cell, message):
        assert problems(pasted("procedures", f"Id\tInputs supplied\nPR-01\t{cell}")) == [f"row 2, column B: {message}"]

    def test_every_problem_of_a_row_is_named_at_once_and_the_row_is_left_out(self):
        found = pasted("procedures", "Id;Existe;Appliquée;Dernier usage\nPR-01;bof;bof;bof\nPR-02;oui;;")
        assert [problem.place.column for problem in found.problems] == ["B", "C", "D"]
        assert [line.subject for line in found.lines] == ["PR-02"]

    def test_a_choice_that_is_not_one_is_answered_with_those_that_are(self):
        (problem,) = pasted("clauses", "Id;Qualité\nCL-01;superbe").problems
        assert str(problem) == "row 2, column B: “superbe” is not understood: choose among weak, fair, good"
        assert (
            problem.message % problem.said("fr") == "“superbe” is not understood: choose among faible, moyenne, bonne"
        )

    def test_a_text_too_long_is_named(self):
        (problem,) = pasted("clauses", f"Id;Présence;Référence\nCL-01;oui;{'a' * 1001}").problems
        assert str(problem) == "row 2, column C: This text has 1001 characters: shorten it to 1000."


class TestMeaning:
    def test_an_empty_cell_leaves_what_was_said_and_a_question_mark_takes_it_back(self):
        said = {"PR-01": {**PROCEDURE, "exists": True, "applied": True, "inputs": [True] * 4}}
        (line,) = pasted("procedures", "Id;Existe;Appliquée;Entrants fournis\nPR-01;;?;2", said).lines
        assert line.value == {**PROCEDURE, "exists": True, "applied": None, "inputs": [False, True, False, False]}
        assert line.changes == (
            Change("applied", True, None),
            Change("inputs", [True] * 4, [False, True, False, False]),
        )

    def test_the_same_sheet_twice_changes_nothing(self):
        text = "Id;Existe;Dernier usage;Entrants fournis\nPR-01;oui;31/12/2025;1"
        found = pasted("procedures", text)
        assert len(found.changed) == 1
        assert pasted("procedures", text, values(found)).changed == ()

    @pytest.mark.parametrize(
        ("register", "text", "value"),
        [
            ("clauses", "Id;Qualité\nCL-01;bonne", {"state": "present", "quality": "good"}),
            ("clauses", "Id;Présence;Correction\nCL-01;absente;avenant", {"state": "absent", "fix": "amend"}),
            ("procedures", "Id;Appliquée\nPR-01;oui", {"exists": True, "applied": True}),
            ("indicators", "Id;Utilisé\nSL-01;oui", {"produced": True, "used": True}),
        ],
    )
    def test_what_follows_from_what_was_written_is_filled_in(self, register, text, value):
        (found,) = values(pasted(register, text)).values()
        assert found.items() >= value.items()

    @pytest.mark.parametrize(
        ("register", "text", "problem"),
        [
            ("clauses", "Id;Référence\nCL-01;art. 2", "row 2: say whether the clause is present or absent"),
            (
                "clauses",
                "Id;Présence;Qualité\nCL-01;non;bonne",
                "row 2, column C: an absent clause has no quality: empty this cell",
            ),
            (
                "procedures",
                "Id;Existe;Appliquée\nPR-01;non;oui",
                "row 2, column C: the procedure does not exist: it cannot be applied",
            ),
            ("indicators", "Id;Décision\nSL-01;comité", "row 2: say whether the indicator is produced: yes or no"),
            (
                "indicators",
                "Id;Produit;Utilisé\nSL-01;oui;?",
                "row 2, column C: say whether the indicator is used: yes or no",
            ),
            (
                "indicators",
                "Id;Produit;Utilisé\nSL-01;non;oui",
                "row 2, column C: an indicator that is not produced cannot be used",
            ),
        ],
    )
    def test_what_cannot_stand_is_named(self, register, text, problem):
        assert problems(pasted(register, text)) == [problem]

    def test_what_no_longer_holds_goes_with_what_it_hung_on(self):
        said = {"CL-01": {"state": "present", "quality": "good", "fix": None, "reference": "art. 2"}}
        (line,) = pasted("clauses", "Id;Présence\nCL-01;non", said).lines
        assert line.value == {"state": "absent", "quality": None, "fix": None, "reference": "art. 2"}


class TestOwnIndicators:
    TEXT = (
        "Indicateur;Classe;Produit;Unité;À lire avec;Coût\n"
        "Délai moyen de rappel;Niveau de service;oui;h;IQ-11, IQ-01;élevé"
    )

    def test_a_name_that_is_not_known_with_a_class_is_the_clients_own(self):
        (line,) = pasted("indicators", self.TEXT).lines
        assert line.subject.startswith(OWN_PREFIX)
        assert line.name["fr"] == line.value["name"] == "Délai moyen de rappel"
        assert (line.value["class"], line.value["pairs"], line.value["cost"]) == ("SL", ["IQ-11", "IQ-01"], "high")
        assert (line.value["unit"], line.value["formula"], line.value["used"]) == ("h", "", False)

    def test_pasted_again_it_is_the_same_one(self):
        found = pasted("indicators", self.TEXT)
        assert pasted("indicators", self.TEXT.replace("Délai moyen", "délai MOYEN"), values(found)).lines[
            0
        ].subject == (found.lines[0].subject)

    def test_without_a_class_it_is_asked_for(self):
        found = pasted("indicators", "Indicateur;Produit\nDélai moyen de rappel;oui")
        expected = "is not in the catalogue: give its class to add it as an indicator of your own"
        assert problems(found) == [f"row 2, column A: “Délai moyen de rappel” {expected}"]

    def test_what_the_catalogue_says_of_its_own_is_kept_and_said(self):
        found = pasted("indicators", "Id;Produit;Source;Classe\nSL-01;oui;Nagios;SL\nSL-02;oui;;Service level")
        assert values(found)["SL-01"].keys() == {"produced", "used", "decision", "defined_on", "late"}
        assert [str(notice) for notice in found.notices] == [
            "column C: what the catalogue says of its own indicators was kept; the rows that say otherwise: 2"
        ]


# ---- templates --------------------------------------------------------------------------------------

flags = st.sampled_from([True, False, None])
texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12).filter(lambda text: text.strip("-–—−?"))
texts |= st.sampled_from(["", "=1+1", "@SUM(A1)", "+33 1", "-2", "'x", "2025-12-31", "1,3", "TRUE", "art. 12"])
days = st.none() | st.dates(date(2000, 1, 1), AS_OF).map(date.isoformat)
VALUES = {
    "clauses": st.fixed_dictionaries(
        {
            "state": st.sampled_from(["absent", "present"]),
            "quality": st.sampled_from(["weak", "fair", "good", None]),
            "fix": st.sampled_from(["amend", "tender", None]),
            "reference": texts,
        }
    ),
    "procedures": st.fixed_dictionaries({"exists": flags, "applied": flags, "last_used": days}),
    "indicators": st.fixed_dictionaries(
        {"produced": st.booleans(), "used": st.booleans(), "decision": texts, "defined_on": days, "late": flags}
    ),
}
own = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Délai de rappel", "=Taux maison", "Coût d’un appel"]),
        "class": st.sampled_from([each.id for each in QUESTIONNAIRE.indicator_classes]),
        **dict.fromkeys(("formula", "unit", "source"), texts),
        "pairs": st.lists(
            st.sampled_from([each.id for each in QUESTIONNAIRE.indicators]) | st.just(f"{OWN_PREFIX}{OTHER}"),
            unique=True,
            max_size=3,
        ),
        "cost": st.sampled_from(["low", "medium", "high"]),
    }
)


@st.composite
def states(draw, register):
    """What may have been said of a register: a few lines, whole and coherent."""
    said = {}
    for item in draw(st.lists(st.sampled_from(getattr(QUESTIONNAIRE, register)), unique_by=lambda i: i.id, max_size=6)):
        value = draw(VALUES[register])
        if register == "procedures":
            for key, items in (("inputs", item.client_inputs), ("parts", item.provider_parts)):
                value[key] = draw(st.lists(flags, min_size=len(items.fr), max_size=len(items.fr)))
        said[item.id] = _coherent(register, Subject(item.id, item.name, item), value)
    if register == "indicators" and draw(st.booleans()):
        name = Text(fr="x", en="x")
        value = {**draw(VALUES[register]), **draw(own)}
        said[f"{OWN_PREFIX}{MINE}"] = _coherent(register, Subject(OWN_PREFIX, name, None), value)
    return said


def _coherent(register, subject, value):
    """Return a value as the product itself would record it."""
    value = {**BLANKS[register](subject), **value}
    if value.get("exists") is False:
        value |= {"last_used": None, "applied": value["applied"] and None}
    COMPLETED[register](value, {"applied": value.get("applied"), "last_used": value.get("last_used")}, AS_OF)
    return value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_an_empty_template_says_nothing(register, language):
    sheet = read_sheet(template(register, QUESTIONNAIRE, language), "t.xlsx")
    assert len(sheet.rows) == len(getattr(QUESTIONNAIRE, register))
    found = preview(register, sheet, QUESTIONNAIRE, {}, AS_OF)
    assert (found.lines, found.problems, found.ignored) == ((), (), ())
    assert len(found.notices) == 1  # the sheet that explains was not read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_a_filled_template_reads_back_without_loss(register, language):
    @settings(max_examples=12, deadline=None)
    @given(states(register))
    def round_trip(said):
        content = template(register, QUESTIONNAIRE, language, said)
        found = preview(register, read_sheet(content, "t.xlsx"), QUESTIONNAIRE, said, AS_OF)
        assert (problems(found), found.changed) == ([], ())
        anew = values(preview(register, read_sheet(content, "t.xlsx"), QUESTIONNAIRE, {}, AS_OF))
        blank = [BLANKS[register](Subject(id_, None, item)) for id_, item in items.items()]
        held = {id_: value for id_, value in said.items() if value not in blank and not id_.startswith(OWN_PREFIX)}
        assert {id_: value for id_, value in anew.items() if not id_.startswith(OWN_PREFIX)} == held
        told = {value["name"]: value for id_, value in said.items() if id_.startswith(OWN_PREFIX)}
        assert {value["name"]: value for id_, value in anew.items() if id_.startswith(OWN_PREFIX)} == told

    items = {item.id: item for item in getattr(QUESTIONNAIRE, register)}
    round_trip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_types_in_a_template_is_read(language):
    opened = load_workbook(io.BytesIO(template("procedures", QUESTIONNAIRE, language)))
    sheet = opened.worksheets[0]
    places = {cell.value: cell.column_letter for cell in sheet[1]}
    typed = {"exists": "oui", "applied": "no", "last_used": date(2026, 3, 1), "inputs": "1, 2", "parts": "tous"}
    for key, value in typed.items():
        sheet[f"{places[columns('procedures')[key].heading[language]]}2"] = value
    target = io.BytesIO()
    opened.save(target)
    found = preview("procedures", read_sheet(target.getvalue(), "t.xlsx"), QUESTIONNAIRE, {}, AS_OF)
    assert values(found)["PR-01"] == {
        "exists": True,
        "applied": False,
        "last_used": "2026-03-01",
        "inputs": [True, True, False, False],
        "parts": [True] * 5,
    }


def test_a_template_is_ready_to_be_filled():
    said = {"CL-01": {"state": "present", "quality": None, "fix": None, "reference": "=HYPERLINK(1)"}}
    opened = load_workbook(io.BytesIO(template("clauses", QUESTIONNAIRE, "fr", said)))
    sheet, how = opened.worksheets
    assert (sheet.title, how.title) == ("Clauses", "Mode d’emploi")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")
    assert [cell.value for cell in sheet[1]] == [column.heading["fr"] for column in columns("clauses").values()]
    assert sheet.column_dimensions["B"].width == 44
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=HYPERLINK(1)", "s")
    assert [validation.formula1 for validation in sheet.data_validations.dataValidation] == [
        '"présente,absente"',
        '"faible,moyenne,bonne"',
        '"avenant,nouvelle consultation"',
    ]
    assert how["A2"].value == "Identifiant"


def test_forty_procedures_pasted_by_name_are_all_known():
    rows = "\n".join(f"{item.name.fr}\tnon\t1\taucun" for item in QUESTIONNAIRE.procedures)
    found = pasted("procedures", f"Procédure\tExiste\tEntrants fournis\tÉléments en place\n{rows}")
    assert len(found.changed) == 40
    assert not found.problems


def test_a_value_that_does_not_stand_is_named_by_its_column():
    refusal = UnreadableError("state", "say %(what)s", what="it")
    assert (refusal.key, str(refusal)) == ("state", "say it")
