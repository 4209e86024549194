"""A checked spending book as one JSON document."""

from __future__ import annotations

from typing import Any

from mkt.documents import finding_document, number
from mkt.findings import Language
from mkt.spending.budget import Spent
from mkt.spending.checked import CheckedBook, need_of
from mkt.spending.entry import Contract, Item, Payment

SCHEMA = "mkt.budget-check/1"


def spending_document(book: CheckedBook, outputs: list[str], language: Language) -> dict[str, Any]:
    """A checked book: every payment and contract with who has to sign and who did, the budget, the findings."""
    ledger = book.book.ledger
    sales, ratio = book.sales, expense_ratio(book)
    return {
        "schema": SCHEMA,
        "period": ledger.period,
        "policies": [{"id": p.policy, "version": p.version, "sha256": p.sha256} for p in book.plan.policies],
        "settings": list(book.plan.settings),
        "inputs": [{"file": ledger.file, "sha256": ledger.sha256}],
        "outputs": outputs,
        "payments": [_payment(book, payment) for payment in book.payments],
        "contracts": [_contract(book, contract) for contract in book.book.contracts],
        "budget": [_spent(row) for row in book.spent],
        "sales": {
            "file": sales.file,
            "sales": money(sales.cents),
            "spent": money(total(book)),
            "expense_ratio": None if ratio is None else round(ratio, 6),
        }
        if sales
        else None,
        "findings": [finding_document(finding, language) for finding in book.findings],
    }


def total(book: CheckedBook) -> int:
    """What the payments of a book come to as far as they can be read, in cents."""
    return sum(payment.spent or 0 for payment in book.payments)


def expense_ratio(book: CheckedBook) -> float | None:
    """Spending ÷ sales, None where an amount cannot be read (a ratio of a part would be wrong) or nothing was sold."""
    unknown = any(payment.spent is None for payment in book.payments)
    return None if book.sales is None or unknown or not book.sales.cents else total(book) / book.sales.cents


def money(cents: int | None) -> float | int | None:
    """Cents as a JSON number of yuan."""
    return None if cents is None else number(cents / 100)


def needed(book: CheckedBook, item: Item) -> list[str]:
    """The roles that have to sign a payment or a contract, in order."""
    mine = (claim for claim in book.claims_of(item))
    return list(dict.fromkeys(role for claim in mine for step in claim.row.chain for role in step))


def _signing(book: CheckedBook, item: Item) -> dict[str, Any]:
    return {
        "needs": needed(book, item),
        "signed": [role for role, sign in item.signs.items() if sign.signed],
        "findings": list(dict.fromkeys(finding.code for finding in book.of(item))),
    }


def _payment(book: CheckedBook, payment: Payment) -> dict[str, Any]:
    group = book.group_of.get(payment.number)
    return {
        "where": payment.cell("金额"),
        "date": payment.when.isoformat() if payment.when else None,
        "payee": payment.whom,
        "category": payment.category,
        "amount": money(payment.cents),
        "counted_as": money(group[1].cents) if group else money(payment.cents),
        "tables": {a.title: words for a in book.plan.approvals if (words := book.words(need_of(a))[payment.number])},
        **_signing(book, payment),
    }


def _contract(book: CheckedBook, contract: Contract) -> dict[str, Any]:
    about = {
        "where": contract.cell("金额"),
        "contract": contract.contract,
        "party": contract.party,
        "amount": money(contract.cents),
    }
    return {**about, **_signing(book, contract)}


def _ratio(spent: int | None, budget: int | None) -> float | None:
    return None if spent is None or not budget else round(spent / budget, 6)


def _spent(row: Spent) -> dict[str, Any]:
    return {
        "category": row.category,
        "month": row.month,
        "budget": money(row.budget),
        "spent": money(row.spent),
        "left": money(row.budget - row.spent) if row.budget is not None else None,
        "ratio": _ratio(row.spent, row.budget),
        "year_to_date": {"budget": money(row.due), "spent": money(row.to_date), "ratio": _ratio(row.to_date, row.due)},
        "year": {"budget": money(row.year), "forecast": money(row.forecast)},
    }
