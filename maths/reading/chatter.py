"""Small talk around a question: sighs, whose homework it is, when it is due.

Nothing here may be a word of the question: "right" before a triangle and "man" in a story stay where they are.
"""

_PAPER = r"(?:homework|hw|worksheet|book|textbook|sheet|test|exam|question|problem|exercise|task)"
_COMMAND = r"(?:solve|what|how|can|could|help|pls|please|find|factor|expand|simplify|calculate|i need|i have|i'?m|\d)"

BEFORE = (
    r"u+m+|u+h+m*|e+r+m*|hm+|u+gh+|omg|sorry|oh|ah|(?:al)?right(?=\s*[,:!])|urgent"
    rf"|(?:bro|dude|man|guys)(?=\s*[,!]|\s+{_COMMAND})"
    r"|(?:it'?s |this is )?due (?:today|tomorrow|tonight|soon)"
    r"|quick one|easy one|(?:do )?(?:you|u) know|any(?:one|body) knows?|any idea(?: how to)?|idk(?: how to)?"
    rf"|(?:my|our|the|this) {_PAPER} (?:says?|asks?|tells?|wants?|is asking|said|asked)(?: (?:me|us))?(?: to)?"
    r"|(?:my|our) teacher (?:says?|asks?|tells?|wants?|said|asked|told|wanted)(?: (?:me|us))? to"
    r"|for (?:my )?(?:homework|hw)|(?:i )?need help(?: with| to| on)?|(?:i )?wanna(?: know)?|(?:i )?gotta"
    r"|i(?:'?m| am| was| have been)? (?:wondering|wonder)|i have no (?:idea|clue) how to|i(?:'?m| am) not sure how to"
    r"|i(?: am|'?m) (?:totally |really |so )?(?:stuck|confused|lost) (?:on|with|at|about|by)"
    r"|i (?:got|have|was given) (?:(?:a|an|one|two|three|2|3|the|this|these|to solve)\s+)?(?:following )?"
    r"(?:(?:linear |simultaneous )?equations?|inequality|problem|system)(?=\s*[,:.])"
)
AFTER = r"please and|bro|dude|urgent|it'?s (?:urgent|due tomorrow)"
