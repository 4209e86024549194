"""Recommendations are for people to decide: what the law says to mind, and words that a result never uses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mkt.annual.document import year_document
from mkt.annual.result import GradedYear
from mkt.findings import Language
from mkt.reading.year_result import places_of
from tests.small_years import One, told, write_months, write_reviews, written, year_of

BY_RANK = {"总监末位须复核", "总监连续倒数第二须复核", "员工末五位须复核"}
GRAVE = BY_RANK | {"连续较差须复核岗位薪酬", "年度C须复核岗位薪酬", "得分过低须复核"}
HARMLESS = {"连续优秀可申请加薪", "年终奖", "同级第一可申请加薪"}
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> GradedYear:
    """A year in which everything is recommended about somebody, and somebody is on probation and overdue.

    Three directors, 1002 second from below as the year before; six 员工, 1011 an A and 1016 a C all year, with a score of
    60 / 2 + 35 / 4 + 25 / 4 = 45.
    """
    folder = tmp_path_factory.mktemp("cautions")
    directors = [One(f"100{i}", facts={"级别": "总监"}) for i in (1, 2, 3)]
    staff = [One("1011", "A" * 12), One("1012"), One("1013"), One("1014"), One("1015"), One("1016", "C" * 12)]
    trial = One("1020", facts={"状态": "试用", "入职日期": "2024-01-01"})
    marks = dict(zip(("1001", "1002", "1003"), [(90, 90), (80, 80), (70, 70)], strict=True))
    write_months(folder / "2023", directors, year=2023)
    write_reviews(folder / "2023", marks, 2023)
    write_months(folder / "2024", [*directors, *staff, trial])
    write_reviews(folder / "2024", marks | {one.id: (40 - i, 30 - i) for i, one in enumerate(staff)})
    last_year = places_of(written(year_of(folder / "2023"), folder / "2023.graded.xlsx"))
    return year_of(folder / "2024", last_year=last_year)


@pytest.fixture(scope="module")
def workbook(year: GradedYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graded workbook of that year."""
    return written(year, tmp_path_factory.mktemp("cautions") / "2024.graded.xlsx")


def entries(year: GradedYear, language: Language) -> list[dict[str, Any]]:
    """Every recommendation as JSON."""
    people = year_document(year, ["2024.graded.xlsx"], language)["people"]
    return [entry for person in people for entry in person["year"]["recommendations"]]


def test_everything_is_recommended_about_somebody(year: GradedYear) -> None:
    """The year of these tests has every recommendation of the policy."""
    assert {advice.rule.title for advice in year.advice} == GRAVE | HARMLESS
    assert {rule.title for rule in year.plan.recommend} == GRAVE | HARMLESS


@pytest.mark.parametrize("title", sorted(GRAVE))
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("由人决定", "人事、法务复核", "劳动合同法第四十条", "第四十二条")), ("en", ("people decide", "legal review", "Labour Contract Law, art. 40", "art. 42"))],
)  # fmt: skip
def test_what_may_end_employment_carries_a_caution(
    title: str, language: Language, words: tuple[str, ...], year: GradedYear
) -> None:
    """It says that people decide after legal review, and names the articles that bind the employer."""
    for advice in (one for one in year.advice if one.rule.title == title):
        assert advice.rule.ends_employment == "yes"
        assert [word for word in words if word not in advice.caution(language)] == []


@pytest.mark.parametrize("title", sorted(GRAVE))
def test_what_rests_on_a_rank_names_guiding_case_18(title: str, year: GradedYear) -> None:
    """Ranking last is no ground by itself; other recommendations do not rest on a rank and do not speak of it."""
    advice = next(one for one in year.advice if one.rule.title == title)
    assert ("指导案例18号" in advice.caution("zh")) is (title in BY_RANK)
    assert ("guiding case 18" in advice.caution("en")) is (title in BY_RANK)


@pytest.mark.parametrize("title", sorted(HARMLESS))
def test_a_raise_or_a_bonus_carries_no_caution(title: str, year: GradedYear) -> None:
    """Nobody loses anything."""
    advice = next(one for one in year.advice if one.rule.title == title)
    assert [advice.caution(language) for language in LANGUAGES] == ["", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_carries_code_text_clause_and_caution(language: Language, year: GradedYear) -> None:
    """Every recommendation has its words and its source, those that may end employment their caution."""
    found = entries(year, language)
    assert len(found) == len(year.advice)
    for entry in found:
        assert set(entry) == {"code", "text", "clause", "caution"}
        assert entry["text"]
        assert entry["clause"]
        grave = entry["code"] in ("dismissal-review", "demotion-review", "post-adjustment")
        assert bool(entry["caution"]) is grave


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_never_speaks_of_dismissal(language: Language, year: GradedYear) -> None:
    """Neither 辞退 nor dismiss stands anywhere but in the code `dismissal-review`."""
    text = json.dumps(year_document(year, [], language), ensure_ascii=False).lower()
    assert "dismissal-review" in text
    assert "dismiss" not in text.replace("dismissal-review", "")
    assert "辞退" not in text


def test_the_workbook_never_speaks_of_dismissal(workbook: Path) -> None:
    """The same of every part of the file: sheets, texts, names, properties."""
    with zipfile.ZipFile(workbook) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist()).lower()
    assert "dismissal-review" in text
    assert "dismiss" not in text.replace("dismissal-review", "")
    assert "辞退" not in text


def test_the_sheet_of_recommendations_carries_the_cautions(year: GradedYear, workbook: Path) -> None:
    """The law and the guiding case stand in full over the table, and in short in every row that needs them."""
    sheet = openpyxl.load_workbook(workbook)["建议"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    text = "".join(str(value) for row in rows for value in row if value)
    assert "劳动合同法第四十条" in text
    assert "指导案例18号" in text
    table = {(row[0], row[3]): row[6] or "" for row in rows if row[7] and row[0] != "工号"}
    assert len(table) == len(year.advice)
    for (_, title), caution in table.items():
        assert ("复核" in caution) is (title in GRAVE)
        assert ("名次居末不等于不能胜任" in caution) is (title in BY_RANK)


def test_there_is_a_warning_that_counts_the_people(year: GradedYear) -> None:
    """Two directors, the five last of the staff, and nobody else: 7 people, told once and by number."""
    [finding] = [f for f in year.findings if f.code == "advice-needs-review"]
    assert finding.severity == "warning"
    assert "7 人" in finding.zh
    for id_ in ("1002", "1003", "1012", "1013", "1014", "1015", "1016"):
        assert id_ in finding.zh
    assert "1011" not in finding.zh


def test_nobody_is_warned_of_where_nothing_may_end_employment(tmp_path: Path) -> None:
    """A B all year: a bonus, no warning; the sheet speaks of no law."""
    write_months(tmp_path, [One("1001")])
    found = year_of(tmp_path)
    assert told(found.findings, "advice-needs-review") == []
    sheet = openpyxl.load_workbook(written(found, tmp_path / "out" / "2024.graded.xlsx"))["建议"]
    assert not any("劳动合同法" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_findings_about_probation_never_speak_of_dismissal(year: GradedYear) -> None:
    """Overdue since July 1 + 30 days: decide now, with the law to mind."""
    [case] = year.cases
    assert case.decision == "probation-overdue"
    for language in LANGUAGES:
        assert "dismiss" not in case.text(language) + case.caution(language)
    assert "第三十九条" in case.caution("zh")
