"""The page of the house rules: each article with its text and its numbers, and the versions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from auzolan.house.rooms.charter.page_queries import CoopRequest, articles_of, versions


def rules(request: CoopRequest) -> HttpResponse:
    """The house rules in force."""
    context = {"articles": articles_of(request.coop.charter), "versions": versions()}
    return render(request, "charter/rules.html", context)
