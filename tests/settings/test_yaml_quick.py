"""What libyaml reads quickly is what ruamel reads; what they might read otherwise is left to ruamel."""

from __future__ import annotations

from pathlib import Path

import pytest

from callqa.settings import yaml_quick
from callqa.settings.yaml_file import parse_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted({*ROOT.glob("rules/**/*.yaml"), *ROOT.glob("examples/*/*.yaml")})

pytest.importorskip("yaml.cyaml")


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    """What is read with the quick parser, and without it."""
    found = parse_yaml(text, source="x")
    with monkeypatch.context() as patched:
        patched.setattr(yaml_quick, "compose", lambda _: None)
        return found, parse_yaml(text, source="x")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_of_ours_are_read_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both(path.read_text(encoding="utf-8"), monkeypatch)
    assert quick == slow


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [yes, no, on, true, False, ~, null, '', \"x\\n\", 0x1f, 0o17, 017, 1_000, 1e3, .inf, -1.5, 1:30]\n",
        "list:\n- {a: b, c: [d]}\n- |\n  several\n  lines\n- >-\n  folded\n  lines\n# a remark\n",
        "a: !!str 1\nb: !!int '2'\nc: ! 3\nd: !own 4\n",
        "2026-10-05: 1\n? [a]\n: 2\n",
        "a: 1\na: 2\n",
        "<<: {a: 1}\nb: =\n",
        "---\na: 1\n...\n",
    ],
)
def test_plain_documents_are_read_quickly_and_alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both(text, monkeypatch)
    assert yaml_quick.compose(text) is not None
    assert quick == slow


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "a: &x 1\nb: *x\n",
        "a: 1\n---\nb: 2\n",
        "a: [\n",
        "a: 'x\tb'\n",
        "a: b\u2028c\n",
        "%YAML 1.1\n---\na: no\n",
    ]
    + [one * 100_000 for one in ("[", "- ", "{a: ", "? ")],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_odd_or_faulty_is_left_to_the_other_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both(text, monkeypatch)
    assert yaml_quick.compose(text) is None
    assert quick == slow
