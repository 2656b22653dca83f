"""Scorecards from files: what is accepted, and every fault with its line, its words and what was meant."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from callqa.analysis.measurenames import MEASURES, SIDES, OfSide
from callqa.model import CriterionStatus, Severity
from callqa.rulebook import find_scorecard, from_stored, load_scorecard, shipped_rules, stored_form
from callqa.rulebook.loading import load_test_names
from callqa.score import Scorecard
from callqa.texts import LANGUAGES, message
from tests.analysis.building import analysis

HEAD = "id: proba\nversion: 1\nlanguage: ru\ntitle: Проба\n"
ONE = "sections:\n- id: s\n  title: S\n  criteria:\n  - {id: a, title: A, weight: 1, find: {phrases: [да]}}\n"


def write(folder: Path, text: str, name: str = "proba.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    scorecard, problems = load_scorecard(write(folder, text), source_root=folder)
    assert scorecard is None
    for language in LANGUAGES:
        assert all("{" not in message(problem, language).split("\n")[0] or "{" in text for problem in problems)
    return [f"{problem.slug} {problem.place}" for problem in problems]


def loaded(folder: Path, text: str, name: str = "proba.yaml") -> Scorecard:
    scorecard, problems = load_scorecard(write(folder, text, name), source_root=folder)
    assert scorecard is not None, [message(problem, "en") for problem in problems]
    return scorecard


@pytest.mark.parametrize("name", ["sales-ru", "sales-en", "eval-ru", "eval-en"])
def test_every_shipped_scorecard_loads_without_a_word(name: str) -> None:
    path = find_scorecard(name)
    assert path is not None
    scorecard, problems = load_scorecard(path)
    assert problems == ()
    assert scorecard is not None
    # what pays starts as pilot: shown until a company has calibrated it
    status = CriterionStatus.PILOT if name.startswith("sales") else CriterionStatus.ACTIVE
    assert {criterion.status for criterion in scorecard.criteria} == {status}


@pytest.mark.parametrize("name", ["sales-ru", "sales-en"])
def test_the_default_list_sums_to_a_hundred_points_and_fits_a_page(name: str) -> None:
    path = shipped_rules() / f"{name}.yaml"
    scorecard, _ = load_scorecard(path)
    assert scorecard is not None
    weights = {criterion.criterion_id: criterion.weight_millipoints // 1_000 for criterion in scorecard.criteria}
    assert sum(weights.values()) == 100
    assert {name for name, weight in weights.items() if not weight} == {
        "greeting", "permission", "next_step", "farewell", "fillers", "rudeness",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["eval-ru", "eval-en"])
def test_the_guide_s_list_weighs_its_fifteen_alike(name: str) -> None:
    scorecard, _ = load_scorecard(shipped_rules() / f"{name}.yaml")
    assert scorecard is not None
    weights = {criterion.criterion_id: criterion.weight_millipoints for criterion in scorecard.criteria}
    assert weights.pop("stop_words") == weights.pop("fillers") == 0
    assert len(weights) == 15
    assert set(weights.values()) == {1_000}


def test_what_is_stored_is_read_back_whole(tmp_path: Path) -> None:
    scorecard = loaded(tmp_path, HEAD + ONE)
    assert from_stored(stored_form(scorecard)) == scorecard


def test_a_stored_scorecard_that_was_touched_is_refused(tmp_path: Path) -> None:
    content = stored_form(loaded(tmp_path, HEAD + ONE)).replace(b'"weight_millipoints":1000', b'"weight_millipoints":9000')
    with pytest.raises(ValueError, match="hash"):
        from_stored(content)


def test_a_comment_does_not_make_another_scorecard(tmp_path: Path) -> None:
    plain, commented = loaded(tmp_path, HEAD + ONE), loaded(tmp_path, "# why\n\n" + HEAD + ONE)
    assert plain.scorecard_hash == commented.scorecard_hash
    assert plain.lines["criteria/a"] == "proba.yaml:9"
    assert commented.lines["criteria/a"] == "proba.yaml:11"


def test_another_weight_makes_another_scorecard(tmp_path: Path) -> None:
    other = ONE.replace("weight: 1", "weight: 2.5")
    assert loaded(tmp_path, HEAD + ONE).scorecard_hash != loaded(tmp_path, HEAD + other).scorecard_hash
    assert loaded(tmp_path, HEAD + other).criteria[0].weight_millipoints == 2_500


CRITERION = HEAD + "sections:\n- id: s\n  title: S\n  criteria:\n  - id: a\n    title: A\n    find: {phrases: [да]}\n    "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["rule-file-empty proba.yaml:1:1"]),
        ("- a\n- b", ["rule-file-empty proba.yaml:1:1"]),
        (HEAD + "title: [", ["rule-yaml proba.yaml:5:9"]),
        (HEAD + "title: Ещё\n" + ONE, ["rule-key-twice proba.yaml:5:1"]),
        (HEAD + "titel: Ещё\n" + ONE, ["rule-key-unknown-meant proba.yaml:5:1"]),
        (HEAD + "zzz: Ещё\n" + ONE, ["rule-key-unknown proba.yaml:5:1"]),
        (HEAD, ["rule-key-missing proba.yaml:1:1"]),
        (CRITERION + "weigth: 5\n", ["rule-key-unknown-meant proba.yaml:12:5"]),
        (CRITERION + "weight: много\n", ["rule-value-float proba.yaml:12:5"]),
        (CRITERION + "weight: -1\n", ["rule-value-limit proba.yaml:12:5"]),
        (CRITERION + "status: aktive\n", ["rule-value-choice-meant proba.yaml:12:5"]),
        (CRITERION + "critical: 1\n", ["rule-value-bool proba.yaml:12:5"]),
        (CRITERION + "owner: 5\n", ["rule-value-string proba.yaml:12:5"]),
        (CRITERION + "version: один\n", ["rule-value-int proba.yaml:12:5"]),
        (CRITERION + "steps: [1]\n", ["rule-value-dict proba.yaml:12:5"]),
        (CRITERION + "steps: {1: 62.5}\n", ["rule-value-int proba.yaml:12:13"]),
        (CRITERION + "window: 5\n", ["rule-value-model proba.yaml:12:5"]),
        (CRITERION + "window: {first: 30}\n", ["rule-value-extent proba.yaml:12:14"]),
        (CRITERION + "window: {first: 30 sec}\n", ["rule-value-extent proba.yaml:12:14"]),
        (CRITERION + "window: {within: 30s}\n", ["rule-window-within proba.yaml:12:14"]),
        (CRITERION + "window: {after: b}\n", ["rule-name-unknown proba.yaml:12:14"]),
        (CRITERION + "window: {after: a}\n", ["rule-circle proba.yaml:9:5"]),
        (CRITERION + "applies: {only: {longer_than: '90'}}\n", ["rule-value-duration proba.yaml:12:22"]),
        (CRITERION + "applies: {unless: {labels: {b: 1}}}\n", ["rule-name-unknown proba.yaml:12:33"]),
        (CRITERION + "applies: {unless: {outcomes: {b: met}}}\n", ["rule-name-unknown proba.yaml:12:35"]),
        (CRITERION + "examples: {met: да}\n", ["rule-value-list proba.yaml:12:16"]),
        (HEAD + ONE + "  - {id: a, title: A, find: {phrases: [да]}}\n", ["rule-id-twice proba.yaml:10:6"]),
    ],
)
def test_a_fault_is_shown_where_it_stands(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert faults(tmp_path, text) == expected


FIND = (
    HEAD
    + """
