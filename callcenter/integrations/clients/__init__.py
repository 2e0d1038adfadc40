"""API clients: programs of other systems that act by OAuth2 client credentials.

grants, secrets < models < access < services < oauth, authentication, throttling < views < urls.
"""
