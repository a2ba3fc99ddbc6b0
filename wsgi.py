"""The web server's way in."""

import ctypes
import gc

from lms.app import create_app

#: mallopt(3), glibc: how many arenas there may be.
M_ARENA_MAX = -8


def settle_memory() -> None:
    """Once the app stands: one arena for all threads, and no walk of the collector through what stays for good.

    With an arena for each of its threads a process would keep the 19 MiB of a password check eight times.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, 1)
    gc.collect()
    gc.freeze()


app = create_app()
settle_memory()
