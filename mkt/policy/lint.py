"""What is wrong with a policy whose parts are each well formed: parts that do not fit each other.

Every check yields the path of the fault in the file and its words in both languages.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from mkt import vocabulary
from mkt.policy.kinds import Bands, Completion, Kind, Mark, PerEvent, PerStep, Ratings, Ratio
from mkt.policy.located import KEY
from mkt.policy.model import Policy

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]


def lint(policy: Policy) -> list[Fault]:
    """Every fault of the policy as a whole."""
    columns = list(unknown_column(policy))
    if columns:  # the trees cannot be built over columns that do not exist
        return columns
    checks = (twice, weights, full_marks, grades, percent_bounds, effective, names, examples)
    return [fault for check in checks for fault in check(policy)]


def references(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every column the policy names and where."""
    for i, kind in enumerate(policy.indicators):
        yield from _of_kind(("indicators", i), kind)
        if kind.fallback is not None:
            yield from _of_kind(("indicators", i, "fallback"), kind.fallback)
    for i, disqualifier in enumerate(policy.disqualify):
        yield ("disqualify", i, "of"), disqualifier.of
    for i, required in enumerate(policy.required):
        yield from ((("required", i, "columns", j), f"{required.sheet}.{c}") for j, c in enumerate(required.columns))


def _of_kind(path: Path, kind: Kind) -> Iterator[tuple[Path, str]]:
    match kind:
        case Ratings():
            yield from (((*path, "of", i), ref) for i, ref in enumerate(kind.of))
        case Mark() | Completion():
            yield (*path, "of"), kind.of
        case PerEvent():
            yield from (((*path, "events", i, "of"), event.of) for i, event in enumerate(kind.events))
        case Ratio():
            yield from (((*path, "actual"), ref) for ref in (*kind.actual.plus, *kind.actual.less))
            yield from (((*path, "target"), ref) for ref in (*kind.target.plus, *kind.target.less))
        case Bands() | PerStep():
            yield from (((*path, "of"), ref) for ref in _refs(kind.of.model_dump()))


def _refs(dumped: object) -> Iterator[str]:
    if isinstance(dumped, str):
        yield dumped
    parts = dumped.values() if isinstance(dumped, dict) else dumped if isinstance(dumped, list | tuple) else ()
    for part in parts:
        yield from _refs(part)


def unknown_column(policy: Policy) -> Iterator[Fault]:
    """A column that no sheet has."""
    for path, ref in references(policy):
        sheet, _, rest = ref.partition(".")
        words = vocabulary.SHEETS.get(sheet)
        if words is None:
            hint_zh, hint_en = _near(sheet, list(vocabulary.SHEETS))
            yield path, f"没有“{sheet}”这张表。{hint_zh}", f"there is no sheet '{sheet}'. {hint_en}"
        elif not words.free and rest.rpartition(".")[2] not in words.columns and rest not in DERIVED.get(sheet, ()):
            hint_zh, hint_en = _near(rest, [*words.columns, *DERIVED.get(sheet, ())])
            yield path, f"“{sheet}”表没有“{rest}”列。{hint_zh}", f"sheet '{sheet}' has no column '{rest}'. {hint_en}"


DERIVED = {"处分": ("未抵消",), "总结计划": ("缺交",)}
"""Columns that are counted from others: sanctions that still stand, pieces not handed in."""


def _near(word: str, known: list[str]) -> tuple[str, str]:
    close = difflib.get_close_matches(word, known, 1, 0.5)
    if close:
        return f"是不是“{close[0]}”？", f"Did you mean '{close[0]}'?"
    return f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}."


def twice(policy: Policy) -> Iterator[Fault]:
    """An indicator without an id, or two with the same id or title."""
    ids, titles = Counter(k.id for k in policy.indicators), Counter(k.title for k in policy.indicators)
    for i, kind in enumerate(policy.indicators):
        if not kind.id:
            yield ("indicators", i), "缺少“id”。", "'id' is missing."
        elif ids[kind.id] > 1:
            yield (
                ("indicators", i, "id"),
                f"id“{kind.id}”用了 {ids[kind.id]} 次。",
                f"id '{kind.id}' is used {ids[kind.id]} times.",
            )
        if titles[kind.title] > 1:
            yield (
                ("indicators", i, "title"),
                f"名称“{kind.title}”用了不止一次。",
                f"title '{kind.title}' is used more than once.",
            )
        if kind.group and kind.group not in policy.groups:
            near_zh, near_en = _near(kind.group, list(policy.groups) or ["-"])
            yield (
                ("indicators", i, "group"),
                f"没有“{kind.group}”这个组。{near_zh}",
                f"no group '{kind.group}'. {near_en}",
            )


