"""Make callqa.db of the payroll example: two hundred written calls, really analysed, scored and stored.

    python examples/payroll/make_project.py

The calls are made from the sentences below with a fixed seed; four managers differ in how often they say what the checklist asks
for. They go through ``callqa score`` as transcripts; then the figures of kpi.csv are imported and three outcomes are overridden.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Moscow")
SEED = 20260901
WORD_MS = 380
UNCLEAR = 0.25
"""Probability of a word that the recogniser is unsure of, below the checklist's floor."""

KEPT = ("callqa.yaml", "managers.yaml", "bonus.yaml", "kpi.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A manager of the example: how often each thing is said, in per cent, and on which day of September they began."""

    manager_id: str
    name: str
    gender: str
    skill: int
    first_day: int = 1


SELLERS = (
    Seller(manager_id="M-011", name="Ольга Ветрова", gender="f", skill=88),
    Seller(manager_id="M-012", name="Павел Горин", gender="m", skill=72),
    Seller(manager_id="M-013", name="Инна Лазарева", gender="f", skill=55),
    Seller(manager_id="M-014", name="Степан Уваров", gender="m", skill=46, first_day=14),
)
CLIENTS = (
    ("Сергей Петрович", "Вектор"), ("Марина Юрьевна", "Северный ветер"), ("Дмитрий Олегович", "Азимут"),
    ("Татьяна Ивановна", "Лицей"), ("Андрей Борисович", "Стройдом"), ("Елена Викторовна", "Клиника"),
    ("Николай Сергеевич", "Автопарк"), ("Галина Павловна", "Архив"), ("Игорь Львович", "Меридиан"),
    ("Светлана Андреевна", "Аптека"), ("Роман Ильич", "Типография"), ("Вера Николаевна", "Школа"),
    ("Константин Маркович", "Галерея"), ("Юлия Сергеевна", "Студия"), ("Виктор Степанович", "Завод"),
)  # fmt: skip
OVERRIDES = (
    ("p-2026-09-M-013-08", "greeting", "met", "поздоровалась, но запись началась позже"),
    ("p-2026-10-M-012-03", "intro_name", "met", "назвал себя, имя распознано неверно"),
    ("p-2026-10-M-011-02", "farewell", "not_met", "прощается не менеджер, а коллега рядом"),
)
MONTHS = ((2026, 9), (2026, 10))
CALLS = 25


def main() -> None:
    """Write the transcripts to a folder of their own, run the commands, and keep the database."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "payroll"
        work.mkdir()
        for name in KEPT:
            shutil.copy(HERE / name, work / name)
        shutil.copytree(HERE / "rules", work / "rules")
        calls = work / "calls"
        calls.mkdir()
        chance = random.Random(SEED)  # noqa: S311 - written calls, no secret
        written: list[Call] = []
        for year, month in MONTHS:
            for seller in SELLERS:
                for number in range(1, CALLS + 1):
                    written.append(_call(seller, year, month, number, chance))
                    _write(calls, written[-1])
        _table(calls, written)
        _commands(work)


def _commands(work: Path) -> None:
    _run(work, "rules", "adopt", "office-sales", "--from", "2026-09-01", "--why", "первый квартал")
    _run(work, "score", "calls", "--quiet")
    _run(work, "kpi", "import", "kpi.csv")
    for call, criterion, outcome, why in OVERRIDES:
        _run(work, "override", call, criterion, outcome, "--why", why)
    _run(work, "backup", str(work / "compact.db"))
    shutil.copy(work / "compact.db", HERE / "callqa.db")
    print(f"{HERE / 'callqa.db'}: {(HERE / 'callqa.db').stat().st_size // 1024} KiB")


def _run(work: Path, *arguments: str) -> None:
    command = [
        sys.executable,
        "-c",
        "from callqa.cli import main; main()",
        *arguments,
        "--project",
        str(work),
        "--as",
        "А. Белов",
    ]
    subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A written call: who says what, and what is known of it."""

    call_id: str
    meta: dict[str, str]
    turns: tuple[tuple[str, str], ...]
    unclear: frozenset[int]


def _call(seller: Seller, year: int, month: int, number: int, chance: random.Random) -> Call:
    client, company = CLIENTS[chance.randrange(len(CLIENTS))]
    first = seller.first_day if month == MONTHS[0][1] else 1
    day = first + chance.randrange(28 - first)
    started = datetime(year, month, day, 9 + chance.randrange(9), chance.randrange(60), tzinfo=ZONE)
    has_objection = chance.randrange(3) == 0
    turns = _turns(seller, client, chance, has_objection=has_objection)
    meta = {
        "manager": seller.manager_id,
        "client_name": client,
        "client_company": company,
        "call_type": "warm",
        "direction": "outbound",
        "started_at": started.isoformat(),
        "objection": "yes" if has_objection else "no",
    }
    unclear = frozenset({chance.randrange(1, len(turns))}) if chance.randrange(12) == 0 else frozenset()
    return Call(call_id=f"p-{year}-{month:02d}-{seller.manager_id}-{number:02d}", meta=meta, turns=tuple(turns), unclear=unclear)


def _turns(seller: Seller, client: str, chance: random.Random, *, has_objection: bool) -> list[tuple[str, str]]:
    def says(good: str, plain: str) -> str:
        return good if chance.randrange(100) < seller.skill else plain

    called = "звонила" if seller.gender == "f" else "звонил"
    name = seller.name if chance.randrange(100) < seller.skill + 10 else "ваш менеджер"
    firm = says("компания Светлый Офис", "по поводу мебели")
    turns = [
        ("manager", f"{says('Добрый день', 'Алло')}, {says(client, 'слышно меня')}, это {name}, {firm}."),
        ("client", chance.choice(("Да, слушаю.", "Здравствуйте, говорите.", "Слушаю вас."))),
        (
            "manager",
            f"Я вам {called} на прошлой неделе насчёт столов. {says('Сколько рабочих мест вы открываете?', 'Столы ещё нужны?')}",
        ),
        ("client", chance.choice(("Мест двенадцать будет.", "Пока восемь, потом больше.", "Человек двадцать сядет."))),
        ("manager", says("А чем не устраивает то, что стоит сейчас?", "Ясно, записываю.")),
        ("client", chance.choice(("Шатается всё, и тесно.", "Старое уже, ломается.", "Проводов много, некрасиво."))),
        ("manager", f"{says(client + ', скажите, к какому сроку нужно?', 'Ну понятно.')}"),
        ("client", chance.choice(("Хорошо бы до конца месяца.", "Не горит, но скоро.", "К переезду, недели через три."))),
        (
            "manager",
            says("У нас сборка бесплатно и гарантия пять лет, вы сэкономите на грузчиках.", "Столы у нас разные, есть каталог."),
        ),
    ]
    if has_objection:
        turns.append(("client", chance.choice(("Дороговато выходит.", "У других дешевле видел.", "Не по карману нам."))))
        turns.append(("manager", says("Понимаю вас, давайте посчитаем вместе, есть рассрочка.", "Ну, такая цена.")))
    turns.append(("client", chance.choice(("Понял.", "Интересно.", "Надо посмотреть."))))
    turns.append(("manager", says("Сегодня пришлю расчёт на почту и перезвоню во вторник.", "Ладно, созвонимся как-нибудь.")))
    turns.append(("client", "Хорошо."))
    turns.append(("manager", says("Спасибо, хорошего дня!", "Ага.")))
    return turns


def _table(folder: Path, calls: list[Call]) -> None:
    """Write what is known of the calls as an exchange would hand it over."""
    with (folder / "calls.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["file", *calls[0].meta])
        table.writeheader()
        table.writerows({"file": f"{call.call_id}.json", **call.meta} for call in calls)


def _write(folder: Path, call: Call) -> None:
    at, utterances = 400, []
    for index, (speaker, text) in enumerate(call.turns):
        probability = UNCLEAR if index in call.unclear and speaker == "manager" else 0.96
        words = []
        for word in text.split():
            words.append({"text": word, "start_ms": at, "end_ms": at + WORD_MS - 40, "probability": probability})
            at += WORD_MS
        utterances.append(
            {"speaker": speaker, "start_ms": words[0]["start_ms"], "end_ms": words[-1]["end_ms"], "text": text, "words": words}
        )
        at += 500
    whole = {
        "format": "callqa-transcript/1",
        "call_id": call.call_id,
        "language": "ru",
        "duration_ms": at + int(timedelta(seconds=1).total_seconds() * 1000),
        "source": {"engine": "written", "model": "text", "revision": "1", "recipe": "payroll-example", "options": {}},
        "meta": {},
        "utterances": utterances,
    }
    (folder / f"{call.call_id}.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
