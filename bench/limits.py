"""The limits that the product is measured against: the least that Flask can do.

h       a page without a database
w       a POST that inserts one row and commits
floor   the least that a correct sign-up needs: form with CSRF token, guarded seats, the
        registration and its letter in one commit, a result page. No mail, no sealing,
        no languages, no limits, no accessibility.
"""

import hmac
import os
import secrets
import sqlite3
from typing import Any

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, create_engine, event, text

from bench.journeys import PLACES

PAGE = """<!doctype html><html lang=en><head><meta charset=utf-8><title>{{ title }}</title>
<meta name=viewport content="width=device-width"><link rel=stylesheet href=/static/a.css></head>
<body><header><a href=/>Summit</a><nav><a href=/find>Find a location</a></nav></header>
<main>%s</main><footer><p>Footer and links.</p></footer></body></html>"""
FORM = (
    PAGE
    % """<h1>{{ place.name }}, {{ place.city }}</h1><p>{{ place.free }} seats left</p>
<form method=post><input type=hidden name=csrf_token value="{{ csrf }}">
{% for name in fields %}<p><label for={{ name }}>{{ name|title }}</label>
<input id={{ name }} name={{ name }} required></p>{% endfor %}<button>Sign up</button></form>"""
)
DONE = (
    PAGE
    % """<h1>You are signed up</h1><p>{{ row.name }} &lt;{{ row.email }}&gt; at
{{ row.place }}, {{ row.city }}. Code {{ row.token }}</p>"""
)

app = Flask(__name__)
app.secret_key = "nothing is secret here"
form_page, done_page = map(app.jinja_env.from_string, (FORM, DONE))


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=5)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


engine = _engine(os.environ["DATABASE_URL"])
writing = engine.execution_options(writes=True)


@app.get("/hello")
def hello() -> str:
    return "hello"


@app.post("/line")
def line() -> ResponseReturnValue:
    values = {"e": request.form["email"]}
    with writing.begin() as connection:
        connection.execute(text("INSERT INTO line (email) VALUES (:e)"), values)
    return "", 201


@app.get("/<int:place>")
def form(place: int) -> str:
    found = _one("SELECT name, city, capacity - taken AS free FROM place WHERE id = :id", id=place)
    session.setdefault("csrf_token", secrets.token_urlsafe(16))
    return form_page.render(
        title=found.name,
        place=found,
        csrf=session["csrf_token"],
        fields=("name", "email", "party_size"),
    )


@app.post("/<int:place>")
def sign_up(place: int) -> ResponseReturnValue:
    sent = request.form
    if not hmac.compare_digest(sent["csrf_token"], session.get("csrf_token", "-")):
        abort(400)
    name, email, size = sent["name"].strip(), sent["email"].strip(), int(sent["party_size"])
    if not name or "@" not in email or not 1 <= size <= 10:
        abort(422)
    values = {"t": secrets.token_hex(8), "p": place, "n": name, "e": email, "s": size}
    with writing.begin() as connection:
        taken = connection.execute(
            text("UPDATE place SET taken = taken + :s WHERE id = :p AND taken + :s <= capacity"),
            values,
        )
        if not taken.rowcount:
            abort(409)
        connection.execute(
            text(
                "INSERT INTO registration (token, place_id, name, email, party_size, created) "
                "VALUES (:t, :p, :n, :e, :s, CURRENT_TIMESTAMP)"
            ),
            values,
        )
        connection.execute(text("INSERT INTO letter (token, state) VALUES (:t, 'queued')"), values)
    return redirect(url_for("done", token=values["t"]), 303)


@app.get("/done/<token>")
def done(token: str) -> str:
    found = _one(
        "SELECT r.token, r.name, r.email, p.name AS place, p.city "
        "FROM registration r JOIN place p ON p.id = r.place_id WHERE r.token = :t",
        t=token,
    )
    return done_page.render(title="Signed up", row=found)


def _one(statement: str, **values: Any) -> Any:
    with engine.connect() as connection:
        found = connection.execute(text(statement), values).one_or_none()
    return found or abort(404)


TABLES = """
CREATE TABLE line (id {key}, email text NOT NULL);
CREATE TABLE place (
    id integer PRIMARY KEY, name text NOT NULL, city text NOT NULL,
    capacity integer NOT NULL, taken integer NOT NULL
);
CREATE TABLE registration (
    id {key}, token text NOT NULL UNIQUE, place_id integer NOT NULL REFERENCES place (id),
    name text NOT NULL, email text NOT NULL, party_size integer NOT NULL, created text NOT NULL
);
CREATE INDEX registration_email ON registration (email);
CREATE INDEX registration_place ON registration (place_id);
CREATE TABLE letter (id {key}, token text NOT NULL, state text NOT NULL);
CREATE INDEX letter_queued ON letter (id) WHERE state = 'queued'
"""


def make_tables() -> None:
    """Make the tables, and places with more seats than anybody needs."""
    key = "integer PRIMARY KEY"
    if engine.dialect.name == "postgresql":
        key = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    tables = TABLES.format(key=key).split(";")
    places = [{"id": n, "n": f"Hall {n}", "c": f"City {n}"} for n in range(1, PLACES + 1)]
    with writing.begin() as connection:
        for table in tables:
            connection.execute(text(table))
        connection.execute(
            text("INSERT INTO place VALUES (:id, :n, :c, 10000000, 0)"),
            places,
        )


if __name__ == "__main__":
    make_tables()
