"""The JSON Schema of scorecards, so that an editor completes and checks while a rule is written."""

from __future__ import annotations

from typing import Any

from callqa.rulebook.schema import CriterionForm, ScorecardForm

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Give the schema of a scorecard file: a whole one, or one that extends another."""
    schema = ScorecardForm.model_json_schema(by_alias=True)
    change = CriterionForm.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    names = {"type": "array", "items": {"type": "string"}}
    schema["$schema"] = DRAFT
    schema["title"] = "callqa scorecard"
    schema["$defs"]["Change"] = {
        **{key: value for key, value in change.items() if key not in ("required", "$defs")},
        "title": "Change",
    }
    schema["properties"] |= {
        "extends": {"type": "string", "description": "The scorecard that this one is laid over."},
        "use": {"anyOf": [{"type": "string"}, names], "description": "Files of lists and labels, relative to this one."},
        "change": {
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/Change"},
            "description": "Keys of criteria to replace.",
        },
        "remove": {**names, "description": "Criteria to leave out."},
        "add_to_lists": {"type": "object", "additionalProperties": names, "description": "Phrases to add to lists."},
    }
    schema["required"] = ["id", "version"]
    schema["anyOf"] = [{"required": ["extends"]}, {"required": ["language", "title", "sections"]}]
    return schema
