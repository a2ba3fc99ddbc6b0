"""Lists of people invited to sign up, read from a sheet. Nobody on a list is a person here until they accept.

Words: a *list* is one uploaded sheet, an *invitation* one row of it, a *claim code* what its holder accepts with.
"""
