"""Finding people and looking at one of them: for coordinators within their scope, and the caretaker. Owns no table.

Words: a contact is *masked* until a reason is given; a reason is part of the record.
"""
