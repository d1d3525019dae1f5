"""What candidates, findings and sites are called, in the visitor's language."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

from dermatome.anatomy.ids import ROOTS, root_name, territory_root, view_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, short_name
from dermatome.anatomy.terms import fact, movement_name, muscle_name, nerve_name, part_name, reflex_name
from dermatome.language import N_, _, language
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.named_nerves import SIGN
from dermatome.localiser.records import Patch, Reason
from dermatome.localiser.skin import skin

_PLACES: Final = {
    "upper-trunk": N_("upper trunk of the brachial plexus"),
    "middle-trunk": N_("middle trunk of the brachial plexus"),
    "lower-trunk": N_("lower trunk of the brachial plexus"),
    "lateral-cord": N_("lateral cord of the brachial plexus"),
    "posterior-cord": N_("posterior cord of the brachial plexus"),
    "medial-cord": N_("medial cord of the brachial plexus"),
    "brachial-plexus": N_("brachial plexus"),
    "upper-trunk-anterior-division": N_("anterior division of the upper trunk"),
    "upper-trunk-posterior-division": N_("posterior division of the upper trunk"),
    "middle-trunk-anterior-division": N_("anterior division of the middle trunk"),
    "middle-trunk-posterior-division": N_("posterior division of the middle trunk"),
    "lower-trunk-anterior-division": N_("anterior division of the lower trunk"),
    "lower-trunk-posterior-division": N_("posterior division of the lower trunk"),
    "lumbosacral-trunk": N_("lumbosacral trunk"),
    "lumbar-plexus": N_("lumbar plexus"),
    "sacral-plexus": N_("sacral plexus"),
    "lumbosacral-plexus": N_("lumbosacral plexus"),
    "conus-medullaris": N_("conus medullaris"),
    "upper-motor-neuron": N_("upper motor neuron"),
    "cauda-equina": N_("cauda equina"),
    "polyneuropathy": N_("polyneuropathy"),
    "neuralgic-amyotrophy": N_("neuralgic amyotrophy"),
}

_LABELS: Final = {
    "upper-trunk": N_("upper trunk"),
    "middle-trunk": N_("middle trunk"),
    "lower-trunk": N_("lower trunk"),
    "lateral-cord": N_("lateral cord"),
    "posterior-cord": N_("posterior cord"),
    "medial-cord": N_("medial cord"),
    **{f"{trunk}-trunk-anterior-division": N_("anterior") for trunk in ("upper", "middle", "lower")},
    **{f"{trunk}-trunk-posterior-division": N_("posterior") for trunk in ("upper", "middle", "lower")},
}
"""Names of parts of a plexus where the drawing says of which."""

_SIGNS: Final = {
    "arm-compression": N_("pressure on the arm"),
    "axilla-compression": N_("pressure in the armpit"),
    "back-pain": N_("back pain"),
    "bilateral": N_("both sides"),
    "bladder-incontinence": N_("bladder leaks"),
    "bladder-retention": N_("bladder does not empty"),
    "bowel-incontinence": N_("bowel leaks"),
    "cervical-rib": N_("cervical rib"),
    "claw-hand": N_("claw hand"),
    "diabetes": N_("diabetes"),
    "erectile-dysfunction": N_("erectile dysfunction"),
    "femoral-stretch-positive": N_("femoral stretch test positive"),
    "fibular-neck-pressure": N_("pressure on the neck of the fibula"),
    "froment": N_("Froment's sign"),
    "glove-loss": N_("loss like a glove"),
    "hernia-repair": N_("hernia repair"),
    "hip-surgery": N_("hip surgery"),
    "horner": N_("Horner's syndrome"),
    "humerus-fracture": N_("fracture of the humerus"),
    "hypothenar-wasting": N_("hypothenar wasting"),
    "neck-pain": N_("neck pain"),
    "night-waking": N_("waking at night"),
    "ok-sign-fails": N_("no round O with thumb and index finger"),
    "painless": N_("no pain"),
    "paraspinals-normal": N_("paraspinal muscles normal"),
    "phalen-positive": N_("Phalen's test positive"),
    "radicular-arm-pain": N_("pain down the arm"),
    "radicular-leg-pain": N_("pain down the leg"),
    "saddle-pressure": N_("pressure of a saddle"),
    "severe-pain-then-weakness": N_("severe pain, then weakness"),
    "shoulder-dislocation": N_("dislocated shoulder"),
    "slr-negative": N_("straight leg raise negative"),
    "slr-positive": N_("straight leg raise positive"),
    "spurling-negative": N_("Spurling's test negative"),
    "spurling-positive": N_("Spurling's test positive"),
    "stocking-loss": N_("loss like a stocking"),
    "symmetrical": N_("symmetrical"),
    "asymmetrical": N_("not the same on both sides"),
    "sudden-onset": N_("sudden onset"),
    "tender-pronator": N_("tender over pronator teres"),
    "thenar-wasting": N_("thenar wasting"),
    "tinel-calf": N_("Tinel's sign at the calf"),
    "tinel-elbow": N_("Tinel's sign at the elbow"),
    "tinel-inner-ankle": N_("Tinel's sign at the inner ankle"),
    "tinel-medial-malleolus": N_("Tinel's sign behind the medial malleolus"),
    "tinel-supraclavicular": N_("Tinel's sign above the collarbone"),
    "tinel-wrist": N_("Tinel's sign at the wrist"),
    "trendelenburg": N_("Trendelenburg's sign"),
    "waiters-tip": N_("waiter's tip posture"),
    "wartenberg": N_("Wartenberg's sign"),
    "winging": N_("winging of the shoulder blade"),
    "winging-at-rest": N_("winging at rest"),
    "winging-on-pushing": N_("winging on pushing"),
    "worse-arm-up": N_("worse with the arm raised"),
    "wrist-cuff": N_("tight cuff at the wrist"),
    "zoster": N_("zoster"),
    "upper-arm-traction": N_("pull or fall on the shoulder"),
    "birth-injury": N_("difficult birth"),
    "neck-surgery": N_("surgery at the side of the neck"),
    "axillary-surgery": N_("surgery of armpit or breast"),
    "blood-taking": N_("needle at the wrist"),
    "blood-taking-elbow": N_("needle at the elbow"),
    "pelvic-fracture": N_("pelvic fracture"),
    "tight-clothing": N_("tight belt, clothing or weight gain"),
    "ankle-sprain": N_("twisted ankle"),
    "pelvic-surgery": N_("surgery of the pelvis"),
    "labour": N_("labour"),
    "cervical-spine-surgery": N_("surgery of the cervical spine"),
    "knee-surgery": N_("knee surgery"),
    "overhead-sport": N_("overhead sport"),
    "push-ups": N_("hard push-ups"),
    "elbow-leaning": N_("leaning on the elbow, or elbow pain"),
    "buttock-injection": N_("injection into, or pressure on, the buttock"),
    "cough-worse": N_("worse on coughing"),
    "arm-overhead-relief": N_("eased with the hand on the head"),
    "psoas-bleed": N_("bleeding, or puncture of the groin"),
    "supracondylar-fracture": N_("fracture just above the elbow"),
    "clavicle-fracture": N_("fracture of the collarbone"),
    "face-surgery": N_("surgery of the parotid gland"),
    "sensory-level": N_("all numb from a level of the trunk downwards"),
    "cord-signs": N_("brisk reflexes, spasticity or an extensor plantar"),
    "neuropathy-cause": N_("alcohol, chemotherapy or lack of B12"),
    "infection-before": N_("infection or vaccination before"),
    "apical-tumour": N_("tumour at the apex of the lung"),
    "radiation": N_("radiotherapy"),
    "leg-cast": N_("plaster cast of the leg"),
}
_GROUPS: Final = {
    "all": N_("everything"),
    "all-other": N_("everything else"),
    "upper-limb": N_("the arm"),
    "lower-limb": N_("the leg"),
    "hand": N_("the hand"),
    "foot": N_("the foot"),
    "proximal": N_("the proximal muscles"),
    "distal": N_("the distal muscles"),
}
_SURFACES: Final = {
    "anterior": N_("front"),
    "posterior": N_("back"),
    "lateral": N_("outer side"),
    "medial": N_("inner side"),
    "upper": N_("upper half"),
    "lower": N_("lower half"),
    "palmar": N_("palm side"),
    "dorsal": N_("back"),
    "plantar": N_("sole side"),
    "radial": N_("thumb side"),
    "ulnar": N_("little finger side"),
}


_POINTS: Final = {
    "nipple": N_("skin at the height of the nipples"),
    "navel": N_("skin at the height of the navel"),
    "footweb": N_("first web space of the foot"),
    "handweb": N_("first web space of the hand"),
}
"""Points of the lexicon by the word that stands for them."""


def candidate_name(candidate: str) -> str:
    """Return the name of a candidate: ``"common fibular nerve"``, ``"fifth lumbar nerve root"``."""
    if candidate in _PLACES:
        return _(_PLACES[candidate])
    if territory_root(candidate):
        return root_name(candidate)
    for nerve in facts().nerves:
        if nerve_id(nerve.nerve) == candidate:
            name = nerve_name(nerve)
            return f"{short_name(name)} nerve" if language() == "en" and name == nerve.nerve else name
    return candidate.replace("-", " ")


def part_label(part: str) -> str:
    """Return the name of a root or a part of a plexus in a drawing of it: ``"C5"``, ``"upper trunk"``."""
    if part in ROOTS:
        return part
    if part in _LABELS:
        return _(_LABELS[part])
    nerve = next((nerve for nerve in facts().nerves if nerve_id(nerve.nerve) == part), None)
    return short_name(nerve_name(nerve)) if nerve else candidate_name(part)


def patch_name(patch: Patch) -> str:
    """Return the name of a patch of skin: ``"forearm (outer side)"``, ``"C6 territory"``."""
    if patch.territory:
        known = patch.territory if territory_root(patch.territory) else candidate_name(patch.territory)
        return _("%(name)s territory") % {"name": known}
    if not patch.part:
        return _point_name(patch.view, patch.x, patch.y)
    if not patch.surfaces:
        return part_name(patch.part)
    return f"{part_name(patch.part)} ({', '.join(_(_SURFACES[s]) for s in patch.surfaces)})"


@functools.cache
def _known_points() -> Mapping[tuple[str, int, int], str]:
    """Return the points that words stand for, of either side: ``nipple level``."""
    bases = lexicon_file().bases
    places = ((base, place) for base in _POINTS for place in bases[base]["any"])
    points = ((base, *place.removeprefix("@").split(",")) for base, place in places)
    return {(view, abs(round(float(x))), round(float(y))): base for base, view, x, y in points}


def _point_name(view: str, x: float, y: float) -> str:
    """Return what a point of a view is called: by its own name where it has one, else by its part."""
    if base := _known_points().get((view, abs(round(x)), round(y))):
        return _(_POINTS[base])
    for part in skin().parts_of([(view, x, y)]):
        return _("a point there: %(part)s") % {"part": part_name(part)}
    return _("a point of the view: %(view)s") % {"view": view_name(view)}


def site_name(site: str) -> str:
    """Return the name of a site of a nerve: ``"fibular neck"``."""
    return fact(site)


def jerk_name(reflex: str) -> str:
    """Return the name of a reflex by its id: ``"ankle jerk"``."""
    return reflex_name(facts().reflexes_by_id[reflex])


def motor_name(name: str) -> str:
    """Return the name of a movement or muscle by its id."""
    return movement_name(name) if name in facts().movements else muscle_name(facts().muscles[name])


def finding_name(finding: str) -> str:
    """Return the name of a finding by the id it has in reasons and tests."""
    if finding in facts().movements or finding in facts().muscles:
        return motor_name(finding)
    if finding in facts().reflexes_by_id:
        return jerk_name(finding)
    if finding in _SIGNS or finding in _GROUPS:
        return _(_SIGNS.get(finding) or _GROUPS[finding])
    if finding.startswith(SIGN):
        return _("lesion of the %(nerve)s (as told)") % {"nerve": candidate_name(finding.removeprefix(SIGN))}
    if "@" in finding:
        view, _at, point = finding.partition("@")
        return _point_name(view, *map(float, point.split(",")))
    part, *surfaces = finding.split(":")
    if part == "territory":
        return patch_name(Patch("", territory=surfaces[0]))
    if surfaces == ["painted"]:
        return _("%(part)s, as painted") % {"part": part_name(part)}
    return patch_name(Patch(part, tuple(surfaces)))


OFTEN: Final = 0.4
MOSTLY: Final = 0.75
"""Chances from which a loss is called frequent, and due."""


def reason_text(reason: Reason) -> str:
    """Return one line on what a finding does for a candidate; what is missing, by how surely it was due."""
    if reason.state in {"strong", "spared", "normal"}:
        text = _kept_text(reason)
    elif reason.state == "present":
        text = _("%(finding)s goes with it") if reason.weight > 0 else _("%(finding)s seldom goes with it")
    else:
        text = _lost_text(reason)
    return text % {"finding": _named(reason)}


def _lost_text(reason: Reason) -> str:
    weak = reason.state == "weak"
    if reason.weight <= 0:
        if weak:
            return _("%(finding)s is weak, which it does not explain")
        return _("%(finding)s is lost, which it does not explain")
    if reason.expected >= OFTEN:
        return _("%(finding)s is weak, as expected") if weak else _("%(finding)s is lost, as expected")
    return _("%(finding)s is weak, which fits") if weak else _("%(finding)s is lost, which fits")


def _kept_text(reason: Reason) -> str:
    fits, may, often, due = {
        "strong": (
            _("%(finding)s is strong, which fits"),
            _("%(finding)s is strong; it may be weak"),
            _("%(finding)s is strong; it is often weak"),
            _("%(finding)s is strong, and should be weak"),
        ),
        "spared": (
            _("%(finding)s is spared, which fits"),
            _("%(finding)s is spared; it may be numb"),
            _("%(finding)s is spared; it is often numb"),
            _("%(finding)s is spared, and should be numb"),
        ),
        "normal": (
            _("%(finding)s is normal, which fits"),
            _("%(finding)s is normal; it may be lost"),
            _("%(finding)s is normal; it is often lost"),
            _("%(finding)s is normal, and should be lost"),
        ),
    }[reason.state]
    if reason.weight > 0:
        return fits
    return due if reason.expected >= MOSTLY else often if reason.expected >= OFTEN else may


def _named(reason: Reason) -> str:
    """Return the name of a finding; of reflexes and muscles that share one, the reflex is called so."""
    if reason.kind == "reflex":
        name = jerk_name(reason.finding)
        return name if "jerk" in name or language() != "en" else _("%(name)s reflex") % {"name": name}
    return finding_name(reason.finding)
