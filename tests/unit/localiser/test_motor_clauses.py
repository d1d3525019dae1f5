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
        ("my fingers curl like a claw", {"-claw-hand"}),
        ("the toes have clawed", set()),
        ("chopping onions", set()),
        ("doing push ups", {"-elbow-extension"}),
        ("she could push my foot down with a finger", {"-ankle-dorsiflexion"}),
        ("he easily pushed my fingers together", {"-finger-abduction"}),
        ("it isn't the elbow bending, it is straightening it", {"+elbow-flexion", "-elbow-extension"}),
        ("weak wrist extensors with sparing of triceps", {"-wrist-extension", "+triceps-brachii"}),
        ("eversion weakness without inversion weakness", {"-foot-eversion", "+foot-inversion"}),
        ("great toe extension 4/5", {"-great-toe-extension"}),
        ("thumb opposition", {"-thumb-opposition"}),
        ("both my legs are weak, the two of them", {"-lower-limb"}),
        ("toes won't lift, ankle OK", {"-toe-extension"}),
        ("delt/bi/tri 2/3/5", {"-deltoid", "-biceps-brachii", "+triceps-brachii"}),
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
        ("he could not push my knees together", {"+hip-abduction"}),
        ("nothing wrong with my legs", {"+lower-limb"}),
        ("whole upper limb", {"+upper-limb"}),
        ("the examiner found nothing weak although it feels weak", {"+all"}),
        ("walking on heels and toes", {"+ankle-dorsiflexion", "+ankle-plantar-flexion"}),
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
        ("she hit my knee and it just sat there", True, {"-knee-jerk-patellar"}),
        ("BTR ↓, TTR 2+", True, {"-biceps", "+triceps"}),
        ("right side fine", False, set()),
        ("plantars ↓↓", False, {"+plantar"}),
        ("knee fine. She could not get the ankle", False, {"+knee-jerk-patellar", "-ankle-jerk-achilles"}),
    ],
)
def test_a_line_among_reflexes(line: str, lost: bool, read: set[str]) -> None:
    assert _read({"reflexes": {"lost" if lost else "normal": [line]}}) == read


def test_a_part_named_before_is_that_of_the_line_that_follows() -> None:
    told = ["the ankle keeps rolling and I can't turn it out", "nor in"]
    assert _read({"weak": told}) == {"-foot-eversion", "-foot-inversion"}


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("the nurse lifted my leg up a bit and I screamed", {"slr-positive"}),
        ("leg up in the air on the bench: ouch", {"slr-positive"}),
        ("SLRT <40° left", {"slr-positive"}),
        ("SLR markedly +, LBP 3/52", {"slr-positive", "back-pain"}),
        ("positive straight leg test on the left", {"slr-positive"}),
        ("lifting the straight leg did nothing", {"slr-negative"}),
        ("no pain at all when he raised my leg", {"slr-negative"}),
        ("on my stomach, heel bent up to the bum: that hurt", {"femoral-stretch-positive"}),
        ("heel to the buttock did not hurt", set()),
        ("squeezing my head down shot into the arm", {"spurling-positive"}),
        ("pressing on top of my head did nothing", {"spurling-negative"}),
        ("Spurling –", {"spurling-negative"}),
        ("tapped at the wrist and it buzzed into the thumb", {"tinel-wrist"}),
        ("my neck has been bad since Easter", {"neck-pain"}),
        ("my back cracked when I lifted a crate", {"back-pain"}),
        ("they put the shoulder back in", set()),
        ("post-op, bilateral hernioplasty", {"hernia-repair"}),
        ("the nights shifts are long", set()),
        ("tingles at night", {"night-waking"}),
        ("URTI 2/52 ago", {"infection-before"}),
        ("left the same as right", {"symmetrical"}),
        ("the flesh at the base of my thumb has gone", {"thenar-wasting"}),
        ("running down the leg", {"radicular-leg-pain"}),
        ("passive shoulder ROM full, painless", set()),
        ("things no longer work in the bedroom", {"erectile-dysfunction"}),
    ],
)
def test_a_line_among_signs(line: str, signs: set[str]) -> None:
    assert set(read_findings({"other": [line]}).signs) == signs


def test_a_pain_that_runs_on_does_so_in_the_limb_that_is_told_of() -> None:
    assert "radicular-arm-pain" in read_findings({"weak": ["elbow-extension"], "other": ["it shoots"]}).signs
    assert "radicular-leg-pain" in read_findings({"weak": ["knee-extension"], "other": ["it shoots"]}).signs
    assert not read_findings({"other": ["it shoots"]}).signs


@pytest.mark.parametrize(
    "story", ["I fell off a ladder years ago", "noticed after a long flight to Rome", "hit by a tram"]
)
def test_how_it_came_about_is_left_unsaid_where_it_tells_no_cause(story: str) -> None:
    assert not read_findings({"other": [story]}).not_understood


def test_a_symptom_nobody_understands_is_told() -> None:
    assert read_findings({"other": ["a queer ache in my gubbins"]}).not_understood
