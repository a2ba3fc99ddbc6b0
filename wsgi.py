"""The web server's way in."""

import gc

from lms.app import create_app

app = create_app()
# What the app is made of stays for good: the collector need not walk through it again and again.
gc.collect()
gc.freeze()
