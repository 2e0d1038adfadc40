"""What the view sets of this room share: posted data by a serializer."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


def sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The posted data as that serializer reads it; 400 with every field at fault."""
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)
