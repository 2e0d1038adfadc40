"""Webhooks: public events told to other systems, signed under the Standard Webhooks scheme (docs/webhooks.md).

Modules import left to right: rules, addresses, signing < models < access < outbox, claims < posting < sending < services
< forms, listing, todo < views, api.
"""
