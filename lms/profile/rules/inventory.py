"""What is kept of people, what for, on which ground, how long, and who sees it: the one source of the notice. Pure.

How long is a promise: what other rooms remove by a job stands here as the same number, and a test compares.
Where a ground names a law, it is Law 91/2025/QH15 on the protection of personal data and Decree 356/2025/NĐ-CP.
"""

from datetime import date
from typing import Any, NamedTuple

from lms.accounts.rules.sign_ins import SIGN_INS_KEPT
from lms.core.words import Lazy, _l
from lms.notifications.rules import WORDS_KEPT_FOR

#: The notice in force, and since when.
VERSION, SINCE = "2026-1", date(2026, 11, 22)

#: Months without any sign of a person after which they are erased; months that the record and requests are kept.
INACTIVE_MONTHS = AUDIT_MONTHS = REQUEST_MONTHS = 24
#: Days that a copy of one's data lies ready.
DOWNLOAD_DAYS = 7
#: Days until a child is erased whose guardian never consented; age at which the child's guardian is forgotten.
UNCONFIRMED_DAYS, GUARDIAN_UNTIL_AGE = 30, 19
#: Days that names in reports of a live room and on paper lists stay.
REPORT_NAME_DAYS = 90
SIGN_IN_DAYS, LETTER_DAYS = SIGN_INS_KEPT.days, WORDS_KEPT_FOR.days


class Kept(NamedTuple):
    """How long: a sentence and its numbers."""

    sentence: Lazy
    values: dict[str, Any]

    def __str__(self) -> str:
        return self.sentence % self.values


class Entry(NamedTuple):
    """One group of fields."""

    what: Lazy
    why: Lazy
    basis: Lazy
    kept: Kept
    seen_by: Lazy


def _kept(sentence: Lazy, **values: Any) -> Kept:
    return Kept(sentence, values)


_CONSENT = _l("Your consent to learning (Law 91/2025/QH15, art. 9)")
_SENSITIVE = _l("A consent of its own (Law 91/2025/QH15, art. 9; sensitive data: Decree 356/2025/NĐ-CP, art. 4)")
_CHILDREN = _l("Consent of the guardian and agreement of the child (Law 91/2025/QH15, art. 24)")
_PROOF = _l("Our duty to be able to prove it (Law 91/2025/QH15, art. 9)")
_SAFETY = _l("Our duty to protect your data (Law 91/2025/QH15)")
_REQUESTS = _l("Our duty to answer requests in time (Decree 356/2025/NĐ-CP)")
_ACCOUNT = _kept(
    _l("Until you delete your account, or %(months)s months without a sign of you"), months=INACTIVE_MONTHS
)
_COUNTED = _kept(_l("As long as the account; then without your name, for the count"))
_OWN = _kept(_l("Until you remove your answer or delete your account"))
_ONLY_YOU = _l("You only")
_TEAM = _l("You; trainers of your classes; coordinators of your province")
_FIGURES = _l("You; everybody else as figures only, groups under five hidden")

INVENTORY = (
    Entry(_l("Name and preferred name"), _l("Class lists, the certificate"), _CONSENT, _ACCOUNT, _TEAM),
    Entry(
        _l("Phone number, e-mail"),
        _l("Sign-in, letters about your classes"),
        _CONSENT,
        _ACCOUNT,
        _l("You; coordinators of your province; whoever delivers our letters"),
    ),
    Entry(
        _l("The link of a partner by which you first came"),
        _l("To count how many people a partner brought"),
        _CONSENT,
        _COUNTED,
        _FIGURES,
    ),
    Entry(
        _l("Birth year or date"),
        _l("Whether you count as youth (16–30), and the consent of a guardian under 16"),
        _CONSENT,
        _COUNTED,
        _FIGURES,
    ),
    Entry(_l("Province, commune, gender"), _l("Figures by place and gender"), _CONSENT, _COUNTED, _FIGURES),
    Entry(_l("Ethnic group"), _l("To count fairly who is reached"), _SENSITIVE, _OWN, _FIGURES),
    Entry(_l("Disability: yes or no"), _l("To count fairly who is reached"), _SENSITIVE, _OWN, _FIGURES),
    Entry(
        _l("Password, passkeys, recovery code"),
        _l("Sign-in. Only a fingerprint of them is kept; nobody can read it"),
        _CONSENT,
        _ACCOUNT,
        _l("No one"),
    ),
    Entry(
        _l("Devices you signed in on, wrong tries"),
        _l("So that you can end them, and nobody can guess your password"),
        _SAFETY,
        _kept(_l("%(days)s days after they ended"), days=SIGN_IN_DAYS),
        _ONLY_YOU,
    ),
    Entry(
        _l("Consents, with wording, time and way"),
        _l("Proof of what you agreed to"),
        _PROOF,
        _kept(_l("As long as the account; then without your name, as proof")),
        _l("You; the caretaker"),
    ),
    Entry(
        _l("Guardian: name, relation, phone number, consent"),
        _l("Under 16: that a parent or guardian agrees"),
        _CHILDREN,
        _kept(
            _l("Until the child is %(age)s; %(days)s days if nobody ever agreed"),
            age=GUARDIAN_UNTIL_AGE,
            days=UNCONFIRMED_DAYS,
        ),
        _l("The guardian; coordinators of the province"),
    ),
    Entry(
        _l("Classes you enrolled in"), _l("Your seat, reminders, your calendar"), _CONSENT, _COUNTED, _TEAM
    ),
    Entry(
        _l("Join presses, codes given, times in the live room, the trainer's marks"),
        _l("Your attendance, and why it stands as it does"),
        _CONSENT,
        _COUNTED,
        _TEAM,
    ),
    Entry(
        _l("The names you were seen under in reports of a live room or on a paper list, and your word that it was you"),
        _l("So that an evening is credited to you and to nobody else"),
        _CONSENT,
        _kept(
            _l("Names %(days)s days after the class; that you were there as long as the account"),
            days=REPORT_NAME_DAYS,
        ),
        _l("You; trainers of your classes"),
    ),
    Entry(
        _l("Your name with a mark of four characters, under an e-mail address that is nobody's"),
        _l("Your own way into a class that is held on Zoom"),
        _CONSENT,
        _kept(_l("There until you leave the class; Zoom keeps the reports of its meetings by its own rules")),
        _l("Zoom; everybody in the same live room"),
    ),
    Entry(
        _l("Quiz answers and marks, lessons read"),
        _l("Your result and the way to completing a track"),
        _CONSENT,
        _COUNTED,
        _l("You; trainers of your classes"),
    ),
    Entry(
        _l("Letters sent to you"),
        _l("Reminders and news of your classes"),
        _CONSENT,
        _kept(_l("Their words %(days)s days; a code until it was sent"), days=LETTER_DAYS),
        _l("You; the caretaker, who cannot read codes; whoever delivers our letters"),
    ),
    Entry(
        _l("Your requests about your data, and the copy we make"),
        _l("To answer in time, and to prove it"),
        _REQUESTS,
        _kept(
            _l("Requests %(months)s months after they ended; the copy %(days)s days"),
            months=REQUEST_MONTHS,
            days=DOWNLOAD_DAYS,
        ),
        _l("You; coordinators of your province; the caretaker"),
    ),
    Entry(
        _l("Who on the team opened or changed your data"),
        _l("So that it can be checked"),
        _SAFETY,
        _kept(_l("%(months)s months; ids only, without your name"), months=AUDIT_MONTHS),
        _l("The caretaker"),
    ),
)  # fmt: skip
