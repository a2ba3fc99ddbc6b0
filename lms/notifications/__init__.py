"""The post office: letters as rows, delivered by the worker through two doors, SMTP and a text gateway.

Does not know what is in a letter: each room writes its own.
"""
