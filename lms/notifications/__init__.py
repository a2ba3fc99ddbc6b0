"""The post office: letters as rows, delivered by the worker through one door to SMTP.

Does not know what is in a letter: each room writes its own.
"""
