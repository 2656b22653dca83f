"""The nearest callqa.yaml upwards; faults with their line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from callqa.model import CallMeta
from callqa.settings import Settings, load_project, parse_yaml, validate
from callqa.texts import LANGUAGES, message


def _write(folder: Path, text: str, name: str = "callqa.yaml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_without_a_project_everything_is_default(tmp_path: Path) -> None:
    project, problems = load_project(tmp_path)
    assert not problems
    assert not project.is_found
    assert project.settings == Settings()
    assert project.database == tmp_path / "callqa.db"


def test_the_nearest_project_upwards_is_taken(tmp_path: Path) -> None:
    _write(tmp_path, "lang: en\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    project, problems = load_project(below)
    assert (project.root, project.settings.lang, problems) == (tmp_path, "en", ())


def test_the_company_has_its_written_name_first(tmp_path: Path) -> None:
    _write(tmp_path, "company: {name: Кедр-Логистика, names_heard: [Кедр, Кедр-Логистика]}\n")
    assert load_project(tmp_path)[0].settings.company.names == ("Кедр-Логистика", "Кедр")


@pytest.mark.parametrize(
    ("text", "slug", "place"),
    [
        ("lang: ru\nlanguag: ru\n", "settings-key-unknown", "callqa.yaml:2:1"),
        ("speech:\n  beam: 99\n", "settings-value", "callqa.yaml:2:3"),
        ("lang: no\n", "settings-value", "callqa.yaml:1:1"),
        ("timezone: Mars/Olympus\n", "settings-value", "callqa.yaml:1:1"),
        ("lang: ru\nlang: en\n", "settings-key-twice", "callqa.yaml:2:1"),
        ("company: [\n", "settings-yaml", "callqa.yaml:2:1"),
        ("a: &a [*a]\n", "settings-yaml-too-big", "callqa.yaml:1:4"),
        ("[1]: 2\n", "settings-yaml-key", "callqa.yaml:1:1"),
        ("- a\n", "settings-value", "callqa.yaml:1:1"),
    ],
)
def test_each_fault_has_its_place_and_a_sentence_in_both_languages(tmp_path: Path, text: str, slug: str, place: str) -> None:
    _write(tmp_path, text)
    project, (problem, *_) = load_project(tmp_path)
    assert (problem.slug, str(problem.place)) == (slug, place)
    assert project.settings == Settings()
    for language in LANGUAGES:
        assert "{" not in message(problem, language).replace("{…}", "")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "callqa.yaml").write_bytes("company: {name: Кедр}\n".encode("cp1251"))
    assert [problem.slug for problem in load_project(tmp_path)[1]] == ["settings-not-utf8"]


def test_yaml_keeps_what_people_write_as_text() -> None:
    file, _ = parse_yaml("a: no\nb: 1:30\nc: 2026-10-05\nd: 007\ne: 12\nf: 1.5\ng: true\nh: ~\n", source="x")
    assert file is not None
    assert file.content == {"a": "no", "b": "1:30", "c": "2026-10-05", "d": "007", "e": 12, "f": 1.5, "g": True, "h": None}


def test_templates_may_be_plain_text_or_set_the_direction() -> None:
    file, _ = parse_yaml('files: {templates: ["{phone}", {name: "in-{phone}", direction: inbound}]}\n', source="x")
    assert file is not None
    settings, problems = validate(file, Settings)
    assert not problems
    assert settings is not None
    assert [template.direction for template in settings.files.templates] == [None, "inbound"]


def test_a_context_knows_the_names_beforehand(tmp_path: Path) -> None:
    _write(tmp_path, "company: {name: Кедр}\n")
    _write(tmp_path, "managers:\n  - {manager_id: M-1, name: Ольга Смирнова, names_heard: Оля}\n", "managers.yaml")
    project, problems = load_project(tmp_path)
    context = project.context(CallMeta(call_id="c", manager_id="M-1", client_name="Сергей"), "ru")
    assert not problems
    assert context.manager_names == ("Ольга Смирнова", "Оля")
    assert (context.company_names, context.client_names) == (("Кедр",), ("Сергей",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lang: de\n", "ru | en"),
        ("speech: {beam: 99}\n", "≤ 10"),
        ("speech: {beam: many}\n", "1, 2, 3 …"),
        ("speech: {verbatim: maybe}\n", "true | false"),
        ("company: {name: [a]}\n", '"…"'),
        ("company: 5\n", "{…}"),
        ("timezone: Mars/Olympus\n", "Europe/Moscow, Asia/Omsk …"),
    ],
)
def test_what_would_fit_is_told_in_signs(tmp_path: Path, text: str, expected: str) -> None:
    _write(tmp_path, text)
    assert load_project(tmp_path)[1][0].facts["expected"] == expected
