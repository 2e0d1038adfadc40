"""What rows say of a thing for good: the trail, requests and deadlines keep it as it read then."""

from django.db import models


def kept_label(thing: models.Model) -> str:
    """At most 200 characters that readers of any language can read.

    A model whose name has words of the writer's language (a kind, a direction) has a `kept_label` without them.
    """
    return str(getattr(thing, "kept_label", thing))[:200]
