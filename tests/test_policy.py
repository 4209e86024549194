"""Policy files: the packs hold, every fault is told at its place in both languages, and nothing but a refusal comes of a bad file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkt.findings import Finding, Language, Refused
from mkt.outputs import export
from mkt.policy.describe import advice, description, text
from mkt.policy.examples import examples_fail, failures
from mkt.policy.figures import Cited
from mkt.policy.load import find, load, packs, regulation
from mkt.policy.model import Policy
from tests.conftest import MakeBook, scored
from tests.mangling import Edits, assert_places, edits, mangled

PACKS = [name for name in packs() if isinstance(regulation(name), Policy)]
"""Those that score; policies of pay have tests of their own."""

GOOD = """\
policy: test
title: 考核办法
version: "1"
source: {id: S1, document: 考核办法}
effective: {from: 2024-01-01}
period: month
groups:
  work: {title: 工作, weight: 70%, clause: 第二条}
  self: {title: 素质, weight: 30%, clause: 第二条}
indicators:
  - id: sales
    title: 业绩
    group: work
    weight: 100%
    kind: ratio
    actual: 销售目标.实际销售额
    target: 销售目标.计划销售额
    points: 100
    cap: {value: 100%, assumed: 原文没有写}
    zero_below: none
    ceiling: none
    clause: 第三条
  - id: share
    title: 团队
    group: self
    weight: 40%
    kind: bands
    of: {team_reaching: {actual: 销售目标.实际销售额, target: 销售目标.计划销售额}}
    unit: "%"
    rows:
      - {at_least: 90%, points: 100}
      - {at_least: 60%, points: 50}
    otherwise: 0
    clause: 第四条
  - id: late
    title: 考勤
    group: self
    weight: 60%
    kind: per_event
    start: 100
    events:
      - {of: 考勤.迟到次数, each: -2}
    floor: 0
    ceiling: none
    assumed: 原文没有写
total:
  start: 0
  full_marks: 100
  rescale_to: none
  floor: none
  ceiling: none
  clause: 第五条
grades:
  rows:
    - {at_least: 90, grade: A}
    - {at_least: 70, grade: B}
  otherwise: {grade: C}
  clause: 第六条
disqualify:
  - {id: absence, title: 旷工, of: 考勤.旷工天数, above: 0, takes: A, becomes: B, clause: 第七条}
required:
  - {sheet: 总结计划, columns: [工作总结, 工作计划], title: 总结, deduct: 0, assumed: 原文没有写}
deadlines:
  - {title: 完成考核, day: 5, clause: 第八条}
tests:
  - name: 半数达标
    given:
      销售目标.计划销售额: 100
      销售目标.实际销售额: 80
      团队.销售目标.计划销售额: [10, 10]
      团队.销售目标.实际销售额: [10, 9]
      考勤.迟到次数: 5
      考勤.旷工天数: 0
    expect: {sales: 56, share: 0, late: 16.2, total: 72.2, grade: B}
