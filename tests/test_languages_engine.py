"""The language of the student reaches the engine, and its answer is recognized and marked in that language too."""

import pytest
from django.utils import translation

from assistants_api.addressing import language
from assistants_api.voice import Voice
from chat import judging
from chat.instructions import instructions_for
from chat.models import Judgement, Tutor
from maths.judging import judge
from maths.phrases import Phrase
from maths.reading import read, read_after
from maths.solving import explain
from maths.wording import compose_final, compose_steps

QUESTIONS = [
    "3x + 11 = 14",
    "x^2 - 5x + 6 = 0",
    "15% of 80",
    "3/4 + 5/6",
    "derivative of x^2 sin(x)",
    "factor 360",
    "is 91 prime?",
    "median of 3, 5, 9",
    "what is 2 + 3 and what is 4 * 5?",
    "x < 3x - 4",
    "3 weeks in days",
    "x^2 - 5x + 6 = 0 by completing the square",
    "solve x + y = 5, x - y = 1 by drawing graphs",
    "expand (x + 2)(x + 3) by FOIL",
    "23 * 47 by long multiplication",
]
LANGUAGES = ["es", "de", "ar"]


@pytest.mark.parametrize(
    ("code", "sentence"), [("en-us", ""), ("", ""), ("de", "German"), ("es", "Spanish"), ("ar", "Arabic")]
)
def test_what_the_tutor_is_told_of_the_language_is_understood_by_our_engine(jane, code, sentence):
    told = instructions_for(Tutor(instructions="You are a tutor."), jane, code)

    assert ("The user speaks" in told) == bool(sentence)
    assert f"The user speaks {sentence}." in told or not sentence
    assert language(told) == (code or "en-us")
    assert Voice.of(told).address == ", Jane Doe"


@pytest.mark.parametrize("told", ["The user speaks Klingon.", "The user speaks .", "speaks German", ""])
def test_other_languages_are_answered_in_english(told):
    assert language(told) == "en-us"


@pytest.mark.django_db
def test_a_question_keeps_the_language_in_which_it_was_asked(upstream, jane_client, send, ended):
    send(jane_client, "1 + 1", **{"Accept-Language": "de-CH"})

    run = ended()

    assert run.language == "de"
    assert next(iter(upstream.runs.values()))["instructions"].endswith("The user speaks German.")
    assert (
        "The user speaks German."
        in jane_client.get("/accounts/profile/", headers={"Accept-Language": "de"}).content.decode()
    )


def recognized(question, reply, code):
    """What the chat makes of a reply in a language; the judge is called as its sandbox calls it."""
    payload = {"question": question, "context": [], "reply": reply, "name": "Jane Doe", "own_words": True}
    answer = judge(payload)
    return judging._recognized(judging._finding(answer), answer, payload, code)


def composed(question, code, steps=False):
    """The reply of our own engine."""
    voice = Voice(", Jane Doe", code)
    parts = explain({"tasks": [task.to_dict() for task in read(question).tasks]})["parts"]
    finals = [compose_final(part, voice.address if part is parts[-1] else "", voice.translate) for part in parts]
    if not steps:
        return "\n\n".join(finals)
    before = compose_steps({**parts[0], "program": ""}, voice.address, voice.translate)
    return f"{before}\n\n{finals[0].replace(voice.address, '')}"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_our_own_answer_is_verified_in_every_language(question, code):
    found = recognized(question, composed(question, code), code)

    assert found.verdict == Judgement.Verdict.VERIFIED
    with translation.override(code):
        words = Judgement(explanation=found.explanation).words
    assert words != Phrase.from_dict(found.explanation).text()


@pytest.mark.parametrize("code", LANGUAGES)
def test_so_it_is_with_its_steps_and_the_words_in_their_formulas(code):
    reply = composed(QUESTIONS[1], code, steps=True)

    assert recognized(QUESTIONS[1], reply, code).verdict == Judgement.Verdict.VERIFIED
    assert r"\text{or}" not in reply
    assert rf"\text{{{Voice('', code).translate('or')}}}" in reply


@pytest.mark.parametrize("code", LANGUAGES)
def test_so_is_one_in_the_last_way_of_several_and_one_that_was_said_before_ways_were_offered(code):
    asked = ["x^2 - 5x + 6 = 0", "another way?", "and another way?"]
    (task,) = read_after(asked[-1], asked[:-1]).tasks
    (part,) = explain({"tasks": [task.to_dict()]})["parts"]
    said, before = [compose_final(each, "", Voice("", code).translate) for each in (part, {**part, "offer": None})]

    for reply in (said, before):
        payload = {"question": asked[-1], "context": asked[:-1], "reply": reply, "name": "", "own_words": True}
        answer = judge(payload)
        found = judging._recognized(judging._finding(answer), answer, payload, code)
        assert found.verdict == Judgement.Verdict.VERIFIED
    assert said.endswith(Voice("", code).translate("Those were all the ways that I know."))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_changed_answer_is_never_verified(question, code):
    reply = composed(question, code)
    digits = [place for place, character in enumerate(reply) if character.isdigit()]
    changed = reply[: digits[-1]] + str((int(reply[digits[-1]]) + 1) % 10) + reply[digits[-1] + 1 :]

    assert recognized(question, changed, code).verdict != Judgement.Verdict.VERIFIED


def test_what_is_no_explanation_is_refused():
    finding = judging.Finding(Judgement.Verdict.NOT_CHECKED, {})

    for parts in ([1], [{"final": 3, "answer": {"kind": "values"}}], "x", [{"final": {"template": "x"}, "answer": 5}]):
        with pytest.raises(ValueError):
            judging._recognized(finding, {"own": parts}, {"reply": "x", "name": ""}, "de")
