"""The wordings of questions about whole numbers and their digits."""

from maths.reading import integer_tasks as integers
from maths.reading.base_forms import BASE_FORMS
from maths.reading.chance_forms import CHANCE_FORMS
from maths.reading.chance_voices import CHANCE_VOICES
from maths.reading.choice_forms import CHOICE_FORMS
from maths.reading.comparison_forms import COMPARISON_FORMS
from maths.reading.division_forms import DIVISION_FORMS
from maths.reading.draw_forms import DRAW_FORMS
from maths.reading.fact_forms import FACT_FORMS
from maths.reading.geometry_forms import GEOMETRY_FORMS
from maths.reading.integer_list_forms import INTEGER_LIST_FORMS
from maths.reading.line_forms import LINE_FORMS
from maths.reading.measure_forms import MEASURE_FORMS
from maths.reading.more_letter_forms import MORE_LETTER_FORMS
from maths.reading.more_number_forms import MORE_NUMBER_FORMS
from maths.reading.number_words import COUNT
from maths.reading.proportion_forms import PROPORTION_FORMS
from maths.reading.quantity_sums import QUANTITY_FORMS
from maths.reading.sequence_forms import SEQUENCE_FORMS
from maths.reading.set_tasks import SET_FORMS
from maths.reading.statistics_forms import STATISTICS_FORMS
from maths.reading.story_forms import TOLD_FORMS
from maths.reading.wordings import ASK, LIST, NUMBER, THE, Form, form, number_group

_A, _B = number_group("a"), number_group("b")
_F = rf"(?:the number )?(?P<f>{NUMBER}(?:,\d{{3}})*)"
_WHAT = r"(?:what is|what's|whats|find|which is)?\s*(?:the )?"
_WHOLE = r"(?:positive |whole )*(?:number|integer|multiple)"
_LARGEST = r"(?:greatest|highest|largest|biggest)"
_SMALLEST = r"(?:least|lowest|smallest)"
_BOTH = r"(?:\s+(?:both(?: of)?|all(?: of)?|each of|the two numbers|the numbers))?"
_EVENLY = r"(?:\s+(?:evenly|exactly|completely|without (?:a |any |leaving (?:a |any )?)?remainder))?"
_GCD = rf"\\?(?:g\.?c\.?[df]\.?|h\.?c\.?[fd]\.?|{_LARGEST} (?:common|shared) (?:factor|divisor))"
_LCM = rf"\\?(?:l\.?c\.?m\.?|{_SMALLEST} (?:common|shared) multiple)"
_LCD = rf"(?:l\.?c\.?d\.?|(?:{_SMALLEST} )?common denominator)"
_OF = r"\s*(?:of|for|between|:)?\s*(?:the (?:following )?(?:numbers|fractions)\s*:?\s*)?"
_WHETHER = r"(?:(?:is|check (?:if|whether)|(?:find out|determine|decide|test) (?:if|whether)|whether|if)\s+)?"
_IF = rf"{_WHETHER.removesuffix('?')}(?:the number )?"
_OR_NOT = r"(?:\s+or\s+not)?"
_PRIME = r"(?:an?\s+)?(?:prime|composite)(?: number)?(?:\s+or\s+(?:not|(?:an?\s+)?(?:composite|prime)(?: number)?))?"
_PLACE = (
    r"(?P<place>(?:hundred|ten)[-\s](?:billions?|millions?|thousands?|thousandths?)|trillions?|billions?|millions?|thousands?|hundreds?|tens?|"
    r"ten's|one's|unit's|hundred's|thousand's|ones?|units?|tenths?|hundredths?|thousandths?)"
)

_DIVISION = integers.pair("remainder", False, "both")
_TIMES_IN = integers.pair("remainder", True, "quotient")