"""


MARK = "¦"  # stands in a text where a fault is to be told; taken out before it is read


def changed(*replacements: tuple[str, str]) -> str:
    """The good policy with some of its text replaced, each once."""
    return altered(GOOD, *replacements)


def altered(result: str, *replacements: tuple[str, str]) -> str:
    """A text with some of it replaced, each once."""
    for old, new in replacements:
        assert old in result, old
        result = result.replace(old, new, 1)
    return result


def marks(content: str) -> list[str]:
    """Line and column, counted from 1, of every mark in a text, as if the marks were not there."""
    lines = enumerate(content.split("\n"), 1)
    return [f"{i}:{len(before.replace(MARK, '')) + 1}" for i, line in lines for before in parts_before_marks(line)]


def parts_before_marks(line: str) -> list[str]:
    """What stands on a line before each of its marks."""
    return [line[: found.start()] for found in re.finditer(MARK, line)]


def faults(folder: Path, content: str | bytes) -> list[Finding]:
    """What a file with this content is refused for, nothing if it is not."""
    path = folder / "policy.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        load(path)
    except Refused as refused:
        return list(refused.findings)
    return []


def loaded(folder: Path, content: str) -> Policy:
    """The policy of a file with this content."""
    path = folder / "policy.yaml"
    path.write_text(content, encoding="utf-8")
    return load(path)


# the packs


@pytest.mark.parametrize("name", PACKS)
def test_packs_load_under_their_own_name(name: str) -> None:
    """Every built-in policy is sound and is called as its file is."""
    assert find(name).policy == name


@pytest.mark.parametrize("name", PACKS)
def test_examples_of_the_packs_hold(name: str) -> None:
    """Every pack has worked examples, and its rules agree with all of them."""
    policy = find(name)
    assert policy.tests
    assert list(failures(policy)) == []


def cited(part: Any) -> Iterator[Cited]:
    """Every part of a policy that has a source, with what is inside it."""
    if isinstance(part, Cited):
        yield part
    inside = list(part) if isinstance(part, tuple) else list(part.values()) if isinstance(part, dict) else []
    if hasattr(part, "model_fields_set"):
        inside = [getattr(part, name) for name in type(part).model_fields]
    for value in inside:
        yield from cited(value)


@pytest.mark.parametrize("name", PACKS)
def test_every_figure_of_the_packs_has_one_source(name: str) -> None:
    """Each figure and each table rests on a clause or on a stated assumption, never on both."""
    policy = find(name)
    plans = [policy.plan(frozenset(refs)) for refs in (_everything(policy), _everything(policy) - _of_mains(policy))]
    parts = [part for plan in plans for part in (*(figure for figure, _ in plan.figures()), *plan.lookups())]
    assert parts
    assert [part.name for part in parts if bool(part.clause) == bool(part.assumed)] == []


def _of_mains(policy: Policy) -> set[str]:
    return {ref for kind in policy.indicators if kind.fallback for ref in kind.reads()}


def _everything(policy: Policy) -> set[str]:
    fallbacks = [kind.fallback for kind in policy.indicators if kind.fallback]
    return {ref for kind in (*policy.indicators, *fallbacks) for ref in kind.reads()}


@pytest.mark.parametrize("name", PACKS)
def test_no_part_of_the_packs_has_two_sources(name: str) -> None:
    """No part of a pack gives a clause and an assumption for the same thing."""
    assert [part for part in cited(find(name)) if part.clause and part.assumed] == []


@pytest.mark.parametrize("name", PACKS)
def test_an_exported_pack_is_the_same_policy(name: str, tmp_path: Path) -> None:
    """A pack that was exported and is read from the new file has the same hash, whatever its line ends."""
    export(packs()[name], tmp_path / "mine.yaml", force=False)
    raw = (tmp_path / "mine.yaml").read_bytes()
    (tmp_path / "windows.yaml").write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert load(tmp_path / "mine.yaml").sha256 == load(tmp_path / "windows.yaml").sha256 == find(name).sha256


def test_another_figure_is_another_policy(tmp_path: Path) -> None:
    """Any change of the file changes its hash."""
    assert loaded(tmp_path, GOOD).sha256 != loaded(tmp_path, changed(("第八条", "第九条"))).sha256


def test_whoever_checks_the_objectives_is_told_of_the_rescaling() -> None:
    """The points of management by objectives add up to 110, which is brought to 100: said in both languages, of this pack only."""
    [zh], [en] = advice(find("objectives"), "zh"), advice(find("objectives"), "en")
    assert "110" in zh
    assert "100÷110" in zh
    assert "100/110" in en
    assert advice(find("sales-60-40"), "zh") == []


# a good file


def test_the_good_policy_of_these_tests_is_good(tmp_path: Path) -> None:
    """What every faulty file below differs from has no fault, and its example holds: 56, 0 and 16.2 are 72.2."""
    policy = loaded(tmp_path, GOOD)
    assert list(failures(policy)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 100\n", "points: 1_00\n"),
        ("points: 100\n", "points: 100.0   # 满分\n"),
        ("title: 考核办法", "title: '考核办法: 第一版'"),
        ("clause: 第八条", 'clause: "*第八条"'),
        ("effective: {from: 2024-01-01}", "effective: {from: 2024-01-01, to: 2024-01-01}"),
        ("of: 考勤.迟到次数", "of:  考勤.迟到次数 "),
        ("deadlines:\n  - {title: 完成考核, day: 5, clause: 第八条}\n", ""),
    ],
)  # fmt: skip
def test_other_ways_to_write_it(old: str, new: str, tmp_path: Path) -> None:
    """What is not wrong is not refused."""
    assert faults(tmp_path, changed((old, new))) == []


def test_numbers_are_exact(tmp_path: Path) -> None:
    """A figure is kept as it was written, not as a binary float; 33.3 % is 0.333."""
    policy = loaded(tmp_path, changed(("value: 100%", "value: 33.3%")))
    [cap] = [
        figure for figure, _ in policy.plan(frozenset(_everything(policy))).figures() if figure.name == "业绩_封顶"
    ]
    assert str(cap.value) == "0.333"


def test_a_figure_has_its_own_source_or_that_of_its_part(tmp_path: Path) -> None:
    """The cap rests on its own assumption, the points beside it on the clause of the indicator."""
    policy = loaded(tmp_path, GOOD)
    figures = {figure.name: figure for figure, _ in policy.plan(frozenset(_everything(policy))).figures()}
    assert (figures["业绩_封顶"].clause, figures["业绩_封顶"].assumed) == ("", "原文没有写")
    assert (figures["业绩_分值"].clause, figures["业绩_分值"].assumed) == ("第三条", "")


@pytest.mark.parametrize("event", ["投诉（重大）", "A-1 类", "迟交/漏交", "3.5折"])
def test_names_of_figures_are_fit_for_a_workbook(event: str, tmp_path: Path) -> None:
    """Whatever an event is called, the names of its figures are made of letters, digits and _ only, as Excel demands."""
    policy = loaded(
        tmp_path,
        changed(("of: 考勤.迟到次数", f"of: 事件.{event}.次数"), ("考勤.迟到次数: 5", f"事件.{event}.次数: [5]")),
    )
    names = [figure.name for figure, _ in policy.plan(frozenset()).figures()]
    assert sum(name.endswith("_每次扣") for name in names) == 1
    assert [name for name in names if not re.fullmatch(r"[^\W\d]\w*", name)] == []


def test_full_width_signs_in_a_reference_are_the_half_width_ones(tmp_path: Path) -> None:
    """A column is known by its words as cells are read, so an example may write its brackets the other way."""
    policy = loaded(
        tmp_path,
        changed(
            ("of: 考勤.迟到次数", "of: 事件.投诉（重大）.次数"), ("考勤.迟到次数: 5", "事件.投诉(重大).次数: [2, 3]")
        ),
    )
    assert list(failures(policy)) == []


# one fault each

Fault = tuple[str, str, tuple[tuple[str, str], ...]]


def told(zh: str, en: str, *replacements: tuple[str, str]) -> Fault:
    """A fault: words of its message in Chinese and English, and what to replace in the good policy, the place marked."""
    return zh, en, replacements


NO_POINTS, NO_CLAUSE = ("    points: 100\n", ""), ("    clause: 第三条\n", "")
FIRST = ("- id: sales", "- ¦id: sales")
COUNTED = "      考勤.旷工天数: 0\n"

KEYS: dict[str, Fault] = {
    "an unknown key": told("没有“point”这个键，是不是“points”", "unknown key 'point'; did you mean 'points'", ("    points: 100", "    ¦point: 100")),
    "a key like no other": told("没有“xyz”这个键。可用的键：actual", "unknown key 'xyz'; known here: actual", ("    clause: 第三条", "    ¦xyz: 1\n    clause: 第三条")),
    "an unknown key of a figure": told("是不是“assumed”", "did you mean 'assumed'", ("{value: 100%, assumed", "{value: 100%, ¦asumed")),
    "an unknown key of a quotient": told("是不是“actual”", "did you mean 'actual'", ("{team_reaching: {actual", "{team_reaching: {¦actul")),
    "a row with a source of its own": told("没有“clause”这个键", "unknown key 'clause'", ("60%, points: 50}", "60%, points: 50, ¦clause: 第四条}")),
    "a key given twice": told("“points”写了两次，第一次在第 18 行", "'points' is given twice, first on line 18", ("    points: 100\n", "    points: 100\n    ¦points: 90\n")),
    "a missing key": told("缺少“points”", "'points' is missing", NO_POINTS, FIRST),
    "a missing id": told("缺少“id”", "'id' is missing", ("- id: sales\n    title", "- ¦title")),
    "a missing part": told("缺少“period”", "'period' is missing", ("period: month\n", ""), ("policy: test", "¦policy: test")),
    "no source": told("缺少出处：写 clause（原文条款），或写 assumed", "no source: give 'clause' (where it is written) or 'assumed'", NO_CLAUSE, FIRST),
    "no source of a table": told("缺少出处", "no source", ("    clause: 第四条\n", ""), ("- id: share", "- ¦id: share")),
    "an empty source": told("缺少出处", "no source", ("    clause: 第三条\n", '    clause: " "\n'), FIRST),
    "two sources": told("只能写一个", "either 'clause' or 'assumed', not both", ("    clause: 第三条", "    clause: 第三条\n    assumed: ¦猜的")),
    "two sources of a figure": told("只能写一个", "not both", ("100%, assumed: 原文没有写}", "100%, clause: 第三条, assumed: ¦猜的}")),
    "an unknown kind": told("没有“ratoi”这种指标。是不是“ratio”", "unknown kind 'ratoi'; did you mean 'ratio'", ("kind: ratio", "kind: ¦ratoi")),
    "a kind like no other": told("没有“xyz”这种指标。可用：ratio、", "unknown kind 'xyz'. Known: ratio, ", ("kind: ratio", "kind: ¦xyz")),
    "no kind": told("缺少 kind", "'kind' is missing", ("    kind: ratio\n", ""), FIRST),
    "a list for a text": told("要写一个词或一句话", "a text belongs here", ("title: 考核办法\n", "title: ¦[考核办法]\n")),
    "an empty text": told("不能空着", "must not be empty", ("title: 考核办法\n", "title:¦\n")),
    "a text for a mapping": told("键: 值", "a mapping of keys and values", ("source: {id: S1, document: 考核办法}", "source: ¦考核办法")),
    "a mapping for a list": told("要写成列表", "a list belongs here", ("[工作总结, 工作计划]", "¦{工作总结: 工作计划}")),
    "no rows": told("不能空着", "must not be empty", ("rows:\n      - {at_least: 90%, points: 100}\n      - {at_least: 60%, points: 50}\n", "rows: ¦[]\n")),
    "too many rows": told("最多 50 个", "50 at most", ("rows:\n      - {at_least: 90%, points: 100}\n      - {at_least: 60%, points: 50}\n", f"rows: ¦[{'{at_least: 1, points: 1}, ' * 51}]\n")),
}  # fmt: skip
VALUES: dict[str, Fault] = {
    "words for a number": told("“一百”不是数。写成 60、0.5 或 90%", "'一百' is not a number; write 60, 0.5 or 90%", ("points: 100\n", "points: ¦一百\n")),
    "a number with its unit": told("“100分”不是数", "'100分' is not a number", ("points: 100\n", "points: ¦100分\n")),
    "a full-width number": told("全角字符，请写成 100%", "full-width characters; write 100%", ("points: 100\n", "points: ¦１００％\n")),
    "a power of ten": told("“1e2”不是数", "'1e2' is not a number", ("points: 100\n", "points: ¦1e2\n")),
    "no number": told("这里要写一个数", "a number belongs here", ("points: 100\n", "points:¦\n")),
    "a list for a number": told("这里要写一个数", "a number belongs here", ("points: 100\n", "points: ¦[100]\n")),
    "too many digits": told("太长，最多 15 位", "15 digits at most", ("points: 100\n", "points: ¦1000000000000000.5\n")),
    "an unknown sheet": told("没有“销售指标”这张表。是不是“销售目标”", "no sheet '销售指标'. Did you mean '销售目标'", ("actual: 销售目标.", "actual: ¦销售指标.")),
    "an unknown column": told("“销售目标”表没有“实际销额”列。是不是“实际销售额”", "no column '实际销额'. Did you mean '实际销售额'", ("actual: 销售目标.实际销售额", "actual: ¦销售目标.实际销额")),
    "an unknown column of a log": told("没有“投诉.次”列。是不是“次数”", "Did you mean '次数'", ("of: 考勤.迟到次数", "of: ¦事件.投诉.次")),
    "a column too deep": told("“考勤”表没有“迟到.迟到次数”列", "no column '迟到.迟到次数'", ("of: 考勤.迟到次数", "of: ¦考勤.迟到.迟到次数")),
    "an indicator without its name": told("要写成 指标.名称.", "is written as 指标.名称.", ("of: 考勤.迟到次数", "of: ¦指标.实际")),
    "a column of words": told("“岗位”列不是数字", "does not hold numbers", ("of: 考勤.迟到次数", "of: ¦人员.岗位")),
    "no column": told("“迟到次数”不是列。写成 表.列", "is not a column; write SHEET.COLUMN", ("of: 考勤.迟到次数", "of: ¦迟到次数")),
    "a team told by a list": told("一人有多行", "several rows a person", ("{team_reaching: {actual: 销售目标.实际销售额", "{team_reaching: ¦{actual: 工作任务.完成率")),
    "a quantity of no sort": told("{actual, target}", "{actual, target}", ("of: {team_reaching:", "of: ¦{team:")),
    "tasks of which there is one": told("一人只有一个数；这里要写一人多行的列：工作任务.完成率", "several rows a person belongs here: 工作任务.完成率",
                                       ("kind: per_event\n    start: 100\n    events:\n      - {of: 考勤.迟到次数, each: -2}\n    floor: 0\n    ceiling: none\n",
                                        "kind: completion\n    of: ¦考勤.迟到次数\n    points: 100\n    from: 0%\n    to: 100%\n")),
    "a lot of nothing": told("要大于 0", "must be above 0", ("each: -2}", "each: -2, per: ¦0}")),
    "a floor above the ceiling": told("floor 要小于 ceiling", "'floor' must be below 'ceiling'", ("    ceiling: none\n    assumed", "    ceiling: ¦-1\n    assumed")),
    "a floor of the total above the ceiling": told("floor 要小于 ceiling", "'floor' must be below 'ceiling'", ("  floor: none\n  ceiling: none\n  clause", "  floor: 5\n  ceiling: ¦4\n  clause")),
    "a month that does not exist": told("“2024-13-01”不是日期，写成 2024-01-31", "'2024-13-01' is not a date; write 2024-01-31", ("2024-01-01", "¦2024-13-01")),
    "a day that does not exist": told("不是日期", "is not a date", ("2024-01-01", "¦2023-02-29")),
    "a date without hyphens": told("不是日期", "is not a date", ("2024-01-01", "¦20240101")),
    "a date with a time": told("不是日期", "is not a date", ("2024-01-01", "¦2024-01-01T00:00")),
    "a day of no month": told("“32”超出范围", "'32' is out of range", ("day: 5", "day: ¦32")),
    "words for a day": told("“五”不是整数", "'五' is not a whole number", ("day: 5", "day: ¦五")),
    "another period": told("“months”不在可选的词里。是不是 month", "'months' is not a choice. did you mean month", ("period: month", "period: ¦months")),
    "a title that is no name": told("“业 绩”不合写法", "'业 绩' has characters", ("title: 业绩", "title: ¦业 绩")),
    "a title too long": told("太长，最多 40 个", "40 at most", ("title: 业绩", f"title: ¦{'长' * 41}")),
    "a grade with a sign": told("“A+”不合写法", "'A+' has characters", ("90, grade: A}", "90, grade: ¦A+}")),
    "an example without a number": told("“五”不是数", "'五' is not a number", ("考勤.迟到次数: 5", "考勤.迟到次数: ¦五")),
}  # fmt: skip
BETWEEN: dict[str, Fault] = {
    "bands out of order": told("从高到低，每个界限只写一次", "from the highest bound to the lowest, each bound once", ("{at_least: 60%,", "{at_least: ¦95%,")),
    "a bound given twice": told("每个界限只写一次", "each bound once", ("{at_least: 60%,", "{at_least: ¦90%,")),
    "bands at most out of order": told("从低到高", "from the lowest bound to the highest", ("{at_least: 90%,", "{at_most: 90%,"), ("{at_least: 60%,", "{at_most: ¦60%,")),
    "bands of both sorts": told("不能混用", "not both", ("- {at_least: 60%,", "- ¦{at_most: 60%,")),
    "a row with both bounds": told("不能混用", "not both", ("- {at_least: 60%,", "- ¦{at_least: 60%, at_most: 90%,")),
    "a row without a bound": told("每一行都写", "every row says", ("- {at_least: 60%, points", "- ¦{points")),
    "a bound without its sign": told("90 就是 9000%，是不是漏了百分号", "90 means 9000%; is a % sign missing", ("{at_least: 90%,", "{at_least: ¦90,")),
    "a cap without its sign": told("120 就是 12000%", "120 means 12000%", ("{value: 100%,", "{value: 120,"), ("cap: {", "cap: ¦{")),
    "a bound nobody reaches": told("用不上", "nothing falls in this row", ("{at_least: 90%,", "{at_least: ¦110%,")),
    "a table in another unit": told("单位对不上", "units do not agree", ('unit: "%"', "unit: ¦元")),
    "weights": told("权重合计 90%，应为 100%", "weights add up to 90%, not 100%", ("weight: 40%", "weight: 30%"), ("  self:", "  ¦self:")),
    "weights of groups": told("各组权重合计 90%", "weights of the groups add up to 90%", ("weight: 70%", "weight: 60%"), ("groups:", "¦groups:")),
    "an unknown group": told("没有“wrok”这个组。是不是“work”", "no group 'wrok'. Did you mean 'work'", ("group: work", "group: ¦wrok"), ("weight: 100%", "weight: 100%")),
    "a group of nobody": told("没有指标属于“rest”组", "no indicator is in group 'rest'", ("indicators:", "  ¦rest: {title: 其余, weight: 0%, clause: 第二条}\nindicators:")),
    "full marks": told("各项满分合计 100，不是 110", "add up to 100, not 110", ("full_marks: 100", "full_marks: ¦110")),
    "rescaling of nothing": told("要先写 full_marks", "needs 'full_marks'", ("full_marks: 100\n  rescale_to: none", "full_marks: none\n  rescale_to: ¦100")),
    "a grade given twice": told("等级“B”写了两次", "grade 'B' is given twice", ("otherwise: {grade: C}", "otherwise: {grade: B}"), ("70, grade: B}", "70, grade: ¦B}")),
    "grades out of order": told("从高到低", "from the highest", ("{at_least: 70,", "{at_least: ¦95,")),
    "an unknown grade taken": told("等级表里没有“S”。可用：A、B", "no grade 'S'. Known: A, B", ("takes: A", "takes: ¦S")),
    "the lowest grade taken": told("等级表里没有“C”", "no grade 'C'", ("takes: A", "takes: ¦C")),
    "a grade taken for the same": told("“A”不比“A”低", "'A' is not below 'A'", ("takes: A, becomes: B", "takes: A, becomes: ¦A")),
    "a grade taken for a better": told("“A”不比“B”低", "'A' is not below 'B'", ("takes: A, becomes: B", "takes: B, becomes: ¦A")),
    "an unknown grade given": told("等级表里没有“D”。可用：A、B、C", "no grade 'D'. Known: A, B, C", ("becomes: B", "becomes: ¦D")),
    "sanctions of no type": told("要写 types", "needs 'types'", ("of: 考勤.旷工天数, above", "of: ¦处分.未抵消, above"), (COUNTED, "")),
    "types of what is no sanction": told("要写 types", "no other column has them", ("of: 考勤.旷工天数, above: 0", "of: ¦考勤.旷工天数, above: 0, types: [警告]")),
    "a piece no sheet records": told("没有“月总结”列。是不是“工作总结”", "Did you mean '工作总结'", ("[工作总结, ", "[¦月总结, ")),
    "a sheet that records no piece": told("“处分”不是登记交没交的表", "no sheet that records", ("{sheet: 总结计划,", "{sheet: ¦处分,")),
    "a piece demanded twice": told("“总结计划”写了两次", "'总结计划' is given twice", ("deadlines:", "  - {sheet: ¦总结计划, columns: [工作总结], title: 又一次, deduct: 0, assumed: 无}\ndeadlines:")),
    "a count of pieces nobody demands": told("要先在 required 里写明", "needs an entry in 'required'", ("of: 考勤.旷工天数, above", "of: ¦总结计划.缺交, above"), (COUNTED, ""),
                                             ("required:\n  - {sheet: 总结计划, columns: [工作总结, 工作计划], title: 总结, deduct: 0, assumed: 原文没有写}\n", "")),
    "an end before the beginning": told("结束日期早于开始日期", "ends before it begins", ("{from: 2024-01-01}", "{from: 2024-01-01, to: ¦2023-12-31}")),
    "a title that is taken": told("“总分”已有别的用处", "title '总分' is taken", ("title: 业绩", "title: ¦总分")),
    "an id that is taken": told("不能用“grade”", "'grade' is taken", ("id: sales", "id: ¦grade"), ("{sales: 56, ", "{")),
    "two figures of one name": told("两个数值同名“业绩_权重”", "share the name '业绩_权重'", ("work: {title: 工作", "work: {title: ¦业绩")),
    "two names that differ in case only": told("同名", "share the name", ("title: 业绩", "title: abc"), ("work: {title: 工作", "work: {title: ¦ABC")),
    "a figure named as a table": told("两个数值同名“旷工_上限”", "share the name '旷工_上限'", ("title: 团队", "title: 旷工"), ("{at_least: 90%,", "{at_most: 50%,"), ("{at_least: 60%,", "{at_most: 60%,"),
                                      ("title: 旷工, of", "title: ¦旷工, of")),
    "an example of nothing read": told("没有指标读“考勤.早退次数”。是不是“考勤.迟到次数”", "no indicator reads '考勤.早退次数'. Did you mean '考勤.迟到次数'", ("考勤.迟到次数: 5", "¦考勤.早退次数: 5")),
    "an example of several for one": told("一人只有一个数", "one value a person", ("考勤.迟到次数: 5", "考勤.迟到次数: ¦[5, 1]")),
    "an example of half a team": told("要成对给出，人数相同", "given together, for the same number of members", ("      团队.销售目标.计划销售额: [10, 10]\n", ""), ("团队.销售目标.实际销售额: [10, 9]", "¦团队.销售目标.实际销售额: [10, 9]")),
    "an example of teams of two sizes": told("人数相同", "the same number", ("团队.销售目标.计划销售额: [10, 10]", "团队.销售目标.计划销售额: [10]"), ("团队.销售目标.实际销售额: [10, 9]", "¦团队.销售目标.实际销售额: [10, 9]")),
    "an example of an unknown result": told("没有“totle”这一项。是不是“total”", "nothing is called 'totle'. Did you mean 'total'", ("total: 72.2", "¦totle: 72.2")),
}  # fmt: skip
FORM: dict[str, Fault] = {
    "a full-width colon": told("这里是全角“：”，请改为半角“:”", "full-width '：' here: write ':'", ("    points: 100", "    points¦：100")),
    "a full-width colon in braces": told("全角“：”", "full-width '：'", ("{at_least: 90, grade: A}", "{¦at_least：90, grade: A}")),
    "a full-width colon above a list": told("全角“：”", "full-width '：'", ("tests:\n  - name", "tests¦：\n  - name")),
    "a full-width comma": told("这里是全角“，”，请改为半角“,”", "full-width '，' here: write ','", ("{at_least: 90, grade: A}", "{at_least: 90¦， grade: A}")),
    "a full-width brace": told("全角“｝”", "full-width '｝'", ("{at_least: 90, grade: A}", "{at_least: 90, grade: A¦｝")),
    "a full-width quotation mark": told("全角“””", "full-width '”'", ("name: 半数达标", 'name: "半数达标¦”')),
    "a tab": told("制表符（Tab），请改为空格", "a tab here: write spaces", ("    points: 100", "¦\tpoints: 100")),
    "a tab behind blanks": told("制表符（Tab）", "a tab here", ("    points: 100", "  ¦\tpoints: 100")),
    "a tab on a line with a full-width comma": told("制表符（Tab）", "a tab here", ("    clause: 第三条", "¦\tclause: 第三条，第四条")),
    "wrong indentation": told("缩进和上面的行不一致", "indentation does not fit the lines above", ("    points: 100", "   ¦points: 100")),
    "a colon without its blank": told("冒号后面缺少空格", "the space behind it", ("    points: 100", "    ¦points:100")),
    "two colons": told("一行里有两个冒号", "two colons on one line", ("title: 考核办法\n", "title: 考核，办法¦: 一\n")),
    "a brace left open": told("{ 没有合上", "this { is not closed", ("- {at_least: 90, grade: A}", "- ¦{at_least: 90, grade: A")),
    "a bracket left open": told("[ 没有合上", "this [ is not closed", ("[工作总结, 工作计划], title: 总结, deduct: 0, assumed: 原文没有写}", "¦[工作总结, 工作计划")),
    "a quotation left open": told('" 没有合上', 'this " is not closed', ("name: 半数达标", 'name: ¦"半数达标')),
    "a missing comma": told("缺少逗号", "a comma is missing", ("{at_least: 90, grade: A}", "{at_least: 90 grade¦: A}")),
    "a text that begins with a sign": told("以这个符号开头时要加引号", "must be quoted", ("title: 考核办法\n", "title: ¦@考核办法\n")),
    "an alias": told("不用锚点和别名", "anchors and aliases are not used", ("title: 考核办法\n", "title: ¦*a\n")),
    "a text that begins with a star": told("文字以 & 或 * 开头时要加引号", "quote a text that begins with & or *", ("title: 考核办法\n", "title: ¦*考核办法*\n")),
    "an anchor": told("不用锚点和别名", "anchors and aliases are not used", ("title: 考核办法\n", "title: ¦&a 考核办法\n")),
    "a control character": told("控制字符 U+0007", "control character U+0007", ("title: 考核办法\n", "title: 考核¦\x07办法\n")),
    "a second document": told("一个文件只写一份制度", "a file holds one policy", ("deadlines:", "¦---\ndeadlines:")),
    "nesting without end": told("嵌套超过 30 层", "more than 30 levels", ("title: 考核办法\n", f"title: {'[' * 29}¦[[[\n")),
}  # fmt: skip
SINGLE = KEYS | VALUES | BETWEEN | FORM


@pytest.mark.parametrize("fault", SINGLE)
def test_a_single_fault_is_told_once_at_its_place(fault: str, tmp_path: Path) -> None:
    """One thing wrong is one finding, at its line and column, with words that say what it is and what to write instead."""
    zh, en, replacements = SINGLE[fault]
    content = changed(*replacements)
    [place] = marks(content)
    found = faults(tmp_path, content.replace(MARK, ""))
    assert [(f.code, f.severity, f.file, f.where) for f in found] == [("policy-faulty", "error", "policy.yaml", place)]
    assert zh in found[0].message("zh")
    assert en in found[0].message("en")


@pytest.mark.parametrize("fault", SINGLE)
def test_a_message_in_chinese_holds_no_english_sentence(fault: str, tmp_path: Path) -> None:
    """The words of the libraries below do not show through."""
    content = changed(*SINGLE[fault][2]).replace(MARK, "")
    assert not [
        f.zh for f in faults(tmp_path, content) if re.search(r"(?i)\b(input|should|expected|found|valid)\b", f.zh)
    ]


CLASHES = {
    "one id twice": (("id: sales", "id: ¦sales"), ("id: share", "id: ¦sales")),
    "one title twice": (("title: 业绩", "title: ¦业绩"), ("title: 团队", "title: ¦业绩")),
    "an indicator in the wrong group": (("  work:", "  ¦work:"), ("  self:", "  ¦self:"), ("group: self\n    weight: 40%", "group: work\n    weight: 40%")),
    "a key named as its kind": (("    points: 100", "    ¦ratio: 60\n    points: ¦一百"),),
    "an anchor and its alias": (("title: 考核办法", "title: ¦&a 考核办法"), ("document: 考核办法", "document: ¦*a")),
    "a key three times": (("period: month\n", "period: month\n¦period: month\n¦period: month\n"),),
}  # fmt: skip


@pytest.mark.parametrize("clash", CLASHES)
def test_of_parts_that_clash_each_is_told(clash: str, tmp_path: Path) -> None:
    """Where two parts do not go together both places are pointed out."""
    content = changed(*CLASHES[clash])
    assert [finding.where for finding in faults(tmp_path, content.replace(MARK, ""))] == marks(content)


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "文件是空的", "empty"),
        (b"# nothing but a remark\n", "文件是空的", "empty"),
        (b"---\n", "文件是空的", "empty"),
        (GOOD.encode("gb18030"), "不是 UTF-8", "not UTF-8"),
        (GOOD.encode("utf-16"), "不是 UTF-8", "not UTF-8"),
        (b"# " + b"x" * 2_000_000, "过大", "too large"),
        (b"- a\n- b\n", "键: 值", "mapping of keys"),
        (b"some words\n", "键: 值", "mapping of keys"),
        (b"[" * 200_000, "嵌套超过", "nested more than"),
        (b"- " * 200_000, "嵌套超过", "nested more than"),
    ],
    ids=["empty", "remark", "marker", "gb18030", "utf-16", "2 MB", "list", "words", "brackets", "dashes"],
)  # fmt: skip
def test_what_is_no_policy_at_all(content: bytes, zh: str, en: str, tmp_path: Path) -> None:
    """An empty, foreign or oversized file is one finding at its first line, and does no harm."""
    [found] = faults(tmp_path, content)
    assert found.where.startswith("1:")
    assert zh in found.message("zh")
    assert en in found.message("en")


def test_the_line_of_the_file_is_kept_for_the_reader(tmp_path: Path) -> None:
    """A finding carries the line it is about, below which the terminal sets its mark."""
    [found] = faults(tmp_path, changed(("kind: ratio", "kind: ratoi")))
    assert found.found == "    kind: ratoi"


# many faults at once


def test_fifteen_faults_of_single_values_are_told_at_once(tmp_path: Path) -> None:
    """Whatever is wrong with single keys and values is all told in one go, each at its place, in the order of the file."""
    content = changed(
        ("title: 考核办法\n", "title:¦\n"),
        ("source: {id: S1,", "source: {id: S1, ¦no: 2,"),
        ("2024-01-01", "¦2024-13-01"),
        ("period: month", "period: ¦week"),
        ("work: {title: 工作, weight: 70%, clause: 第二条}", "work: ¦{title: 工作, weight: 70%}"),
        ("    title: 业绩\n", "    title: 业绩\n    ¦title: 销售\n"),
        ("actual: 销售目标.实际销售额", "actual: ¦销售目标.实际销额"),
        ("target: 销售目标.计划销售额", "target: ¦目标.计划"),
        ("points: 100", "points: ¦一百"),
        ("    clause: 第三条", "    clause: 第三条\n    assumed: ¦猜的"),
        ("kind: bands", "kind: ¦band"),
        ("each: -2", "each: -2, ¦pre: 5"),
        ("  start: 0\n  full_marks: 100\n", "  ¦start: 0\n"),
        ("day: 5", "day: ¦50"),
        ("考勤.迟到次数: 5", "考勤.迟到次数: ¦五"),
    )
    assert [f.where for f in faults(tmp_path, content.replace(MARK, ""))] == marks(content)
    assert len(marks(content)) == 15


def test_fifteen_faults_between_parts_are_told_at_once(tmp_path: Path) -> None:
    """Whatever does not fit together is all told in one go."""
    content = changed(
        ("{from: 2024-01-01}", "{from: 2024-01-01, to: ¦2023-01-01}"),
        ("groups:", "¦groups:"),
        ("weight: 70%", "weight: 60%"),
        ("  self:", "  ¦self:"),
        ("id: sales", "id: ¦total"),
        ("title: 业绩", "title: ¦等级"),
        ("cap: {value: 100%", "cap: ¦{value: 100"),
        ("weight: 40%", "weight: 50%"),
        ('unit: "%"', "unit: ¦次"),
        ("{at_least: 60%,", "{at_least: ¦95%,"),
        ("rescale_to: none", "rescale_to: ¦100"),
        ("full_marks: 100", "full_marks: 0"),
        ("{at_least: 70, grade: B}", "{at_least: ¦90, grade: ¦A}"),
        ("takes: A, becomes: B", "takes: ¦S, becomes: ¦T"),
        ("[工作总结, 工作计划]", "[工作总结, ¦计划]"),
        ("考勤.迟到次数: 5", "¦考勤.早退次数: 5"),
        ("expect: {sales: 56,", "expect: {¦sale: 56,"),
    )
    assert [f.where for f in faults(tmp_path, content.replace(MARK, ""))] == marks(content)
    assert len(marks(content)) >= 15


def test_findings_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    """Several faults at one place keep their order, whatever the hash seed."""
    found = faults(tmp_path, changed(("source: {id: S1, document: 考核办法}", "source: {}")))
    assert [f.message("en").rpartition(": ")[2] for f in found] == ["'id' is missing.", "'document' is missing."]


# examples


@pytest.mark.parametrize(
    ("old", "new", "expected", "result"),
    [
        ("sales: 56", "sales: ¦57", "57", "56"),
        ("late: 16.2", "late: ¦16.20000001", "16.20000001", "16.2"),
        ("grade: B}\n", "grade: ¦A}\n", "A", "B"),
        ("grade: B}\n", "grade: ¦none}\n", "none", "B"),
        ("total: 72.2", "total: ¦七十", "七十", "72.2"),
    ],
)
def test_an_example_that_does_not_hold(old: str, new: str, expected: str, result: str, tmp_path: Path) -> None:
    """An example that the rules contradict is told where the expectation stands, with what was expected and what came out."""
    before, _, last = GOOD.rpartition(old)
    content = f"{before}{new}{last}"
    policy = loaded(tmp_path, content.replace(MARK, ""))
    [found] = examples_fail.findings(policy.file, policy.tests, failures(policy), policy)
    assert [found.where] == marks(content)
    assert "样例“半数达标”不符" in found.message("zh")
    assert f"应为 {expected}，算出来是 {result}" in found.message("zh")
    assert f"should be {expected}, but is {result}" in found.message("en")


def test_an_example_may_expect_that_nothing_comes_out(tmp_path: Path) -> None:
    """`none` is what a rule makes of a missing figure."""
    text_ = changed(
        ("      考勤.迟到次数: 5\n", ""), ("late: 16.2, total: 72.2, grade: B", "late: none, total: none, grade: none")
    )
    assert list(failures(loaded(tmp_path, text_))) == []


def test_an_example_without_its_team_gives_nothing(tmp_path: Path) -> None:
    """Of a team that is not given nobody knows how many reached their plan."""
    plans = ("      团队.销售目标.计划销售额: [10, 10]\n", "")
    actuals = ("      团队.销售目标.实际销售额: [10, 9]\n", "")
    expected = ("share: 0, late: 16.2, total: 72.2, grade: B", "share: none, total: none, grade: none")
    assert list(failures(loaded(tmp_path, changed(plans, actuals, expected)))) == []


def test_an_example_need_not_mention_an_empty_log(tmp_path: Path) -> None:
    """What an example does not say of a log did not happen: 100 less nothing, weighted 60 % of 30 %, is 18."""
    text_ = changed(
        ("of: 考勤.迟到次数", "of: 事件.投诉.次数"),
        ("      考勤.迟到次数: 5\n", ""),
        ("late: 16.2, total: 72.2", "late: 18, total: 74"),
    )
    assert list(failures(loaded(tmp_path, text_))) == []


@pytest.mark.parametrize(("absent", "late", "grade"), [(0, 0, "A"), (1, 0, "B"), (0, 20, "C"), (1, 20, "C")])
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_grades_the_lowest_is_given(
    absent: int, late: int, grade: str, turned: bool, tmp_path: Path
) -> None:
    """Who loses the A to a B for one reason and to a C for another gets the C, in whatever order the reasons stand."""
    one = "{id: absence, title: 旷工, of: 考勤.旷工天数, above: 0, takes: A, becomes: B, clause: 第七条}"
    other = "{id: late, title: 迟到, of: 考勤.迟到次数, above: 10, takes: A, becomes: C, clause: 第七条}"
    both = f"{other}\n  - {one}" if turned else f"{one}\n  - {other}"
    content = changed((one, both), ("each: -2", "each: 0"), ("销售额: 80", "销售额: 100"),
        ("[10, 9]", "[10, 10]"), ("旷工天数: 0\n", f"旷工天数: {absent}\n"), ("迟到次数: 5", f"迟到次数: {late}"),
        ("{sales: 56, share: 0, late: 16.2, total: 72.2, grade: B}", f"{{total: 100, grade: {grade}}}"))  # fmt: skip
    assert list(failures(loaded(tmp_path, content))) == []


# fallbacks

FALLBACK = """\
    ceiling: none
    assumed: 原文没有写
    fallback:
      title: 考勤
      kind: ratings
      of: [行为评分.作息考勤]
      from: 0
      to: 100
      floor: none
      whole: no
      clause: 第九条
