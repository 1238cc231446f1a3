"""A form that comes too late is given back with all that was typed, to be sent once more.

Only to a page of ours: browsers say where a form comes from (`Sec-Fetch-Site`), and a stranger's
website must not lay words into somebody's mouth that one press would send. What no page may
repeat is not given back: passwords, codes, files.
"""

from flask import render_template, request

OURS = "same-origin"
UNREPEATABLE = frozenset({"password", "current", "again", "code", "key", "secret", "token"})
"""No field with one of these words in its name is repeated, nor any other field beside it."""


def given_back(title: object, *, sign_in: str | None = None) -> str | None:
    """The page with the form that has just come, or None where it may not be repeated.

    :param sign_in: where to sign in first; that page opens beside this one
    """
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    words = {word for name, _value in fields for word in name.split("_")}
    is_ours = request.method == "POST" and request.headers.get("Sec-Fetch-Site") == OURS
    if not is_ours or not fields or request.files or words & UNREPEATABLE:
        return None
    action = request.full_path.rstrip("?")
    return render_template(
        "late_form.html", title=title, action=action, fields=fields, sign_in=sign_in
    )
