"""The door for programs: `/api/v1/`, made from the same table of doings and showings as the portal."""
