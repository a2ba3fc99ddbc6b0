"""The demonstration: an invented programme with dates around the present, to look around in.

Everybody in it is marked (`Person.demo`) and has no password; the sign-in page offers one person for each
part. None of it can be made in production.
"""

from lms.demo.seed import NotADemo, reset, seed, sign_ins

__all__ = ["NotADemo", "reset", "seed", "sign_ins"]
