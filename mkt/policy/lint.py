"""What is wrong with a policy whose parts are each well formed: parts that do not fit each other.

Every check yields the path of the fault in the file and its words in both languages. All checks run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from mkt import vocabulary
from mkt.policy.columns import TEAM, Net, TeamShare, column, near
from mkt.policy.kinds import Bands, Completion, Kind, Mark, PerEvent, PerStep, Ratings, Ratio
from mkt.policy.lint_annual import annual_faults, probation_faults
from mkt.policy.lint_grades import Fault, Path, disqualifiers, grade_table, rows_in_order
from mkt.policy.located import KEY
from mkt.policy.model import Plan, Policy
from mkt.rule import tree

TAKEN_TITLES = ("工号", "姓名", "部门", "岗位", "总分", "等级", "名次", "备注")
"""The other columns of the sheet that the indicators' columns stand on."""
TAKEN_IDS = ("total", "grade")
MOST_LIKELY_PERCENT = 10  # a share above 1000 % is nearly always one without its % sign


def lint(policy: Policy) -> list[Fault]:
    """Every fault of the policy as a whole."""
    checks = (identities, fallbacks, groups, weights, full_marks, bands, bands_units, percents, grades, required,
              year, effective, examples)  # fmt: skip
    found = [fault for check in checks for fault in check(policy)]
    told = {path for path, _, _ in found}
    return [*found, *(fault for fault in names(policy) if fault[0] not in told)]


