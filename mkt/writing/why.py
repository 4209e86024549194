"""说明: for each person and figure the sentence, its clauses and the cells it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mkt.layout import FIRST, WHY
from mkt.reasons import Explanation
from mkt.rule import formula
from mkt.staff import Person
from mkt.writing.look import Look
from mkt.writing.streams import Cells, LongSheet, formulas, lines, texts

SENTENCE_WIDTH, CLAUSE_WIDTH, CELLS_WIDTH = 64, 34, 34  # characters


def why_sheet(
    look: Look, told: Explanation, people: Sequence[Person], place: Callable[[str], str], result: Any = None
) -> LongSheet:
    """Lay out the sheet; `place` says where the column of a reference stands, as `成绩!E`; `result` is the format of the figures."""
    sheet = look.workbook.get_worksheet_by_name(WHY)
    look.heading(sheet, "每个数字的由来", "句子按当时的数写成；“核对”一栏在有人改动数字后会提示")
    look.header(sheet, FIRST - 1, ["工号", "姓名", "项目", "结果", "说明", "依据", "原始单元格", "核对"])
    formats = [
        look.text,
        look.text,
        look.text,
        result or look.result,
        look.wrapped,
        look.wrapped,
        look.faint,
        look.warn,
    ]
    look.model_row(sheet, FIRST, formats)
    look.widths(sheet, [9, 10, 11, 9, SENTENCE_WIDTH, CLAUSE_WIDTH, CELLS_WIDTH, 12])
    count = len(people) * told.per_person
    look.frame(sheet, FIRST, FIRST + count - 1, 7, freeze=4)
    look.bands(sheet, FIRST, FIRST + count - 1, 7, told.per_person)

    def height(i: int) -> int:
        told_of = (told.sentence(i), SENTENCE_WIDTH), (told.clauses(i), CLAUSE_WIDTH), (told.cells(i), CELLS_WIDTH)
        return max(lines(words, width) for words, width in told_of)

    return LongSheet(WHY, FIRST, count, _columns(told, people, place), height)


def _columns(told: Explanation, people: Sequence[Person], place: Callable[[str], str]) -> list[Cells]:
    per = told.per_person
    places = [place(line.ref) for line in told.figures]

    def reference(i: int) -> str:
        return f"={places[i % per]}{FIRST + i // per + 1}"

    def check(i: int) -> str:
        value = told.value(i)
        expected = formula.quoted(value) if isinstance(value, str) else repr(value) if value == value else '""'
        return f'=IF(D{FIRST + i + 1}={expected},"","与说明不符")'

    return [
        texts(lambda i: people[i // per].id, FIRST),
        texts(lambda i: people[i // per].name, FIRST),
        texts(lambda i: told.figure(i).title, FIRST),
        formulas(reference, told.value, FIRST),
        texts(told.sentence, FIRST),
        texts(told.clauses, FIRST),
        texts(told.cells, FIRST),
        formulas(check, lambda i: "", FIRST),
    ]
