"""The mailer: takes letters out of the outbox and hands them to the relay.

At least once, and nearly always exactly once: a letter is repeated only when the mailer
dies, or the database is lost, between the relay's 250 and the mark in the outbox.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

import structlog
from flask import Flask
from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.database import db, transaction
from app.mail import cap, outbox, pacing, queries, rules, smtp
from app.mail.admission import admit, defer
from app.mail.composing import Composer
from app.mail.draft import Draft
from app.mail.errors import DATABASE_IS_AWAY, RelayUnreachable
from app.mail.heart import Heart
from app.mail.letter import LetterKind
from app.mail.models import Outbox
from app.mail.tally import Tally
from app.vault.service import Opener
from config import Config

log = structlog.get_logger("gatherwide")

IDLE_SECONDS = 0.5
HANG_UP_AFTER = 20
"""Idle rounds for which the line to the relay is kept open."""

Mark = Callable[[Session], None]


class Limits(NamedTuple):
    """What the operator set."""

    per_hour: int
    bounces_to: str | None


def init_app(app: Flask, config: Config, letters: Mapping[str, LetterKind]) -> None:
    """Give the application its relay, and the letters that its packages can make."""
    app.extensions["letters"] = dict(letters)
    app.extensions["mail_limits"] = Limits(config.MAIL_PER_HOUR, config.MAIL_BOUNCES_TO)
    smtp.init_app(app, config)


class Deliverer:
    """One mailer. `stop` ends it after the letter in hand; `clock` says what time it is."""

    def __init__(
        self,
        app: Flask,
        opener: Opener,
        *,
        clock: Callable[[], datetime],
        stop: threading.Event,
    ) -> None:
        self.outcomes: Counter[str] = Counter()
        self._app, self._clock, self._stop = app, clock, stop
        self._limits: Limits = app.extensions["mail_limits"]
        self._composer = Composer(app.extensions["letters"], opener, self._limits.bounces_to)
        self._heart, self._tally = Heart(), Tally()
        self._line = smtp.Line()
        self._in_hand: dict[object, Outbox] = {}
        self._counted_day: date | None = None
        self._troubled: set[bytes] = set()
        self._resting: dict[bytes, datetime] = {}

    def run(self) -> None:
        """Deliver until stopped, whatever happens to the relay and the database."""
        failures = idle = 0
        while not self._stop.is_set():
            try:
                found = self.deliver_batch()
            # The mailer must outlive whatever fails around it.
            except Exception as error:
                failures += 1
                reason = str(error) if isinstance(error, RelayUnreachable) else _name(error)
                log.warning("mailer waits", reason=reason, failures=failures)
                self._stop.wait(rules.pause_after(failures))
                continue
            failures, idle = 0, 0 if found else idle + 1
            if idle == HANG_UP_AFTER:
                self._hang_up()
            if idle:
                self._stop.wait(IDLE_SECONDS)
        self.end()

    def run_once(self) -> None:
        """Deliver all that is due at this moment.

        :raises RelayUnreachable: what was in hand is tried again later, the rest stays due
        """
        due_by = self._clock()
        try:
            while not self._stop.is_set() and self.deliver_batch(due_by):
                pass
        finally:
            self.end()

    def deliver_batch(self, due_by: datetime | None = None) -> int:
        """Take some letters in hand and settle each; gives how many there were."""
        with self._app.app_context():
            self._put_back()
            now = self._clock()
            self._heart.beat(now)
            self._tally.write_down_if_late(now)
            if queries.find_next_due(due_by or now, now) is None:
                self._tally.write_down(now)
                return 0
            with transaction() as session:
                rows = outbox.claim(session, now=now, due_by=due_by)
            # A rollback would read them anew, and with them the lease of another mailer.
            db.session.expunge_all()
            self._in_hand = {row.id: row for row in rows}
            self._open_line(rows, after_a_pause=True)
            self._send_all(self._admitted(self._compose(rows)))
            self._put_back()
            return len(rows)

    def end(self) -> None:
        """Hang up, and leave what is still in hand to other mailers."""
        self._hang_up()
        with self._app.app_context():
            try:
                self._put_back()
                self._tally.write_down(self._clock())
            except SQLAlchemyError as error:
                log.warning("letters stay leased", reason=_name(error))

    def _compose(self, rows: Sequence[Outbox]) -> list[Draft]:
        drafts = []
        found = self._composer.read(rows, self._clock())
        for row in rows:
            if row.tries > rules.MOST_TRIES:
                self._settle_fault(row, rules.Fault("tried too often", permanent=True))
                continue
            try:
                draft = self._composer.write(row, found, self._clock())
            except DATABASE_IS_AWAY:
                raise
            # One letter that cannot be made must not stop the others.
            except Exception as error:
                db.session.rollback()
                # A template says the same at each try; an organizer sees it and can try again.
                broken = isinstance(error, TemplateError)
                self._settle_fault(row, rules.Fault(_name(error), permanent=broken))
                continue
            if draft is None:
                mark = partial(
                    outbox.mark_suppressed,
                    row=row,
                    now=self._clock(),
                    reason="no longer due",
                )
                self._settle(row, mark, "suppressed")
            else:
                drafts.append(draft)
        return drafts

    def _admitted(self, drafts: list[Draft]) -> list[Draft]:
        """Those that may leave now."""
        if not drafts:
            return []
        now = self._clock()
        with transaction() as session:
            if self._counted_day != now.date():
                cap.forget_days_before(session, now.date())
            admission = admit(session, drafts, now=now, budget=self._limits.per_hour)
        self._counted_day = now.date()
        self._troubled, self._resting = admission.troubled, {}
        for row in admission.suppressed:
            self._note(row, "suppressed")
        for row in admission.deferred:
            self._note(row, "later")
        return admission.leave

    def _send_all(self, drafts: Sequence[Draft]) -> None:
        for number, draft in enumerate(drafts):
            if self._stop.is_set():
                return
            if draft.domain in self._resting:
                until = self._resting[draft.domain]
                self._settle(draft.row, partial(defer, draft=draft, until=until), "later")
                continue
            self._open_line([later.row for later in drafts[number:]])
            if not rules.still_holds(draft.row.lease, self._clock()):
                return
            self._send(draft)

    def _send(self, draft: Draft) -> None:
        row = draft.row
        try:
            self._line.send(draft.message, draft.return_to)
        # Whatever it is, it belongs to this letter alone.
        except Exception as error:
            if not smtp.is_an_answer(error):
                self._line.close()
            fault = rules.letter_fault(error, draft.to)
            self._settle_fault(row, fault)
            if smtp.is_an_answer(error):
                self._tally.note(draft, fault)
            if smtp.is_an_answer(error) and not fault.permanent:
                self._note_refusal(draft.domain)
        else:
            # It left: whatever happens to the mark, it must not be put back.
            self._in_hand.pop(row.id)
            mark = partial(
                outbox.mark_sent, row=row, now=self._clock(), address_index=draft.address
            )
            self._settle(row, mark, "sent")
            self._tally.note(draft)
            if draft.domain in self._troubled:
                self._troubled.discard(draft.domain)
                with transaction() as session:
                    pacing.note_success(session, draft.domain)

    def _note_refusal(self, domain: bytes) -> None:
        self._troubled.add(domain)
        with transaction() as session:
            until = pacing.note_refusal(session, domain, now=self._clock())
        if until:
            self._resting[domain] = until

    def _open_line(self, rows: Sequence[Outbox], *, after_a_pause: bool = False) -> None:
        try:
            self._line.open(after_a_pause=after_a_pause)
        except Exception as error:
            self._line.close()
            fault = rules.relay_fault(error)
            for row in rows:
                self._settle_fault(row, fault)
            raise RelayUnreachable(fault.reason) from error

    def _settle_fault(self, row: Outbox, fault: rules.Fault) -> None:
        failed = fault.permanent or rules.delay_after(row.tries) is None
        log.warning("letter did not leave", kind=row.kind, id=row.id.hex, reason=fault.reason)
        mark = partial(outbox.mark_fault, row=row, fault=fault, now=self._clock())
        self._settle(row, mark, "failed" if failed else "later")

    def _settle(self, row: Outbox, mark: Mark, outcome: str) -> None:
        """Write down what became of a letter, as soon as the database takes it."""
        failures = 0
        while True:
            try:
                with transaction() as session:
                    mark(session)
                break
            except DATABASE_IS_AWAY as error:
                failures += 1
                log.warning("mark waits", reason=_name(error), failures=failures)
                if self._stop.wait(rules.pause_after(failures)):
                    raise
        self._note(row, outcome)

    def _note(self, row: Outbox, outcome: str) -> None:
        self._in_hand.pop(row.id, None)
        self.outcomes[outcome] += 1

    def _put_back(self) -> None:
        if self._in_hand:
            with transaction() as session:
                outbox.put_back(session, list(self._in_hand.values()))
            self._in_hand = {}

    def _hang_up(self) -> None:
        with self._app.app_context():
            self._line.close()


def _name(error: Exception) -> str:
    return type(error).__name__
