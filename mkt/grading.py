"""`mkt grade` over files and folders: every book read, then every year graded, one bad book stopping no other."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mkt import outputs
from mkt.annual.document import year_document
from mkt.annual.faults import nobody_graded
from mkt.annual.gather import Group, found_in, grouped, months_none, renamed
from mkt.annual.result import GradedYear, said
from mkt.annual.take import Taken, Taker, annual_missing
from mkt.findings import Language, Refused
from mkt.language import say
from mkt.policies import DEFAULT
from mkt.policy import annual as columns
from mkt.policy.load import find, packs
from mkt.policy.versions import Versions, versions
from mkt.reading.year_result import LastYear, places_of
from mkt.runs import Outcome, failure, mapped, refusal, shortened, status
from mkt.writing import atomic
from mkt.year import graded


@dataclass(frozen=True)
class GradeTask:
    """Grade the years of some books and write the results. `wanted` is `table`, `document` or nothing."""

    versions: Versions | None
    out: Path | None
    force: bool
    trust: bool
    last_year: LastYear | None
    language: Language
    wanted: str

    def __call__(self, job: Job) -> Outcome:
        """Grade one year of one folder. Raises `Refused`."""
        from mkt.writing import graded as writing

        year = graded(job.group, self._known(job.group), self.last_year)
        nobody_graded.refuse(job.group.label, year, list(packs()))
        made_of = [*(sha256 for _, sha256 in year.inputs()), *(policy.sha256 for policy in year.plan.versions.values())]
        outputs.guard_grown(job.target, made_of, self.force)
        atomic.write(job.target, lambda file: writing.write(year, file))
        document = year_document(year, [job.output], self.language) if self.wanted == "document" else {}
        table = year_table(year, job.several) if self.wanted == "table" else ()
        worst = max(job.status, status(year.findings))
        return Outcome(worst, year.findings, document, table, summary(year, job.target))

    def _known(self, group: Group) -> Versions:
        """The versions asked for, else the built-in policy that the months went by."""
        return self.versions or versions([find(group.months[0].policy_id if group.months else DEFAULT)])

    def target(self, group: Group, name: str) -> Path:
        """Where the result goes: beside the books, or in the folder asked for, in one of its own for each of several folders."""
        return (self.out / name if self.out else group.folder) / f"{group.year}.graded.xlsx"


def task(
    policies: Sequence[str],
    out: Path | None,
    force: bool,
    trust: bool,
    previous: Path | None,
    language: Language,
    wanted: str,
) -> GradeTask:
    """The task that the command line asks for. Raises `Refused` for a faulty policy or a result of last year that is none."""
    known = versions([find(name) for name in policies]) if policies else None
    if known:
        annual_missing.refuse("", known.policies)
    return GradeTask(known, out, force, trust, places_of(previous) if previous else None, language, wanted)


@dataclass(frozen=True)
class Job:
    """A year to be graded, where the result goes, the exit status that its unusable books have caused already, and whether there
    are several.
    """

    group: Group
    target: Path
    status: int
    several: bool

    @property
    def output(self) -> str:
        """The result's name, with its folder where there are several."""
        return f"{self.group.label.removesuffix(self.group.year)}{self.target.name}"


def over_years(paths: Sequence[Path], task: GradeTask, jobs: int) -> list[Outcome]:
    """The outcome of every year, and of the books that belong to none. Raises `Refused` where a folder is empty."""
    books, notes = found_in(paths, task.trust)
    taken = mapped(functools.partial(_taken, Taker(task.versions, task.trust), task.language), books, jobs)
    groups = grouped([one for one in taken if isinstance(one, Taken)])
    notes += [f for one in taken if isinstance(one, Taken) and one.what is None for f in one.findings]
    bad = [(book.parent, one) for book, one in zip(books, taken, strict=True) if isinstance(one, Outcome)]
    months_none.refuse("", groups, len(bad))
    homes = {group.folder for group in groups}
    outcomes = [Outcome(0, notes)] if notes else []
    outcomes += [outcome for folder, outcome in bad if folder not in homes]
    return outcomes + mapped(functools.partial(_graded, task, len(groups) == 1), _jobs(task, groups, bad), jobs)


def _jobs(task: GradeTask, groups: Sequence[Group], bad: Sequence[tuple[Path, Outcome]]) -> list[Job]:
    """A job for every group, its folder's unusable books told in it."""
    found = []
    for group, name in zip(groups, _names([group.folder.resolve() for group in groups]), strict=True):
        unused = [outcome for folder, outcome in bad if folder == group.folder]
        told = [finding for outcome in unused for finding in outcome.findings]
        whole = renamed(replace(group, findings=[*told, *group.findings]), "" if name == "." else name)
        found.append(
            Job(
                whole,
                task.target(group, name),
                max((*(o.status for o in unused), 2 * _unusable(group))),
                len(groups) > 1,
            )
        )
    return found


def _unusable(group: Group) -> bool:
    """Whether a month could not be used at all: given twice, by another policy, without numbers."""
    return any(finding.severity == "error" for finding in group.findings)