"""


def with_fallback(*replacements: tuple[str, str]) -> str:
    """The good policy with a fallback for its third indicator."""
    return altered(changed(("    ceiling: none\n    assumed: 原文没有写\n", FALLBACK)), *replacements)


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        ("      title: 考勤\n", "      title: ¦业绩\n", "title '业绩' is taken"),
        ("      title: 考勤\n", "      title: 考勤\n      ¦weight: 50%\n", "a fallback has no 'weight' of its own"),
        ("      title: 考勤\n", "      title: 考勤\n      ¦id: x\n", "a fallback has no 'id' of its own"),
        ("行为评分.作息考勤", "¦行为评分.姓名", "does not hold numbers"),
        ("      to: 100\n", "      to: ¦0\n", "'from' must be below 'to'"),
        ("      title: 考勤\n", "      ¦titel: 考勤\n", "did you mean 'title'"),
        ("      kind: ratings\n", "      kind: ¦rating\n", "did you mean 'ratings'"),
    ],
)
def test_faults_of_a_fallback(old: str, new: str, en: str, tmp_path: Path) -> None:
    """A fallback is looked through as its indicator is."""
    content = with_fallback((old, new))
    [found] = faults(tmp_path, content.replace(MARK, ""))
    assert [found.where] == marks(content)
    assert en in found.message("en")


def test_a_fallback_stands_in_where_only_its_columns_are_kept(tmp_path: Path) -> None:
    """The indicator reads what it names first; only a book that lacks those columns and has the others takes the fallback."""
    policy = loaded(tmp_path, with_fallback())
    mine, other = {"考勤.迟到次数"}, {"行为评分.作息考勤"}
    kinds = [policy.plan(frozenset(kept)).kinds["late"].kind for kept in (mine, other, mine | other, set())]
    assert kinds == ["per_event", "ratings", "per_event", "per_event"]


def test_a_team_share_runs_where_the_columns_of_its_members_are_kept(tmp_path: Path) -> None:
    """A share of the team needs the columns the members have, so a book with these does not take the fallback."""
    spare = "otherwise: 0\n    fallback: {title: 团队, kind: mark, of: 行为评分.团队, full: 10, points: 100, clause: 第九条}"
    policy = loaded(tmp_path, changed(("otherwise: 0", spare)))
    sales, mark = {"销售目标.计划销售额", "销售目标.实际销售额"}, {"行为评分.团队"}
    kinds = [policy.plan(frozenset(kept)).kinds["share"].kind for kept in (sales, mark, sales | mark)]
    assert kinds == ["bands", "mark", "bands"]
    assert list(failures(policy)) == []


def test_a_fallback_of_a_log_stands_in_for_what_is_not_kept(tmp_path: Path) -> None:
    """A log counts as kept, so an example that gives neither column runs the fallback: 100 less nothing, weighted 18."""
    kinds = ("kind: per_event\n    start: 100\n    events:\n      - {of: 考勤.迟到次数, each: -2}\n    floor: 0\n    ceiling: none\n",
             "kind: mark\n    of: 行为评分.作息考勤\n    full: 100\n    points: 100\n"
             "    fallback: {title: 考勤, kind: per_event, start: 100, events: [{of: 事件.迟到.次数, each: -2}], floor: 0, ceiling: none, clause: 第九条}\n")  # fmt: skip
    example = ("      考勤.迟到次数: 5\n", ""), ("late: 16.2, total: 72.2", "late: 18, total: 74")
    assert list(failures(loaded(tmp_path, changed(kinds, *example)))) == []


def test_a_fallback_clashes_only_with_what_it_runs_beside(tmp_path: Path) -> None:
    """A fallback may bear the names of the indicator it stands in for, but no other figure's."""
    table = ("      kind: ratings\n      of: [行为评分.作息考勤]\n      from: 0\n      to: 100\n      floor: none\n      whole: no\n",
             "      kind: bands\n      of: 行为评分.作息考勤\n      unit: 分\n      rows: [{at_most: 10, points: 0}]\n      otherwise: 100\n")  # fmt: skip
    assert faults(tmp_path, with_fallback(table)) == []
    content = with_fallback(table, ("title: 旷工, of", "title: ¦考勤, of"))
    [found] = faults(tmp_path, content.replace(MARK, ""))
    assert [found.where] == marks(content)
    assert "share the name '考勤_上限'" in found.message("en")


