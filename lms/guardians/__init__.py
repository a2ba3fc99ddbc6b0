"""A parent or guardian of a learner under 16, with a page and a code of their own. Knows the child's account.

Words: a *child* is a learner under 16, a *guardian* the person who consents for them and is no user of the app.
"""