def references(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Every column the policy names and where."""
    for path, kind in kinds(policy):
        yield from _of_kind(path, kind)
    for i, disqualifier in enumerate(policy.disqualify):
        yield ("disqualify", i, "of"), disqualifier.of
    for i, disqualifier in enumerate(policy.annual.disqualify if policy.annual else ()):
        yield ("annual", "disqualify", i, "of"), disqualifier.of
    for i, one in enumerate(policy.required):
        yield from ((("required", i, "columns", j), f"{one.sheet}.{c}") for j, c in enumerate(one.columns))


def kinds(policy: Policy) -> Iterator[tuple[Path, Kind]]:
    """Every indicator and where it stands, each followed by its fallback."""
    for i, kind in enumerate(policy.indicators):
        yield ("indicators", i), kind
        if kind.fallback is not None:
            yield ("indicators", i, "fallback"), kind.fallback


def _of_kind(path: Path, kind: Kind) -> Iterator[tuple[Path, str]]:
    match kind:
        case Ratings():
            yield from (((*path, "of", i), ref) for i, ref in enumerate(kind.of))
        case Mark() | Completion():
            yield (*path, "of"), kind.of
        case PerEvent():
            yield from (((*path, "events", i, "of"), event.of) for i, event in enumerate(kind.events))
        case Ratio():
            yield from (((*path, "actual"), ref) for ref in kind.actual.refs())
            yield from (((*path, "target"), ref) for ref in kind.target.refs())
        case Bands() | PerStep():
            yield from (((*path, "of"), ref) for ref in kind.of.refs())


def identities(policy: Policy) -> Iterator[Fault]:
    """An indicator without an id, or one whose id or title is taken."""
    ids, titles = Counter(k.id for k in policy.indicators), Counter(k.title for k in policy.indicators)
    for i, indicator in enumerate(policy.indicators):
        if not indicator.id:
            yield ("indicators", i), "缺少“id”。", "'id' is missing."
        elif ids[indicator.id] > 1:
            yield (
                ("indicators", i, "id"),
                f"id“{indicator.id}”用了 {ids[indicator.id]} 次。",
                f"id '{indicator.id}' is used {ids[indicator.id]} times.",
            )
        elif indicator.id in TAKEN_IDS:
            yield ("indicators", i, "id"), f"id 不能用“{indicator.id}”。", f"id '{indicator.id}' is taken."
        if titles[indicator.title] > 1:
            yield (
                ("indicators", i, "title"),
                f"名称“{indicator.title}”用了不止一次。",
                f"title '{indicator.title}' is used more than once.",
            )
    for path, kind in kinds(policy):
        others = [k.title for i, k in enumerate(policy.indicators) if i != path[1]]
        if kind.title in TAKEN_TITLES or ("fallback" in path and kind.title in others):
            yield (*path, "title"), f"名称“{kind.title}”已有别的用处，请换一个。", f"title '{kind.title}' is taken."


def fallbacks(policy: Policy) -> Iterator[Fault]:
    """A fallback with keys that belong to the indicator it stands in for."""
    for i, kind in enumerate(policy.indicators):
        for key in ("id", "weight", "group", "fallback"):
            if kind.fallback is not None and getattr(kind.fallback, key):
                yield (
                    ("indicators", i, "fallback", key, KEY),
                    f"fallback 里不写 {key}，以指标本身的为准。",
                    f"a fallback has no '{key}' of its own.",
                )


def groups(policy: Policy) -> Iterator[Fault]:
    """An indicator in a group that is not there, or a group without indicators."""
    for i, kind in enumerate(policy.indicators):
        if kind.group and kind.group not in policy.groups:
            zh, en = near(kind.group, list(policy.groups)) if policy.groups else ("", "")
            yield ("indicators", i, "group"), f"没有“{kind.group}”这个组。{zh}", f"no group '{kind.group}'. {en}"
    used = {kind.group for kind in policy.indicators}
    for group in policy.groups if used <= {*policy.groups, ""} else ():  # a misspelt group is told once
        if group not in used:
            yield ("groups", group, KEY), f"没有指标属于“{group}”组。", f"no indicator is in group '{group}'."


def weights(policy: Policy) -> Iterator[Fault]:
    """Weights that do not add up to 100 %."""
    sets: dict[str, list[Decimal]] = {}
    for kind in policy.indicators:
        if kind.weight is not None:
            sets.setdefault(kind.group, []).append(kind.weight.value)
    for group, values in sets.items():
        if sum(values) != 1:
            where: Path = ("groups", group, KEY) if group in policy.groups else ("indicators", KEY)
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


def _plain(value: Decimal | int) -> str:
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _percent(value: Decimal | int) -> str:
    return _plain(Decimal(value) * 100) + "%"


def full_marks(policy: Policy) -> Iterator[Fault]:
    """Full marks that are not the sum of the indicators' full points, or a rescaling without them."""
    stated, rescale = policy.total.full_marks.value, policy.total.rescale_to.value
    if rescale is not None and not stated:
        yield ("total", "rescale_to"), "折算要先写 full_marks（满分）。", "rescaling needs 'full_marks'."
    best = [_best(policy, kind) for kind in policy.indicators]
    if stated is None or None in best or any(groups(policy)) or any(weights(policy)):
        return
    total = policy.total.start.value + sum(b for b in best if b is not None)
    if total != stated:
        yield (
            ("total", "full_marks"),
            f"各项满分合计 {_plain(total)}，不是 {_plain(stated)}。",
            f"the indicators' full points add up to {_plain(total)}, not {_plain(stated)}.",
        )


def _best(policy: Policy, kind: Kind) -> Decimal | None:
    best = kind.best()
    if best is None:
        return None
    weight = kind.weight.value if kind.weight is not None else Decimal(1)
    group = policy.groups.get(kind.group)
    return best * weight * (group.weight.value if group else 1)


def bands(policy: Policy) -> Iterator[Fault]:
    """Rows of a table that leave a value without a row or give it two."""
    for path, kind in kinds(policy):
        if isinstance(kind, Bands):
            yield from rows_in_order((*path, "rows"), [(row.at_least, row.at_most) for row in kind.rows])


def bands_units(policy: Policy) -> Iterator[Fault]:
    """A table or step in another unit than the value it is about."""
    for path, kind in kinds(policy):
        if not isinstance(kind, Bands | PerStep):
            continue
        stated = kind.unit if isinstance(kind, Bands) else "%"
        of = tree.unit_of(kind.of.node())
        if (isinstance(kind.of, Net) and of and of != stated) or (
            not isinstance(kind.of, Net) and not of and stated not in ("%", "")
        ):
            key = "unit" if isinstance(kind, Bands) else "of"
            yield ((*path, key), f"单位对不上：这个值的单位是“{of or '%'}”，这里按“{stated}”算。",
                   f"the units do not agree: the value is in '{of or '%'}', this is in '{stated}'.")  # fmt: skip


def percents(policy: Policy) -> Iterator[Fault]:
    """A figure of 90 where 90 % is meant, or a share of the team that nobody can have."""
    for path, kind in kinds(policy):
        for key, (_, unit) in kind.FIGURES.items():
            value = getattr(kind, key).value
            if unit == "%" and value is not None and value > MOST_LIKELY_PERCENT:
                yield _percent_missing((*path, _as_written(kind, key)), value)
        if isinstance(kind, Bands) and kind.unit == "%":
            for j, row in enumerate(kind.rows):
                bound = row.at_least if row.at_least is not None else row.at_most
                key = "at_least" if row.at_least is not None else "at_most"
                if bound is not None and bound > MOST_LIKELY_PERCENT:
                    yield _percent_missing((*path, "rows", j, key), bound)
                elif bound is not None and bound > 1 and isinstance(kind.of, TeamShare):
                    yield ((*path, "rows", j, key), f"达标的人数不会超过 {_percent(1)}，这一行用不上。",
                           f"no more than {_percent(1)} of a team can reach its plan; nothing falls in this row.")  # fmt: skip


def _percent_missing(path: Path, value: Decimal) -> Fault:
    return (
        path,
        f"{_plain(value)} 就是 {_percent(value)}，是不是漏了百分号？",
        f"{_plain(value)} means {_percent(value)}; is a % sign missing?",
    )


def _as_written(kind: Kind, field: str) -> str:
    return type(kind).model_fields[field].alias or field


def grades(policy: Policy) -> Iterator[Fault]:
    """Grades of the month whose bands or disqualifiers do not fit."""
    yield from grade_table(("grades",), policy.grades)
    yield from disqualifiers(("disqualify",), policy.disqualify, policy.grades, [r.sheet for r in policy.required])


def required(policy: Policy) -> Iterator[Fault]:
    """Pieces to be handed in that no sheet records."""
    recording = {
        sheet: [name for name, c in words.columns.items() if c.type == "piece"]
        for sheet, words in vocabulary.SHEETS.items()
        if words.shape == "person"
    }
    sheets = [r.sheet for r in policy.required]
    for i, one in enumerate(policy.required):
        pieces = recording.get(one.sheet)
        if not pieces:
            zh, en = near(one.sheet, [sheet for sheet, known in recording.items() if known])
            yield (("required", i, "sheet"), f"“{one.sheet}”不是登记交没交的表。{zh}",
                   f"'{one.sheet}' is no sheet that records what was handed in. {en}")  # fmt: skip
            continue
        if one.sheet in sheets[:i]:
            yield ("required", i, "sheet"), f"“{one.sheet}”写了两次。", f"'{one.sheet}' is given twice."
        for j, name in enumerate(one.columns):
            if name not in pieces:
                zh, en = near(name, pieces)
                yield (("required", i, "columns", j), f"“{one.sheet}”表没有“{name}”列。{zh}",
                       f"sheet '{one.sheet}' has no column '{name}'. {en}")  # fmt: skip


def year(policy: Policy) -> Iterator[Fault]:
    """What does not fit in the annual part and the probation."""
    if policy.annual is not None:
        yield from annual_faults(policy.annual, policy.grades, [r.sheet for r in policy.required])
    if policy.probation is not None:
        yield from probation_faults(policy.probation, policy.grades)


def effective(policy: Policy) -> Iterator[Fault]:
    """A policy that ends before it begins."""
    if policy.effective.end and policy.effective.end < policy.effective.start:
        yield ("effective", "to"), "结束日期早于开始日期。", "it ends before it begins."


def names(policy: Policy) -> Iterator[Fault]:
    """Two figures or tables that would share one name in the workbook, where upper and lower case are the same."""
    chosen = {kind.id: kind for kind in policy.indicators}
    spare = {kind.id: kind.fallback or kind for kind in policy.indicators}
    found: dict[Path, str] = {}
    for kept in (chosen, spare):
        known = _names(Plan(policy, kept))
        count = Counter(name.casefold() for name in known)
        found |= {_owner(policy, name.casefold()): name for name in known if count[name.casefold()] > 1}
    for path, name in found.items():
        yield path, f"两个数值同名“{name}”。", f"two figures share the name '{name}'."


def _names(plan: Plan) -> list[str]:
    tables = [
        f"{table.name}_{part}" for table in plan.lookups() for part in ("上限" if table.up_to else "下限", "结果")
    ]
    return [*(figure.name for figure, _ in plan.figures()), *tables]


def _owner(policy: Policy, name: str) -> Path:
    """The last part of the policy whose title a name begins with."""
    parts: list[tuple[str, Path]] = [(kind.title, (*path, "title")) for path, kind in kinds(policy)]
    parts += [(group.title, ("groups", id_, "title")) for id_, group in policy.groups.items()]
    parts += [(d.title, ("disqualify", i, "title")) for i, d in enumerate(policy.disqualify)]
    parts += [(r.title, ("required", i, "title")) for i, r in enumerate(policy.required)]
    owners = [(len(t), i, path) for i, (t, path) in enumerate(parts) if name.startswith(f"{t.casefold()}_")]
    return max(owners, default=(0, 0, ("grades", "rows")))[2]


def examples(policy: Policy) -> Iterator[Fault]:
    """An example that gives a column nobody reads, or expects what nobody computes."""
    read = {c.ref: c for c in _columns(policy)}
    ids = [k.id for k in policy.indicators]
    made = {*ids, *TAKEN_IDS}
    known = "" not in ids and len(set(ids)) == len(ids)
    for i, example in enumerate(policy.tests):
        yield from _given(("tests", i, "given"), example.given, read)
        for name in example.expect:
            if known and name not in made:
                zh, en = near(name, sorted(made))
                yield (
                    ("tests", i, "expect", name, KEY),
                    f"没有“{name}”这一项。{zh}",
                    f"nothing is called '{name}'. {en}",
                )


def _columns(policy: Policy) -> Iterator[tree.Column]:
    roots = [kind.earned() for _, kind in kinds(policy)] + [d.test() for d in policy.disqualify]
    yield from (c for root in roots for c in tree.columns(root))
    yield from (column(f"{r.sheet}.缺交") for r in policy.required if r.sheet in vocabulary.SHEETS)


def _given(path: Path, given: Mapping[str, object], read: Mapping[str, tree.Column]) -> Iterator[Fault]:
    for ref, value in given.items():
        if ref not in read:
            zh, en = near(ref, sorted(read))
            yield (*path, ref, KEY), f"没有指标读“{ref}”。{zh}", f"no indicator reads '{ref}'. {en}"
        elif isinstance(value, list) and not read[ref].many:
            yield (*path, ref), f"“{ref}”一人只有一个数。", f"'{ref}' has one value a person."
    yield from _uneven(path, given, read)


def _uneven(path: Path, given: Mapping[str, object], read: Mapping[str, tree.Column]) -> Iterator[Fault]:
    """A team given by figures of unequal number: its columns are read member by member."""
    team = [ref for ref in read if ref.startswith(TEAM)]
    counts = {ref: len(value) if isinstance(value := given[ref], list) else 1 for ref in team if ref in given}
    if counts and (len(counts) < len(team) or len(set(counts.values())) > 1):
        where = next(ref for ref in team if ref in given)
        yield (
            (*path, where, KEY),
            f"{'、'.join(team)} 要成对给出，人数相同。",
            f"{', '.join(team)} are given together, for the same number of members.",
        )
