"""How long words about people are kept. The notice to people says the same (profile.rules.inventory)."""

from datetime import timedelta

#: Names in reports and on paper lists, after the class.
NAMES_KEPT_FOR = timedelta(days=90)