def weights(policy: Policy) -> Iterator[Fault]:
    """Weights that do not add up to 100 %."""
    sets: dict[str, list[Decimal]] = {}
    for kind in policy.indicators:
        if kind.weight is not None:
            sets.setdefault(kind.group, []).append(kind.weight.value)
    for group, values in sets.items():
        if sum(values) != 1:
            where: Path = ("groups", group, KEY) if group else ("indicators",)
            yield (
                where,
                f"权重合计 {_percent(sum(values))}，应为 100%。",
                f"weights add up to {_percent(sum(values))}, not 100%.",
            )
    if policy.groups and sum(g.weight.value for g in policy.groups.values()) != 1:
        total = _percent(sum(g.weight.value for g in policy.groups.values()))
        yield (
            ("groups", KEY),
            f"各组权重合计 {total}，应为 100%。",
            f"the weights of the groups add up to {total}, not 100%.",
        )


def _percent(value: Decimal | int) -> str:
    return f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") + "%"


def full_marks(policy: Policy) -> Iterator[Fault]:
    """Full marks that are not the sum of the indicators' full points, or a rescaling without them."""
    stated, rescale = policy.total.full_marks.value, policy.total.rescale_to.value
    if rescale is not None and not stated:
        yield ("total", "rescale_to"), "折算要先写 full_marks（满分）。", "rescaling needs 'full_marks'."
    best = [_best(policy, kind) for kind in policy.indicators]
    if stated is None or None in best:
        return
    total = policy.total.start.value + sum(b for b in best if b is not None)
    if total != stated:
        yield (
            ("total", "full_marks"),
            f"各项满分合计 {total:f}，不是 {stated:f}。",
            f"the indicators' full points add up to {total:f}, not {stated:f}.",
        )


def _best(policy: Policy, kind: Kind) -> Decimal | None:
    best = kind.best()
    if best is None:
        return None
    weight = kind.weight.value if kind.weight is not None else Decimal(1)
    group = policy.groups.get(kind.group)
    return best * weight * (group.weight.value if group else 1)


def grades(policy: Policy) -> Iterator[Fault]:
    """A grade named twice, or a disqualifier that speaks of a grade nobody can get."""
    known = [row.grade for row in policy.grades.rows]
    for i, grade in enumerate(known):
        if grade in known[:i] or grade == policy.grades.otherwise.grade:
            yield ("grades", "rows", i, "grade"), f"等级“{grade}”写了两次。", f"grade '{grade}' is given twice."
    everything = [*known, policy.grades.otherwise.grade]
    for i, d in enumerate(policy.disqualify):
        if d.takes not in known:
            near_zh, near_en = _near(d.takes, known)
            yield ("disqualify", i, "takes"), f"等级表里没有“{d.takes}”。{near_zh}", f"no grade '{d.takes}'. {near_en}"
        if d.becomes not in everything:
            near_zh, near_en = _near(d.becomes, everything)
            yield (
                ("disqualify", i, "becomes"),
                f"等级表里没有“{d.becomes}”。{near_zh}",
                f"no grade '{d.becomes}'. {near_en}",
            )


def percent_bounds(policy: Policy) -> Iterator[Fault]:
    """A bound of 90 where 90 % is meant."""
    for i, kind in enumerate(policy.indicators):
        if isinstance(kind, Bands) and kind.unit == "%":
            for j, row in enumerate(kind.rows):
                bound = row.at_least if row.at_least is not None else row.at_most
                if bound is not None and bound > 10:
                    key = "at_least" if row.at_least is not None else "at_most"
                    yield (("indicators", i, "rows", j, key),
                           f"{bound:f} 就是 {_percent(bound)}，是不是漏了百分号？",
                           f"{bound:f} means {_percent(bound)}; is a % sign missing?")  # fmt: skip


def effective(policy: Policy) -> Iterator[Fault]:
    """A policy that ends before it begins."""
    if policy.effective.end and policy.effective.end < policy.effective.start:
        yield ("effective", "to"), "结束日期早于开始日期。", "it ends before it begins."


def names(policy: Policy) -> Iterator[Fault]:
    """Two figures that would share one name in the workbook."""
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    count = Counter(figure.name for figure, _ in plan.figures())
    for name in (name for name, times in count.items() if times > 1):
        title = name.partition("_")[0]
        where = next((i for i, k in enumerate(policy.indicators) if k.title == title), 0)
        yield ("indicators", where, "title"), f"两个数值同名“{name}”。", f"two figures share the name '{name}'."


def examples(policy: Policy) -> Iterator[Fault]:
    """An example that gives a column nobody reads, or expects what nobody computes."""
    read = {ref for _, ref in references(policy)} | {"总结计划.缺交", "处分.未抵消"}
    made = {k.id for k in policy.indicators} | {"total", "grade"}
    for i, example in enumerate(policy.tests):
        for ref in example.given:
            if ref not in read:
                near_zh, near_en = _near(ref, sorted(read))
                yield (
                    ("tests", i, "given", ref, KEY),
                    f"没有指标读“{ref}”。{near_zh}",
                    f"no indicator reads '{ref}'. {near_en}",
                )
        for name in example.expect:
            if name not in made:
                near_zh, near_en = _near(name, sorted(made))
                yield (
                    ("tests", i, "expect", name, KEY),
                    f"没有“{name}”这一项。{near_zh}",
                    f"nothing is called '{name}'. {near_en}",
                )
