"""One act, one transaction: all of it or nothing, and a fresh look at the database."""

import threading

import psycopg
import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import NullPool, create_engine, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.database import TransactionsDoNotNest, db, transaction
from app.events.models import Event
from app.locations.models import Location
from tests.factories import count_statements, make_location


def test_everything_in_the_block_is_kept(app: Flask, event: Event) -> None:
    with transaction() as session:
        session.execute(update(Event).values(max_party_size=3))
        session.execute(update(Event).values(hold_minutes=5))
    db.session.rollback()
    assert db.session.execute(select(Event.max_party_size, Event.hold_minutes)).one() == (3, 5)


def test_an_error_in_the_block_keeps_nothing(app: Flask, event: Event) -> None:
    with pytest.raises(LookupError), transaction() as session:
        session.execute(update(Event).values(max_party_size=3))
        session.flush()
        raise LookupError
    assert db.session.scalar(select(Event.max_party_size)) == 10


def test_transactions_do_not_nest(app: Flask, event: Event) -> None:
    with pytest.raises(TransactionsDoNotNest), transaction() as session:
        session.execute(update(Event).values(max_party_size=3))
        with transaction():
            pass
    assert db.session.scalar(select(Event.max_party_size)) == 10


def test_after_an_error_the_next_act_begins_anew(app: Flask, event: Event) -> None:
    with pytest.raises(LookupError), transaction():
        raise LookupError
    with transaction() as session:
        session.execute(update(Event).values(max_party_size=4))
    assert db.session.scalar(select(Event.max_party_size)) == 4


def test_a_transaction_sees_what_others_wrote_since_the_last_read(
    app: Flask, event: Event, location: Location
) -> None:
    assert db.session.scalar(select(Location.taken)) == 0
    elsewhere(app, lambda session: session.execute(update(Location).values(taken=7)))
    with transaction() as session:
        assert session.scalar(select(Location.taken)) == 7


def test_acts_at_once_wait_for_each_other_and_none_is_refused(
    app: Flask, event: Event, location: Location
) -> None:
    faults = add_seats_at_once(app, location.id)
    assert faults == []
    assert db.session.scalar(select(Location.taken)) == 160


def test_without_the_write_lock_acts_at_once_are_refused(
    app: Flask, event: Event, location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of BEGIN IMMEDIATE: reading first and then writing fails on SQLite."""
    if db.engine.dialect.name != "sqlite":
        assert app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql")
        return
    started = threading.Barrier(2)
    faults: list[Exception] = []

    def read_then_write() -> None:
        with app.app_context(), db.engine.connect() as connection:
            connection.scalar(select(Location.taken))
            started.wait()
            try:
                connection.execute(update(Location).values(taken=Location.taken + 1))
                connection.commit()
            except OperationalError as fault:
                faults.append(fault)

    run_at_once([read_then_write, read_then_write])
    assert len(faults) == 1
    assert "locked" in str(faults[0])


def test_one_act_is_one_transaction_and_no_more_statements_than_it_needs(event: Event) -> None:
    with count_statements() as statements:
        make_location(event=event)
    assert len(statements) == 2, statements


def test_a_moment_without_a_zone_is_refused(app: Flask, event: Event) -> None:
    naive = event.starts_at.replace(tzinfo=None)
    with pytest.raises(Exception, match="time zone"), transaction() as session:
        session.execute(update(Event).values(starts_at=naive))


def test_a_moment_comes_back_in_utc(app: Flask, event: Event) -> None:
    db.session.expire_all()
    read = db.session.scalars(select(Event)).one().starts_at
    assert read == event.starts_at
    assert read.utcoffset() is not None


def test_a_foreign_key_is_held(app: Flask, event: Event) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        make_location(event=event, event_id=event.id + 1)
    assert db.session.scalar(select(func.count()).select_from(Location)) == 0


def test_a_line_that_the_server_closed_is_replaced_without_a_word(app: Flask, event: Event) -> None:
    if db.engine.dialect.name != "postgresql":
        assert app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        return
    ours = select(func.pg_backend_pid())
    before = db.session.scalar(ours)
    db.session.rollback()
    with create_engine(db.engine.url, poolclass=NullPool).connect() as other:
        assert other.scalar(select(func.pg_terminate_backend(before, 5000)))
    assert db.session.scalar(ours) != before


def test_on_postgresql_a_page_that_reads_opens_no_transaction(app: Flask, event: Event) -> None:
    if db.engine.dialect.name != "postgresql":
        assert app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
        return
    db.session.scalar(select(Event.id))
    assert driver_of(db.session()).info.transaction_status == TransactionStatus.IDLE
    with transaction() as session:
        session.scalar(select(Event.id))
        assert driver_of(session).info.transaction_status == TransactionStatus.INTRANS


def driver_of(session: Session) -> psycopg.Connection[tuple[object, ...]]:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def add_seats_at_once(app: Flask, location_id: int) -> list[Exception]:
    faults: list[Exception] = []

    def add_twenty() -> None:
        for _ in range(20):
            with app.app_context():
                try:
                    with transaction() as session:
                        taken = session.scalar(
                            select(Location.taken)
                            .where(Location.id == location_id)
                            .with_for_update()
                        )
                        assert taken is not None
                        session.execute(update(Location).values(taken=taken + 1))
                except OperationalError as fault:
                    faults.append(fault)

    run_at_once([add_twenty] * 8)
    return faults


def elsewhere(app: Flask, act) -> None:  # type: ignore[no-untyped-def]
    """Let another process's transaction happen meanwhile."""

    def work() -> None:
        with app.app_context(), transaction() as session:
            act(session)

    run_at_once([work])


def run_at_once(works) -> None:  # type: ignore[no-untyped-def]
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
