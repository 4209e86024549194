"""Faults in the annual part of a policy file, each told once, at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkt.policy.load import packs
from tests.test_policy import MARK, Fault, altered, faults, marks, told

OBJECTIVES = packs()["objectives"].read_text(encoding="utf-8")
ROW_C = "      - {grade: C, points: 0}\n"

FAULTS: dict[str, Fault] = {
    "a grade without points": told("月度等级“C”没有写积分", "'C' of a month has no points", (ROW_C, ""), ("    rows:\n      - {grade: A, points: 2}", "    rows:\n      ¦- {grade: A, points: 2}")),
    "points of an unknown grade": told("等级表里没有“D”", "no grade 'D'", (ROW_C, ROW_C + "      - {grade: ¦D, points: 0}\n")),
    "points given twice": told("等级“C”写了两次", "'C' is given twice", (ROW_C, ROW_C + "      - {grade: ¦C, points: 1}\n")),
    "too many months": told("一年最多 12 个月", "12 months at most", ("months: {value: 12,", "months: ¦{value: 13,")),
    "a choice that is none": told("可选：as_it_is、pro_rata", "Choose: as_it_is, pro_rata", ("value: as_it_is", "value: ¦average")),
    "bands out of order": told("从高到低", "from the highest bound", ("{at_least: 12, grade: B", "{at_least: ¦20, grade: B")),
    "weights that do not add up": told("占比合计 90%", "add up to 90%", ("    parts:\n      - {title: 历史成绩, of: months, weight: 50%}", "    parts:\n      ¦- {title: 历史成绩, of: months, weight: 40%}")),
    "a scale upside down": told("to 要大于 from", "'to' must be above 'from'", ("to: {value: 100, assumed: 同上}", "to: ¦{value: 0, assumed: 同上}")),
    "reviews of nobody": told("of: reviews 要写 raters", "needs 'raters'", ("- {title: 上级考评, of: reviews, raters: [上级, 上级考评, 上级评价, 直接上级, 上级领导, 领导],", "- ¦{title: 上级考评, of: reviews,")),
    "a rater in two parts": told("“上级”已属于另一部分", "'上级' is in another part", ("raters: [民主测评, 民主评议, 民主评测]", "raters: [民主测评, 上级]"), ("raters: [上级,", "raters: ¦[上级,")),
    "a part called like a column": told("名称“积分”已有别的用处", "title '积分' is taken", ("{title: 历史成绩,", "{title: ¦积分,")),
    "a disqualifier of an unknown grade": told("等级表里没有“S”", "no grade 'S'", ("      above: 0\n      takes: A\n      becomes: B\n      clause: 不得评A：有旷工", "      above: 0\n      takes: ¦S\n      becomes: B\n      clause: 不得评A：有旷工")),
    "left out for no reason": told("要写 statuses、back_months 或 sanctions 之一", "one of 'statuses'", ("- {title: 停薪留职, statuses: [停薪留职],", "- ¦{title: 停薪留职,")),
    "left out for two reasons": told("只能写一个", "give one of", ("sanctions: [记过, 记大过, 降级, 降职, 撤职, 留用察看, 开除], clause: 年度", "statuses: [离职], sanctions: ¦[记过], clause: 年度")),
    "an unknown recommendation": told("没有“streaks”这种建议。是不是“streak”", "unknown kind 'streaks'; did you mean 'streak'", ("      kind: streak\n      title: 连续优秀", "      kind: ¦streaks\n      title: 连续优秀")),
    "an unknown code": told("可选：raise-eligible", "Choose: raise-eligible", ("- code: bonus", "- code: ¦prize")),
    "a run longer than a year": told("一年只有 12 个月", "a year has 12 months", ("in_a_row: 9", "in_a_row: ¦13")),
    "a recommendation by an unknown grade": told("等级表里没有“X”", "no grade 'X'", ("grades: [C]", "grades: [¦X]")),
    "two recommendations of one title": told("名称“年终奖”用了不止一次", "used more than once", ("title: 同级第一可申请加薪", "title: ¦年终奖")),
    "a recommendation without a source": told("缺少出处", "no source", ("      clause: 年度得分低于50分\n", ""), ("    - code: dismissal-review\n      kind: score_below", "    - ¦code: dismissal-review\n      kind: score_below")),
    "a share above everything": told("得分率不会超过 100%", "no share exceeds 100%", ("share: {value: 90%,", "share: ¦{value: 90,")),
    "a best of an unknown grade": told("等级表里没有“优”", "no grade '优'", ("    grade: A\n    clause: 月度最佳", "    grade: ¦优\n    clause: 月度最佳")),
    "a probation that shrinks": told("usual 不能小于 least", "'usual' is below 'least'", ("usual: {value: 3,", "usual: ¦{value: 0.5,")),
    "a probation passed by an unknown grade": told("等级表里没有“E”", "no grade 'E'", ("pass_grades: [A, B]", "pass_grades: [A, ¦E]")),
}  # fmt: skip
ALSO = {"a probation that shrinks": 1}  # half a month is no whole number either


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_year_is_told_at_its_place(fault: str, tmp_path: Path) -> None:
    """One thing wrong in the annual part is one finding, with words that say what it is."""
    zh, en, replacements = FAULTS[fault]
    content = altered(OBJECTIVES, *replacements)
    [place] = marks(content)

    found = faults(tmp_path, content.replace(MARK, ""))

    assert [f.where for f in found] == [place] * (1 + ALSO.get(fault, 0))
    assert any(zh in f.message("zh") for f in found)
    assert any(en in f.message("en") for f in found)


def test_the_faults_of_a_year_are_told_all_at_once(tmp_path: Path) -> None:
    """Several faults that leave the parts well formed are told together, in the order of the file."""
    chosen = [
        "points of an unknown grade",
        "weights that do not add up",
        "a run longer than a year",
        "a recommendation by an unknown grade",
    ]
    content = altered(OBJECTIVES, *(one for fault in chosen for one in FAULTS[fault][2]))

    found = faults(tmp_path, content.replace(MARK, ""))

    assert [f.where for f in found] == marks(content)
