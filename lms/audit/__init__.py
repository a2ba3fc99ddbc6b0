"""The record: who did what to whom, when and from where. Owns audit entries; knows no room above.

Words: an *entry* has an *action* (a verb, room first), an *actor* and a *subject*; its detail holds ids only.
"""
