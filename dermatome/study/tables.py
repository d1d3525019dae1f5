"""The tables of practice, and the examinations a learner keeps with it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from dermatome.study.memory import Memory

TABLES: Final = sa.MetaData()
LEARNER: Final = sa.Table(
    "dermatome_learner",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    # One of the two is empty: the name in its folded spelling, or the hash of the secret of a link.
    sa.Column("folded", sa.Text, nullable=True, unique=True),
    sa.Column("secret", sa.Text, nullable=True, unique=True),
    sa.Column("created", sa.BigInteger, nullable=False),
)
REVIEW: Final = sa.Table(
    "dermatome_review",
    TABLES,
    sa.Column("learner", sa.Text, sa.ForeignKey("dermatome_learner.id"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("card", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # microseconds since 1970, UTC
    sa.Column("rating", sa.SmallInteger, nullable=False),
    sa.Column("correct", sa.Boolean, nullable=False),
    sa.Column("given", sa.Text, nullable=True),
    sa.Column("seconds", sa.Double, nullable=True),
    sa.Column("exam", sa.Text, nullable=False),
    sa.Index("dermatome_review_card", "learner", "card", "at"),
    sa.Index("dermatome_review_at", "learner", "at"),
)
STATE: Final = sa.Table(
    "dermatome_state",
    TABLES,
    sa.Column("learner", sa.Text, sa.ForeignKey("dermatome_learner.id"), primary_key=True),
    sa.Column("card", sa.Text, primary_key=True),
    sa.Column("due", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("stability", sa.Double, nullable=False),  # days
    sa.Column("difficulty", sa.Double, nullable=False),
    sa.Column("phase", sa.SmallInteger, nullable=False),
    sa.Column("step", sa.SmallInteger, nullable=True),
    sa.Column("reviews", sa.Integer, nullable=False),
    sa.Index("dermatome_state_due", "learner", "due"),
)
EXAMINATION: Final = sa.Table(
    "dermatome_examination",
    TABLES,
    sa.Column("learner", sa.Text, sa.ForeignKey("dermatome_learner.id"), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # microseconds since 1970, UTC
    sa.Column("worksheet", sa.Text, nullable=False),  # JSON, as dermatome.isncsci.files has it
)
MEMORY: Final = [STATE.c[name] for name in Memory._fields]
