"""The project's settings and roster, and YAML with marks. See docs/ARCHITECTURE.md."""

from callqa.settings.project import SETTINGS_NAME, Project, find_root, load_project
from callqa.settings.roster import Roster, covers, load_roster
from callqa.settings.schema import TRIAL_MODEL, Settings, Speech, Template
from callqa.settings.yaml_file import YamlFile, parse_yaml, read_yaml, validate

__all__ = [
    "SETTINGS_NAME",
    "TRIAL_MODEL",
    "Project",
    "Roster",
    "Settings",
    "Speech",
    "Template",
    "YamlFile",
    "covers",
    "find_root",
    "load_project",
    "load_roster",
    "parse_yaml",
    "read_yaml",
    "validate",
]
