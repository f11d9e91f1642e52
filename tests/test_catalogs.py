"""Every sentence is there in every language; script/messages mends what these tests find."""

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from chat.views.pages import EXAMPLES
from maths.reading import read
from maths.reading.problems import suggestions_for
from tests import catalogs

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

TOPICS = ["", "percent", "plot", "derivative", "integrate", "fraction", "factor", "convert", "sequence", "sort", "gcd"]

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def test_every_sentence_of_code_and_templates_is_in_the_catalog(language):
    known = {catalogs.key(message) for message in catalogs.messages(language)}

    missing = {key: path for key, path in catalogs.said().items() if key not in known}

    assert missing == {}


def test_no_sentence_stays_in_the_catalog_that_nobody_says(language):
    said = {(context, _singular(message)) for context, message in catalogs.said()}

    assert [
        key for key in map(catalogs.key, catalogs.messages(language)) if (key[0], _singular(key[1])) not in said
    ] == []


def _singular(message):
    return message if isinstance(message, str) else message[0]


def test_every_sentence_is_translated_in_all_its_plural_forms_and_none_is_a_guess(language):
    unfinished = [
        message.id
        for message in catalogs.messages(language)
        if message.fuzzy or not all(catalogs.forms(message)) or _lacks_forms(message, language)
    ]

    assert unfinished == []


def _lacks_forms(message, language):
    return message.pluralizable and len(message.string) != catalogs.catalog(language).num_plurals


def test_translations_have_the_placeholders_of_their_sentence(language):
    different = [
        (message.id, form)
        for message in catalogs.messages(language)
        for form in catalogs.forms(message)
        if not _same_placeholders(message, form)
    ]

    assert different == []


def _same_placeholders(message, form):
    """A plural form may say its number in words, where the placeholder has a name."""
    if not message.pluralizable:
        return catalogs.placeholders(form) == catalogs.placeholders(message.id)
    here, there = catalogs.placeholders(form), catalogs.placeholders(message.id[1])
    return here == there or (set(here) <= set(there) and "%d" not in there)


def test_the_compiled_catalog_is_the_written_one(language):
    assert _texts(catalogs.compiled(language)) == _texts(catalogs.catalog(language))


def _texts(catalog):
    """{key: all forms} of what is translated."""
    translated = (message for message in catalog if message.id and all(catalogs.forms(message)))
    return {catalogs.key(message): catalogs.forms(message) for message in translated}


def test_the_questions_that_the_offline_engine_suggests_are_read(language):
    with translation.override(language):
        questions = {phrase.text(translate=gettext) for topic in TOPICS for phrase in suggestions_for(topic)}

    assert len(questions) > 20
    assert [question for question in questions if not read(question).tasks] == []


def test_the_offline_engine_reads_the_questions_to_tap(language):
    with translation.override(language):
        questions = [str(example) for example in EXAMPLES]

    assert [question for question in questions if not read(question).tasks] == []
