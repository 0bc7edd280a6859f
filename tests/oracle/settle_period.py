#!/usr/bin/env python3
"""Settles one period from the text of the contract (section 4), in exact fractions.

    settle_period.py                 write the `then` sections of every scenario
    settle_period.py NAME...         write those of some scenarios
    settle_period.py --check         compare instead of writing; exit 1 where a section differs

A scenario is a text file of tests/Settlement.Domain.Tests/Scenarios; README.md there gives the format.
Standard library only; shares nothing with the code that it checks.
"""

import csv
import sys
from fractions import Fraction
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent.parent / "Settlement.Domain.Tests" / "Scenarios"
TABLES = {
    "period": "day,run,period",
    "cells": "gspGroup,supplier,flow,segment,connection,domestic,distributor,llfc,quality,wattHours,values",
    "takes": "gspGroup,mwh,estimated",
    "price": "buy,sell",
    "volumes": "bmUnit,mwh",
    "contracts": "id,seller,sellerAccount,buyer,buyerAccount,mwh",
    "balancing": "bmUnit,mwh",
    "behind": "partition",
    "participants": "id,name,role",
    "gsp-groups": "id,name,zone",
    "bm-units": "id,party,account,gspGroup,tradingUnit,kind,default",
    "components": "id,flow,segment,connection,domestic,quality,losses,weight",
    "loss-factors": "distributor,llfc,fromPeriod,toPeriod,factor",
    "transmission-loss-factors": "zone,tlf",
    "parameters": "name,value",
}
SHEETS = {
    "gsp-groups": "gspGroup,take,estimated,uncorrected,correction",
    "components": "gspGroup,supplier,component,mwh,corrected",
    "suppliers": "gspGroup,supplier,allocated",
    "bm-units": "bmUnit,mwh,tlm,credited",
    "parties": "party,credited,balancing,contracted,imbalance,imbalanceCash,residualShare,residualCash,net",
    "accounts": "party,account,credited,balancing,contracted,imbalance,imbalanceCash",
    "totals": "losses,tlmoPlus,tlmoMinus,residual",
    "controls": "takeMinusAllocated,creditedSum,contractedSum,netSum",
    "shortcomings": "kind,code,of",
}
VOLUME, MONEY, RATIO, ADJUSTMENT = 9, 2, 9, 12
CONDITIONS = ("flow", "segment", "connection", "domestic", "quality")


def rounded(value, decimals):
    """Half away from zero."""
    unit = 10 ** decimals
    whole, left = divmod(abs(value.numerator) * unit, value.denominator)
    if 2 * left >= value.denominator:
        whole += 1
    return Fraction(whole if value >= 0 else -whole, unit)


def text(value):
    """The shortest decimal text of a fraction that has one; words as they are."""
    if not isinstance(value, (Fraction, int)):
        return value
    value = Fraction(value)
    decimals = 0
    while (value * 10 ** decimals).denominator != 1:
        decimals += 1
        if decimals > 40:
            raise ValueError(f"{value} has no short decimal text")
    digits = str(abs(int(value * 10 ** decimals))).rjust(decimals + 1, "0")
    point = len(digits) - decimals
    return ("-" if value < 0 else "") + digits[:point] + ("." + digits[point:] if decimals else "")


def rest_to_greatest(parts, whole, takes_part):
    rest = whole - sum(parts)
    able = [i for i in range(len(parts)) if takes_part(i)]
    if able:
        greatest = max(able, key=lambda i: (abs(parts[i]), -i))
        parts[greatest] += rest


