"""Persons, how they can be reached, what they may do, and what they consented to."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db, sort_key_type
from lms.core.ids import public_id


class Person(db.Model):
    """One person, counted once. An erased person stays as a nameless row."""

    #: Roles in force, filled once per request when the person signs in or is loaded as a viewer.
    roles_now: ClassVar[list["Role"]] = []

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: *Họ và tên*, as the person writes it (NFC). Empty once erased.
    name: Mapped[str] = mapped_column(String(120))
    preferred_name: Mapped[str | None] = mapped_column(String(60))
    #: Search key: no tones, no case.
    name_fold: Mapped[str] = mapped_column(String(240), index=True)
    #: Class-list order: given name first, Vietnamese letters.
    name_sort: Mapped[str] = mapped_column(sort_key_type(500))
    #: Four characters that make the display name in the live room unique in practice: `#A7K2`.
    mark: Mapped[str] = mapped_column(String(4), index=True)
    birth_year: Mapped[int | None]
    birth_date: Mapped[date | None] = mapped_column(Date)
    province_code: Mapped[str | None] = mapped_column(ForeignKey("province.code"))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("commune.code"))
    #: `female`, `male`, `other`; None with the reason in `CardAnswer`.
    gender: Mapped[str | None] = mapped_column(String(10))
    #: `vi` or `en`.
    language: Mapped[str] = mapped_column(String(2), default="vi")
    #: Another person with the same phone or e-mail was there at sign-up: to be looked at by a person.
    maybe_duplicate: Mapped[bool] = mapped_column(default=False)
    #: Invented for the demonstration.
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[When]
    #: Since when only public lessons are open to them; None: everything a learner may do.
    paused_at: Mapped[When | None]
    #: Why: `guardian` (under 16, a guardian has not consented) or `withdrawn` (no consent to learning).
    paused_why: Mapped[str | None] = mapped_column(String(10))
    disabled_at: Mapped[When | None]
    #: Turned out to be somebody else who is here: nobody can be this person any more.
    merged_at: Mapped[When | None]
    erased_at: Mapped[When | None]

    #: Lists of people, whole and of one province, are read along these.
    __table_args__ = (
        Index("ix_person_name_sort", "name_sort", "id"),
        Index("ix_person_province_code", "province_code", "name_sort", "id"),
        Index(
            "ix_person_suspected",
            "province_code",
            sqlite_where=text("maybe_duplicate = 1"),
            postgresql_where=text("maybe_duplicate"),
        ),
    )

    contacts: Mapped[list["Contact"]] = relationship(order_by="Contact.id", viewonly=True)

    @property
    def email(self) -> str | None:
        """Where letters go: the verified e-mail address, else the first one given, else None."""
        addresses = [contact for contact in self.contacts if contact.kind == "email"]
        return next((found.value for found in sorted(addresses, key=lambda found: not found.verified_at)), None)

    @property
    def phone(self) -> str | None:
        """Where texts go: the phone number verified last, else None. An unverified one may be a stranger's."""
        numbers = [contact for contact in self.contacts if contact.kind == "phone" and contact.verified_at]
        return max(numbers, key=lambda found: found.verified_at).value if numbers else None


class NameWord(db.Model):
    """One word of somebody's name, folded: what a search looks in, so that it never reads every name."""

    word: Mapped[str] = mapped_column(sort_key_type(60), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}


class Contact(db.Model):
    """A way to reach a person. A phone may belong to a family: up to four persons."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: `phone` or `email`.
    kind: Mapped[str] = mapped_column(String(5))
    #: +84… or a casefolded address.
    value: Mapped[str] = mapped_column(sort_key_type(254), index=True)
    verified_at: Mapped[When | None]
    added_at: Mapped[When]

    __table_args__ = (Index("uq_contact_person_id_kind_value", "person_id", "kind", "value", unique=True),)


class Role(db.Model):
    """What a person may do beyond learning. Ended, never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `trainer`, `coordinator`, `partner` or `caretaker`.
    name: Mapped[str] = mapped_column(String(12))
    #: Province a coordinator is limited to; "" means the whole country.
    province_code: Mapped[str] = mapped_column(String(2), default="")
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[When]
    ended_at: Mapped[When | None]

    __table_args__ = (
        Index(
            "uq_role_current",
            "person_id",
            "name",
            "province_code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Consent(db.Model):
    """A person agreed to a purpose in these words. Withdrawn by a date, never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `learning`, `sharing`, `stories` or `news`.
    purpose: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(20))
    #: SHA-256 of the sentence shown, hexadecimal.
    wording: Mapped[str] = mapped_column(String(64))
    #: How: `sign-up`, `claim`, `settings`, `card`, `guardian`, `demo`.
    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[When]
    withdrawn_at: Mapped[When | None]


class RoleProposal(db.Model):
    """A role that a second person must agree to before it is given."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `coordinator` or `caretaker`.
    name: Mapped[str] = mapped_column(String(12))
    province_code: Mapped[str] = mapped_column(String(2), default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[When]
    #: `waiting`, `agreed`, `refused`, or `expired` once it was proposed again.
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[When | None]

    __table_args__ = (
        Index(
            "uq_role_proposal_waiting",
            "person_id",
            "name",
            "province_code",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class CardAnswer(db.Model):
    """What became of a question asked later, one card at a time. No row: not asked yet."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: `gender`, `commune`, `ethnicity` or `disability`.
    card: Mapped[str] = mapped_column(String(12))
    #: `asked` (shown, nothing said), `answered`, `refused` or `deferred`.
    state: Mapped[str] = mapped_column(String(10))
    #: The answer to `ethnicity` and `disability`, which stand nowhere else; None for the others.
    value: Mapped[str | None] = mapped_column(String(60))
    #: When it came to stand like this.
    at: Mapped[When]

    __table_args__ = (Index("uq_card_answer_person_id_card", "person_id", "card", unique=True),)