NUMBER_FORMS: tuple[Form, ...] = (
    *SET_FORMS,
    *INTEGER_LIST_FORMS,
    *MORE_NUMBER_FORMS,
    *MORE_LETTER_FORMS,
    *QUANTITY_FORMS,
    *DIVISION_FORMS,
    *LINE_FORMS,
    *FACT_FORMS,
    *CHOICE_FORMS,
    form(rf"{ASK}{THE}{_GCD}{_OF}{LIST}", integers.common("gcd")),
    form(rf"{LIST}\s*[,:]?\s+{_GCD}", integers.common("gcd")),
    form(
        rf"{_WHAT}{_LARGEST} (?:whole |possible )?(?:number|integer|factor|"
        rf"divisor) (?:that|which)(?: can| will)? (?:divides?|goes? into|go evenly into|is a (?:factor|divisor) of)"
        rf"(?: into| evenly into)?{_BOTH}\s+{LIST}{_EVENLY}",
        integers.common("gcd"),
    ),
    form(
        rf"(?:are|is|check (?:if|whether)) (?:the numbers )?{LIST} (?:are )?(?:co-?prime|relatively prime)",
        integers.common("gcd", "coprime"),
    ),
    form(rf"{ASK}{THE}{_LCM}{_OF}{LIST}", integers.common("lcm")),
    form(rf"{LIST}\s*[,:]?\s+{_LCM}", integers.common("lcm")),
    form(
        rf"{_WHAT}{_SMALLEST} {_WHOLE} "
        rf"(?:that|which)?\s*(?:is\s+)?(?:evenly )?(?:divisible by|a multiple of|can be divided by){_BOTH}\s+{LIST}"
        rf"{_EVENLY}",
        integers.common("lcm"),
    ),
    form(
        rf"{_WHAT}{_SMALLEST} {_WHOLE} "
        rf"(?:that|which|into which)?{_BOTH}\s+{LIST} (?:both |all )?(?:divide|go)(?: evenly)?(?: into)?{_EVENLY}",
        integers.common("lcm"),
    ),
    form(rf"{ASK}{THE}{_LCD}{_OF}{LIST}", integers.common_denominator),
    # remainders
    form(
        rf"{ASK}{THE}remainder,?\s*(?:when|if|of|from|for|after|left when|that is left when|we get when)?\s*"
        rf"(?:you |we )?(?:the division (?:of )?|dividing |divide )?{_A}\s*"
        rf"(?:(?:is |gets |was )?divided by|by|÷|:|/|mod)\s*{_B}",
        integers.pair("remainder"),
    ),
    form(
        rf"(?:if|when) (?:you divide |we divide |i divide )?{_A} (?:is divided )?by {_B},?\s*(?:then )?"
        rf"(?:what is|what's|whats|find) (?:the )?remainder",
        integers.pair("remainder"),
    ),
    form(
        rf"(?:what is|what's|how much is) left(?: over)? (?:when|if|after) (?:you |we |i )?(?:divide |dividing )?{_A} "
        rf"(?:is (?:divided|shared) )?by {_B}",
        integers.pair("remainder"),
    ),
    form(rf"{ASK}{_A}\s*(?:\\[bp]?mod|mod(?:ulo|ulus)?|rem)\s*{{?{_B}}}?(?:\s*=)?", integers.pair("remainder")),
    form(rf"{ASK}mod(?:ulo)?\s*\(\s*{_A}\s*[,;]\s*{_B}\s*\)", integers.pair("remainder")),
    form(
        rf"{ASK}(?:divide |long division:?\s*(?:of )?)?{_A}\s*(?:divided by|by|÷|/)\s*{_B},?\s*"
        rf"(?:with|and|using|by)?\s*(?:the |a )?(?:remainders?|long division)",
        _DIVISION,
    ),
    form(rf"{ASK}(?:do )?long division:?\s*(?:of )?{_A}\s*(?:divided by|by|÷|/)\s*{_B}", _DIVISION),
    form(rf"{ASK}{THE}quotient and (?:the )?remainder (?:of|when|for) {_A} (?:is )?(?:divided by|÷|/) {_B}", _DIVISION),
    form(rf"how (?:many times|often) (?:does|will|can|do) {_A} (?:go into|fit (?:into|in)) {_B}", _TIMES_IN),
    # divisibility
    form(rf"{_WHETHER}{_A} (?:is )?an? (?:factor|divisor) of {_B}", integers.pair("divisible", swap=True)),
    form(rf"{_WHETHER}{_A} (?:is )?(?:evenly |exactly )?divisible by {_B}{_EVENLY}", integers.pair("divisible")),
    form(rf"{_WHETHER}{_A} (?:is )?an? multiple of {_B}", integers.pair("divisible")),
    form(rf"{_WHETHER}{_A} in the {_B} times[- ]tables?", integers.pair("divisible")),
    form(
        rf"(?:does|will|can|do|if|whether)\s+{_A} (?:evenly |exactly )?(?:divides?(?: into)?|goe?s? into){_EVENLY} "
        rf"{_B}{_EVENLY}",
        integers.pair("divisible", swap=True),
    ),
    form(rf"(?:can|could) {_A} be divided{_EVENLY} by {_B}{_EVENLY}", integers.pair("divisible")),
    form(rf"(?:is|check (?:if|whether)) {_F} (?:is )?(?:an? )?even(?: number)?", integers.is_parity("even")),
    form(rf"(?:is|check (?:if|whether)) {_F} (?:is )?(?:an? )?odd(?: number)?", integers.is_parity("odd")),
    form(rf"{_WHETHER}{_F} (?:is )?(?:an? )?(?:even|odd)(?: number)?(?: or (?:even|odd|not))?", integers.parity),
    # primes and factors
    form(rf"{_IF}{_F} (?:is )?(?:an?\s+)?prime(?: number)?{_OR_NOT}", integers.property_of("prime", "prime")),
    form(rf"{_IF}{_F} (?:is )?(?:an?\s+)?composite(?: number)?{_OR_NOT}", integers.property_of("prime", "composite")),
    form(rf"{_WHETHER}{_F} (?:is )?{_PRIME}", integers.property_of("prime")),
    form(rf"is_?prime\s*\(\s*{_F}\s*\)", integers.property_of("prime")),
    form(
        rf"(?:list|name|write down|show|{ASK})\s*(?:all )?(?:of )?(?:the )?(?:whole number |positive )?"
        rf"(?:factors|divisors) of {_F}",
        integers.property_of("factors"),
    ),
    form(
        rf"(?:what|which)(?: whole)? numbers (?:are (?:the )?(?:factors|divisors) of|divide(?: evenly into)?|go into) "
        rf"{_F}{_EVENLY}",
        integers.property_of("factors"),
    ),
    form(
        rf"(?:list|name|write down|show|{ASK})\s*(?:the )?(?:first (?P<n>{COUNT}) )?multiples of {_F}",
        integers.multiples,
    ),
    form(rf"{ASK}{THE}(?:sum|total) of (?:the numbers )?{LIST}", integers.total("sum")),
    form(rf"{ASK}{THE}product of (?:the numbers )?{LIST}", integers.total("product")),
    # digits
    form(rf"{ASK}{THE}{_PLACE}[-\s](?:place )?digit (?:of|in|from) {_F}", integers.digit),
    form(rf"{ASK}{THE}(?P<place>last) digit (?:of|in) {_F}", integers.digit),
    form(
        rf"(?:what|which)(?: is the)? (?:digit|number) (?:is |stands |that is )?(?:in|at) the {_PLACE}[-\s]?"
        rf"(?:place|column|position|spot)?,? (?:of|in) {_F}",
        integers.digit,
    ),
    form(
        rf"{ASK}{THE}digit (?:that is )?(?:in|at) the {_PLACE}[-\s]?(?:place|column|position|spot) (?:of|in) {_F}",
        integers.digit,
    ),
    form(
        rf"{ASK}{THE}(?:place )?value of (?:the )?(?:digit )?(?P<a>\d) in (?:the number )?{_F}",
        integers.digit_value,
    ),
    form(
        rf"in {_F},? (?:what|which) (?:is )?(?:the )?(?:digit is in the )?{_PLACE}[-\s](?:digit|place)", integers.digit
    ),
    form(
        rf"what (?:place|position|column) is (?:the )?(?:digit )?(?P<a>\d) in(?: in)? (?:the number )?{_F}",
        integers.digit_value,
    ),
    form(rf"what does (?:the )?(?:digit )?(?P<a>\d) (?:stand for |represent |mean )?in {_F}", integers.digit_value),
    form(
        rf"what does (?:the )?(?:digit )?(?P<a>\d) in (?:the number )?{_F} (?:stand for|represent|mean)",
        integers.digit_value,
    ),
    form(rf"what is (?:the )?(?:digit )?(?P<a>\d) worth in (?:the number )?{_F}", integers.digit_value),
    *PROPORTION_FORMS,
    *CHANCE_FORMS,
    *DRAW_FORMS,
    *CHANCE_VOICES,
    *BASE_FORMS,
    *COMPARISON_FORMS,
    *SEQUENCE_FORMS,
    *STATISTICS_FORMS,
    *GEOMETRY_FORMS,
    *MEASURE_FORMS,
    *TOLD_FORMS,
)
