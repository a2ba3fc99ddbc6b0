"""The road between a phone and the house: open, cut, or the kind that shows a full signal and carries nothing."""

import select
import socket
import threading


class Road:
    """Carries bytes between browsers and a house. `url` is where a browser finds the house; `open()`, `cut()`,
    `stall()` say how the road is from now on."""

    def __init__(self, house):
        self._port = int(house.host.rpartition(":")[2])
        self._ears = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._ears.getsockname()[1]}"
        self.url = f"http://{self.host}"
        self._state, self._cars, self._closed = "open", set(), False
        threading.Thread(target=self._listen, daemon=True).start()

    def open(self):
        """Everything arrives again. What stood on a stalled road goes on."""
        self._state = "open"

    def cut(self):
        """Whoever asks is turned away, and what is on its way breaks off."""
        self._state = "cut"
        for car in list(self._cars):
            self._end(car)

    def stall(self):
        """Connections are taken, and nothing ever comes back."""
        self._state = "stalled"

    def close(self):
        """Nobody comes this way again."""
        self._closed = True
        self.cut()
        self._ears.close()

    def _listen(self):
        while not self._closed:
            try:
                car, _where = self._ears.accept()
            except OSError:
                return
            if self._state == "cut":
                car.close()
            else:
                threading.Thread(target=self._carry, args=(car,), daemon=True).start()

    def _carry(self, near):
        with near, socket.create_connection(("127.0.0.1", self._port)) as far:
            self._cars |= {near, far}
            try:
                while not self._closed:
                    ready, _, _ = select.select([near, far], [], [], 0.05)
                    if self._state == "stalled":
                        threading.Event().wait(0.05)
                        continue
                    for one in ready:
                        said = one.recv(65536)
                        if not said:
                            return
                        (far if one is near else near).sendall(said)
            except (OSError, ValueError):
                return  # cut
            finally:
                self._cars -= {near, far}

    @staticmethod
    def _end(car):
        try:
            car.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # gone by itself
