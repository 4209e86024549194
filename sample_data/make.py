"""Write the sample workbooks: the year 2024 of one invented marketing department.

    python sample_data/make.py [OUTDIR]

OUTDIR (default: this folder) receives a tidy month book for each month and policy, the year's reviews beside them, and
May once more for each policy, holding the same facts laid out the way such books really arrive:

    2024-01.xlsx … 2024-12.xlsx                 for the policy sales-60-40
    objectives/2024-01.xlsx … 2024-12.xlsx      for the policy objectives
    年度评价2024.xlsx, objectives/年度评价2024.xlsx   what raters said of the year, the same for both
    messy/, objectives/messy/                   May again, untidy
    commission/2024-01.xlsx … 2024-04.xlsx      for pay: the receipts, and what sales-60-40 scores
    commission/messy/                           May for pay, untidy and with faults
    spending/2024-04.xlsx, 2024-05.xlsx         what the marketing department of a cinema spent
    spending/messy/                             May for spending, untidy and with more faults

Two runs write the same bytes: chance is seeded by what it decides about, and the clock is never read.
"""

import sys
from pathlib import Path

from people import YEAR
from receipts import pay_tables
from reviews import review_table
from sheets import month_tables
from spending import CINEMA, spending_tables
from story import OBJECTIVES, SALES
from tidy import write_tidy
from untidy_book import write_messy
from untidy_receipts import write_messy_pay
from untidy_spending import write_messy_spending


def main(out: Path) -> None:
    """Write every sample book under `out`."""
    write_year(out, SALES)
    write_year(out / "objectives", OBJECTIVES)
    write_messy(out / "messy" / "市场部2024年5月考核(终稿).xlsx", SALES)
    write_messy(out / "objectives" / "messy" / "市场部2024年5月目标考核.xlsx", OBJECTIVES)
    write_pay(out / "commission")
    write_spending(out / "spending")


def write_year(folder: Path, policy: str) -> None:
    """Write the policy's twelve month books and the year's reviews."""
    for month in range(1, 13):
        tables = month_tables(policy, month).values()
        write_tidy(folder / f"{YEAR}-{month:02}.xlsx", f"{YEAR}年{month}月", tables)
    write_tidy(folder / f"年度评价{YEAR}.xlsx", f"{YEAR}年度", [review_table()])


def write_pay(folder: Path) -> None:
    """Write the books that commissions are reckoned from: four months, and May as it really arrives."""
    for month in range(1, 5):
        write_tidy(folder / f"{YEAR}-{month:02}.xlsx", f"{YEAR}年{month}月", pay_tables(month).values())
    write_messy_pay(folder / "messy" / f"{YEAR}年5月提成.xlsx")


def write_spending(folder: Path) -> None:
    """Write the spending books: two months, and the second as it really arrives."""
    for month in (4, 5):
        write_tidy(folder / f"{YEAR}-{month:02}.xlsx", f"{YEAR}年{month}月", spending_tables(month).values(), CINEMA)
    write_messy_spending(folder / "messy" / f"{YEAR}年5月费用报销.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