lists: {{one: [да], two: ['@two']}}
labels: {{l: {{find: {{phrases: [да]}}}}}}
sections:
- id: s
  title: S
  criteria:
  - id: a
    title: A
    find: {find}
"""
)


@pytest.mark.parametrize(
    ("find", "slug"),
    [
        ("{}", "rule-check-no-type"),
        ("{phrases: [да], model: b}", "rule-check-two-types"),
        ("{phrases: []}", "rule-check-empty"),
        ("{any: []}", "rule-check-empty"),
        ("{like: []}", "rule-check-empty"),
        ("{phrases: [да], met: 5}", "rule-key-misplaced"),
        ("{phrases: ['@three']}", "rule-list-unknown"),
        ("{phrases: ['@two']}", "rule-circle"),
        ("{phrases: ['(да']}", "rule-pattern-bracket"),
        ("{phrases: ['да {9,1} нет']}", "rule-pattern-gap"),
        ("{phrases: ['{klient}']}", "rule-pattern-placeholder-meant"),
        ("{phrases: ['{номер}']}", "rule-pattern-placeholder"),
        ("{model: benefit, met: 40, doubt: 60}", "rule-model-thresholds"),
        ("{label: z}", "rule-name-unknown"),
        ("{all: [{reply: {to: l, by: l, within: 5s}}]}", "rule-check-call-level"),
        ("{reply: {to: z, by: l, within: 5s}}", "rule-name-unknown"),
        ("{reply: {to: l, by: l, within: 5s, until: z}}", "rule-name-unknown"),
        ("{order: {sequence: [l, z]}}", "rule-name-unknown"),
        ("{order: {sequence: [l], after: l, then: l}}", "rule-order-form"),
        ("{order: {after: l}}", "rule-order-form"),
        ("{density: {of: {phrases: [да]}, per: 100 words}}", "rule-steps-missing"),
        ("{measure: talk_share_manager_e4}", "rule-steps-missing"),
        ("{density: {of: {phrases: [да]}, per: 100}}", "rule-value-string"),
        ("{names: klient}", "rule-value-choice-meant"),
        ("{not: {model: b}, phrases: [да]}", "rule-check-two-types"),
    ],
)
def test_a_check_has_one_type_and_what_goes_with_it(tmp_path: Path, find: str, slug: str) -> None:
    found = faults(tmp_path, FIND.format(find=find))
    assert [fault.split()[0] for fault in found] == [slug]
    assert all(fault.split()[1].startswith("proba.yaml:") for fault in found)


@pytest.mark.parametrize(
    ("find", "steps", "hole"),
    [
        ("{density: {of: {phrases: [да]}, per: 100 words}}", "{0..1: 100, 2..4: 50}", ["rule-steps-gap 1 2"]),
        ("{density: {of: {phrases: [да]}, per: 100 words}}", "{2..4: 50, 0..2: 100}", []),
        ("{density: {of: {phrases: [да]}, per: 100 words}}", "{0..: 100, 2..4: 50}", []),
        ("{density: {of: {phrases: [да]}, per: 100 words}}", "{0..1: 100, 2..: 0}", []),  # nothing is earned above either way
        ("{phrases: [да]}", "{0..1: 100, 2..4: 50}", []),  # a count has nothing between 1 and 2
        ("{phrases: [да]}", "{0..1: 100, 2.5..4: 50}", ["rule-steps-gap 1 2.5"]),
    ],
)
def test_a_gap_between_steps_is_told_and_the_list_can_be_used(tmp_path: Path, find: str, steps: str, hole: list[str]) -> None:
    rest = f"find: {find}\n    steps: {steps}\n"
    text = CRITERION.replace("find: {phrases: [да]}\n", rest)
    card, problems = load_scorecard(write(tmp_path, text), source_root=tmp_path)
    assert card is not None
    assert {problem.severity for problem in problems} <= {Severity.WARNING}
    assert [f"{problem.slug} {problem.facts['low']} {problem.facts['high']}" for problem in problems] == hole


def test_a_problem_shows_the_line_and_what_was_meant(tmp_path: Path) -> None:
    _, problems = load_scorecard(write(tmp_path, CRITERION + "weigth: 5\n"), source_root=tmp_path)
    assert message(problems[0], "ru") == "proba.yaml:12:5: неизвестный ключ «weigth»; может быть, «weight»?\n    weigth: 5"


def test_many_faults_come_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, CRITERION + "weigth: 5\n    stattus: draft\n    critical: 3\n")) == 3


@pytest.mark.parametrize(
    "find", ["[{phrases: [да]}, {label: l}]", "{any: [{phrases: ['@one', '(@one|нет)']}]}", "{not: {label: l}}"]
)
def test_a_list_of_checks_is_any_of_them(tmp_path: Path, find: str) -> None:
    assert loaded(tmp_path, FIND.format(find=find)).criteria[0].check.parts


def test_lists_of_other_files_are_used_and_ones_own_win(tmp_path: Path) -> None:
    write(tmp_path, "hello: [здравствуйте]\nbye: [пока]\nlater: {find: {phrases: ['@bye']}}\n", "lists/words.yaml")
    text = HEAD + "use: lists/words.yaml\nlists: {bye: [до свидания]}\n" + ONE.replace("[да]", "['@hello', '@bye']")
    scorecard = loaded(tmp_path, text)
    spec = scorecard.criteria[0].check.phrases
    assert spec is not None
    assert spec.patterns == ("здравствуйте", "до свидания")
    assert scorecard.lines["labels/later"] == "lists/words.yaml:3"


@pytest.mark.parametrize(("text", "slug"), [("a: [", "rule-yaml"), (None, "rule-file-unreadable")])
def test_a_fault_in_a_used_file_is_shown_in_both(tmp_path: Path, text: str | None, slug: str) -> None:
    if text is not None:
        write(tmp_path, text, "words.yaml")
    found = faults(tmp_path, HEAD + "use: [words.yaml]\n" + ONE)
    assert [fault.split()[0] for fault in found] == [slug, "rule-use"]


BASE = (
    HEAD.replace("id: proba", "id: base")
    + """
