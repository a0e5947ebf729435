import json
import random
from copy import deepcopy

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import demonstrations
from app.engagement_file import (
    SCHEMA,
    EngagementFileError,
    decode,
    encode,
    json_schema,
    renewed,
    to_facts,
    words_of,
)
from questionnaires import load
from scoring import assessment, digest
from tests.app.conftest import new_id
from tests.app.makers import OWN, STATEMENTS, statement_rows

VALMECA = json.loads(demonstrations.read("valmeca"))
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def raw():
    return deepcopy(VALMECA)


def mistakes(content):
    """Return the mistakes of a file, as a person reads them."""
    if not isinstance(content, bytes):
        content = json.dumps(content, ensure_ascii=False).encode()
    with pytest.raises(EngagementFileError) as refused:
        decode(content)
    return [str(mistake) for mistake in refused.value.mistakes]


def told(content):
    """Return the mistakes of a file, none when it can be read."""
    try:
        decode(content)
    except EngagementFileError as refused:
        return [str(mistake) for mistake in refused.mistakes] or [""]
    return []


def test_the_schema_that_ships_is_the_one_of_the_code():
    # After a change: write json_schema() to SCHEMA, indented by 1.
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("name", demonstrations.NAMES)
def test_demonstrations_are_files_of_the_format_and_come_back_whole(name):
    content = demonstrations.read(name)
    jsonschema.validate(json.loads(content), json_schema(), jsonschema.Draft202012Validator)
    file = decode(content)
    assert decode(encode(file)) == file
    assert encode(decode(encode(file))) == encode(file)


