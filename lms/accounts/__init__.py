"""Signing up, signing in, and the devices a person is signed in on.

Owns passwords, sign-in sessions and their throttle; the person is in people.
"""
