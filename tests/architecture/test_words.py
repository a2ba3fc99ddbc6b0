"""Every sentence exists in Vietnamese: nothing missing, nothing fuzzy, nothing said in two ways."""

from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from lms.core.words import catalogue_path, messages_of
from lms.rooms import ROOMS


def catalogue(room):
    path = catalogue_path(room)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {(m.context, m.id[0] if isinstance(m.id, (tuple, list)) else m.id): m for m in read_po(file) if m.id}


def filled(message):
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(texts) and all(texts)


@pytest.mark.parametrize("room", ["core", *ROOMS])
def test_catalogue_is_complete(room):
    there = catalogue(room)
    wanted = {(m.context, m.id[0] if isinstance(m.id, (tuple, list)) else m.id) for m in messages_of(room) if m.id}
    missing = sorted(
        text for context, text in wanted if (context, text) not in there or not filled(there[context, text])
    )
    assert missing == [], f"run: python -m lms.core.words update {room}"
    assert [text for (_c, text), message in there.items() if message.fuzzy] == []


def test_one_sentence_has_one_translation():
    said = defaultdict(set)
    for room in ("core", *ROOMS):
        for key, message in catalogue(room).items():
            said[key].add(str(message.string))
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}
