"""How the workbooks look: one accent colour, widths that fit Chinese, ready to print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter

from mkt.findings import Severity
from mkt.layout import REFERENCES
from mkt.rule import tree
from mkt.rule.sentence import Sourced
from mkt.writing.streams import lines, row_height

ACCENT, PALE, LINE, GREY = "#1F5C7A", "#EAF2F6", "#C9D6DD", "#7A8790"
GOOD, POOR, BAD = "#DDEFE3", "#FBEBD9", "#B3261E"
FONT = "Microsoft YaHei"
PAY = '#,##0.00;[Red]-#,##0.00;"–"'
"""The format of an amount in a table of pay: red below zero, a dash for nothing."""
NAME_WIDTH, VALUE_WIDTH, UNIT_WIDTH, CLAUSE_WIDTH, REASON_WIDTH = (
    30,
    12,
    8,
    46,
    60,
)  # characters, on the sheet of figures


def severity_word(severity: Severity) -> str:
    """The word for how bad a finding is."""
    return {"error": "错误", "warning": "提醒", "note": "说明"}[severity]


class Look:
    """The formats of one workbook and the page set-up of its sheets."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        workbook.formats[0].set_font_name(FONT)
        workbook.formats[0].set_font_size(10)
        self.title = self._format(bold=True, font_size=16, font_color=ACCENT, border=0)
        self.subtitle = self._format(font_color=GREY, border=0)
        self.chip = self._format(bold=True, font_color=ACCENT, border=0)
        self.head = self._format(
            bold=True, font_color="#FFFFFF", bg_color=ACCENT, align="center", text_wrap=True, border_color=ACCENT
        )
        self.group = self._format(bold=True, font_color=ACCENT, bg_color=PALE, border_color=PALE)
        self.text = self._format(indent=1)
        self.label = self._format(font_color=ACCENT, bold=True)
        self.wrapped = self._format(text_wrap=True)
        self.indented = self._format(text_wrap=True, indent=1)
        self.whole_number = self._format(align="right", indent=1, num_format="0")
        self.faint = self._format(font_color=GREY, font_size=9, text_wrap=True, indent=1)
        self.remark = self._format(font_color=GREY, font_size=9, text_wrap=True)
        self.small = self._format(font_size=9, text_wrap=True)
        self.plain = self._format(align="right", indent=1)
        self.warn = self._format(font_color=BAD, bold=True)
        self.warn_wrapped = self._format(font_color=BAD, text_wrap=True, border=0)
        self.points = self._format(num_format="0.00", align="right", indent=1)
        self.total = self._format(num_format="0.00", bold=True, align="right", indent=1)
        self.whole = self._format(bold=True, align="center")
        self.result = self._format(num_format="0.00", align="right", indent=1)
        self.grade = self._format(bold=True, align="center")
        self.rank = self._format(align="center")
        self.count = self._format(align="center", num_format="0;-0;;@")
        self.money = self._format(num_format="#,##0.00")
        self.pay = self._format(num_format=PAY, align="right", indent=1)
        self.pay_total = self._format(num_format=PAY, align="right", indent=1, bold=True)
        self.money_total = self._format(num_format="#,##0.00", align="right", indent=1, bold=True)
        self.attained = self._format(num_format="0.00%", align="right", indent=1)
        self.rate = self._format(num_format="0.0000000%", align="right", indent=1)
        self.percent = self._format(num_format="0.##%")
        self.number = self._format(num_format="0.####")
        self.right = self._format(align="right")
        self.centred = self._format(align="center")

    def _format(self, **properties: Any) -> Any:
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "border": 1, "border_color": LINE}
        return self.workbook.add_format(base | properties)

    def of_unit(self, unit: str) -> Any:
        """The number format for a unit."""
        return {"元": self.money, "%": self.percent}.get(unit, self.number)

    def custom(self, num_format: str) -> Any:
        """A format of its own for a cell."""
        return self._format(num_format=num_format)

    def page(self, sheet: Any, wide: bool) -> None:
        """A4, one page wide, numbered."""
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&8&A&C&8第 &P / &N 页&R&8&F")
        sheet.hide_gridlines(2)

    def heading(self, sheet: Any, title: str, subtitle: str) -> None:
        """The title and the line below it."""
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, subtitle, self.subtitle)

    def notice(self, name: str, row: int, last: int, words: str) -> None:
        """A notice across a sheet, over its table."""
        sheet = self.workbook.get_worksheet_by_name(name)
        sheet.set_row(row, 34)
        sheet.merge_range(row, 0, row, last, words, self.warn_wrapped)

    def chips(self, sheet: Any, row: int, facts: list[tuple[str, str]], at: Sequence[int] = (0, 2)) -> None:
        """Facts in a row, each a live formula with its text, at the columns named and then in every one after the last."""
        sheet.set_row(row, 22)
        for i, (formula, text) in enumerate(facts):
            column = at[i] if i < len(at) else at[-1] + (i - len(at) + 1) + 1
            sheet.write_formula(row, column, formula, self.chip, text)

    def header(self, sheet: Any, row: int, words: list[str]) -> None:
        """The header row of a table."""
        sheet.set_row(row, 34 if any("\n" in word for word in words) else 22)
        for column, word in enumerate(words):
            sheet.write_string(row, column, word, self.head)

    def groups(self, sheet: Any, row: int, groups: list[tuple[int, str]], columns: int = 2) -> None:
        """The sheet or file that each so many columns came from, over the header, once for neighbours of the same origin."""
        before = ""
        for column, word in groups:
            sheet.write_string(row, column, "" if word == before else word, self.group)
            for more in range(1, columns):
                sheet.write_blank(row, column + more, None, self.group)
            before = word

    def references(self, sheet: Any, references: dict[int, str]) -> None:
        """The reference of each column of inputs, in a hidden row: what `mkt verify` reads them back by."""
        sheet.set_row(REFERENCES, None, None, {"hidden": True})
        for column, reference in references.items():
            sheet.write_string(REFERENCES, column, reference, self.text)

    def model_row(self, sheet: Any, row: int, formats: list[Any]) -> None:
        """The row in whose image all rows are printed."""
        for column, form in enumerate(formats):
            sheet.write_blank(row, column, None, form)

    def widths(self, sheet: Any, widths: Sequence[float]) -> None:
        """The widths of the columns, in characters."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def frame(self, sheet: Any, first: int, last: int, columns: int, freeze: int, filtered: bool = True) -> None:
        """Freeze the header, repeat it in print, offer a filter."""
        sheet.freeze_panes(first, freeze)
        sheet.repeat_rows(first - 1)
        if filtered:
            sheet.autofilter(first - 1, 0, max(last, first), columns)

    def highlights(self, sheet: Any, first: int, last: int, total: int, grades: list[str]) -> None:
        """Bars behind the totals, a tint for the best and the lowest grade, grey for people not scored."""
        bar = {
            "type": "data_bar",
            "bar_color": "#BFD9E5",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "data_bar_2010": True,
        }
        sheet.conditional_format(first, total, last, total, bar)
        for grade, colour in ((grades[0], GOOD), (grades[-1], POOR)):
            tint = self.workbook.add_format({"bg_color": colour})
            rule = {"type": "cell", "criteria": "==", "value": f'"{grade}"', "format": tint}
            sheet.conditional_format(first, total + 1, last, total + 1, rule)
        grey = self.workbook.add_format({"font_color": BAD})
        letter = xlsxwriter.utility.xl_col_to_name(total + 1)
        rule = {"type": "formula", "criteria": f'=${letter}{first + 1}=""', "format": grey}
        sheet.conditional_format(first, 0, last, total + 3, rule)

    def unpaid(self, sheet: Any, first: int, last: int, columns: int, total: int) -> None:
        """Red for people whose total is blank."""
        red = self.workbook.add_format({"font_color": BAD})
        letter = xlsxwriter.utility.xl_col_to_name(total)
        rule = {"type": "formula", "criteria": f'=${letter}{first + 1}=""', "format": red}
        sheet.conditional_format(first, 0, last, columns, rule)

    def sums(self, sheet: Any, first: int, last: int, columns: int, titles: Sequence[str]) -> None:
        """Bold on a pale ground for the lines of a list whose third column has one of the titles."""
        bold = self.workbook.add_format({"bold": True, "bg_color": PALE})
        held = ",".join(f'$C{first + 1}="{title}"' for title in titles)
        rule = {"type": "formula", "criteria": f"=OR({held})", "format": bold}
        sheet.conditional_format(first, 0, last, columns, rule)

    def letters(self, sheet: Any, rows: tuple[int, int], grades: list[str], columns: list[tuple[int, int]]) -> None:
        """A heat map of letters: a tint for the best grade and for the lowest."""
        for grade, colour in ((grades[0], GOOD), (grades[-1], POOR)):
            tint = self.workbook.add_format({"bg_color": colour})
            rule = {"type": "cell", "criteria": "==", "value": f'"{grade}"', "format": tint}
            for first, last in columns:
                sheet.conditional_format(rows[0], first, rows[1], last, rule)

    def bands(self, sheet: Any, first: int, last: int, columns: int, lines: int) -> None:
        """A pale ground behind every other person's lines."""
        pale = self.workbook.add_format({"bg_color": PALE})
        rule = {"type": "formula", "criteria": f"=MOD(INT((ROW()-{first + 1})/{lines}),2)=1", "format": pale}
        sheet.conditional_format(first, 0, last, columns, rule)

    def unusable(self, sheet: Any, first: int, last: int, columns: list[int]) -> None:
        """Red for texts that stand where a number belongs."""
        red = self.workbook.add_format({"font_color": BAD, "bold": True})
        for column in columns:
            letter = xlsxwriter.utility.xl_col_to_name(column)
            rule = {"type": "formula", "criteria": f"=ISTEXT({letter}{first + 1})", "format": red}
            sheet.conditional_format(first, column, last, column, rule)

    def figure(self, sheet: Any, row: int, figure: tree.Figure, there: bool) -> None:
        """A figure of the policy with its source."""
        sheet.write_string(row, 0, figure.name, self.text)
        if there:
            sheet.write_number(row, 1, float(figure.value), self.of_unit(figure.unit))
        else:
            sheet.write_string(row, 1, "无", self.right)
        self._source(sheet, row, figure)

    def choice(self, sheet: Any, row: int, name: str, words: str, source: Sourced) -> None:
        """A decision of the policy that has no figure, with its source."""
        self._source(sheet, row, source, max(lines(name, NAME_WIDTH), lines(words, VALUE_WIDTH + UNIT_WIDTH)))
        sheet.write_string(row, 0, name, self.wrapped)
        sheet.merge_range(row, 1, row, 2, words, self.wrapped)

    def band(self, sheet: Any, row: int, bound: float | None, value: Any, table: tree.Lookup) -> None:
        """A row of a band table."""
        if bound is None:
            sheet.write_string(row, 0, "更多", self.text)
        else:
            lowest = "以下" if table.bounds else "全部"
            low = self.custom(f'"{lowest}";"{lowest}"') if bound == -1e15 else self.of_unit(table.unit)
            sheet.write_number(row, 0, bound, low)
        needed = 1
        if isinstance(value, str):
            needed = lines(value, VALUE_WIDTH)
            sheet.write_string(row, 1, value, self.right if needed == 1 else self.wrapped)
        else:
            sheet.write_number(row, 1, float(value), self.number)
        self._source(sheet, row, table, needed)

    def _source(self, sheet: Any, row: int, cited: Sourced, needed: int = 1) -> None:
        """Unit, clause and reason, in a row high enough for them and for `needed` lines."""
        needed = max(needed, lines(cited.clause, CLAUSE_WIDTH), lines(cited.assumed, REASON_WIDTH))
        sheet.set_row(row, row_height(needed))
        sheet.write_string(row, 2, getattr(cited, "unit", ""), self.centred)
        sheet.write_string(row, 3, cited.clause, self.wrapped)
        sheet.write_string(row, 4, cited.assumed, self.wrapped)

    def signatures(self, sheet: Any, row: int, roles: list[str]) -> None:
        """Room for signatures and dates."""
        line = self._format(border=0, bottom=1, valign="bottom")
        for i, role in enumerate(roles):
            sheet.set_row(row + i, 34)
            sheet.write_string(row + i, 0, role, self._format(border=0, bold=True, valign="bottom", font_color=ACCENT))
            sheet.write_string(row + i, 1, "签字：　　　　　　　　　　　　日期：", line)
