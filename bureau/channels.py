"""The ways out of the house. Each sends one message and says honestly what came of it.

A new way (a text message, a WeChat robot) is one more class with these three methods.
"""

import smtplib
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from bureau.sending import ChannelName, Outcome, Report

# Answers that say: not now. Any other refusal by code is for good.
FOR_NOW = range(400, 500)


class Message(NamedTuple):
    """What goes out. `key` is the letter's own: a receiver may know a repeated one by it."""

    to: str
    subject: str
    body: str
    key: str


class Channel(Protocol):
    name: ChannelName

    def is_set_up(self) -> bool:
        """Test if there is anything to send with."""

    def address_of(self, user: object) -> str:
        """Return where a person is reached this way; empty for nowhere."""

    def send(self, message: Message) -> Report:
        """Try once. Whatever could have arrived without our knowing is UNKNOWN."""


class Email:
    """Through the mail server that `EMAIL_URL` names."""

    name = ChannelName.EMAIL

    def is_set_up(self) -> bool:
        return bool(settings.EMAIL_URL)

    def address_of(self, user: object) -> str:
        return getattr(user, "email", "")

    def send(self, message: Message) -> Report:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            return Report(Outcome.AWAY, _said(error))
        try:
            _email(message, connection).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _answer in error.recipients.values()]
            return Report(_of_code(max(codes)), _said(error))
        except smtplib.SMTPResponseException as error:
            return Report(_of_code(error.smtp_code), _said(error))
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            return Report(Outcome.REFUSED, _said(error))  # an address that is none
        except (OSError, smtplib.SMTPException) as error:
            # The line broke somewhere between the first word and the server's "taken".
            return Report(Outcome.UNKNOWN, _said(error))
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()
        return Report(Outcome.SENT)


def _email(message: Message, connection: Any) -> EmailMessage:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        message.subject, message.body, to=[message.to], headers=headers, connection=connection
    )


def _of_code(code: int) -> Outcome:
    return Outcome.LATER if code in FOR_NOW else Outcome.REFUSED


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
