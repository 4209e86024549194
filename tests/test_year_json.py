"""The JSON document of `mkt grade`, of the sample year through the real entry point."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES
from tests.process import run_in
from tests.test_year_cli import MONTHS, OBJECTIVES, copy_samples


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `--json` prints of the sample year, in English."""
    folder = copy_samples(tmp_path_factory.mktemp("json") / "books").parent
    done = run_in(folder, "grade", "books", *OBJECTIVES, "--json", "--lang", "en")
    assert done.returncode == 1
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_is_one_document_that_says_what_it_was_made_of(document: dict[str, Any]) -> None:
    """Schema, year, policy, thirteen inputs with their hashes, and the result."""
    assert document["schema"] == "mkt.grade/1"
    assert document["period"] == "2024"
    assert document["policy"]["id"] == "objectives"
    assert [entry["file"] for entry in document["inputs"]] == [f"{m}.xlsx" for m in MONTHS] + ["年度评价2024.xlsx"]
    assert {len(entry["sha256"]) for entry in document["inputs"]} == {64}
    assert document["outputs"] == ["2024.graded.xlsx"]


def test_json_gives_every_person_months_and_year(document: dict[str, Any]) -> None:
    """Total and grade a month, and of the year points, grade, score, months, rank, recommendations."""
    for person in document["people"]:
        assert {"id", "name", "department", "position", "months", "year", "why"} <= set(person)
        assert set(person["months"]) <= set(MONTHS)
        assert all(set(month) == {"total", "grade"} for month in person["months"].values())
        assert {"points", "grade", "score", "months", "rank", "recommendations"} <= set(person["year"])
        graded = [month["grade"] for month in person["months"].values() if month["grade"]]
        assert person["year"]["months"] == len(graded)
        assert (person["year"]["points"] or 0) == 2 * graded.count("A") + graded.count("B")
        for entry in person["year"]["recommendations"]:
            assert set(entry) == {"code", "text", "clause", "caution"}
            assert isinstance(entry["caution"], str)


def test_json_numbers_have_two_decimals_at_most(document: dict[str, Any]) -> None:
    """Totals, points and scores."""
    found = [person["year"][key] for person in document["people"] for key in ("points", "score")]
    found += [month["total"] for person in document["people"] for month in person["months"].values()]
    assert all(value is None or round(value, 2) == value for value in found)
    assert any(isinstance(value, float) for value in found)


def test_json_gives_reasons_and_findings(document: dict[str, Any]) -> None:
    """Why: what it is about, in words, with its clause; findings in the one shape of all commands."""
    person = document["people"][0]
    assert all({"indicator", "text", "clause", "cells"} <= set(line) for line in person["why"])
    finding = document["findings"][0]
    assert set(finding) == {"code", "severity", "file", "where", "found", "message", "person"}


def test_json_names_the_best(document: dict[str, Any]) -> None:
    """A list a month, and of the year one a branch, headquarters first."""
    best = document["best"]
    assert set(best) == {*MONTHS, "year"}
    ids = {person["id"] for person in document["people"]}
    assert all(set(best[month]) <= ids for month in MONTHS)
    assert next(iter(best["year"])) == "总公司"
    assert all(set(found) <= ids for found in best["year"].values())


def test_the_best_of_the_year_is_the_highest_score_of_the_branch(document: dict[str, Any]) -> None:
    """Among those with an A."""
    for branch, ids in document["best"]["year"].items():
        able = {
            p["id"]: p["year"]["score"]
            for p in document["people"]
            if p["branch"] == branch and p["year"]["grade"] == "A"
        }
        assert ids == [id_ for id_, score in able.items() if score == max(able.values())]


def test_two_folders_are_one_batch_in_json(tmp_path: Path) -> None:
    """A document each; inputs are named with their folder."""
    copy_samples(tmp_path / "in" / "华东")
    copy_samples(tmp_path / "in" / "华南")
    found = json.loads(run_in(tmp_path, "grade", "in", *OBJECTIVES, "--json", "--out", "out", "--jobs", "2").stdout)
    assert found["schema"] == "mkt.batch/1"
    assert [book["inputs"][0]["file"] for book in found["books"]] == ["华东/2024-01.xlsx", "华南/2024-01.xlsx"]


def test_the_results_of_two_folders_are_told_apart_in_json(tmp_path: Path) -> None:
    """`outputs` says which of them each document is about."""
    for folder in ("华东", "华南"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        shutil.copy(SAMPLES / "objectives" / "2024-01.xlsx", tmp_path / "in" / folder)
    found = json.loads(run_in(tmp_path, "grade", "in", *OBJECTIVES, "--json", "--out", "out").stdout)
    assert len({book["outputs"][0] for book in found["books"]}) == 2
