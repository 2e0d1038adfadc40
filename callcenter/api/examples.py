"""Examples in the schema: what a body looks like with believable values, worked out from its shape."""

from typing import Any

Schema = dict[str, Any]
DEPTH = 6
BY_NAME: dict[str, Any] = {
    "number": "A0012", "employee": "A0012", "superior": "A0003", "successor": "A0013", "name": "Li Na",
    "name_zh": "李娜", "site": "shanghai", "code": "sales", "queue": "sales", "agent": "LINA", "time_zone": "Asia/Shanghai",
    "country": "CN", "email": "li.na@example.com", "phone": "+86 21 5555 0112", "reason": "Agreed with the team",
    "post": "agent", "key": "kpi.sl_seconds", "verb": "people.employee.hired", "username": "A0001",
    "feed": "calls:acd", "call_type": "billing", "switch_ref": "174523-0091", "customer": "138****1234", "cursor": "cD0xNzQ1MjM=",
}  # fmt: skip
BY_FORMAT: dict[str, Any] = {
    "date": "2026-11-21", "date-time": "2026-11-21T09:30:00Z", "time": "09:30:00", "uuid": "9b2f6c1e-4a57-4c8e-9f5d-3f1f0f1c2a77",
    "email": "li.na@example.com", "uri": "https://callcenter.example/", "binary": "(file)", "decimal": "0.80",
}  # fmt: skip


def add_examples(result: Schema, **_: Any) -> Schema:
    """A post-processing hook: every JSON body and answer that has no example gets one."""
    components = result.get("components", {}).get("schemas", {})
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}), *operation.get("responses", {}).values()]
            for media_type, media in ((t, m) for body in bodies for t, m in body.get("content", {}).items()):
                is_problem = media_type.endswith("problem+json")
                if not is_problem and "schema" in media and not {"example", "examples"} & media.keys():
                    media["example"] = example_of(media["schema"], components)
    return result


def example_of(shape: Schema, components: Schema, name: str = "", depth: int = 0) -> Any:
    """A value that fits `shape`; `name` is the field's."""
    shape = resolved(shape, components)
    for key in ("example", "default", "const"):
        if key in shape and shape[key] is not None:
            return shape[key]
    if shape.get("examples"):
        return shape["examples"][0]
    if shape.get("enum"):
        fitting = [value for value in shape["enum"] if value not in (None, "")]
        return fitting[0] if fitting else shape["enum"][0]
    kind = type_of(shape)
    if kind == "object" or "properties" in shape:
        if depth > DEPTH:
            return {}
        return {
            key: example_of(inner, components, key, depth + 1)
            for key, inner in shape.get("properties", {}).items()
        }
    if kind == "array":
        return [] if depth > DEPTH else [example_of(shape.get("items", {}), components, name, depth + 1)]
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        return shape.get("minimum", 1) if shape.get("minimum", 1) > 0 else 1
    if kind != "string":
        return None
    return BY_FORMAT.get(shape.get("format", "")) or BY_NAME.get(name, "text")


def resolved(shape: Schema, components: Schema) -> Schema:
    """The shape with its reference followed, and of several alternatives the first that is not null or blank."""
    while True:
        if "$ref" in shape:
            beside = {key: value for key, value in shape.items() if key != "$ref"}
            shape = components.get(shape["$ref"].rpartition("/")[2], {}) | beside
        elif "allOf" in shape:
            beside = {key: value for key, value in shape.items() if key != "allOf"}
            merged: Schema = {}
            for part in shape["allOf"]:
                merged |= resolved(part, components)
            shape = merged | beside
        elif "oneOf" in shape or "anyOf" in shape:
            parts = shape.get("oneOf") or shape["anyOf"]
            beside = {key: value for key, value in shape.items() if key not in ("oneOf", "anyOf")}
            full = [resolved(part, components) for part in parts]
            chosen = next(
                (part for part in full if part.get("type") != "null" and part.get("enum") != [""]), {}
            )
            shape = chosen | beside
        else:
            return shape


def type_of(shape: Schema) -> str:
    """The first type that is not null; "" for anything."""
    kinds = shape.get("type", "")
    if isinstance(kinds, list):
        return next((kind for kind in kinds if kind != "null"), "")
    return str(kinds)
