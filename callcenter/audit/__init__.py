"""The append-only trail.

Modules import left to right: verbs < models < services < differences, filters < logins, exports < templatetags, views, api < urls.
Rooms: `services.record(…)` in every service, `verbs.define({…})` in ready(), `{% history object %}` on record pages.
"""
