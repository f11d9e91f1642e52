"""Which language a page speaks, and that numbers, dates and directions follow it."""

import re
import uuid
from datetime import UTC, datetime

import pytest
import requests
from django.utils import translation
from django.utils.translation import gettext

from chat import choosing
from chat.forms import QuestionForm
from chat.judgements import Judgement
from chat.models import Conversation, Message, Tutor
from maths import units
from maths.formula_words import formulas_in
from maths.phrases import Phrase, together
from maths.reading import read
from tests.test_pages import Elements
from tutor_site.in_process import InProcessAdapter

SPOKEN = {
    "": ("en-us", "ltr", "Your question"),
    "en-GB": ("en-us", "ltr", "Your question"),
    "fr": ("en-us", "ltr", "Your question"),
    "de-AT,de;q=0.9,en;q=0.5": ("de", "ltr", "Deine Frage"),
    "fr,es-MX;q=0.8": ("es", "ltr", "Tu pregunta"),
    "ar-EG": ("ar", "rtl", "سؤالك"),
    "de; DROP TABLE, \x00": ("en-us", "ltr", "Your question"),
}
LATE = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)
DATES = {"en": "March 5, 2026", "es": "5 de marzo de 2026", "de": "5. März 2026", "ar": "5 مارس 2026، 2:05 م"}
NUMBERS = {"en": "at most 8,000 fit", "es": "caben 8\u00a0000", "de": "höchstens 8.000", "ar": "الحد الأقصى 8000"}


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its language to the thread, which the next test has too."""
    yield
    translation.deactivate()


def root(response):
    """The attributes of <html>."""
    return next(attrs for tag, attrs in Elements(response.content.decode()).found if tag == "html")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", SPOKEN)
def test_the_browser_chooses_the_language(client, asked):
    language, direction, label = SPOKEN[asked]

    response = client.get("/", headers={"Accept-Language": asked})

    assert (root(response)["lang"], root(response)["dir"]) == (language, direction)
    assert f">{label}</label>" in response.content.decode()
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/c/", "/accounts/login/", "/accounts/profile/", "/nothing", "/admin/login/"])
def test_every_page_runs_from_right_to_left_in_arabic(client, address):
    response = client.get(address, headers={"Accept-Language": "ar"}, follow=True)

    assert (root(response)["lang"], root(response)["dir"]) == ("ar", "rtl")


@pytest.mark.django_db
def test_the_administration_speaks_the_language_too(admin_client):
    page = admin_client.get("/admin/status/", headers={"Accept-Language": "ar"})

    assert (root(page)["lang"], root(page)["dir"]) == ("ar", "rtl")
    assert "مساعد الرياضيات" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", DATES)
def test_dates_follow_the_language(jane_client, jane, language):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())
    Message.objects.create(
        conversation=conversation, role="user", text="1 + 1", client_key=uuid.uuid4(), created_at=LATE
    )

    page = jane_client.get(f"/c/{conversation.pk}/", headers={"Accept-Language": language}).content.decode()

    assert DATES[language] in page
    assert 'datetime="2026-03-05T14:05:00+00:00"' in page


@pytest.mark.parametrize("language", NUMBERS)
def test_numbers_follow_the_language(language):
    with translation.override(language):
        form = QuestionForm({"text": "x" * 8001, "client_key": uuid.uuid4()})

        assert NUMBERS[language] in str(form.errors["text"][0])


def test_the_words_of_a_check_are_those_of_its_reader():
    judgement = Judgement(explanation=Phrase("Our own answer is no.").to_dict())

    with translation.override("de"):
        assert judgement.words == "Unsere eigene Antwort ist Nein."
    assert judgement.words == "Our own answer is no."


def test_a_sentence_within_a_sentence_is_translated_too():
    inner = Phrase("Our own result is {value}.", {"value": "7"})
    whole = Phrase.from_dict(together([Phrase("Our own answer is no."), inner]).to_dict())

    with translation.override("es"):
        assert whole.text(translate=gettext) == "Nuestra propia respuesta es no. Nuestro propio resultado es 7."
    assert whole.text() == "Our own answer is no. Our own result is 7."


def test_the_words_in_a_formula_are_translated_and_others_stay():
    judgement = Judgement(result=r"\( x = 1 \text{ or } x = 2 \text{ if we like } \)")

    with translation.override("de"):
        assert judgement.own_result == r"\( x = 1 \text{ oder } x = 2 \text{ if we like } \)"


def test_every_unit_that_is_a_word_is_said_in_the_language_and_symbols_stay():
    written = {text for unit in _units() for text in (unit.symbol, unit.plural)}
    words = {
        text for text in re.findall(r"\\text\{([^{}]*)\}", "".join(written)) if re.fullmatch("[A-Za-z ]{4,}", text)
    }
    translated = []

    with translation.override("ar"):
        for text in written:
            formulas_in(text, lambda word: translated.append(word) or word)
        said = formulas_in(r"3\,\text{weeks} = 504\,\text{h} = 2\,\text{US cups}", gettext)

    assert words >= {"weeks", "US cups", "imperial gallons", "centuries"}
    assert words <= set(translated)
    assert not set(translated) & {"km", "h", "mph", "ft", "in"}
    assert said == "\\text{\u20673 أسبوع\u2069} = 504\\,\\text{h} = \\text{\u20672 كوب أمريكي\u2069}"


def _units():
    """All units that a question can name."""
    return [unit for name in units._NAMES for unit in units.units_named(name)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_readings_to_choose_from_do_not_depend_on_the_language(language):
    question = "Simplify 1/2x"
    answer = read(question).problem.phrase.text()

    with translation.override(language):
        assert len(choosing.readings(question, answer)) == 2


def test_a_call_to_our_own_server_leaves_the_page_its_language():
    def application(environ, start_response):
        translation.activate("es")
        start_response("200 OK", [])
        return [b""]

    session = requests.Session()
    session.mount("http://inside", InProcessAdapter(application))
    with translation.override("de"):
        session.get("http://inside/")

        assert translation.get_language() == "de"
