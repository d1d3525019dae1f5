"""Turns of speech about power, in the words of the lexicon: ``my legs fold``, ``behind my back``."""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.finger_words import FINGERS, fingers_named
from dermatome.localiser.rewording import reworded, rewording

_MINE: Final = r"(?:my|the|her|his|your|that|this|one)"
_THEIRS: Final = r"(?:his|her|their|the (?:doctor|physio|nurse|examiner|surgeon|gp)'?s?)"
_RIDGE: Final = r"(?:the )?(?:ridge|spine) of (?:the |my |his |her )?(?:shoulder ?blade|scapula)"
_JOINT: Final = r"(foot|ankle|big toe|toes|wrist|hand|fingers?|thumb|elbow|knee|arm|leg)"
_THINNER: Final = (
    r"(?:has |have )?(?:got|gone|become|grown|getting|is|looks?) (?:\w+ )?(?:thin(?:ner)?|skinn(?:y|ier)"
    r"|smaller)\b"
)
_IDIOMS: Final = rewording(
    (
        (r"\bout of (?=[5f])", "/"),
        (r",\s*(?:and )?away from (?:my |the )?(?:belly|tummy|stomach|body|middle|chest)\b", " "),
        # How a joint is held tells the muscle that is tested.
        (
            r"\b(?:bend\w*|flex\w*|curl\w*)(?: at)? (?:the |my )?(?:elbow"
            r"|arm)[\w ]{0,12}?,? ?(?:with )?(?:the |my )?"
            r"thumb (?:pointing |facing |turned )?up(?:wards?)?\b",
            "brachioradialis",
        ),
        (
            r"\b(?:palm|hand)s?(?: turn\w*)? (?:face )?down,? (?:with )?(?:the |my )?(?:elbow"
            r"|arm) (?:bent|flexed)\b"
            r"|\bpronat\w+ (?:with )?(?:the |my )?(?:elbow|arm) (?:bent|flexed)\b",
            "pronator quadratus",
        ),
        (
            r"\b(?:palm|hand)s?(?: turn\w*)? (?:face )?down,? (?:with )?(?:the |my )?(?:elbow|arm)"
            r" (?:straight|extended)\b|\bpronat\w+ (?:with )?(?:the |my )?(?:elbow|arm)"
            r" (?:straight|extended)\b",
            "pronator teres",
        ),
        (
            r"\b(?:start|begin|initiat)\w*(?: to)?(?: lift| raise| abduct| move| lifting"
            r"| raising)?(?: the| my)? arm"
            r"(?: (?:away )?from (?:my |the )?(?:side|body))?\b",
            "supraspinatus",
        ),
        (
            r"\b(?:hold|keep)\w* (?:the |my )?arm (?:up|out|raised) (?:once|after)[\w' ]{0,24}?"
            r"(?:raised|up|there)(?: to the side)?\b",
            "deltoid",
        ),
        (r"\bmuscle (?:under|beneath|below|underneath|behind) (?:the |my )?biceps\b", "brachialis"),
        (
            r"\b(?:leg|foot) (?:swings?|drifts?|wanders?) (?:out|outwards?)(?: to the side)?"
            r" (?:when|as) i walk\b",
            "hip adductors weak",
        ),
        (r"\bextensor digitorum(?: longus)?,?(?: of| to)?(?: the)? toes?\b", "extensor digitorum longus"),
        (r"\bwater in (?:my |the |a )?(?:cupped )?(?=hands?\b|palms?\b)", " "),
        # Words of way that go none: "weakness in lifting", "out of bed", "doing up a button".
        (
            r"\bin (?=\w{3,}ing\b|(?:my|the|his|her|your|a|both|one) (?!palms?\b|hands?\b|belly|tummy|stomach"
            r"|middle|direction|other))",
            " ",
        ),
        (rf"\bout of (?=(?:{_MINE} |an? )?(?:bed|car|van|taxi|bath|tub|shower|chair|seat|sofa)\b)", "off "),
        (
            r"\bdo(?:ing|ne)? up (?:my |the |an? )?(?=button|zip|shirt|lace|shoe|bra\b|jacket|coat|neck)",
            "fasten ",
        ),
        (r"\bstraight (?=ahead|in front|forwards?|up\b|out (?:in front|to the|ahead|sideways))", " "),
        (r"\bahead(?: of me)?\b", "forward"),
        (r"\barms?\b([^,;]{0,30}?) like (?:an? )?wings?\b", r"arm\1"),
        (
            r"\b(?:just |a (?:little|bit|touch|shade) )?(?:short of|below|under|less than) (?:full|normal)\b",
            "weak",
        ),
        (
            r"\bonly just (?:works?|manages?|moves?|gets? there)\b|\bjust about (?:works?|manages?|moves?)\b",
            "weak",
        ),
        # Two muscles or ways that share their end.
        (r"\bsupra- ?(?:and|/|&|\+) ?(?=infraspin)", "supraspinatus and "),
        (r"\bdorsi- ?(?:and|or|/|&) ?(?=plantar)", "dorsiflexion and "),
        (r"\bplantar- ?(?:and|or|/|&) ?(?=dorsi)", "plantarflexion and "),
        (r"\bin- ?(?:and|or|/|&) ?(?=eversion)", "inversion and "),
        (r"\b(?:opening|open) and (?=clos\w+ (?:the |my )?fingers)", "spreading and "),
        # One verb for two parts, and two verbs of which one alone is denied.
        (
            rf"\btips? of (?:{_MINE} )?thumb (?:or|and|nor) (?:{_MINE} )?(?:index|pointer|first|pointing)"
            r"(?: finger)?\b",
            "tip of thumb, tip of index finger",
        ),
        (
            rf"\b(lift|raise|bend|straighten|curl) (?:{_MINE} )?{_JOINT} (?:and|or|nor|&) "
            rf"(?:{_MINE} )?{_JOINT}\b",
            r"\1 \2, \1 \3",
        ),
        (
            rf"\b{_JOINT}((?: (?:out|up|down|in|straight|sideways|forwards?|to the side))*) (?:or|nor) "
            r"(?=(?:bend|straighten|lift|raise|turn|push|pull|spread|close|curl|hold|stand|walk|grip|move) )",
            r"\1\2, ",
        ),
        (r"\bwithout (?:any )?(wrist|finger|thumb|toe) drop\b", r", \1 extension fine"),
        (r"\bwithout (?:any )?foot drop\b", ", ankle dorsiflexion fine"),
        (r"\b(?:all|most|every) (?:the )?muscles? below (?:the |my )?knees?\b", "foot muscles"),
        # What a muscle is called by who knows no name for it.
        (
            r"\b(?:(?:big|long|round) )?muscles? (?:on|at|in|of|along) the (?:front|top) of "
            rf"(?:{_MINE} )?(?:upper )?arm\b",
            "biceps",
        ),
        (
            rf"\b(?:(?:big|long) )?muscles? (?:on|at|in|of|along) the back of (?:{_MINE} )?(?:upper )?arm\b",
            "triceps",
        ),
        (
            rf"\b(?:big )?muscles? (?:on|at|in|of|along) the (?:front|top) of (?:{_MINE} )?thigh\b",
            "quadriceps",
        ),
        (rf"\b(?:big )?muscles? (?:on|at|in|of|along) the back of (?:{_MINE} )?thigh\b", "hamstrings"),
        (
            rf"\bmuscles? (?:on|at|in|along) the thumb side of (?:{_MINE} )?(?:forearm|lower arm)\b",
            "brachioradialis",
        ),
        (
            rf"\b(?:hollows?|dips?|dents?) above and below {_RIDGE}",
            "supraspinatus and infraspinatus wasted",
        ),
        (rf"\b(?:hollows?|dips?|dents?) (?:just )?(?:below|under|beneath) {_RIDGE}", "infraspinatus wasted"),
        (rf"\b(?:hollows?|dips?|dents?) (?:just )?above {_RIDGE}", "supraspinatus wasted"),
        # How far a movement goes that should go further.
        (
            r"\b(?:arm |shoulder )?abduction (?:is |was )?(?:only |just |limited |up )*(?:to|till|until) "
            r"\d{1,3}(?: ?deg\w*|°)?(?: only)?",
            "shoulder abduction weak",
        ),
        (
            r"\barm (?:only |just )?(?:stops?|gets?|goes|comes|rises?|makes it) (?:only |just )?"
            r"(?:(?:a bit |just )?(?:above|below|to|as far as|up to|at) (?:the )?shoulder(?: height| level)?"
            r"|halfway(?: up)?)\b(?: when [\w' ]{0,30})?",
            "shoulder abduction weak",
        ),
        (
            rf"\bkick\w* (?:{_MINE} )?(?:lower )?(?:leg|foot) (?:out|forwards?|straight)\b"
            r"(?! (?:behind|backwards?|to the side|sideways))",
            "knee extension",
        ),
        (rf"\bback of (?:{_MINE} )?(?:upper )?arm {_THINNER}", "triceps wasted"),
        (r"\bcarpal (?=exten|flex)", "wrist "),
        (r"\bankle (?:\w+ )?(?:goes|going|gives|giving|went|turns|turning) over\b", "ankle rolls"),
        (
            r"\b(?:inner thigh|inside of (?:the |my )?thigh)(?=[\w' ]{1,16}\b(?:thin|skinn|small|wast))",
            "hip adductors",
        ),
        (rf"(?<!inner )\b(?:front of (?:{_MINE} )?)?thigh {_THINNER}", "quadriceps wasted"),
        (rf"\bcalf {_THINNER}", "calf wasted"),
        (rf"\bshoulder {_THINNER}", "deltoid wasted"),
        (
            r"\b(arm|leg)s? (?:is|are|feels?|has gone|have gone) (?:\w+ )?(?:useless|like lead)\b",
            r"whole \1 weak",
        ),
        (r"\bwrist and (?:the |my )?fingers (?=hang|drop|flop|droop)", "wrist drop, fingers "),
        (
            r"\b(?:pull|haul|drag)\w* myself up(?= (?:by|with|on|using) (?:the |a )?(?:hand)?(?:rail"
            r"|banister))",
            "weak",
        ),
        (r"\beverything below (?:the |my )?knees?\b", "foot muscles"),
        (r"\bdangl\w+ when i (?:hold|lift|raise) (?:my |the )?arm\b", "dangles"),
        # Who held against it, and what was not used, is no part that moves.
        (
            r"\bagainst (?:your|a|the|someone'?s|another'?s) (?:\w+ )?(?:hands?|fingers?"
            r"|resistance|force|pressure)\b",
            " ",
        ),
        (
            rf"\b(?:against|into|on) {_THEIRS} (?:\w+ )?(?:hands?|palms?|fingers?|arms?|thumbs?"
            rf"|resistance)\b",
            " ",
        ),
        (rf"\bagainst {_THEIRS}\b", " "),
        (rf"\bwithout (?:using |the help of )?(?:{_MINE} |any )?(?:hands?|arms?)\b", " "),
        (
            r"\b(?:that |which )?(?:i|he|she|they|we|the (?:doctor|physio|nurse)|doctor|physio) (?:tried"
            r"|tested|checked"
            r"|did|examined|asked(?: for)?|looked at)\b(?! to\b| me\b)",
            " ",
        ),
        (rf"\bwith (?:both )?{_MINE} hands?\b", " "),
        # What gives way folds; what folds by will is bent.
        (
            r"\b(legs?|knees?|thighs?|arms?|elbows?|ankles?|it)( just| always| simply| suddenly)? "
            r"(?:folds?|folding|crumples?|gives? out|gives? way|giving way|goes from under me|caves? in"
            r"|lets? me down)\b",
            r"\1 buckles",
        ),
        (r"\bthighs? buckles\b", "knee buckles"),
        # The back behind which a hand goes is not the back of the hand.
        (
            rf"\b(hands?|palms?) (?:up |away )?(?:off|from|behind|round|around) {_MINE} back\b",
            r"hand liftoff",
        ),
        (rf"\b(?:behind|up) {_MINE} back\b", "behind back"),
        # A pinch is told by its two sides.
        (
            r"\bbetween (?:my |the )?thumb and (?:the )?side of (?:my |the )?(?:index |first "
            r"|pointer )?finger\b",
            "between thumb key",
        ),
        (r"\bthumb and (?:the |my )?(?:first|pointer|index)(?: finger)?\b", "thumb and index"),
        # What it is like is no movement.
        (r"\blike (?:an?|the) (?!claw|wing|bird|fan)[\w-]+(?: or [\w-]+)?(?! (?:up|down|in|out))", " "),
        (r"\bhalf strength\b|\bso-so\b", "weak"),
        (r"\bnot (?:got )?(?:much|a lot|anything) in (?:it|them)\b|\bgot nothing(?: in it)?\b", "weak"),
        (r"\bbaby fingers?\b", "little finger"),
        (r"\b(?:last|end|tip|top) joints?\b", "end joint"),
        (r"\bbarely\b", "hardly"),
        (rf"\bback of {_MINE} (arm|leg|thigh)\b", r"\1"),
        (
            r"\b(?:keeps?|kept|always|i'm|i am) dropping\b(?! (?:the |my )?(?:foot|wrist|head))",
            "dropping things",
        ),
        (rf"\bneeds? (?:to use )?(?:both )?{_MINE} (?:arms?|hands?)\b", " "),
        (r"\bstays? (?:down|put)\b", "hangs"),
        (
            r"\b(foot|ankle) (?:just |always )?(?:turns|tips|twists|rolls) in(?:wards?)?\b",
            r"\1 rolls",
        ),
        (
            r"\b(?:on )?(?:my |the )?(?:heels? and toes?|toes? and heels?)(?: walk\w*)?\b",
            "heel walk and tiptoe",
        ),
        (r"\b(legs?|knees?) (?:holds?|carry|carries|bears?) me(?: up)?\b", r"\1 strong"),
        (r"\bsqueez\w* (?:his|her|their|the doctor'?s?) (?:fingers?|hands?)\b", "grip"),
        (r"\bspot on\b|\btop notch\b|\bno bother\b", "fine"),
        # "Straighten out" goes no way.
        (
            r"\b((?:straight|stretch|unfold|uncurl|spread|splay|fan)\w*)( them| it)? (?:out|up)\b",
            r"\1\2",
        ),
        (r"\bout straight\b", "straight"),
        (r"\b(push|press|sit|pull|chin) ups\b", r"\1-ups"),
        (r"\bpack(?:ed|ing|s) (?:in|up)\b", "weak"),
        (r"\bforearm (flexor|extensor)s?(?: muscles?)?\b", r"wrist \1 and finger \1"),
        (r"\bf abd\b", "finger abduction"),
        (r"\bext(?:ensor)? hall(?:ucis)?\b", "extensor hallucis"),
        (r"\babd(?:uctor)? poll(?:icis)?\b", "abductor pollicis"),
        (r"\bspinati\b|\bss ?/ ?is\b", "supraspinatus and infraspinatus"),
        (r"\bab- ?(?:or|nor|and|/) ?adduct\w*", "abduct and adduct"),
        (r"\bfine (?:finger |hand |motor )?(?:movements?|work|tasks?|control|skills?|motor)\b", "dexterity"),
        (
            rf"\b(?:i(?:'m| have to| must| need to|'ve got to)?|have to|having to|need to"
            rf"|got to) (?:lift|lifting|raise|raising|pick|picking) "
            rf"(?:up )?{_MINE} (?:knee|leg|foot)(?: up)?(?: extra| very| too)? (?:high|higher)\b",
            "foot steppage",
        ),
    )
)


