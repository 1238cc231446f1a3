"""What can go wrong with accounts, keys and invitations."""


class SignInRefused(Exception):
    """No active account has this address and this password; which of them is wrong is not said."""


class WrongPassword(Exception):
    """The account's present password was not given."""


class WeakPassword(Exception):
    """The password is shorter than twelve characters."""


class AddressTaken(Exception):
    """An active account with this address exists already."""


class OrganizerNotFound(Exception):
    """There is no such account, or it is no longer active."""


class InvitationNotFound(Exception):
    """The invitation was accepted, withdrawn or has run out."""


class HoldsNoKey(Exception):
    """Whoever wants to pass the event's key on does not hold it."""


class MayNotReadPeople(Exception):
    """This role sees numbers only, so it gets no key."""


class LastOwner(Exception):
    """The team would be left without anybody who can lead it."""


class LastKey(Exception):
    """Nobody who leads the team would hold the key to names and could pass it on."""


class WrongCode(Exception):
    """The code is wrong, has run out, or was used before."""


class TooManyCodes(Exception):
    """Ten wrong codes within an hour: this account takes none until the hour is over."""


class HalfSignInOver(Exception):
    """The code came more than ten minutes after the password, or the sign-in was finished."""


class SecondFactorNotFound(Exception):
    """The account has no second factor, or none that waits to be confirmed."""


class SecondFactorExists(Exception):
    """The account has a second factor already; it is turned off before another is set up."""


class PasskeyRefused(Exception):
    """The answer of a passkey does not hold: another site, an old question, another key."""


class PasskeyNotFound(Exception):
    """The account has no such passkey."""


class TooManyPasskeys(Exception):
    """The account has as many passkeys as one may have."""


class ResetNotFound(Exception):
    """The link to a new password was used, has run out, or was ended by another act."""


class LastKeyHolder(Exception):
    """Nobody else could give this account the event's key again: only the recovery key could."""
