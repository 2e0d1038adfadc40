"""An importer for tests: departments of a site, by code and name. Real rows, few rules."""

from collections.abc import Callable
from dataclasses import dataclass, field

from callcenter.access.permissions import Actor, position
from callcenter.files.imports.options import WRITTEN_AS, Option, OptionKind, written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.people.models import Department
from callcenter.tabular.reading import as_text, open_table


@dataclass
class DepartmentImporter:
    """`hook` is called in the middle of the rows, inside the transaction."""

    kind: str = "tests.departments"
    label: str = "Departments"
    needs_site: bool = True
    endings: tuple[str, ...] = (".csv", ".xlsx")
    targets: tuple[Target, ...] = (
        Target("code", "Code", required=True, example="sales", help="Small letters."),
        Target("name", "Name", required=True, example="Sales"),
    )
    options: tuple[Option, ...] = (
        Option("case", "Case of the codes", OptionKind.CHOICE, (("lower", "small"), ("upper", "capital"))),
        *WRITTEN_AS,
    )
    undo: str = "To take it back, load the corrected file."
    hook: Callable[[Source], None] = lambda source: None
    applied: list[int | None] = field(default_factory=list)

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        return site_id in position(actor).site_ids

    def guess_mapping(self, header: list[str]) -> Mapping:
        names = {"code": ("code", "编码"), "name": ("name", "名称")}
        found = {key: h for key, words in names.items() for h in header if h.casefold() in words}
        return Mapping(found)

    def presets(self) -> dict[str, Mapping]:
        return {"chinese": Mapping({"code": "编码", "name": "名称"})}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        if not samples.get("code"):
            return {}
        return {"case": f"“{samples['code'][0]}” reads as {self._code(samples['code'][0], mapping)}."}

    def _code(self, code: str, mapping: Mapping) -> str:
        return code.upper() if mapping.options.get("case") == "upper" else code

    def _read(self, source: Source) -> tuple[list[tuple[str, str]], list[RowError]]:
        rows, errors = [], []
        with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
            at = {key: table.header.index(column) for key, column in source.mapping.columns.items()}
            for row in table.rows:
                code, name = (as_text(row.values[at[key]]) for key in ("code", "name"))
                if not code.isalnum():
                    errors.append(
                        RowError(row.number, source.mapping.columns["code"], "The code is no word.", code)
                    )
                rows.append((self._code(code, source.mapping), name))
        return rows, errors

    def check(self, source: Source) -> Outcome:
        rows, errors = self._read(source)
        source.progress(len(rows), len(rows))
        return Outcome(
            rows=len(rows), errors=errors, counts={"new": len(rows)}, preview_header=["Code", "Name"],
            preview=[list(row) for row in rows[:20]], notes=["Checked for a test."],
        )  # fmt: skip

    def apply(self, source: Source) -> Outcome:
        self.applied.append(source.job_id)
        rows, errors = self._read(source)
        if errors:
            raise ImportRefused(Outcome(rows=len(rows), errors=errors))
        new = 0
        for number, (code, name) in enumerate(rows):
            _department, is_new = Department.objects.update_or_create(
                site_id=source.site_id, code=code, defaults={"name": name}
            )
            new += is_new
            if number == len(rows) // 2:
                self.hook(source)
                source.progress(len(rows), len(rows))
        return Outcome(rows=len(rows), counts={"new": new, "changed": len(rows) - new})