_DIGIT: Final = re.compile(r"(?<!fdp )\bd([1-5])\b(?! ?/ ?5)")
_COUNTED: Final = re.compile(r"\b(?:digits?|fingers?|1st|2nd|3rd|4th|5th|first|last|fourth|fifth)\b")
_TO_FINGER: Final = re.compile(rf"\bto (?:{_MINE} )?(?:thumb|index|middle|ring|little|pinky|small)\b")
_FDP: Final = re.compile(
    r"\bfdp ?(?:to |of )?(?:the )?(d? ?[2-5](?: ?(?:/|-|and|&|,) ?d?[3-5])?)\b(?! ?[/+-])"
)
_PROFUNDUS: Final = {"2": "index", "3": "middle", "4": "ring", "5": "little"}


_LAST_GRADE: Final = re.compile(r"(\s[0-5][+-]?\s*/\s*5(?=\s*(?:$|[,;).])))")
_ROW: Final = re.compile(r"\b([a-z]+(?:/[a-z]+){2,5}) ([0-5][+-]?(?:/[0-5][+-]?){2,5})(?![\d/])")
"""As many grades as muscles: ``delt/bi/tri 2/3/5``."""


def _row(match: re.Match[str]) -> str:
    names, grades = match[1].split("/"), match[2].split("/")
    if len(names) != len(grades):
        return match[0]
    return ", ".join(f"{name} {grade}/5" for name, grade in zip(names, grades, strict=True))


def in_lexicon_words(told: str) -> str:
    """Return a plain text in which turns of speech stand in the words of the lexicon."""
    told = _ROW.sub(_row, told)
    told = _FDP.sub(lambda m: "fdp " + " ".join(_PROFUNDUS[n] for n in re.findall(r"\d", m[1])), told)
    told = _DIGIT.sub(lambda m: FINGERS[int(m[1]) - 1], told)
    if _COUNTED.search(told) and not _TO_FINGER.search(told):
        # "Spreading the fingers 4/5" is a grade.
        *pieces, end = _LAST_GRADE.split(told)
        told = "".join(piece if n % 2 else fingers_named(piece) for n, piece in enumerate((*pieces, end)))
    return reworded(told, _IDIOMS)
