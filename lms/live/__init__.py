"""Live rooms by Zoom's API: hosts, meetings, each learner's own link, webhooks, reports. Never in a request.

Words: a *host* is a licensed Zoom user, a *meeting* the one type-8 meeting of a series, a *registration* a
learner's place in it under a name that is no address of theirs, an *instance* one evening of the meeting.
"""
