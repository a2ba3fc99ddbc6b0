"""Stories across rooms, in a real browser, on a house with a database of its own."""

import shutil
from contextlib import ExitStack

import pytest
import time_machine
from playwright.sync_api import expect, sync_playwright

from lms import demo
from lms.core import words
from tests.conftest import AT
from tests.journeys.house import House
from tests.journeys.phone import phone
from tests.journeys.screens import FLAGS, screen
from tests.journeys.walk import everywhere

#: As long as `screens` waits for anything.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory):
    """A house without people, for the whole run."""
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture
def house(empty_house, now):
    """The house of one story; its rows are removed afterwards."""
    words.speak("vi")
    yield empty_house
    empty_house.sweep()


@pytest.fixture(scope="session")
def programme(tmp_path_factory):
    """A house with the demonstration in it, to be looked at and not changed."""
    with time_machine.travel(AT, tick=True):
        made = House(tmp_path_factory.mktemp("programme"))
        demo.seed(made.app)
    yield made
    made.close()


@pytest.fixture(scope="session")
def paths(programme):
    """{part: {endpoint: [paths]}}: who comes by which pages of the demonstration."""
    return everywhere(programme.app)


@pytest.fixture
def now():
    """The clock of the house, running from `AT`; `now.move_to(instant)` moves it."""
    with time_machine.travel(AT, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the run. That it is missing is a failure."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def hand(browser, house, tmp_path):
    """A phone that has never been here, and the road between it and the house."""
    with phone(browser, tmp_path / "phone", house) as made:
        yield made


@pytest.fixture
def look(browser, house):
    """Opens a screen of the house: `look(size=LAPTOP, script=False, scheme="dark")`; a phone in light by default."""
    with ExitStack() as screens:
        yield lambda **wishes: screens.enter_context(screen(browser, house, **wishes))
