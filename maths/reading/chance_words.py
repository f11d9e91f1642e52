"""The words in which chances are told: bags, decks, draws, and what is asked."""

from maths.reading.number_words import COUNT

THINGS = r"(?:balls?|marbles?|counters?|sweets?|candies|candy|beads?|socks?|cards?|chips?|tokens?|discs?)"
BAG = r"(?:bag|box|jar|urn|hat|drawer|basket|bowl|sack|pouch)"
HOLDS = rf"(?:there are|(?:an? |the )?{BAG} (?:contains|has|holds|with)|in an? {BAG} (?:there )?are)"
BALLS = r"(?P<balls>.{3,120}?)"
BACK = (
    r"(?P<how>with(?:out)? (?:replacement|putting (?:it|them|the first(?: one)?) back|replacing (?:it|them))"
    r"|and (?:it is )?(?:put back|replaced|returned)(?: each time)?)"
)
SOME = (
    rf"(?:you |i |we |tom |someone )?(?:draws?|picks?|takes?|pulls?|pull|choose|chooses"
    rf"|selects?)?\s*(?P<n>{COUNT})(?: of (?:them|the {THINGS}))?(?: {THINGS})?(?: are| is)?(?: (?:drawn|picked"
    rf"|chosen|taken|pulled|selected))?(?: out)?(?: at random| randomly)?"
)
CHANCE = (
    r"(?:(?:what is|what's|whats|what are|find|calculate|work out|determine|give)\s+)?(?:the "
    r")?(?:probability|chances?|likelihood)\s*(?:that|of(?: getting| drawing| picking)?|for|to (?:get"
    r"|draw))?\s*(?:it's |it is |i get |you get |we get )?"
)
EVENT = r"(?P<e>.{2,60}?)"
STOP = r"\s*[.,;?]?\s+"
DECK = (
    r"(?:an? |the )?(?:standard |normal |full |well[- ]shuffled |shuffled )*(?:deck|pack)(?: of (?:52 "
    r")?(?:playing )?cards)?(?: of 52(?: cards)?)?"
)
ROLLED = r"(?:is |are |being )?(?:rolled|thrown|tossed|flipped)"