lists: {hello: [привет], bye: [пока]}
labels: {l: {find: {phrases: ["@hello"]}}}
sections:
- id: s
  title: S
  criteria:
  - {id: a, title: A, weight: 1, find: {phrases: ["@hello"]}}
  - {id: b, title: B, weight: 2, find: {phrases: ["@bye"]}}
  - {id: c, title: C, weight: 3, find: {label: l}}
"""
)


def test_a_company_s_list_is_laid_over_another(tmp_path: Path) -> None:
    write(tmp_path, BASE, "base.yaml")
    own = """
    extends: base
    id: ours
    version: 7
    lists: {bye: [до связи]}
    add_to_lists: {hello: [салют]}
    remove: [a]
    change: {b: {weight: 20, title: Прощание}}
    sections:
    - id: s
      title: ignored
      criteria: [{id: d, title: D, weight: 4, find: {phrases: [ну]}}]
    - id: t
      title: T
      criteria: [{id: e, title: E, weight: 5, find: {phrases: [так]}}]
    """
    card = loaded(tmp_path, own, "ours.yaml")
    assert card.name == "ours@7"
    assert [(one.criterion_id, one.weight_millipoints, one.section_id) for one in card.criteria] == [
        ("b", 20_000, "s"), ("c", 3_000, "s"), ("d", 4_000, "s"), ("e", 5_000, "t"),
    ]  # fmt: skip
    label = card.labels[0].check.phrases
    assert label is not None
    assert label.patterns == ("привет", "салют")
    assert card.lines["criteria/b"] == "base.yaml:13"
    assert card.lines["criteria/d"] == "ours.yaml:12"


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ("extends: nothing\nid: ours\nversion: 1", "rule-extends ours.yaml:1:1"),
        ("extends: ours\nid: ours\nversion: 1", "rule-extends ours.yaml:1:1"),
        ("extends: base\nid: ours\nversion: 1\nremove: [z]", "rule-criterion-unknown ours.yaml:4:10"),
        ("extends: base\nid: ours\nversion: 1\nchange: {z: {weight: 1}}", "rule-criterion-unknown ours.yaml:4:10"),
        ("extends: base\nid: ours\nversion: 1\nadd_to_lists: {z: [да]}", "rule-list-unknown ours.yaml:4:16"),
        ("extends: base\nid: ours\nversion: 1\nchange: {a: {weigth: 1}}", "rule-key-unknown-meant ours.yaml:4:14"),
    ],
)
def test_a_fault_of_the_company_s_file_is_shown_there(tmp_path: Path, own: str, fault: str) -> None:
    write(tmp_path, BASE, "base.yaml")
    _, problems = load_scorecard(write(tmp_path, own, "ours.yaml"), source_root=tmp_path)
    assert [f"{problem.slug} {problem.place}" for problem in problems] == [fault]


def test_a_shipped_list_can_be_extended_by_its_name(tmp_path: Path) -> None:
    card = loaded(tmp_path, "extends: sales-ru\nid: ours\nversion: 1\nchange: {greeting: {weight: 5}}", "ours.yaml")
    assert card.criterion("greeting").weight_millipoints == 5_000
    assert card.lines["labels/greeting"].startswith("rules/labels-ru.yaml:")


def test_lists_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "extends: two\nid: one\nversion: 1", "one.yaml")
    _, problems = load_scorecard(write(tmp_path, "extends: one\nid: two\nversion: 1", "two.yaml"))
    assert [problem.slug for problem in problems] == ["rule-extends"]


def test_a_scorecard_is_found_in_the_project_before_the_shipped_ones(tmp_path: Path) -> None:
    own = write(tmp_path, HEAD + ONE, "rules/sales-ru.yaml")
    assert find_scorecard("sales-ru", tmp_path) == own
    assert find_scorecard("sales-en", tmp_path) == shipped_rules() / "sales-en.yaml"
    assert find_scorecard(str(own)) == own
    assert find_scorecard("nothing", tmp_path) is None


def test_the_names_of_the_examples_are_read(tmp_path: Path) -> None:
    names = load_test_names(write(tmp_path, HEAD + "test_names: {client: Ольга}\n" + ONE))
    assert names.client == ["Ольга"]
    assert load_test_names(write(tmp_path, "- nothing")).client == []


def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    scorecard, problems = load_scorecard(tmp_path / "nothing.yaml")
    assert (scorecard, problems[0].slug) == (None, "rule-file-unreadable")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert load_scorecard(binary)[1][0].slug == "rule-file-unreadable"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("speaker: менеджер", "Может быть, «manager»?"),
        ("speaker: вася", "бывает: manager, client, anyone"),
        ("window: {after: zzzzzz}", "нет ни метки, ни критерия «zzzzzz»; есть: a"),
        ("window: {first: 3}", "нужна длина с единицей"),
        ("applies: {only: {longer_than: 90}}", "нужно время с единицей"),
        ("weight: пять", "должно быть число, а здесь «пять»"),
        ("weight: -5", "нужно ≥ 0"),
        ("id: скидка", "имя из латинских строчных букв"),
        ("find: {measure: talk_share_manger_e4}", "может быть, «talk_share_manager_e4»?"),
        ("find: {model: benefitt}", "модель не знает «benefitt», и ничего не найдётся; может быть, benefit?"),
        ("applies: {unless: {call_labels: {firm_refusl: 60}}}", "может быть, firm_refusal?"),
        ("find: {phrases: ['{клиент} добрый день']}", "может быть, {client}?"),
        ("find: {phrases: [отправить {0,3} договор]}", "берут в кавычки"),
        ("find: {phrases: ['добрый день.']}", "ничего не найдёт: «день.» — не слово"),
        ("find: {phrases: [cкидка]}", "буквы двух алфавитов"),
        ("examples: {met: [25]}", "у ключа «met» должен быть текст, а здесь «25»"),
    ],
)
def test_a_mistake_that_people_make_is_told_so_that_they_can_mend_it(tmp_path: Path, line: str, told: str) -> None:
    key, _, value = line.partition(": ")
    own = {"id": "a", "title": "A", "find": "{phrases: [да]}"} | {key: value}
    criterion = "\n    ".join(f"{name}: {given}" for name, given in own.items())
    text = HEAD + "sections:\n- id: s\n  title: S\n  criteria:\n  - " + criterion + "\n"
    _, problems = load_scorecard(write(tmp_path, text), source_root=tmp_path)
    worded = [message(problem, "ru") for problem in problems]
    assert any(told in one for one in worded), worded


def test_every_measure_of_a_talk_may_be_asked_for(tmp_path: Path) -> None:
    talk = (
        "00:00 manager: раз два три четыре пять шесть семь восемь\n00:02 client: подождите послушайте что скажу вам\n"
        "00:12 manager: вот и всё\n00:20 client: да"
    )
    of_sound = {name.of(side) for name in (OfSide.LOUDNESS, OfSide.CLIPPING) for side in SIDES}
    measured = {*analysis(talk).measures, *of_sound}
    assert measured == set(MEASURES)
    for name in sorted(measured):
        text = HEAD + ONE.replace("phrases: [да]", f"measure: {name}").replace("}}", "}, steps: {0..: 100}}")
        found, problems = load_scorecard(write(tmp_path, text), source_root=tmp_path)
        assert found is not None, (name, problems)
