"""The addresses of the pages for visitors and auditors; who may see them says the matrix."""

from __future__ import annotations

from django.urls import register_converter

from auzolan.house.doors.access.guard import shown
from auzolan.house.doors.portal.open_pages import auditor, registers, tables, verify_page, yearly
from auzolan.house.doors.portal.open_pages.sheets import FileKind

register_converter(FileKind, "file_kind")

ADDRESSES = [
    shown("registers/control/", registers.control, "control"),
    shown("registers/control.<file_kind:kind>", registers.control_file, "control_file"),
    shown("registers/benefit/", registers.benefit, "benefit"),
    shown("registers/benefit.<file_kind:kind>", registers.benefit_file, "benefit_file"),
    shown("over-time/", registers.over_time, "over_time"),
    shown("over-time/<str:series>.<file_kind:kind>", registers.over_time_file, "over_time_file"),
    shown("tables/", tables.tables, "tables"),
    shown("tables/<str:name>.<file_kind:kind>", tables.table_file, "table_file"),
    shown("tables/<str:name>/", tables.table, "table"),
    shown("verify/", verify_page.verify, "verify"),
    shown("log/<path:path>", verify_page.log_file, "log_file"),
    shown("verify/public.zip", verify_page.public_files, "public_files"),
    shown("verify/<str:name>", verify_page.verify_file, "verify_file"),
    shown("reports/", yearly.reports, "reports"),
    shown("reports/<str:period>.json", yearly.report_file, "report_file"),
    shown("reports/<str:period>/", yearly.report, "report"),
    shown("audit/", auditor.audit, "audit"),
]
