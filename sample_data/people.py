"""The department, and who works in it when; everybody in it is invented."""

from dataclasses import dataclass
from datetime import date

YEAR = 2024
DEPARTMENT = "远山科技市场部"
BRANCHES = ("总公司", "华东分公司", "华南分公司")
HQ, EAST, SOUTH = BRANCHES


@dataclass(frozen=True)
class Person:
    """One member of staff; `ability` is the share of plan usually reached, in per cent."""

    id: str
    name: str
    branch: str
    post: str
    level: str
    superior: str | None
    hired: date
    ability: int
    last_month: int = 12

    @property
    def first_month(self) -> int:
        """The first month of the year that this person works in."""
        return self.hired.month if self.hired.year == YEAR else 1


STAFF = (
    Person("1001", "沈知远", HQ, "市场总监", "总监", None, date(2014, 3, 3), 95),
    Person("1002", "陆明溪", HQ, "市场副总监", "副总监", "1001", date(2015, 9, 1), 88),
    Person("1003", "顾若楠", HQ, "品牌主管", "主管", "1002", date(2017, 6, 12), 88),
    Person("1004", "程子安", HQ, "销售主管", "主管", "1001", date(2016, 4, 18), 103),
    Person("1005", "孟岩", HQ, "销售代表", "员工", "1004", date(2019, 7, 8), 99),
    Person("1006", "唐以宁", HQ, "销售代表", "员工", "1004", date(2020, 10, 12), 88),
    Person("1007", "薛岑", HQ, "销售代表", "员工", "1004", date(2022, 3, 14), 61),
    Person("1008", "蒋书言", HQ, "市场专员", "员工", "1003", date(2021, 5, 17), 81),
    Person("1009", "邹砚", HQ, "品牌策划", "员工", "1003", date(2022, 8, 1), 72),
    Person("1010", "梁语桐", HQ, "新媒体编辑", "员工", "1003", date(2020, 2, 24), 98),
    Person("1011", "贺云帆", HQ, "市场专员", "员工", "1003", date(2021, 11, 1), 86),
    Person("1012", "钟敏之", HQ, "销售代表", "员工", "1004", date(2023, 2, 6), 68, last_month=6),
    Person("1013", "韩立群", EAST, "区域经理", "经理", "1001", date(2016, 8, 15), 100),
    Person("1014", "苏禾", EAST, "销售主管", "主管", "1013", date(2018, 5, 7), 91),
    Person("1015", "秦牧川", EAST, "销售代表", "员工", "1014", date(2018, 10, 8), 108),
    Person("1016", "许佳音", EAST, "销售代表", "员工", "1014", date(2021, 3, 1), 83),
    Person("1017", "潘越洋", EAST, "销售代表", "员工", "1014", date(2023, 5, 15), 59),
    Person("1018", "谢婉清", EAST, "市场专员", "员工", "1014", date(2020, 6, 1), 76),
    Person("1019", "范一舟", EAST, "销售代表", "员工", "1014", date(2019, 12, 2), 87),
    Person("1020", "丁可", EAST, "市场专员", "员工", "1014", date(2022, 11, 21), 65),
    Person("1021", "姚思齐", EAST, "销售代表", "员工", "1014", date(2023, 8, 7), 64, last_month=3),
    Person("1022", "欧阳一帆", EAST, "销售代表", "员工", "1014", date(2019, 3, 25), 102),
    Person("1023", "曾广澜", SOUTH, "区域经理", "经理", "1001", date(2017, 2, 13), 89),
    Person("1024", "黎静姝", SOUTH, "销售主管", "主管", "1023", date(2018, 9, 3), 94),
    Person("1025", "邓嘉树", SOUTH, "销售代表", "员工", "1024", date(2021, 7, 5), 85),
    Person("1026", "冯晓棠", SOUTH, "市场专员", "员工", "1024", date(2022, 4, 6), 73),
    Person("1027", "魏然", SOUTH, "销售代表", "员工", "1024", date(2020, 8, 17), 92),
    Person("1028", "罗梓昕", SOUTH, "销售代表", "员工", "1024", date(2023, 3, 20), 66),
    Person("1029", "方予安", SOUTH, "销售代表", "员工", "1024", date(2022, 6, 13), 75, last_month=9),
    Person("1030", "温若水", SOUTH, "市场专员", "员工", "1024", date(2021, 9, 6), 82),
    Person("1031", "叶清和", EAST, "销售代表", "员工", "1014", date(2024, 3, 1), 74),
    Person("1032", "石景行", SOUTH, "销售代表", "员工", "1024", date(2024, 6, 3), 88),
    Person("1033", "江晚舟", HQ, "销售代表", "员工", "1004", date(2024, 9, 2), 93),
)
BRANCH_OF = {person.id: person.branch for person in STAFF}

ON_LEAVE = {"1018": (7, 8)}  # unpaid leave, first and last month
BACK = {"1018": date(2024, 9, 2)}
PROBATION_MONTHS = 3

QUOTA = {"总监": 420_000, "副总监": 360_000, "经理": 380_000, "主管": 300_000, "员工": 200_000}
BASE_PAY = {"总监": 8000, "副总监": 6500, "经理": 5000, "主管": 3500, "员工": 2400}
BONUS_BASE = {"总监": 40_000, "副总监": 32_000, "经理": 25_000, "主管": 15_000, "员工": 8000}


def status(person: Person, month: int) -> str:
    """在职, 试用, 停薪留职 or 离职."""
    first, last = ON_LEAVE.get(person.id, (0, 0))
    if month > person.last_month:
        return "离职"
    if first <= month <= last:
        return "停薪留职"
    new = person.hired.year == YEAR and month < person.hired.month + PROBATION_MONTHS
    return "试用" if new else "在职"


def listed(month: int) -> list[Person]:
    """Who the staff sheet names: leavers still, in the month after their last."""
    return [person for person in STAFF if person.first_month <= month <= person.last_month + 1]


def assessed(month: int) -> list[Person]:
    """Who the other sheets name: the people who worked."""
    return [person for person in listed(month) if status(person, month) in ("在职", "试用")]