@pytest.mark.parametrize(
    ("content", "headings"),
    [
        (GOOD, ["业绩", "团队", "考勤", "工作", "素质", "总分", "等级", "旷工", "总结", "团队", "等级"]),
        (with_fallback(), ["业绩", "团队", "考勤", "考勤（缺列时改用）", "工作", "素质", "总分", "等级", "旷工", "总结", "团队", "等级"]),
        (with_fallback(("    title: 考勤\n", "    title: 团队_勤\n")),
         ["业绩", "团队", "团队_勤", "团队_勤（缺列时改用）", "工作", "素质", "总分", "等级", "旷工", "总结", "团队", "等级"]),
        (changed(("    weight: 40%\n", ""), ("weight: 60%", "weight: 100%"), ("full_marks: 100", "full_marks: 130"),
                 ("otherwise: 0", "otherwise: 0\n    fallback: {title: 团队, kind: mark, of: 行为评分.团队, full: 10, points: 100, clause: 第九条}")),
         ["业绩", "团队（缺列时改用）", "考勤", "工作", "素质", "总分", "等级", "旷工", "总结", "团队", "等级"]),
    ],
    ids=["plain", "fallback", "title that begins with another", "table with a fallback"],
)  # fmt: skip
def test_the_page_of_a_policy_shows_every_figure(content: str, headings: list[str], tmp_path: Path) -> None:
    """Part by part, with those of a fallback behind its indicator, every figure stands on the page with its source."""
    policy = loaded(tmp_path, content)
    page = text(policy, "zh")
    assert re.findall(r"^## ([^　\n]+)", page, re.M) == [*headings, "期限和说明"]
    figures = len(re.findall(r"^- .*：.*　〔(?:原文|假设)：.*〕$", page, re.M))
    assert figures == len(description(policy)["figures"]) + len(policy.deadlines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_policy_without_examples_is_told_to_have_some(language: Language, tmp_path: Path) -> None:
    """Who checks a policy without worked examples is advised to write some, in either language, beside what else there is to say."""
    examples = GOOD.index("tests:\n")
    [told_] = advice(loaded(tmp_path, GOOD[:examples]), language)
    assert "tests" in told_
    rescaled = altered(GOOD[:examples], ("rescale_to: none", "rescale_to: 50"))
    assert len(advice(loaded(tmp_path, rescaled), language)) == 2


# finding a policy


def test_a_policy_that_is_not_there() -> None:
    """A mistyped name is told with the nearest one."""
    with pytest.raises(Refused) as refused:
        find("sales-60-4O")
    [found] = refused.value.findings
    assert found.code == "policy-unknown"
    assert "sales-60-40" in found.message("zh")
    assert "Did you mean 'sales-60-40'" in found.message("en")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "policy-unknown"),
        (".", "policy-unknown"),
        ("x" * 5000, "policy-unknown"),
        ("a\0b", "policy-unknown"),
        ("/", "policy-file-missing"),
        ("nowhere/none.yaml", "policy-file-missing"),
        ("mine.yml", "policy-file-missing"),
    ],
)
def test_names_that_are_no_file(name: str, code: str) -> None:
    """A folder, an impossible name or none at all is refused as an unknown policy or a file that is not there."""
    with pytest.raises(Refused) as refused:
        find(name)
    assert [f.code for f in refused.value.findings] == [code]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open is told with the system's reason."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "policy.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Refused) as refused:
        load(tmp_path / "policy.yaml")
    [found] = refused.value.findings
    assert (found.code, found.file) == ("policy-unreadable", "policy.yaml")
    assert "Permission denied" in found.message("en")


