"""Progress brought back from a file, as a piece of work for a process of its own."""

from __future__ import annotations

import pickle  # between two processes of ours, see dermatome.export.apart
from dataclasses import dataclass

from dermatome.study.exchange import read_export
from dermatome.study.kept import Learner, Merged
from dermatome.study.store import open_progress


@dataclass(frozen=True, slots=True)
class Brought:
    """Whose progress it is now, with the ``secret`` of a link made for it, and what was added."""

    learner: Learner
    secret: str
    merged: Merged


def brought(data: bytes, learner: Learner | None, name: str, *, by_name: bool) -> bytes:
    """Add an exported file to the progress of a learner; return a pickled :class:`Brought`.

    The file is read before anybody is made to whom it could be added: the learner of ``name`` where names are
    enough (``by_name``), or of a new link that carries it.

    :raises InputError: the file is no export, is of a newer version, or is too large.
    :raises DataError: the database does not answer.
    """
    told = read_export(data)
    secret = ""
    with open_progress() as progress:
        if learner is None and name and by_name:
            learner = progress.learner(name)
        elif learner is None:
            learner, secret = progress.new_link(name)
        return pickle.dumps(Brought(learner, secret, progress.merge(learner, told)))