def _names(folders: Sequence[Path]) -> list[str]:
    """What to call folders: their path below the folder that holds them all, `.` for a lone one."""
    if len(set(folders)) < 2:
        return ["."] * len(folders)
    try:
        root = os.path.commonpath(folders)
    except ValueError:  # on different drives of Windows
        return [folder.as_posix().replace(":", "").strip("/") for folder in folders]
    return [Path(os.path.relpath(folder, root)).as_posix() for folder in folders]


def _taken(taker: Taker, language: Language, path: Path) -> Taken | Outcome:
    try:
        return taker(path)
    except Refused as refused:
        return refusal(path, refused, language)
    except Exception as bug:  # noqa: BLE001  # one book on which mkt fails stops no other
        return failure(path, bug)


def _graded(task: GradeTask, alone: bool, job: Job) -> Outcome:
    try:
        return task(job)
    except Refused as refused:
        return refusal(job.target, Refused(*job.group.findings, *refused.findings), task.language)
    except Exception as bug:
        if alone:
            raise
        return failure(job.target, bug)


def year_table(year: GradedYear, several: bool) -> tuple[list[str], list[list[str]], list[int]]:
    """Heads, rows (best first, people left out last) and right-aligned columns; of several years each row says which."""
    trace = year.trace.columns
    grade = say("等级", "grade") if year.whole else say("暂计等级", "grade so far")
    heads = [say("工号", "id"), say("姓名", "name"), say("级别", "level"), say("1-12月", "Jan-Dec"), say("考核月数", "months assessed"),
             say("积分", "points"), grade, say("得分", "score"), say("同级名次", "rank"),
             say("建议或不参评的原因", "recommended, or why left out")]  # fmt: skip
    figures = [said(trace[c.ref].tolist()) for c in (columns.ASSESSED, columns.POINTS, columns.SCORE, columns.RANK)]
    grades, listed = trace[columns.GRADE.ref].tolist(), year.listed()
    letters = [trace.get(ref) for ref in columns.LETTERS.refs]
    gap = "" if all(len(grade) == 1 for grade in year.plan.policy.grades.titles()) else " "
    full, rows = f"{year.plan.annual.months.value:f}", []
    for i in sorted(range(len(year.people)), key=lambda i: _order(year, figures, i)):
        member = year.people[i]
        months = gap.join("." if column is None else column[i] or "-" for column in letters)
        k, points, score, rank = (values[i] for values in figures)
        rows.append([member.person.id, member.person.name, member.level, months, f"{k:g}/{full}", _shown(points), grades[i] or "",
                     _shown(score, 2), _shown(rank, 0), member.left_out or listed[i] or ""])  # fmt: skip
    rows = shortened(rows, len(heads))
    if several:
        heads, rows = [say("年度", "year"), *heads], [[year.label, *row] for row in rows]
    return heads, rows, [place + several for place in (4, 5, 7, 8)]


def _order(year: GradedYear, figures: Sequence[Sequence[float | None]], i: int) -> tuple[bool, float, float, int]:
    """People who take part first, then by points and score."""
    _, points, score, _ = (values[i] for values in figures)
    return bool(year.people[i].left_out), -(points or 0.0), -(score or 0.0), i


def _shown(value: float | None, decimals: int | None = None) -> str:
    return "" if value is None else f"{value:g}" if decimals is None else f"{value:.{decimals}f}"


def summary(year: GradedYear, target: Path) -> str:
    """Some lines on the year, and where it was written."""
    grades, out = year.trace.columns[columns.GRADE.ref], sum(bool(member.left_out) for member in year.people)
    counts = [(grade, int((grades == grade).sum())) for grade in year.plan.annual.grades.titles()]
    none = len(year.people) - out - sum(number for _, number in counts)
    span, so_far = (
        f"{len(year.months)}/{year.plan.annual.months.value:f}",
        "" if year.whole else say("，暂计", ", so far"),
    )
    lines = [_best(year)] if year.best_year else []
    lines.append(say(
        f"{year.label}（{span} 个月{so_far}）：{len(year.people)} 人，{'，'.join(f'{g} {n}' for g, n in counts)}，未定 {none}，不参评 {out}，已写入 {target}",
        f"{year.label} ({span} months{so_far}): {len(year.people)} people, {', '.join(f'{g} {n}' for g, n in counts)}, {none} without a grade, {out} left out, written to {target}",
    ))  # fmt: skip
    return "\n".join(lines)


def _best(year: GradedYear) -> str:
    """The best of the year, branch by branch."""
    names = year.names()
    zh = "；".join(f"{branch} {'、'.join(names[id_] for id_ in ids) or '无'}" for branch, ids in year.best_year.items())
    en = "; ".join(
        f"{branch} {', '.join(names[id_] for id_ in ids) or 'nobody'}" for branch, ids in year.best_year.items()
    )
    return say(f"年度最佳：{zh}", f"best of the year: {en}")
