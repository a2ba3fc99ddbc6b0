"""The worker process: `python -m lms.worker`, started beside the web by `./run`."""

import signal
import threading
from typing import Any

from lms.app import create_app
from lms.core import wake
from lms.core.logs import log
from lms.core.worker import work


def main() -> None:
    """Start the worker and leave quietly on SIGTERM or SIGINT."""
    app = create_app()
    stop = threading.Event()

    def leave(*_signal: Any) -> None:
        stop.set()
        wake.bell.set()

    consumer = wake.consumer(app)
    consumer.start()
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    log.info("worker.started")
    work(app, stop)
    consumer.stop()


if __name__ == "__main__":
    main()
