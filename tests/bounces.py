"""Letters that come back, as mail servers write them."""

import uuid

from app.mail import bounces
from app.mail.verp import return_address


def came_back(letter_id: uuid.UUID, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """What a mail server sends when it cannot deliver (RFC 3464)."""
    to = return_address("bounces@summit.example", letter_id, bounces.sign)
    return f"""\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.org
Original-Recipient: rfc822;ann@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <ann@example.org>: User unknown

--B--
""".encode()