class ScenarioFile:
    """What a file says: the file that it is based on, and the lines of each section, columns first."""

    def __init__(self, path):
        self.text = path.read_text(encoding="utf-8")
        self.based_on, self.sections, section = None, {}, None
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.startswith("## "):
                section = line[3:]
                if section in self.sections:
                    raise ValueError(f"{path.name}, line {number}: a second section '{section}'")
                if section.startswith("given ") and any(name.startswith("then ") for name in self.sections):
                    raise ValueError(f"{path.name}, line {number}: '{section}' must come before the first 'then' section")
                self.sections[section] = []
            elif section and line:
                self.sections[section].append(line)
            elif line.startswith("based on: "):
                self.based_on = line[len("based on: "):]
        columns = {f"given {table}": head for table, head in TABLES.items()} | {f"then {sheet}": head for sheet, head in SHEETS.items()}
        for section, lines in self.sections.items():
            if section not in columns:
                raise ValueError(f"{path.name}: there is no section '{section}'")
            if lines[:1] != [columns[section]]:
                raise ValueError(f"{path.name}: the columns of '{section}' must be {columns[section]}")
            for line in lines:
                if line.count(",") != lines[0].count(","):
                    raise ValueError(f"{path.name}: '{line}' must have the columns {lines[0]}")

    @property
    def then(self):
        return {sheet: self.sections.get(f"then {sheet}", [head])[1:] for sheet, head in SHEETS.items()}

    def with_then(self, sheets):
        """The file's text with these figures; a sheet without rows gets no section."""
        before = self.text.split("\n## then ", 1)[0].rstrip("\n")
        sections = ["\n".join([f"## then {sheet}", SHEETS[sheet], *rows]) for sheet, rows in sheets.items() if rows]
        return "\n\n".join([before, *sections]) + "\n"