@pytest.mark.parametrize(("name", "option"), [("valmeca", "O1"), ("val-dore", "O4"), ("hexalis", "O6")])
def test_demonstrations_give_the_advice_that_experts_gave(name, option):
    found = assessment(load(), to_facts(decode(demonstrations.read(name))))
    assert found.decision.recommendation.option == option


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("answers", 12, "level"), 7, "answers[12].level: 7 is not a level: use 0 to 5"),
        (("answers", 12, "level"), 2.5, "answers[12].level: 2.5 is not a level: use 0 to 5"),
        (("answers", 12, "level"), "2", "answers[12].level: 2 is not a level: use 0 to 5"),
        (("answers", 12, "level"), True, "answers[12].level: True is not a level: use 0 to 5"),
        (("answers", 0, "practice_id"), "XXX-9", "answers[0].practice_id: XXX-9 is not a practice"),
        (("answers", 0, "respondent_id"), NOBODY, "answers[0].respondent_id: points to nothing"),
        (("answers", 0, "follows_id"), NOBODY, "answers[0].follows_id: points to nothing"),
        (("answers", 0, "interview_id"), NOBODY, "answers[0].interview_id: points to nothing"),
        (("answers", 0, "id"), "first", "answers[0].id: first is not an id: write a UUID"),
        (("answers", 0, "id"), 3, "answers[0].id: 3 is not an id: write a UUID"),
        (("answers", 0, "state"), "perhaps", "answers[0].state: perhaps is not accepted: use"),
        (("answers", 0, "said_at"), "yesterday", "answers[0].said_at: yesterday is not a moment"),
        (("answers", 0, "said_at"), "2026-11-03T13:12:00", "answers[0].said_at: 2026-11-03T13:12:00 is not a"),
        (("answers", 0, "comment"), "x" * 20_001, "answers[0].comment: is too long: shorten it to 20000"),
        (("answers", 0, "mood"), "good", "answers[0].mood: is not a known field"),
        (("answers", 0, "contradicts"), 1, "answers[0].contradicts: 1 is not accepted: write true or false"),
        (("answers", 0), "text", "answers[0]: text is not accepted: write an object"),
        (("answers",), {}, "answers: {} is not accepted: write a list"),
        (("respondents", 0, "role"), "wizard", "respondents[0].role: wizard is not a role"),
        (("respondents", 0, "role"), "delivery", "respondents[0].role: delivery is a role of the other side"),
        (("respondents", 0, "side"), "ours", "respondents[0].side: ours is not accepted: use"),
        (("respondents", 0, "person_id"), NOBODY, "respondents[0].person_id: points to nothing"),
        (("interviews", 0, "respondent_ids"), [NOBODY], "interviews[0].respondent_ids[0]: points to"),
        (("interviews", 0, "themes"), ["XXX"], "interviews[0].themes[0]: XXX is not a theme"),
        (("interviews", 0, "held_on"), "3/11/2026", "interviews[0].held_on: 3/11/2026 is not a date"),
        (("judgements", 0, "driver"), "luck", "judgements[0].driver: luck is not a judgement"),
        (("judgements", 0, "value"), 1.5, "judgements[0].value: 1.5 is too large: use 1 or less"),
        (("judgements", 0, "value"), "0.5", "judgements[0].value: 0.5 is not accepted: write a number"),
        (("judgements", 0, "value"), 0.12345, "judgements[0].value: 0.12345 is not accepted: write a number"),
        (("rating_decisions", 0, "reason"), "", "rating_decisions[0].reason: is empty: write it"),
        (("readiness", 0, "score"), -1, "readiness[0].score: -1 is too small: use 0 or more"),
        (("contract", "end"), "2020-01-01", "contract.end: is before the start of the contract"),
        (("contract", "form"), "barter", "contract.form: barter is not a form of contract: use"),
        (("contract", "yearly_value"), 1.5, "contract.yearly_value: 1.5 is not accepted: write a whole"),
        (("mode",), "deepest", "mode: deepest is not a mode"),
        (("language",), "de", "language: de is not accepted: use 'fr' or 'en'"),
        (("questionnaire",), "0.1", "questionnaire: 0.1 is not a version of the questionnaire: use 1.0"),
        (("weights",), {"domains": {"XXX": 1}}, "weights.domains: XXX is not a domain"),
        (("as_of",), None, "as_of: None is not a date"),
        (("client", "name"), "", "client.name: is empty: write it"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_its_cure(raw, path, value, expected):
    target = raw
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    assert any(mistake.startswith(expected) for mistake in mistakes(raw)), mistakes(raw)


@pytest.mark.parametrize(
    ("index", "changes", "expected"),
    [
        (0, {"kind": "mood"}, "statements[0].kind: mood is not accepted: use framing, tower"),
        (0, {"kind": None}, "statements[0].kind: None is not accepted: use framing, tower"),
        (0, {"subject": "luck"}, "statements[0].subject: luck is not a line of “framing” in this questionnaire"),
        (0, {"mood": "good"}, "statements[0].mood: is not a known field"),
        (1, {"value": {"value": 151}}, "statements[1].value.value: 151 is too large: use 150 or less"),
        (1, {"value": {"value": 0.12345}}, "statements[1].value.value: 0.12345 is not accepted"),
        (6, {"value": None}, "statements[6].value: None is not accepted: write an object"),
        (6, {"value": {"state": "lost"}}, "statements[6].value.state: lost is not accepted: use 'absent' or 'present'"),
        (6, {"value": {}}, "statements[6].value.state: is missing: write it"),
        (6, {"decided_at": "yesterday"}, "statements[6].decided_at: yesterday is not a moment"),
        (6, {"decided_at": "0001-01-01T00:00:00+14:00"}, "statements[6].decided_at: 0001-01-01T00:00:00+14:00 is not"),
        (6, {"decided_at": "9999-12-31T23:59:59Z"}, "statements[6].decided_at: 9999-12-31T23:59:59Z is not a moment"),
        (7, {"value": {"inputs": [], "parts": [None] * 5}}, "statements[7].value.inputs: holds 0 marks: write 4"),
        (9, {"value": {"produced": True}}, "statements[9].value.name: is missing: write it"),
    ],
)
def test_a_statement_is_of_its_kind_and_about_the_questionnaire(raw, index, changes, expected):
    raw["statements"] = statement_rows()
    raw["statements"][index] |= changes
    assert any(mistake.startswith(expected) for mistake in mistakes(raw)), mistakes(raw)


def test_the_mistakes_of_statements_are_told_with_the_others(raw):
    raw["statements"] = statement_rows()
    raw["statements"][1]["value"]["value"] = -1
    raw["statements"][6]["value"]["state"] = "lost"
    raw["answers"][0]["practice_id"] = "XXX-1"
    assert len(mistakes(raw)) == 3


def test_a_statement_without_a_kind_is_told(raw):
    raw["statements"] = statement_rows()
    del raw["statements"][3]["kind"]
    assert mistakes(raw) == ["statements[3].kind: is missing: write it"]


def test_a_file_cannot_take_everything_out_of_scope(raw):
    raw["statements"] = [
        row | {"kind": "tower", "subject": tower.id, "value": {"in_scope": False}}
        for row, tower in zip(statement_rows(), load().towers, strict=False)
    ]
    assert mistakes(raw) == ["statements: takes the last tower out of scope: keep one"]


def test_statements_come_back_whole_and_reach_the_facts(raw):
    raw["statements"] = statement_rows()
    file = decode(json.dumps(raw).encode())
    content = encode(file)
    jsonschema.validate(json.loads(content), json_schema(), jsonschema.Draft202012Validator)
    assert json.loads(content)["statements"] == raw["statements"]
    assert encode(decode(content)) == content
    found = [(said.kind, said.subject, said.value) for said in to_facts(file).statements]
    assert found == list(STATEMENTS)


def test_a_file_from_before_statements_still_reads(raw):
    raw.pop("statements", None)
    assert to_facts(decode(json.dumps(raw).encode())).statements == ()


def test_the_renewal_of_the_contract_reaches_the_facts(raw):
    raw["contract"]["renewal"] = "tacit"
    assert to_facts(decode(json.dumps(raw).encode())).contract.renewal == "tacit"


def test_the_clients_own_indicators_get_new_ids_too(raw):
    raw["statements"] = statement_rows()
    other = renewed(decode(json.dumps(raw).encode()), new_id)
    own = next(said for said in to_facts(other).statements if said.subject.startswith("own:"))
    assert own.subject != OWN
    assert own.value["pairs"] == ["SL-02", own.subject]
    assert decode(encode(other)) == other


def test_what_is_missing_is_named(raw):
    del raw["answers"][3]["practice_id"], raw["contract"], raw["client"]["name"]
    found = mistakes(raw)
    for place in ("answers[3].practice_id", "contract", "client.name"):
        assert f"{place}: is missing: write it" in found


def test_all_mistakes_are_told_at_once(raw):
    raw["answers"][0]["level"] = 7
    raw["answers"][1]["practice_id"] = "XXX-1"
    raw["respondents"][0]["role"] = "wizard"
    raw["contract"]["end"] = "2020-01-01"
    raw["colour"] = "blue"
    assert len(mistakes(raw)) == 5


def test_an_id_names_one_thing(raw):
    raw["answers"][1]["id"] = raw["persons"][0]["id"].upper()
    assert "answers[1].id: this id is already the one of persons[0]: give each its own" in mistakes(raw)


def test_an_answer_follows_the_same_respondent_and_practice(raw):
    one, other = raw["answers"][0], raw["answers"][-1]
    other["follows_id"] = one["id"]
    place = f"answers[{len(raw['answers']) - 1}].follows_id"
    assert f"{place}: an answer follows one of the same respondent about the same practice" in mistakes(raw)


def test_answers_that_follow_each_other_in_a_circle_are_refused(raw):
    first = raw["answers"][0]
    second = first | {"id": str(new_id()), "follows_id": first["id"]}
    first["follows_id"] = second["id"]
    raw["answers"].append(second)
    assert "answers[0].follows_id: answers follow each other in a circle" in mistakes(raw)


def test_a_level_goes_with_its_state_and_not_applicable_with_its_reason(raw):
    raw["answers"][0] |= {"state": "level", "level": None}
    raw["answers"][1] |= {"state": "dont_know", "level": 2}
    raw["answers"][2] |= {"state": "not_applicable", "level": None, "comment": " "}
    assert mistakes(raw) == [
        "answers[0].level: is missing: write 0 to 5, or another state",
        "answers[1].level: goes with the state “level” only: remove it",
        "answers[2].comment: is missing: say why the practice does not apply",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "this is not whole JSON: line 1, column 1"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "this is not an engagement file: it is not UTF-8 text"),
        ("é".encode("latin-1"), "this is not an engagement file: it is not UTF-8 text"),
        (demonstrations.read("valmeca")[:5000], "this is not whole JSON: line "),
        (b"[]", "this is not an engagement file: its “format” must be"),
        (b"{}", "this is not an engagement file: its “format” must be"),
        (b'{"format": "visavis-engagement/2"}', "this is not an engagement file: its “format” must be"),
        (b'{"format": 1, "format": 2}', "“format” is given twice in the same object: keep one"),
        (b'{"format": NaN}', "NaN is not a number: write null"),
        (b'{"format": 0.1234567890123456}', "0.1234567890123456 is not accepted"),
        (b'{"format": 1e400}', "1e400 is not accepted"),
        (b"9" * 5000, "9999999999"),
        (b"[" * 100_000, "this is not an engagement file: it is nested too deeply"),
    ],
)
def test_what_is_no_engagement_file_is_told_in_one_line(content, expected):
    found = mistakes(content)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_byte_order_mark_is_no_mistake():
    assert decode(b"\xef\xbb\xbf" + demonstrations.read("valmeca")).client.name == "Valmeca"


