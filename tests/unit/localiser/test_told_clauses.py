"""One line may tell of what is lost and of what is well; who pulled, when and why is beside the point."""

from __future__ import annotations

from typing import Any

import pytest

from dermatome.localiser.findings import read_findings


def _read(told: dict[str, Any]) -> set[str]:
    """Return what was read, ``-`` for what is lost and ``+`` for what is well."""
    found = read_findings(told)
    lost = {m.id for m in found.weak} | set(found.weak_groups) | set(found.reflexes_lost) | set(found.signs)
    well = {m.id for m in found.strong} | set(found.strong_groups) | set(found.reflexes_normal)
    return {f"-{name}" for name in lost} | {f"+{name}" for name in (*well, *found.reflex_groups)}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("I can bend the wrist back but the fingers won't lift", {"+wrist-extension", "-finger-extension"}),
        ("lifting the big toe. Everything else is fine", {"-great-toe-extension", "+all-other"}),
        ("tiptoes are no problem, but not on my heels", {"+ankle-plantar-flexion", "-ankle-dorsiflexion"}),
        ("spreading the fingers, wrist extension 5/5", {"-finger-abduction", "+wrist-extension"}),
        ("KE 3/5, ADF 5/5", {"-knee-extension", "+ankle-dorsiflexion"}),
        ("no weakness anywhere", {"+all"}),
        ("the knee buckles when I walk down to the garden, I carry a cane", {"-knee-extension"}),
        ("can't straighten the elbow or the wrist", {"-elbow-extension", "-wrist-extension"}),
        ("squeezing my thighs together, as on a horse", {"-hip-adduction"}),
        ("getting up from a low bench without using my arms", {"-knee-extension"}),
        ("the wrist just hangs", {"-wrist-extension"}),
        ("my knees fold as soon as I put weight on them", {"-knee-extension"}),
        ("she asked me to straighten the knee and she pushed it down with two fingers", {"-knee-extension"}),
        ("no active flexion of D3, D4 and D5", {"-finger-flexion"}),
        ("FDP d4/5 weak", {"-flexor-digitorum-profundus-to-ring-and-little-fingers"}),
        ("my toes curl like a claw", {"-claw-hand"}),
    ],
)
def test_a_line_among_what_is_weak(line: str, read: set[str]) -> None:
    assert _read({"weak": [line]}) == read


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("the other muscles the nurse tested were strong", {"+all-other"}),
        ("no other weak place", {"+all-other"}),
        ("nothing else got weak", {"+all-other"}),
        ("MMT UL and LL WNL", {"+upper-limb", "+lower-limb"}),
        ("my arms and my legs are strong", {"+upper-limb", "+lower-limb"}),
        ("strength otherwise full", {"+all-other"}),
        ("rest of the neuro exam normal", {"+all-other"}),
        ("shrugging the shoulder, fine", {"+shoulder-shrug"}),
        ("biceps 5, triceps 2", {"+biceps-brachii", "-triceps-brachii"}),
        ("bending the knee is strong, the doctor could not straighten it", {"+knee-flexion"}),
    ],
)
def test_a_line_among_what_is_strong(line: str, read: set[str]) -> None:
    assert _read({"strong": [line]}) == read


@pytest.mark.parametrize(
    ("line", "lost", "read"),
    [
        ("AJ absent, KJ 2+", True, {"-ankle-jerk-achilles", "+knee-jerk-patellar"}),
        ("tapping under the kneecap: not a flicker", True, {"-knee-jerk-patellar"}),
        ("the right knee hardly jumped", True, {"-knee-jerk-patellar"}),
        ("triceps gone, the others were fine", True, {"-triceps", "+all-other"}),
        ("none missing, all normal", True, {"+all"}),
        ("the hammer on both arms came out fine", False, {"+upper-limb"}),
        ("everywhere else they jumped", False, {"+all-other"}),
        ("the other knocks were even on both sides", False, {"+all-other"}),
        ("knees bounced", False, {"+knee-jerk-patellar"}),
        ("all reflexes nl", False, {"+all"}),
        ("DTRs 2+ throughout", False, {"+all"}),
        ("plantars ↓↓", False, {"+plantar"}),
        ("knee fine. She could not get the ankle", False, {"+knee-jerk-patellar", "-ankle-jerk-achilles"}),
    ],
)
def test_a_line_among_reflexes(line: str, lost: bool, read: set[str]) -> None:
    assert _read({"reflexes": {"lost" if lost else "normal": [line]}}) == read


def test_a_part_named_before_is_that_of_the_line_that_follows() -> None:
    told = ["the ankle keeps rolling and I can't turn it out", "nor in"]
    assert _read({"weak": told}) == {"-foot-eversion", "-foot-inversion"}
