"""What the post office does by itself."""

from contextlib import ExitStack

from lms.core import clock
from lms.core.db import transaction
from lms.core.jobs import every
from lms.notifications import actions, doors, rules


@every(seconds=10)
def deliver() -> None:
    """Send what is due, one letter a transaction; none is open while a mail server or a gateway is spoken to."""
    ways = doors.ways()
    with transaction():
        actions.tend(list(ways), at=clock.now())
    with ExitStack() as stack:
        sends = {channel: stack.enter_context(door()) for channel, door in ways.items()}
        for _number in range(rules.ROUND if sends else 0):
            if not deliver_next(sends):
                return


def deliver_next(sends: dict[str, doors.Send]) -> bool:
    """Take, send and note one letter; answers whether there was one. `sends`: by channel."""
    with transaction():
        letter = actions.take(list(sends), at=clock.now())
    if letter is None:
        return False
    try:
        sends[letter.channel](letter)
    except rules.NotSent as trouble:
        with transaction():
            actions.note_trouble(letter, str(trouble), final=trouble.final, at=clock.now())
    else:
        with transaction():
            actions.note_sent(letter, at=clock.now())
    return True


@every(seconds=86_400)
def forget_words() -> dict[str, int]:
    """Words and addresses of letters a year old go."""
    return {"forgotten": actions.forget_words(at=clock.now())}
