"""What a run is asked for: the policies with another limit or other figures, and the day it counts as today."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Sequence

from mkt.findings import Hit, Refused, fault
from mkt.policy.load import find_spending
from mkt.policy.settings import Setting
from mkt.policy.spending import SpendingPolicy, money
from mkt.spending.plan import SpendingPlan, policies_clash


@fault(
    "error",
    "--threshold 要写金额（元），例如 --threshold 3000；这里是“{found}”。",
    "--threshold takes an amount in yuan, such as 3000; this is '{found}'.",
)
def threshold_malformed(threshold: str) -> Iterator[Hit]:
    """`--threshold` 后面不是大于零的金额。

    What follows `--threshold` is no amount above zero.
    """
    try:
        sound = money(threshold) > 0
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it is no amount
        sound = False
    if threshold and not sound:
        yield Hit("", threshold)


@fault("error", "--threshold 改不了：{zh}。用 --set 指明改哪张审批表的哪一行，例如 --set approvals.1.rows.1.below=3000 --set approvals.1.rows.2.at_least=3000（上下两行要一起改）。",
       "--threshold cannot tell which amount is meant: {en}. Name the row with --set, such as --set approvals.1.rows.1.below=3000 --set approvals.1.rows.2.at_least=3000 (both rows together).")  # fmt: skip
def threshold_unclear(policies: Sequence[SpendingPolicy]) -> Iterator[Hit]:
    """给出的制度里没有一张只有一个界限的付款审批表，或者有不止一张、界限不止一个，不知道 `--threshold` 要改哪个。

    None of the policies has a table of payments with one bound, or there are several bounds.
    """
    found = [
        approval for policy in policies for approval in policy.approvals if approval.edges and not approval.on_contracts
    ]
    if not found:
        yield Hit("", "", more={"zh": "没有按金额分档的付款审批表", "en": "no table of payments goes by amounts"})
    elif len(found) > 1 or len(found[0].edges) > 1:
        yield Hit("", "", more={"zh": "不止一个界限", "en": "there are several bounds"})


@fault(
    "error",
    "--today 要写成 2024-05-31 这样；这里是“{found}”。",
    "--today takes a day such as 2024-05-31; this is '{found}'.",
)
def today_malformed(today: str) -> Iterator[Hit]:
    """`--today` 后面不是日期。

    What follows `--today` is no day.
    """
    try:
        datetime.date.fromisoformat(today or "2024-01-01")
    except ValueError:
        yield Hit("", today)


@fault(
    "error",
    "--sales 给的是 {found} 的销售额，费用工作簿是 {months} 的，对不上。",
    "--sales gives the sales of {found}, and the spending books are of {months}.",
)
def sales_unused(unused: Sequence[str], months: Iterable[str]) -> Iterator[Hit]:
    """费用率用同一个月的销售额算。给出的月度工作簿和费用工作簿不是同一个月。

    The expense ratio sets spending against the sales of the same month. The month book is of another month than the spending books.
    """
    for month in unused:
        yield Hit("", month, more={"months": "、".join(sorted(months))})


@fault(
    "error",
    "--sales 给了两本 {found} 的月度工作簿，不知道用哪本的销售额。",
    "--sales gives two month books of {found}; whose sales count is not guessed.",
)
def sales_twice(months: Sequence[str]) -> Iterator[Hit]:
    """同一个月给了两本月度工作簿。

    Two month books of one month were given.
    """
    for i, month in enumerate(months):
        if month in months[:i]:
            yield Hit("", month)


def plan_of(names: Sequence[str], threshold: str, settings: Sequence[Setting]) -> SpendingPlan:
    """The policies of the names as one, with figures set otherwise. Raises `Refused`."""
    distinct = list(dict.fromkeys(names))
    threshold = threshold.replace(",", "").replace("，", "").removesuffix("元")
    threshold_malformed.refuse("", threshold)
    plain = [find_spending(name) for name in distinct]
    if threshold:
        threshold_unclear.refuse("", plain)
    given = _settled(distinct, settings)
    found = tuple(
        find_spending(name, wanted) if (wanted := [*_threshold(policy, threshold), *given[name]]) else policy
        for name, policy in zip(distinct, plain, strict=True)
    )
    policies_clash.refuse("", found)
    said = tuple([f"threshold={threshold}"] if threshold else []) + tuple(map(str, settings))
    return SpendingPlan(found, said)


def _settled(names: Sequence[str], settings: Sequence[Setting]) -> dict[str, list[Setting]]:
    """The settings of each policy: those whose path it has. Raises `Refused` for a path that none has."""
    found: dict[str, list[Setting]] = {name: [] for name in names}
    for setting in settings:
        unknown: list[Refused] = []
        for name in names:
            try:
                find_spending(name, [setting])
            except Refused as refused:
                if [finding.code for finding in refused.findings] == ["setting-unknown"]:
                    unknown.append(refused)
                    continue
            found[name].append(setting)  # what else is wrong with it shows when all are set
        if len(unknown) == len(names):
            raise unknown[0]
    return found


def _threshold(policy: SpendingPolicy, threshold: str) -> Iterator[Setting]:
    """The settings that move the one bound of a table, in the row below it and the row above it."""
    for i, approval in enumerate(policy.approvals if threshold else (), 1):
        if approval.edges and not approval.on_contracts:
            lower, upper = approval.rows
            yield Setting(f"approvals.{i}.rows.1.{'below' if lower.below is not None else 'at_most'}", threshold)
            yield Setting(f"approvals.{i}.rows.2.{'at_least' if upper.at_least is not None else 'above'}", threshold)


def day_of(said: str) -> datetime.date:
    """The day that was given, else that of SOURCE_DATE_EPOCH, else of the system."""
    if said:
        return datetime.date.fromisoformat(said)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()
