import json
import shutil
from pathlib import Path

import pytest

from questionnaires import QuestionnaireError, Side, load, load_folder, versions
from questionnaires.loader import CURRENT, DATA, digest, json_schema

SMALL = Path(__file__).parents[1] / "data" / "small_questionnaire.toml"


@pytest.fixture
def folder(tmp_path):
    """A questionnaire of two files: the small one, and the parameters that every version needs."""
    shutil.copy(SMALL, tmp_path / "small.toml")
    shutil.copy(DATA / CURRENT / "parameters.toml", tmp_path / "parameters.toml")
    return tmp_path


@pytest.fixture
def shipped(tmp_path):
    """A copy of the shipped questionnaire, to be spoilt."""
    return Path(shutil.copytree(DATA / CURRENT, tmp_path / "1.0"))


def spoil(path, *changes):
    """Replace the first place where each text is written."""
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")


def mistakes(folder):
    with pytest.raises(QuestionnaireError) as raised:
        load_folder(folder)
    assert str(raised.value) == "\n".join(str(mistake) for mistake in raised.value.mistakes)
    return raised.value.mistakes


def places(folder):
    return [(mistake.file, mistake.id, mistake.where) for mistake in mistakes(folder)]


def test_the_small_questionnaire_is_right(folder):
    questionnaire = load_folder(folder)
    assert list(questionnaire.practice) == ["DOM-ONE-C1", "DOM-ONE-P1"]
    assert questionnaire.practice["DOM-ONE-C1"].needs[0].headroom == 2
    assert questionnaire.practice["DOM-ONE-P1"].needs[0].headroom == 1


# One mistake of each kind: where it is named, and the cure.

PRACTICE = "DOM-ONE-C1"
MISTAKES = {
    "a missing language": (
        ('why = { fr = "Parce que.", en = "Because." }', 'why = { fr = "Parce que." }'),
        (PRACTICE, "why.en", "is missing: write it"),
    ),
    "an empty text": (
        ('why = { fr = "Parce que.", en = "Because." }', 'why = { fr = "  ", en = "Because." }'),
        (PRACTICE, "why.fr", "is empty: write it"),
    ),
    "a missing field": (("weight = 1\n", ""), (PRACTICE, "weight", "is missing: write it")),
    "an unknown field": (
        ("weight = 1\n", "weight = 1\nwieght = 1\n"),
        (PRACTICE, "wieght", "is not a known field: check its spelling or remove it"),
    ),
    "an unknown side": (
        ('side = "client"\nweight', 'side = "customer"\nweight'),
        (PRACTICE, "side", "'customer' is not accepted: use 'client' or 'provider'"),
    ),
    "a weight that is no number": (
        ("weight = 1\n", 'weight = "heavy"\n'),
        (PRACTICE, "weight", "input should be a valid integer"),
    ),
    "a level that is missing": (
        ('    { level = 5, fr = "Niveau cinq.", en = "Level five." },\n', ""),
        (PRACTICE, "levels", "has too few items"),
    ),
    "a level beyond the scale": (
        ('{ level = 5, fr = "Niveau', '{ level = 7, fr = "Niveau'),
        (PRACTICE, "levels.5.level", "less than or equal to 5"),
    ),
    "levels out of order": (
        ('{ level = 4, fr = "Niveau', '{ level = 5, fr = "Niveau'),
        (PRACTICE, "levels", "levels must be 0 to 5, in order"),
    ),
    "a scale out of order": (
        ("{ level = 4, name", "{ level = 3, name"),
        ("", "level", "levels must be 0 to 5, in order"),
    ),
    "a need to nothing": (
        ('ref = "DOM-ONE-P1"', 'ref = "DOM-ONE-P9"'),
        (PRACTICE, "needs.DOM-ONE-P9", "points to no practice: correct the id or remove the need"),
    ),
    "a need to its own side": (
        ('ref = "DOM-ONE-P1"', 'ref = "DOM-ONE-C1"'),
        (PRACTICE, "needs.DOM-ONE-C1", "same side (client): a need crosses to the other side"),
    ),
    "a strength that no reader could tell": (
        ("strength = 0.5", "strength = 0.7"),
        (PRACTICE, "needs.0.strength", "use 1 (essential) or 0.5 (helpful)"),
    ),
    "a helpful need without its reason": (
        (', reason = { fr = "Utile.", en = "Useful." }', ""),
        (PRACTICE, "needs.DOM-ONE-P1", "a helpful need (0.5) gives its reason, an essential one (1) does not"),
    ),
    "an essential need with a reason": (
        ("strength = 0.5", "strength = 1"),
        (PRACTICE, "needs.DOM-ONE-P1", "an essential one (1) does not"),
    ),
    "an id that is used twice": (
        ('id = "DOM-ONE-P1"', 'id = "DOM-ONE-C1"'),
        (PRACTICE, "id", "used 2 times: give each its own"),
    ),
    "a theme of no domain": (
        ('domain = "DOM"', 'domain = "DUM"'),
        ("DOM-ONE", "domain", "DUM is not a domain"),
    ),
    "a practice of no theme": (
        ('theme = "DOM-ONE"\nside = "client"', 'theme = "DOM-TWO"\nside = "client"'),
        (PRACTICE, "theme", "DOM-TWO is not a theme"),
    ),
    "an option of no family": (
        ('family = "staying"', 'family = "leaving"'),
        ("O1", "family", "leaving is not a family"),
    ),
    "an index of no practice": (
        ('        "DOM-ONE-C1",\n', '        "DOM-ONE-C9",\n'),
        ("T", "practices", "DOM-ONE-C9 is not a practice"),
    ),
    "a lead time of no option": (
        ('option = "O1"', 'option = "O9"'),
        ("private", "lead_times", "O9 is not an option"),
    ),
    "a shortest preparation that is the longer": (
        ("shortest_preparation = 3", "shortest_preparation = 7"),
        ("private", "lead_times", "O1: the shortest preparation is the longer one"),
    ),
    "one probe alone": (
        ('probes = { fr = ["Qui\\u202f?", "Quand\\u202f?"]', 'probes = { fr = ["Qui\\u202f?"]'),
        (PRACTICE, "probes", "write 2 probes in each language"),
    ),
    "evidence that differs by language": (
        ('evidence = { fr = ["Pièce"]', 'evidence = { fr = ["Pièce", "Autre"]'),
        (PRACTICE, "evidence", "French and English must list the same items"),
    ),
    "a plain space before a French question mark": (
        ('"Qui\\u202f?"', '"Qui ?"'),
        (PRACTICE, "probes.fr", "put a narrow no-break space (U+202F)"),
    ),
    "a straight apostrophe below a need": (
        ('what = { fr = "Un avis", en = "An opinion" }', 'what = { fr = "L\'avis", en = "An opinion" }'),
        (PRACTICE, "needs.DOM-ONE-P1.what.fr", "use curly quotes and apostrophes"),
    ),
}


