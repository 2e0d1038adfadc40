"""Everybody reads the shifts of their site; the director changes them."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from callcenter.audit.models import Event
from staffing.shifts.models import Rotation, RotationDay, ShiftType
from tests.staffing.factories import make_shift_type
from tests.web.permission_table import Line, World, posts

EDITORS = posts("director")


def shift(world: World) -> ShiftType:
    found = ShiftType.objects.filter(site=world.site, code="P").first()
    return found or make_shift_type(world.site, "P")


def turn(world: World) -> Rotation:
    found = Rotation.objects.filter(site=world.site, code="R").first()
    if found is None:
        found = Rotation.objects.create(
            site=world.site, code="R", name="Rotation", anchor_on=datetime.date(2026, 1, 5)
        )
        RotationDay.objects.create(rotation=found, place=0, shift_type=shift(world))
    return found


def type_args(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "code": shift(world).code}


def rotation_args(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "code": turn(world).code}


def change_of(row: ShiftType | Rotation, verb: str) -> int:
    """A change in the trail that set the present name."""
    kind = ContentType.objects.get_for_model(row)
    event = Event.objects.create(
        verb=verb,
        subject_type=kind,
        subject_id=row.pk,
        site_id=row.site_id,
        before={"name": "Before"},
        after={"name": row.name},
    )
    return event.pk


def type_undo(world: World) -> dict[str, Any]:
    return type_args(world) | {"event": change_of(shift(world), "shifts.type.changed")}


def rotation_undo(world: World) -> dict[str, Any]:
    return rotation_args(world) | {"event": change_of(turn(world), "shifts.rotation.changed")}


def type_form(world: World) -> dict[str, Any]:
    return {
        "code": "Q", "name": "Quiet", "work": "9-17", "skill_level": 1, "minimum_heads": 0, "colour": "blue",
    }  # fmt: skip


def rotation_form(world: World) -> dict[str, Any]:
    shift(world)
    return {"code": "S", "name": "Turn", "cycle": "P -", "crews": 1, "anchor_on": "2026-01-05"}


def api_type(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "code": "Q", "name": "Quiet", "work": "9-17"}


def api_rotation(world: World) -> dict[str, Any]:
    return rotation_form(world) | {"site": world.site.code}


def type_pk(world: World) -> dict[str, Any]:
    return {"pk": shift(world).pk}


def rotation_pk(world: World) -> dict[str, Any]:
    return {"pk": turn(world).pk}


def post(name: str, args: Any, data: Any, success: int = 302) -> Line:
    return Line(name, args, "post", data, EDITORS, success)


def api_post(name: str, args: Any, data: Any, success: int = 200) -> Line:
    return Line(f"api:staffing-{name}", args, "post", data, EDITORS, success, nobody=401)


OFF = {"is_active": "off"}

LINES = [
    Line("shifts:types"),
    Line("shifts:type-new", allowed=EDITORS),
    post("shifts:type-new", lambda world: {}, type_form),
    Line("shifts:type-preview"),
    Line("shifts:type", type_args),
    Line("shifts:type-edit", type_args, allowed=EDITORS),
    post("shifts:type-edit", type_args, type_form),
    post("shifts:type-switch", type_args, OFF),
    post("shifts:type-undo", type_undo, {}),
    Line("shifts:rotations"),
    Line("shifts:rotation-new", allowed=EDITORS),
    post("shifts:rotation-new", lambda world: {}, rotation_form),
    Line("shifts:rotation-preview"),
    Line("shifts:rotation", rotation_args),
    Line("shifts:rotation-edit", rotation_args, allowed=EDITORS),
    post("shifts:rotation-edit", rotation_args, rotation_form),
    post("shifts:rotation-switch", rotation_args, OFF),
    post("shifts:rotation-undo", rotation_undo, {}),
    Line("api:staffing-shift-types-list", nobody=401),
    Line("api:staffing-shift-types-detail", type_pk, nobody=401),
    api_post("shift-types-list", lambda world: {}, api_type, 201),
    api_post("shift-types-change", type_pk, type_form),
    api_post("shift-types-switch", type_pk, {"is_active": False}),
    Line("api:staffing-rotations-list", nobody=401),
    Line("api:staffing-rotations-detail", rotation_pk, nobody=401),
    api_post("rotations-list", lambda world: {}, api_rotation, 201),
    api_post("rotations-change", rotation_pk, rotation_form),
    api_post("rotations-switch", rotation_pk, {"is_active": False}),
]
