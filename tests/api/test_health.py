"""Addresses for machines: alive, ready, figures; and the description of the interface."""

import pytest
from fastapi import APIRouter

from koprogo.api import health
from koprogo.security import logs
from koprogo.services import readiness
from koprogo.settings import settings
from tests.api.web import ORIGIN, Browser


async def test_alive_says_how_late_the_loop_is(monkeypatch):
    assert (await Browser().get("/healthz")).json() == {"status": "ok", "loop_lag_ms": 0}
    monkeypatch.setattr(health, "_lag_seconds", 6.0)
    answer = await Browser().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "late")


async def test_ready_means_the_database_answers_with_this_schema(database):
    answer = await Browser().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "missing": []})


async def test_an_older_schema_is_not_ready(database, monkeypatch):
    monkeypatch.setattr(readiness, "HEAD", "of_tomorrow")
    answer = await Browser().get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["migrations: run `koprogo migrate`"])


async def test_what_registered_itself_is_asked_too(database, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"listener": lambda: False})
    assert (await Browser().get("/readyz")).json()["missing"] == ["listener"]


async def test_no_database_is_not_ready_and_says_no_secret(monkeypatch):
    monkeypatch.setenv("KOPROGO_APP_DATABASE_URL", "postgresql://koprogo_app:s3cret@127.0.0.1:1/none")
    monkeypatch.setattr(readiness, "ANSWER_SECONDS", 0.2)
    settings.cache_clear()
    try:
        answer = await Browser().get("/readyz")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert answer.status_code == 503
    assert "s3cret" not in answer.text


class TestFigures:
    async def test_only_this_machine_reads_them(self, database):
        assert "koprogo_event_loop_lag_seconds" in (await Browser().get("/metrics")).text
        assert (await Browser(address="192.168.1.7").get("/metrics")).status_code == 404

    async def test_behind_a_proxy_this_machine_is_nobody(self, database):
        proxied = await Browser().get("/metrics", headers={"x-forwarded-for": "127.0.0.1"})
        assert proxied.status_code == 404

    async def test_with_a_token_only_the_token(self, database, monkeypatch):
        monkeypatch.setenv("KOPROGO_METRICS_TOKEN", "figures-please")
        settings.cache_clear()
        try:
            assert (await Browser().get("/metrics")).status_code == 404
            right = {"authorization": "Bearer figures-please"}
            assert (await Browser(address="10.0.0.9").get("/metrics", headers=right)).status_code == 200
        finally:
            monkeypatch.undo()
            settings.cache_clear()

    async def test_no_figure_names_a_tenant(self, database):
        text = (await Browser().get("/metrics")).text
        labels = {label for line in text.splitlines() if line.startswith("koprogo_") and "{" in line
                  for label in line[line.index("{") + 1 : line.index("}")].split(",")}  # fmt: skip
        assert {label.partition("=")[0] for label in labels} <= {"signed_in", "why", "way", "result", "le"}


class TestInterface:
    async def test_it_is_described_and_explained(self, database):
        description = (await Browser().get("/api/v1/openapi.json")).json()
        assert "/api/v1/me" in description["paths"]
        assert not any(path.startswith("/auth") for path in description["paths"])
        page = await Browser().get("/api/v1/docs")
        assert "Who am I" in page.text
        assert "<script" not in page.text

    async def test_what_is_not_there_is_json(self, database):
        answer = await Browser().get("/api/v1/nothing")
        assert (answer.status_code, answer.json()["type"]) == (404, "http")

    async def test_our_own_mistake_gives_a_number_and_no_more(self, database, capsys):
        router = APIRouter()
        logs.configure("info")

        @router.get("/api/v1/broken")
        async def broken() -> None:
            raise ValueError("anna@example.be voted against")

        answer = await Browser(router).get("/api/v1/broken")
        assert (answer.status_code, answer.json()["type"]) == (500, "our-mistake")
        assert "anna" not in answer.text
        said = capsys.readouterr()
        assert "anna" not in said.out + said.err
        assert "ValueError" in said.out + said.err


@pytest.mark.parametrize("path", ["/_upload", "/_upload/x.pdf", "/_event", "/_event/", "/_all_routes", "/_health"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_reflexs_other_addresses_do_not_exist(database, path, method):
    answer = await Browser().send(method, path, headers={"origin": ORIGIN})
    assert answer.status_code == 404