class Scenario:
    def __init__(self, file):
        sections = dict(file.sections)
        if file.based_on:
            sections = ScenarioFile(SCENARIOS / "bases" / f"{file.based_on}.txt").sections | sections
        self.tables = {table: list(csv.DictReader(sections.get(f"given {table}", []))) for table in TABLES}
        self.sheets = {name: [] for name in SHEETS}
        self.missing, self.reasons, self.warnings = set(), set(), set()

    def rows(self, table, **where):
        return [row for row in self.tables[table] if all(row[name] == value for name, value in where.items())]

    def parameter(self, name, default):
        found = self.rows("parameters", name=name)
        return Fraction(found[0]["value"] if found else default)

    def add(self, sheet, *cells):
        self.sheets[sheet].append([text(cell) for cell in cells])

    def has_default_unit(self, supplier, group):
        return bool(self.rows("bm-units", party=supplier, gspGroup=group, kind="supplier", default="yes"))

    # Step 1: components.
    def choose(self, cell, losses):
        fits = [row for row in self.rows("components", losses=losses)
                if all(row[name] in ("", cell[name]) for name in CONDITIONS)]
        filled = lambda row: sum(row[name] != "" for name in CONDITIONS)
        return min(fits, key=lambda row: (-filled(row), int(row["id"])), default=None)

    def components(self):
        period = int(self.tables["period"][0]["period"])
        volumes, needs_unit = {}, set()
        for cell in self.tables["cells"]:
            if cell["values"] == "0":
                continue
            owner = (cell["supplier"], cell["gspGroup"])
            factor = [row for row in self.rows("loss-factors", distributor=cell["distributor"], llfc=cell["llfc"])
                      if int(row["fromPeriod"]) <= period <= int(row["toPeriod"] or 50)]
            energy, losses = self.choose(cell, "no"), self.choose(cell, "yes")
            mwh = Fraction(int(cell["wattHours"]), 10 ** 6) * (1 if cell["flow"] == "import" else -1)
            if not factor:
                self.missing.add(("loss-factor-missing", f"{cell['distributor']} {cell['llfc']}"))
            if energy is None or losses is None:
                self.missing.add(("component-missing", " ".join(owner)))
            if not factor or energy is None or losses is None:
                if mwh:
                    needs_unit.add(owner)
                continue
            for component, value in ((energy, mwh), (losses, mwh * (Fraction(factor[0]["factor"]) - 1))):
                key = (cell["gspGroup"], cell["supplier"], int(component["id"]))
                weight, before = volumes.get(key, (Fraction(component["weight"] or 0), 0))
                volumes[key] = (weight, before + value)
        volumes = {key: volumes[key] for key in sorted(volumes) if volumes[key][1] != 0}
        for owner in needs_unit | {(supplier, group) for group, supplier, _ in volumes}:
            if not self.has_default_unit(*owner):
                self.missing.add(("default-bm-unit-missing", " ".join(owner)))
        return volumes

    def look_for_inputs(self):
        self.missing |= {("ingest-behind", row["partition"]) for row in self.tables["behind"]}
        if not self.tables["price"]:
            self.missing.add(("price-missing", ""))
        for unit in self.tables["bm-units"]:
            group = unit["gspGroup"]
            if unit["kind"] == "supplier":
                if unit["default"] == "yes" and not self.rows("takes", gspGroup=group):
                    self.missing.add(("take-missing", group))
            elif not self.rows("volumes", bmUnit=unit["id"]):
                self.missing.add(("volume-missing", unit["id"]))
            if group and self.tlf(group) is None:
                self.missing.add(("tlf-missing", group))

    def tlf(self, group):
        for row in self.rows("gsp-groups", id=group):
            for factor in self.rows("transmission-loss-factors", zone=row["zone"]):
                return Fraction(factor["tlf"])
        return None

    # Steps 2 and 3: correction and allocation.
    def allocate(self, volumes):
        allocated, control = {}, Fraction(0)
        low, high = self.parameter("correctionFloor", "0.9"), self.parameter("correctionCeiling", "1.1")
        for group in sorted({row["gspGroup"] for row in self.tables["takes"]} | {key[0] for key in volumes}):
            row = self.rows("takes", gspGroup=group)[0]
            take = Fraction(row["mwh"])
            mine = [(key[1], key[2], *value) for key, value in volumes.items() if key[0] == group]
            total = sum((mwh for *_, mwh in mine), Fraction(0))
            weighted = sum((mwh * weight for _, _, weight, mwh in mine), Fraction(0))
            error = take - total
            correction = Fraction(1)
            corrected = [mwh for *_, mwh in mine]
            if weighted:
                correction = rounded(1 + error / weighted, RATIO)
                corrected = [rounded(mwh + mwh * weight * error / weighted, VOLUME) for _, _, weight, mwh in mine]
                rest_to_greatest(corrected, take, lambda i: mine[i][2] != 0)
            elif error:
                self.reasons.add(("correction-impossible", group))
            if not low <= correction <= high:
                if self.parameter("correctionBand", "0"):
                    self.reasons.add(("correction-out-of-range", group))
                else:
                    self.warnings.add(("correction", group))
            self.add("gsp-groups", group, take, row["estimated"], total, correction)
            for (supplier, component, _, mwh), value in zip(mine, corrected):
                self.add("components", group, supplier, component, mwh, value)
                allocated[group, supplier] = allocated.get((group, supplier), 0) + value
            for supplier in sorted({supplier for supplier, *_ in mine}):
                self.add("suppliers", group, supplier, allocated[group, supplier])
            control += abs(take - sum(corrected, Fraction(0)))
        return allocated, control

    # Step 4: transmission losses.
    def share_losses(self, allocated):
        units = sorted(self.tables["bm-units"], key=lambda unit: unit["id"])
        mwh, sides = [], {}
        for unit in units:
            if unit["kind"] != "supplier":
                value = Fraction(self.rows("volumes", bmUnit=unit["id"])[0]["mwh"])
            else:
                value = -allocated.get((unit["gspGroup"], unit["party"]), Fraction(0)) if unit["default"] == "yes" else Fraction(0)
            mwh.append(value)
            trading_unit = (True, unit["tradingUnit"]) if unit["tradingUnit"] else (False, unit["id"])
            sides[trading_unit] = sides.get(trading_unit, 0) + value
        delivers = [sides[(True, u["tradingUnit"]) if u["tradingUnit"] else (False, u["id"])] > 0 for u in units]
        tlf = [self.tlf(unit["gspGroup"]) if unit["gspGroup"] else Fraction(0) for unit in units]
        inside = [unit["kind"] != "interconnector" for unit in units]
        alpha, losses = self.parameter("alpha", "0.45"), sum(mwh, Fraction(0))

        def side(delivering, share):
            mine = [i for i in range(len(units)) if inside[i] and delivers[i] == delivering]
            volume = sum((mwh[i] for i in mine), Fraction(0))
            moved = sum((mwh[i] * tlf[i] for i in mine), Fraction(0))
            return volume, (share - moved) / volume if volume else Fraction(0)

        plus, tlmo_plus = side(True, -alpha * losses)
        minus, tlmo_minus = side(False, (alpha - 1) * losses)
        tlm = [1 + tlf[i] + (tlmo_plus if delivers[i] else tlmo_minus) if inside[i] else Fraction(1) for i in range(len(units))]
        credited = [rounded(a * b, VOLUME) for a, b in zip(mwh, tlm)]
        if plus and minus:
            rest_to_greatest(credited, Fraction(0), lambda i: inside[i])
        control = sum(credited, Fraction(0))
        if control and not plus:
            self.reasons.add(("no-delivery", ""))
        if control and not minus:
            self.reasons.add(("no-offtake", ""))
        for unit, *figures in zip(units, mwh, (rounded(value, RATIO) for value in tlm), credited):
            self.add("bm-units", unit["id"], *figures)
        totals = [losses, rounded(tlmo_plus, ADJUSTMENT), rounded(tlmo_minus, ADJUSTMENT)]
        return list(zip(units, delivers, inside, tlm, credited)), totals, control

    # Steps 5 to 8: accounts, residual, net.
    def charge(self, units):
        price = {name: Fraction(value) for name, value in self.tables["price"][0].items()}
        parties = sorted(row["id"] for row in self.tables["participants"])
        accounts, bases = {}, {party: Fraction(0) for party in parties}
        for party in parties:
            for account in "PC":
                energy = balancing = Fraction(0)
                for unit, delivering, counts, tlm, credited in units:
                    if (unit["party"], unit["account"]) != (party, account):
                        continue
                    energy += credited
                    for row in self.rows("balancing", bmUnit=unit["id"]):
                        balancing += rounded(Fraction(row["mwh"]) * tlm, VOLUME)
                    if counts:
                        bases[party] += credited if delivering else -credited
                sold = sum(Fraction(row["mwh"]) for row in self.rows("contracts", seller=party, sellerAccount=account))
                bought = sum(Fraction(row["mwh"]) for row in self.rows("contracts", buyer=party, buyerAccount=account))
                imbalance = energy - balancing - (sold - bought)
                cash = rounded(-imbalance * price["sell" if imbalance > 0 else "buy"], MONEY)
                accounts[party, account] = [energy, balancing, Fraction(sold - bought), imbalance, cash]
        residual = sum((figures[4] for figures in accounts.values()), Fraction(0))
        base = sum(bases.values(), Fraction(0))
        shares = [bases[party] / base if base else Fraction(0) for party in parties]
        back = [rounded(residual * share, MONEY) for share in shares]
        if base:
            rest_to_greatest(back, residual, lambda i: True)
        elif residual:
            self.reasons.add(("no-residual-base", ""))
        net = Fraction(0)
        for party, share, cash in zip(parties, shares, back):
            both = [sum(figures) for figures in zip(accounts[party, "P"], accounts[party, "C"])]
            self.add("parties", party, *both, rounded(share, RATIO), cash, both[4] - cash)
            for account in "PC":
                self.add("accounts", party, account, *accounts[party, account])
            net += both[4] - cash
        return residual, sum(figures[2] for figures in accounts.values()), net

    def settle(self):
        volumes = self.components()
        self.look_for_inputs()
        if not self.missing:
            allocated, take_control = self.allocate(volumes)
            units, totals, credited = self.share_losses(allocated)
            residual, contracted, net = self.charge(units)
            self.add("totals", *totals, residual)
            self.add("controls", take_control, credited, contracted, net)
        for kind, found in (("missing", self.missing), ("reason", self.reasons), ("warning", self.warnings)):
            for code, of in sorted(found):
                self.add("shortcomings", kind, code, of)
        return {name: [",".join(row) for row in rows] for name, rows in self.sheets.items()}


def main(arguments):
    check = "--check" in arguments
    names = [name for name in arguments if name != "--check"] or sorted(path.stem for path in SCENARIOS.glob("*.txt"))
    different = []
    for name in names:
        path = SCENARIOS / f"{name}.txt"
        file = ScenarioFile(path)
        settled = Scenario(file).settle()
        if check:
            different += [f"{path.name}, then {sheet}" for sheet, rows in settled.items() if file.then[sheet] != rows]
        else:
            path.write_text(file.with_then(settled), encoding="utf-8", newline="\n")
    for section in different:
        print(f"differs: {section}")
    print(f"{len(names)} scenarios {'checked' if check else 'written'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
