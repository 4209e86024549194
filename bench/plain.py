"""What a competent analyst writes for the month without `mkt`: `python plain.py BOOK OUT`.

pandas reads the sheets 销售目标 and 行为评分 through openpyxl, `apply` does the arithmetic of the 60/40
standard and puts it into words, and `to_excel` writes values through openpyxl: no formulas, no checks, no
evidence.
"""

from __future__ import annotations

import math
import sys

import pandas as pd

RATINGS = ["作息考勤", "办公纪律", "团队意识", "职业素质"]
FIGURES = ["业绩", *RATINGS, "总分"]


def half_up(value: float) -> float:
    """`value` with two decimals, a half rounded up; the inner rounding takes float noise away."""
    return math.floor(round(value * 100, 6) + 0.5) / 100


def grade(total: float) -> str:
    """A from 90, B from 70, C below."""
    return "A" if total >= 90 else "B" if total >= 70 else "C"


def read(book: str) -> pd.DataFrame:
    """One row per person: what both sheets say."""
    sheets = pd.read_excel(book, ["销售目标", "行为评分"], engine="openpyxl", dtype={"工号": str})
    return sheets["销售目标"].merge(sheets["行为评分"].drop(columns="姓名"), on="工号")


def score(people: pd.DataFrame) -> pd.DataFrame:
    """Points per indicator, total, grade and rank; people who tie share a rank."""
    scores = people[["工号", "姓名"]].copy()
    scores["业绩"] = people.apply(lambda row: half_up(60 * row["实际销售额"] / row["计划销售额"]), axis=1)
    for rating in RATINGS:
        scores[rating] = people[rating].apply(half_up)
    scores["总分"] = scores[["业绩", *RATINGS]].sum(axis=1).apply(half_up)
    scores["等级"] = scores["总分"].apply(grade)
    scores["排名"] = scores["总分"].rank(method="min", ascending=False).astype(int)
    return scores


def sales_sentence(row: pd.Series) -> str:
    """How the points for sales came about."""
    return f"业绩：实际销售额 {row['实际销售额']:,}÷计划销售额 {row['计划销售额']:,}×60 = {row['业绩']:g}"


def total_sentence(row: pd.Series) -> str:
    """How the total and the grade came about."""
    points = "+".join(f"{figure} {row[figure]:g}" for figure in ["业绩", *RATINGS])
    return f"总分：{points} = {row['总分']:g}，等级 {row['等级']}，第 {row['排名']} 名"


def explain(people: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """One row per person and figure, with the sentence behind it."""
    whole = scores.assign(实际销售额=people["实际销售额"], 计划销售额=people["计划销售额"])
    said = {"业绩": whole.apply(sales_sentence, axis=1), "总分": whole.apply(total_sentence, axis=1)}
    for rating in RATINGS:
        said[rating] = people[rating].apply(lambda mark, rating=rating: f"{rating}：评分 {mark:g}，满分 10")
    parts = [scores[["工号", "姓名"]].assign(项目=figure, 得分=scores[figure], 说明=said[figure]) for figure in FIGURES]
    return pd.concat(parts).sort_index(kind="stable")


def main(book: str, out: str) -> None:
    """Write the scored book."""
    people = read(book)
    scores = score(people)
    with pd.ExcelWriter(out, engine="openpyxl") as sheets:
        scores.to_excel(sheets, sheet_name="成绩", index=False)
        explain(people, scores).to_excel(sheets, sheet_name="说明", index=False)
        people.to_excel(sheets, sheet_name="输入", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
