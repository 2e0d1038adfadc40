"""One deadline engine for everything that is due: pure rules, and the clocks that run by them.

Imports inside: services > sweeping | rebasing > derivation > promises > models > kinds | policy > rules | explanation | vectors > opentime.
"""
