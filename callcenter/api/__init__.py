"""The base of /api/v1/: registry of viewsets, problem details, pages, schema and its docs.

Rooms: registry < viewsets, problems, authentication, pagination < views < urls.
"""
