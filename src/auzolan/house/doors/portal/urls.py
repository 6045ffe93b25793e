"""Which address shows which page, in three languages; each behind the matrix of access.

The action of a page is `see:` and the name of its address. Pages that hold no figure of anybody (how
to sign in, how the portal says no) stand outside the matrix.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, path, register_converter

from auzolan.house.accounts import application_pages, joining, saying_no
from auzolan.house.accounts import pages as accounts
from auzolan.house.accounts.demo_people import be
from auzolan.house.accounts.sign_in_pages import recent
from auzolan.house.accounts.urls import SIGNING_IN
from auzolan.house.doors.access.guard import Page, guarded
from auzolan.house.doors.access.look_page import look
from auzolan.house.doors.api.gate import gate
from auzolan.house.doors.doing import pages as doing
from auzolan.house.doors.portal import pages as portal
from auzolan.house.doors.portal.home import home
from auzolan.house.doors.portal.licensee import pages as licensee
from auzolan.house.doors.portal.open_pages import auditor, registers, tables, verify_page, yearly
from auzolan.house.doors.portal.open_pages.sheets import FileKind
from auzolan.house.doors.portal.steward import pages as steward
from auzolan.house.jobs import pages as jobs
from auzolan.house.jobs.upload_page import upload
from auzolan.house.notices import pages as notices
from auzolan.house.programs import pages as programs
from auzolan.house.rooms.assembly import own_pages as assembly_own
from auzolan.house.rooms.assembly import pages as assembly
from auzolan.house.rooms.charter import founding_wizard
from auzolan.house.rooms.charter import pages as charter
from auzolan.house.rooms.consent import pages as consent
from auzolan.house.rooms.contributions import pages as contributions
from auzolan.house.rooms.labour import pages as labour
from auzolan.house.rooms.labour.statements import impact_page
from auzolan.house.rooms.learning import pages as learning
from auzolan.house.rooms.learning import uses_pages as own_uses
from auzolan.house.rooms.members import pages as members
from auzolan.house.rooms.record import own_pages as own_record
from auzolan.house.rooms.record import pages as record
from auzolan.house.rooms.treasury import own_pages as own_money
from auzolan.house.rooms.treasury import pages as treasury
from auzolan.house.rooms.treasury import simulator_page
from auzolan.house.rooms.valuation import pages as valuation


def shown(
    address: str, page: Page, name: str, *, about: str = "", party: str = "", takes: bool = False
) -> URLPattern:
    """A page at an address, behind its line of the matrix; see `guarded`."""
    behind = guarded(page, f"see:{name}", about=about, party=party, takes=takes)
    return path(address, behind, name=name)


PUBLIC = [
    shown("", portal.front, "front"),
    shown("rights/", consent.rights, "rights"),
    shown("work/", labour.work, "work"),
    shown("labour/<str:name>.json", impact_page.impact_file, "impact_file"),
    shown("labour/<str:name>/", impact_page.impact, "impact"),
    shown("models/<str:name>/", learning.model, "model"),
    shown("money/", treasury.money, "money"),
    shown("payouts/", treasury.payouts, "payouts"),
    shown("payouts/<str:name>/", treasury.payout, "payout"),
    shown("decisions/", assembly.listing, "decisions"),
    shown("decisions/propose/", assembly_own.proposing, "proposing"),
    shown("decisions/<str:name>/", assembly.proposal, "proposal"),
    shown("decisions/<str:name>/for-me/", assembly_own.for_me, "proposal_for_me"),
    shown("simulate/", simulator_page.simulate, "simulate"),
    shown("found/", founding_wizard.found, "found", takes=True),
    shown("found/<str:name>", founding_wizard.file, "found_file"),
    shown("rules/", charter.rules, "rules"),
    shown("rules/<int:version>/", charter.version_changes, "rules_changes"),
    shown("record/", record.entries, "record"),
    shown("record/<int:seq>/", record.entry, "entry"),
    shown("record/<int:seq>.json", record.entry_file, "entry_file"),
    shown("record/<int:seq>.tlog-proof", record.proof_file, "proof_file"),
]

register_converter(FileKind, "file_kind")
OPEN = [
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

OF_PERSONS = [
    shown("home/", home, "home"),
    shown("members/", members.listing, "members"),
    shown("members/<str:member>/", members.statement, "statement", about="member"),
    shown("members/<str:member>/timeline/", members.timeline, "timeline", about="member"),
    shown("members/<str:member>/whole/", treasury.whole_statement, "whole", about="member"),
    shown("members/<str:member>/work/", labour.own_work, "own_work", about="member"),
    shown("members/<str:member>/exchange/", labour.own_exchange, "own_exchange", about="member"),
    shown("members/<str:member>/panel/", labour.panel, "panel", about="member"),
    shown("members/<str:member>/worth/", valuation.worth, "worth", about="member"),
    shown("members/<str:member>/consent/", consent.consents, "consent", about="member"),
    shown("members/<str:member>/requests/", consent.own_requests, "own_requests", about="member"),
    shown("members/<str:member>/money/", own_money.own_money, "own_money", about="member"),
    shown(
        "members/<str:member>/statement.<str:form>",
        own_money.statement_file,
        "statement_file",
        about="member",
    ),
    shown(
        "members/<str:member>/contributions/",
        contributions.contributions,
        "contributions",
        about="member",
    ),
    shown(
        "members/<str:member>/certificates/<str:batch>.json",
        contributions.certificate,
        "certificate",
        about="member",
    ),
    shown("members/<str:member>/uses/", own_uses.uses, "uses", about="member"),
    shown("members/<str:member>/uses/find/", own_uses.find, "find_use", about="member", takes=True),
    shown("members/<str:member>/recorded/", own_record.recorded, "recorded", about="member"),
    shown(
        "members/<str:member>/receipts/<int:entry>.jsonld",
        consent.receipt_file,
        "receipt_file",
        about="member",
    ),
    shown("look/<str:member>/", look, "look", takes=True),
    shown("be/", be, "be", takes=True),
]

DOING = [
    path("do/<str:name>/", doing.do, name="do"),
    path("do/<str:name>/done/<int:seq>/", doing.done, name="done"),
]

LATER = [
    shown("jobs/", jobs.jobs, "jobs"),
    shown("jobs/<str:name>/", jobs.job, "job", takes=True),
    shown("notices/", notices.notices, "notices", takes=True),
    shown("settings/notices/", notices.choices, "notice_choices", takes=True),
    shown("upload/", upload, "upload", takes=True),
    shown("waiting/", jobs.waiting_list, "waiting_list"),
    shown("waiting/<str:name>/", jobs.waiting, "waiting", takes=True),
]

OWN_ACCOUNT = [
    shown("settings/", accounts.own_settings, "settings"),
    shown("settings/language/", accounts.language, "own_language", takes=True),
    shown("settings/sign-in/", accounts.ways, "mfa_index"),
    shown("settings/sessions/", accounts.sessions, "sessions", takes=True),
    shown("settings/address/", recent(accounts.address), "account_email", takes=True),
    shown("settings/everything/", recent(accounts.everything_file), "everything_file", takes=True),
    shown("settings/delete/", recent(accounts.delete), "delete_account", takes=True),
    shown("security/", accounts.log, "security_log"),
    shown("join/", joining.join, "join", takes=True),
    shown("join/<str:said>/", joining.confirm, "join_confirm", takes=True),
    shown("applications/", application_pages.listing, "applications"),
    shown("applications/<str:member>/decline/", application_pages.decline, "decline", takes=True),
]

PROGRAMS = [
    shown("programs/", programs.listing, "programs", takes=True),
    shown("programs/key/", recent(programs.new_key), "program_key", takes=True),
    shown("programs/address/", recent(programs.new_place), "program_place", takes=True),
]

OFFICES = [
    shown("steward/", steward.steward, "steward"),
    shown("steward/close/", steward.closings, "closings"),
    shown("steward/close/<str:period>/", steward.closing_page, "closing"),
    shown("steward/money/", steward.money, "steward_money"),
    shown("steward/data/", steward.data, "steward_data"),
    shown("steward/work/", steward.work, "steward_work"),
    shown("steward/companies/", steward.licences, "steward_licences"),
    shown("steward/companies/<int:number>/", steward.answer_company, "answer_company", takes=True),
    shown("health/", steward.health, "health"),
    shown("payouts/<str:name>/bank-file.xml", steward.bank_file, "bank_file"),
]

COMPANIES = [
    shown("catalogue/", licensee.catalogue, "catalogue"),
    shown("companies/<str:party>/", licensee.company, "company", party="party"),
    shown("companies/<str:party>/ask/", licensee.ask, "company_ask", party="party", takes=True),
    shown(
        "companies/<str:party>/deletions/", licensee.deletions, "company_deletions",
        party="party", takes=True,
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/", licensee.licence, "company_licence",
        party="party",
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/yes/", licensee.say_yes, "company_yes",
        party="party", takes=True,
    ),
    shown(
        "companies/<str:party>/licences/<str:name>/key/", licensee.key, "company_key",
        party="party", takes=True,
    ),
    shown(
        "companies/<str:party>/invoices/<str:name>/", licensee.invoice, "company_invoice",
        party="party",
    ),
    shown(
        "companies/<str:party>/invoices/<str:name>/<str:form>/", licensee.invoice_file,
        "company_invoice_file", party="party",
    ),
]  # fmt: skip

FOR_PROGRAMS = [
    path("api/v1/", gate, name="api"),
    path("api/v1/<path:rest>", gate, name="api_address"),
]

urlpatterns: list[URLPattern | URLResolver] = [*FOR_PROGRAMS]
urlpatterns += i18n_patterns(
    *PUBLIC, *OF_PERSONS, *DOING, *LATER, *OWN_ACCOUNT, *SIGNING_IN, *PROGRAMS
)
urlpatterns += i18n_patterns(*OFFICES, *COMPANIES, *OPEN)

handler429 = saying_no.too_many
handler403 = saying_no.not_open
handler404 = portal.not_found
handler500 = portal.went_wrong