# whatever the file

SCRAPS = ["", "none", "90", "60%", "{", "}", "[]", ": ", "：", "- ", "\t", "#", "&a", "*a", "!x", '"', "销售目标.实际销售额", "处分.未抵消",
          "指标.实际", "事件.投诉.次数", "工作任务.完成率", "总结计划.缺交", "\0", "\u2028", "fallback:", "weight: 50%", "per: 0"]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([GOOD, *(packs()[name].read_text(encoding="utf-8") for name in PACKS)]),
    edits([GOOD, *(packs()[name].read_text(encoding="utf-8") for name in PACKS)], SCRAPS),
)
def test_a_mangled_file_is_refused_or_serves(tmp_path: Path, source: str, chosen: Edits) -> None:
    """Whatever is done to its lines, a file is refused with places that exist, or is a policy that can be run and described."""
    content = mangled(source, chosen)
    found = faults(tmp_path, content)
    assert_places(found, content)
    if not found:
        policy = load(tmp_path / "policy.yaml")
        assert list(failures(policy)) is not None
        assert description(policy)["policy"] == policy.policy
        assert text(policy, "zh")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda words: words.encode("utf-8", "surrogatepass")))
def test_noise_is_refused(tmp_path: Path, content: bytes) -> None:
    """Bytes and words at random are never a policy and never a crash."""
    assert faults(tmp_path, content)


def test_a_policy_scores_a_book(book: MakeBook, tmp_path: Path) -> None:
    """The good policy of these tests, run on a book: 80 of 100 sold, half the team on target, five times late make 72.2."""
    path = book("""
sheet 人员
| 工号 | 姓名 | 上级 |
| 1    | 主管 |      |
| 2    | 甲   | 1    |
| 3    | 乙   | 1    |
sheet 销售目标
| 工号 | 姓名 | 计划销售额 | 实际销售额 |
| 1    | 主管 | 100 | 80 |
| 2    | 甲   | 10  | 10 |
| 3    | 乙   | 10  | 9  |
sheet 考勤
| 工号 | 姓名 | 迟到次数 | 旷工天数 |
| 1    | 主管 | 5 | 0 |
| 2    | 甲   | 0 | 0 |
| 3    | 乙   | 0 | 0 |
sheet 总结计划
| 工号 | 姓名 | 工作总结 | 工作计划 |
| 1    | 主管 | 是 | 是 |
| 2    | 甲   | 是 | 是 |
| 3    | 乙   | 是 | 是 |
""")
    assert scored(path, loaded(tmp_path, GOOD))["1"] == (72.2, "B")
