"""The addresses of long work, of what waits for a second person, and of uploads.

Who may see them says the matrix of access.
"""

from __future__ import annotations

from auzolan.house.doors.access.guard import shown
from auzolan.house.jobs import pages
from auzolan.house.jobs.upload_page import upload

ADDRESSES = [
    shown("jobs/", pages.jobs, "jobs"),
    shown("jobs/<str:name>/", pages.job, "job", takes=True),
    shown("waiting/", pages.waiting_list, "waiting_list"),
    shown("waiting/<str:name>/", pages.waiting, "waiting", takes=True),
    shown("upload/", upload, "upload", takes=True),
]
