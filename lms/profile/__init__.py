"""What a person agrees to and tells about themselves after signing up, and the notice that explains it. Owns no table.

Words: a *card* is one question asked later; it is asked, answered, refused or deferred.
"""