@pytest.mark.parametrize(("change", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_file_its_id_and_its_cure(folder, change, expected):
    spoil(folder / "small.toml", change)
    id_, where, cure = expected
    found = next((m for m in mistakes(folder) if (m.id, m.where) == (id_, where)), None)
    assert found is not None, places(folder)
    assert found.file == "small.toml"
    assert cure in found.cure
    assert str(found).startswith("small.toml: ")


def test_all_mistakes_of_a_kind_are_named_at_once(folder):
    spoil(folder / "small.toml", MISTAKES["a missing language"][0], MISTAKES["an unknown field"][0], ("load = 0\n", ""))
    assert sorted(places(folder)) == [
        ("small.toml", "DOM-ONE-C1", "why.en"),
        ("small.toml", "DOM-ONE-C1", "wieght"),
        ("small.toml", "O1", "load"),
    ]


def test_wrong_references_and_wrong_typography_are_named_at_once(folder):
    names = ["a need to nothing", "an option of no family", "a plain space before a French question mark"]
    spoil(folder / "small.toml", *[MISTAKES[name][0] for name in names])
    assert {where for _, _, where in places(folder)} == {"needs.DOM-ONE-P9", "family", "probes.fr"}


def test_unreadable_files_are_named_at_once(folder):
    (folder / "latin.toml").write_bytes('name = "Réversibilité"'.encode("latin-1"))
    (folder / "cut.toml").write_text('version = "0.1', "utf-8")
    (folder / "picture.toml").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    found = {mistake.file: mistake.cure for mistake in mistakes(folder)}
    assert set(found) == {"cut.toml", "latin.toml", "picture.toml"}
    assert found["latin.toml"] == "not UTF-8 text: save the file as UTF-8"
    assert found["cut.toml"].startswith("not valid TOML: ")
    assert "(at " in found["cut.toml"]


def test_a_value_given_in_two_files_is_refused(folder):
    (folder / "zz.toml").write_text('version = "0.2"\n', "utf-8")
    assert places(folder) == [("zz.toml", "", "version")]


def test_a_mistake_names_the_file_that_holds_the_item_however_files_are_cut(folder):
    text = (folder / "small.toml").read_text("utf-8")
    before, mark, provider = text.rpartition("[[practices]]")
    (folder / "small.toml").write_text(before, "utf-8")
    (folder / "theirs.toml").write_text(mark + provider.replace('"DOM-ONE-C1"', '"DOM-ONE-C8"'), "utf-8")
    assert places(folder) == [("theirs.toml", "DOM-ONE-P1", "needs.DOM-ONE-C8")]
    spoil(folder / "theirs.toml", ("weight = 1\n", ""))
    assert places(folder) == [("theirs.toml", "DOM-ONE-P1", "weight")]


def test_an_empty_folder_misses_everything(tmp_path):
    found = mistakes(tmp_path)
    assert {"version", "practices", "thresholds"} <= {mistake.where for mistake in found}
    assert all(mistake.cure == "is missing: write it" for mistake in found)


def test_no_folder_is_one_clear_line(tmp_path):
    (found,) = mistakes(tmp_path / "absent")
    assert found.cure == "no such folder: give the folder of a questionnaire"


def test_no_version_is_one_clear_line_with_those_that_exist():
    with pytest.raises(QuestionnaireError, match=r"9\.9: no such questionnaire version: use one of 1\.0"):
        load("9.9")


def test_three_critical_practices_of_a_domain_and_side_are_one_too_many(shipped):
    spoil(shipped / "practices" / "PRC-OPS.toml", ('side = "client"\n', 'side = "client"\ncritical = true\n'))
    (found,) = mistakes(shipped)
    assert found.where == "critical"
    assert "more than 2 critical practices on this side" in found.cure


# Cases of public trackers.


def test_b11_levels_are_read_by_their_number_and_their_order_is_checked(folder):
    """Reordered anchors would silently change what a mark means: they are refused."""
    two, three = (f'{{ level = {level}, fr = "Niveau' for level in (2, 3))
    spoil(folder / "small.toml", (two, "{ swap"), (three, two), ("{ swap", three))
    assert places(folder) == [("small.toml", PRACTICE, "levels")]


def test_b44_words_that_other_formats_take_for_booleans_stay_words(folder):
    spoil(
        folder / "small.toml",
        ('fr = "Niveau zéro.", en = "Level zero."', 'fr = "Non", en = "no"'),
        ('fr = "Niveau un.", en = "Level one."', 'fr = "Oui", en = "on"'),
        ('version = "0.1"', 'version = "1.10"'),
    )
    questionnaire = load_folder(folder)
    levels = questionnaire.practice[PRACTICE].levels
    assert [(level.fr, level.en) for level in levels[:2]] == [("Non", "no"), ("Oui", "on")]
    assert questionnaire.version == "1.10"


def test_b44_a_version_without_quotes_is_refused_rather_than_shortened(folder):
    spoil(folder / "small.toml", ('version = "0.1"', "version = 1.10"))
    assert places(folder) == [("small.toml", "", "version")]


def test_b46_practices_that_need_each_other_are_no_circle(folder):
    questionnaire = load_folder(folder)
    assert [need.ref for practice in questionnaire.practices for need in practice.needs] == ["DOM-ONE-P1", "DOM-ONE-C1"]


# What is loaded.


def test_practices_come_in_catalogue_order_by_place_and_by_id():
    questionnaire = load()
    themes = list(questionnaire.theme)
    places = [(themes.index(p.theme), p.side is Side.PROVIDER, p.id) for p in questionnaire.practices]
    assert places == sorted(places)
    assert list(questionnaire.practice) == [practice.id for practice in questionnaire.practices]


def test_a_copy_with_other_items_finds_them_by_id():
    questionnaire = load()
    assert questionnaire.option["O7"]
    copy = questionnaire.model_copy(update={"options": questionnaire.options[:2]})
    assert list(copy.option) == ["O0", "O1"]
    assert len(questionnaire.option) == 8


def test_nothing_changes_after_loading():
    with pytest.raises(ValueError, match="frozen"):
        load().practices[0].weight = 3


def test_the_current_version_is_shipped_and_loaded_once():
    assert CURRENT in versions()
    assert load() is load(CURRENT)


def test_the_digest_follows_content_and_place_and_ignores_other_files(folder):
    before = digest(folder)
    (folder / "notes.txt").write_text("draft", "utf-8")
    assert digest(folder) == before
    (folder / "small.toml").rename(folder / "other.toml")
    moved = digest(folder)
    spoil(folder / "other.toml", ("Because.", "Because!"))
    assert len({before, moved, digest(folder)}) == 3
    assert load_folder(folder).digest == digest(folder)


def test_the_json_schema_for_editors_knows_every_list():
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert {"practices", "options", "thresholds", "value_model"} <= set(schema["properties"])