def test_control_characters_are_removed(raw):
    raw["answers"][0]["comment"] = "abc\x00def\x0b"
    raw["client"]["name"] = "Val\x08meca"
    file = decode(json.dumps(raw).encode())
    assert (file.answers[0].comment, file.client.name) == ("abcdef", "Valmeca")


def test_a_half_character_gives_no_traceback(raw):
    raw["client"]["name"] = "Val\ud800meca"
    assert mistakes(json.dumps(raw).encode())


def test_moments_of_any_zone_are_brought_to_utc(raw):
    raw["answers"][0]["said_at"] = "2026-11-03T14:12:00.250000+01:00"
    encoded = json.loads(encode(decode(json.dumps(raw).encode())))
    assert encoded["answers"][0]["said_at"] == "2026-11-03T13:12:00.250000Z"


def test_new_ids_keep_every_figure_and_every_link(valmeca):
    other = renewed(valmeca, new_id)
    assert not {answer.id for answer in other.answers} & {answer.id for answer in valmeca.answers}
    assert decode(encode(other)) == other
    one, two = (assessment(load(), to_facts(file)) for file in (valmeca, other))
    assert one.decision.options == two.decision.options
    assert digest(load(), to_facts(valmeca)) != digest(load(), to_facts(other))


def test_words_hold_every_comment_and_reason(valmeca):
    words = words_of(valmeca)
    assert words.question == valmeca.question
    assert words.reasons[str(valmeca.judgements[0].id)] == valmeca.judgements[0].reason
    assert len(words.reasons) >= len(valmeca.judgements) + len(valmeca.rating_decisions)


@given(st.randoms(use_true_random=False), st.integers(1, 8))
def test_a_damaged_file_is_refused_or_read_and_never_a_traceback(chance, wounds):
    content = bytearray(demonstrations.read("valmeca"))
    for _ in range(wounds):
        place = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                del content[place : place + chance.randrange(200)]
            case _:
                content[place:place] = content[: chance.randrange(100)]
    assert all(told(bytes(content)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.data(), JSON)
def test_any_value_anywhere_is_refused_or_read_and_never_a_traceback(data, value):
    raw = deepcopy(VALMECA)
    target = data.draw(st.sampled_from(_containers(raw)))
    key = data.draw(st.sampled_from(sorted(target) if isinstance(target, dict) else range(len(target))))
    target[key] = value
    assert all(told(json.dumps(raw).encode()))


def _containers(value):
    """Return an object of each kind below a value, at random among its like."""
    found = [value]
    for name, listed in value.items():
        if isinstance(listed, list) and listed:
            found += [listed, random.Random(name).choice(listed)]
        elif isinstance(listed, dict) and listed:
            found.append(listed)
    return found
