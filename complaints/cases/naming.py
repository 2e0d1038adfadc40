"""How a request of the API names a complaint: by its number or its receipt, within the caller's reach."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from complaints.cases import finding
from complaints.cases.dossier import Case


class ComplaintField(serializers.CharField):
    """A number or a receipt, read as the complaint; 400 at the field when the caller has none of that name.

    The serializer's context says whose request it is: the caller, under "user".
    """

    default_error_messages = {"not_there": _("There is no complaint of this number within your reach.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def run_validation(self, data: Any = serializers.empty) -> Case | None:
        reference = super().run_validation(data)
        if reference is None:  # none was sent, where none need be
            return None
        found = finding.visible(self.context["user"], reference)
        if found is None:
            self.fail("not_there")
        return found


def sent(shape: type[serializers.Serializer[Any]], data: Any, *, user: Any) -> dict[str, Any]:
    """What was sent as that serializer reads it; 400 with every field at fault."""
    found = shape(data=data, context={"user": user})
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)
