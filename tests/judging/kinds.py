"""Right and wrong replies by kind of question, in the manner of several models and children.

Each question has two lists: what is right, and what may never be called verified.
"""

NUMBERS = {
    "write 13 in binary": (
        [
            "1101",
            "The answer is 1101.",
            "13 in binary is 1101.",
            "$13_{10} = 1101_2$",
            "\\boxed{1101_2}",
            "So 13 in base 2 is **1101**.",
            "The binary representation of 13 is 1101₂.",
            "13 = 8 + 4 + 1, so 13 in binary is 1101.",
            "Divide by 2 again and again:\n\n13 ÷ 2 = 6 remainder 1\n6 ÷ 2 = 3 remainder 0\n3 ÷ 2 = 1 remainder 1\n"
            "1 ÷ 2 = 0 remainder 1\n\nReading the remainders from bottom to top gives 1101.",
            "**Answer:** \\(1101_2\\)",
        ],
        [
            "1011",
            "1110",
            "The binary representation of 14 is 1110.",
            "13 in base 8 is 15.",
            "1101 (base 3)",
            "13 in binary is 11010.",
            "The answer is 13.",
            "\\boxed{1011_2}",
            "13 in binary is not 1101, it is 1111.",
            "Is it 1101?",
            "1101 is what my friend got, the answer is 1001.",
            "13 in hexadecimal is D.",
            "1101. Wait, no, it is 1011.",
            "1.101",
            "$13_{10} = 1101_{10}$",
        ],
    ),
    "convert 255 to hexadecimal": (
        ["FF", "0xFF", "255 in hexadecimal is FF.", "$255_{10} = FF_{16}$", "The answer is ff."],
        ["EF", "F", "FFF", "255 in hexadecimal is 0xFE.", "15 15", "The hexadecimal form of 254 is FE."],
    ),
    "convert 1101 (base 2) to base 10": (
        ["13", "1101 in base 2 is 13 in base 10.", "1·8 + 1·4 + 0·2 + 1·1 = 13", "The answer is 13."],
        ["11", "14", "1101 in base 2 is 11 in base 10.", "1·8 + 1·4 + 0·2 + 1·1 = 14", "13 in base 8"],
    ),
    "in base 8, what is 7 + 1": (
        ["10", "In base 8, 7 + 1 = 10.", "$7_8 + 1_8 = 10_8$", "The answer is 10."],
        ["8", "7 + 1 = 8", "In base 8, 7 + 1 = 11.", "The answer is 8.", "7 + 1 = 10 in base 10"],
    ),
    "simplify the ratio 12:18": (
        [
            "2:3",
            "2 : 3",
            "The answer is 2:3.",
            "12:18 = 2:3",
            "Divide both numbers by 6: the simplified ratio is 2:3.",
            "\\boxed{2:3}",
            "In simplest form, the ratio is 2 to 3.",
            "The ratio 12:18 simplifies to 2:3.",
        ],
        ["3:2", "4:6", "6:9", "2:4", "The answer is 3:2.", "12:18 = 1:2", "12:16 = 3:4", "2:3:4", "2.3", "1:1.5"],
    ),
    "share $60 in the ratio 2:3": (
        [
            "$24 and $36",
            "The shares are $24 and $36.",
            "There are 5 parts, so one part is $12. The shares are $24 and $36.",
            "The two amounts are $24 and $36.",
        ],
        ["$36 and $24", "$20 and $40", "The shares are $24 and $26.", "$24", "$30 and $30", "€24 and €36"],
    ),
    "average of 10 and 20": (
        [
            "15",
            "The mean is 15.",
            "The average is 15.",
            "(10 + 20) / 2 = 15",
            "The average of 10 and 20 is 15.",
            "Add them up: 10 + 20 = 30. Divide by 2: the average is 15.",
            "$$\\frac{10 + 20}{2} = 15$$",
        ],
        ["30", "The sum is 30.", "The average is 20.", "The median is 16.", "(10 + 20) / 2 = 16", "The range is 15."],
    ),
    "what is the median of 3, 9, 4, 1, 7": (
        ["4", "The median is 4.", "In order: 1, 3, 4, 7, 9. The middle number is 4.", "So the median is **4**."],
        [
            "7",
            "The median is 5.",
            "The mean is 4.",
            "In order: 1, 3, 4, 7, 9. The middle number is 7.",
            "The mode is 4.",
        ],
    ),
    "which is bigger, 3/4 or 0.7?": (
        ["3/4", "3/4 is bigger.", "3/4 is bigger, because 3/4 = 0.75 and 0.75 > 0.7.", "The bigger one is 3/4."],
        [
            "0.7",
            "0.7 is bigger.",
            "3/4 is smaller.",
            "They are equal.",
            "0.7 is bigger than 3/4.",
            "3/4 is not bigger.",
        ],
    ),
    "which is the largest: 0.9, 0.89, 0.91": (
        ["0.91", "The largest is 0.91.", "0.91 is the largest.", "The largest number is 0.91."],
        [
            "0.9",
            "0.89",
            "The largest is 0.89.",
            "0.9 is the largest.",
            "The smallest is 0.91.",
            "0.91 is the smallest.",
        ],
    ),
    "round 3.14159 to 2 decimal places": (
        ["3.14", "3.14159 rounded to 2 decimal places is 3.14.", "3.14159 ≈ 3.14", "It is 3.14."],
        ["3.1", "3.15", "3.142", "3.14159 ≈ 3.142", "3.140", "314"],
    ),
    "what's the remainder of 17 divided by 5": (
        [
            "2",
            "The remainder is 2.",
            "17 divided by 5 is 3 with remainder 2.",
            "17 = 3·5 + 2, so the remainder is 2.",
            "17 ÷ 5 = 3 remainder 2",
        ],
        ["3", "The remainder is 3.", "17 divided by 5 is 2 with remainder 3.", "3.4", "17 ÷ 5 = 3 remainder 1"],
    ),
    "is 91 prime?": (
        [
            "No: 91 is not prime, because it is 7·13.",
            "No, 91 is not prime: 7 × 13 = 91.",
            "91 is not a prime number, because 7 divides it.",
            "No. 91 = 7 · 13",
            "No, 91 is divisible by 7, so it is not prime.",
            "91 is composite.",
        ],
        [
            "Yes, 91 is prime.",
            "No: 91 is not prime, because it is 3·31.",
            "No, 91 is divisible by 3, so it is not prime.",
            "91 is prime.",
            "No, 97 is not prime.",
            "91 is not a prime number, because 5 divides it.",
            "Yes.",
        ],
    ),
    "is 54 divisible by 4?": (
        [
            "No.",
            "No, 54 is not divisible by 4.",
            "No, 54 divided by 4 leaves a remainder of 2.",
            "No: 54 = 4·13 + 2, so the remainder is 2.",
            "54 is not divisible by 4.",
        ],
        [
            "Yes.",
            "Yes, 54 is divisible by 4.",
            "54 is divisible by 4.",
            "No, 54 divided by 4 leaves a remainder of 3.",
            "No, 55 is not divisible by 4.",
        ],
    ),
    "what comes next: 2, 4, 6, 8": (
        ["10", "The next number is 10.", "Add 2 each time: the next term is 10.", "8 + 2 = 10"],
        ["12", "The next number is 12.", "9", "The rule is to add 2.", "The next term is 16."],
    ),
    "nth term of 5, 8, 11, 14": (
        ["3n + 2", "The nth term is 3n + 2.", "$a_n = 3n + 2$", "The rule is 3n + 2."],
        ["3n + 5", "3n", "$a_n = 3n - 2$", "The nth term is 2n + 3.", "17"],
    ),
    "sort 3, -1, 2.5, 0 from smallest to largest": (
        ["-1, 0, 2.5, 3", "From smallest to largest: -1, 0, 2.5, 3", "The order is -1, 0, 2.5, 3.", "-1 < 0 < 2.5 < 3"],
        ["3, 2.5, 0, -1", "0, -1, 2.5, 3", "-1, 0, 2.5", "-1, 0, 3, 2.5", "-1, 0, 2.5, 3, 4", "-1 < 0 < 3 < 2.5"],
    ),
    "how many ways are there to calculate 12 / 4?": ([], ["4", "The answer is 12."]),
    "5 factorial": (
        ["120", "5! = 120", "5! = 5 · 4 · 3 · 2 · 1 = 120", "The value of 5! is 120."],
        ["24", "5! = 24", "5! = 100", "120!", "5! = 15"],
    ),
    "what is 12 * 12": (
        ["144", "144!", "The answer is 144!", "12 * 12 = 144! Well done!", "It is 144."],
        ["145", "124", "The answer is 124!", "12 * 12 = 140", "144.5", "12! = 144 * 12", "12 + 12 = 24"],
    ),
    "calculate 0.25 + 0.5": (
        ["0.75", "0.25 + 0.5 = 0.75", "3/4", "0.750", "It is 0.75 (three quarters)."],
        ["0.30", "0.8", "0.7", "0.25 + 0.5 = 0.30", "75", "0.75 + 0.1"],
    ),
}
MEASURES = {
    "what time is it 45 minutes after 10:30 AM": (
        [
            "11:15 AM",
            "It is 11:15 AM.",
            "The time is 11:15 a.m.",
            "45 minutes after 10:30 AM is 11:15 AM.",
            "10:30 AM + 45 minutes = 11:15 AM",
            "30 minutes after 10:30 AM it is 11:00 AM. Then add 15 minutes: it is 11:15 AM.",
            "**11:15 AM**",
        ],
        [
            "11:15 PM",
            "10:75 AM",
            "It is 11:45 AM.",
            "It is 11:10 AM.",
            "11:15",
            "30 minutes after 10:30 AM it is 11:00 AM.",
            "It is not 11:15 AM but 11:25 AM.",
            "45 minutes before 10:30 AM is 9:45 AM.",
            "45 minutes after 10:40 AM is 11:25 AM.",
        ],
    ),
    "How many minutes are there between 8:00 AM and 10:28 AM?": (
        [
            "148",
            "148 minutes",
            "There are 148 minutes between 8:00 AM and 10:28 AM.",
            "2 hours and 28 minutes",
            "2 h 28 min = 148 min",
            "The answer is 148 minutes.",
        ],
        ["128", "228 minutes", "2 hours", "2 hours and 18 minutes", "148 hours", "2 h 28 min = 128 min", "2.28 hours"],
    ),
    "how many minutes in 3 hours": (
        ["180", "180 minutes", "There are 180 minutes in 3 hours.", "3 hours = 180 minutes", "3 × 60 = 180 minutes"],
        [
            "120",
            "180 seconds",
            "3 hours = 300 minutes",
            "There are 60 minutes in 1 hour.",
            "There are 180 hours in 3 minutes.",
        ],
    ),
    "convert 5.2 m to cm": (
        ["520 cm", "5.2 m = 520 cm", "5.2 m is 520 centimeters.", "The answer is 520 cm."],
        ["52 cm", "5.2 m = 0.052 cm", "520 m", "520 mm", "5200 cm", "5 m = 500 cm"],
    ),
    "area of a circle with radius 2": (
        ["4π", "12.57", "The area is 4π ≈ 12.57.", "A = πr² = 4π", "The area of the circle is about 12.57."],
        ["2π", "4", "The circumference is 4π.", "The area is 8π.", "A = 2πr = 4π", "12.5", "The area is 4π ≈ 12.67."],
    ),
    "area of a rectangle 5 by 3": (
        ["15", "The area is 15.", "5 × 3 = 15", "The area of the rectangle is 15."],
        ["16", "8", "The perimeter is 15.", "5 + 3 = 8", "The area is 16."],
    ),
    "100 °C in fahrenheit": (
        ["212 °F", "100 °C is 212 °F.", "100 °C = 212 °F", "The answer is 212 °F."],
        ["212 °C", "132 °F", "100 °C = 180 °F", "100 °F", "37.8 °C"],
    ),
    "15% of 80": (
        ["12", "15% of 80 is 12.", "15% of 80 = 12", "0.15 × 80 = 12", "$\\frac{15}{100} \\cdot 80 = 12$"],
        ["12%", "15% of 80 is 1.2.", "0.15 × 80 = 120", "15% of 60 is 9.", "80% of 15 is 11", "8"],
    ),
    "increase 200 by 15%": (
        ["230", "200 increased by 15% is 230.", "200 × 1.15 = 230", "15% of 200 is 30, and 200 + 30 = 230."],
        ["30", "215", "15% of 200 is 30.", "200 increased by 15% is 215.", "170", "200 × 1.15 = 240"],
    ),
    "from 50 to 65 is what percent increase": (
        ["30%", "It is a 30% increase.", "The increase is 30%.", "(65 - 50) / 50 = 0.3 = 30%"],
        ["15%", "-30%", "It is a 30% decrease.", "23%", "130%", "30", "(65 - 50) / 65 = 23%"],
    ),
    "probability of rolling a 6 with a fair die": (
        ["1/6", "The probability is 1/6.", "P(6) = 1/6", "The probability of rolling a 6 is 1/6.", "1/6, about 16.67%"],
        ["1/5", "6", "The probability is 5/6.", "1/6 %", "P(6) = 1/36", "16"],
    ),
}
ALGEBRA = {
    "complete the square: x^2 + 6x + 5": (
        ["(x + 3)^2 - 4", "x^2 + 6x + 5 = (x + 3)^2 - 4", "The answer is $(x+3)^2 - 4$.", "\\boxed{(x + 3)^2 - 4}"],
        ["(x + 3)^2 + 4", "(x + 3)^2", "(x + 1)(x + 5)", "x^2 + 6x + 9 - 4", "(x - 3)^2 - 4", "x^2 + 6x + 5"],
    ),
    "solve x^2 + 4 = 0 over the complex numbers": (
        [
            "x = 2i or x = -2i",
            "x = ±2i",
            "The solutions are x = 2i and x = -2i.",
            "x^2 = -4, so x = ±2i.",
            "$x = \\pm 2i$",
        ],
        ["x = 2", "x = ±2", "x = 2i", "x = 4i or x = -4i", "x = ±i", "There is no solution.", "x = 2i or x = 2"],
    ),
    "solve x^2 + 2x + 5 = 0 over the complex numbers": (
        ["x = -1 + 2i or x = -1 - 2i", "x = -1 ± 2i", "$x = -1 \\pm 2i$", "The solutions are -1 + 2i and -1 - 2i."],
        ["x = 1 ± 2i", "x = -1 ± 4i", "x = -1 + 2i", "x = -1 or x = 2i", "x = -1 ± 2"],
    ),
    "solve cos(x) = 1/2 between 0 and 360 degrees": (
        [
            "x = 60° or x = 300°",
            "The solutions are 60° and 300°.",
            "x = 60 or x = 300",
            "$x = 60^\\circ$ and $x = 300^{\\circ}$",
            "x = 60° and x = 360° - 60° = 300°",
        ],
        ["x = 60°", "x = 60° or x = 120°", "x = 30° or x = 330°", "x = 300°", "x = 60° or x = 300° or x = 420°"],
    ),
    "sin(x) = 1/2": (
        [
            "x = π/6 + 2πk or x = 5π/6 + 2πk",
            "$x = \\frac{\\pi}{6} + 2\\pi k$ or $x = \\frac{5\\pi}{6} + 2\\pi k$",
            "x = 30° + 360°k or x = 150° + 360°k",
            "x = π/6 + 2πn or x = 5π/6 + 2πn, where n is an integer.",
        ],
        [
            "x = π/6",
            "x = 30°",
            "x = π/6 + 2πk",
            "x = π/6 + πk or x = 5π/6 + πk",
            "x = π/6 or x = 5π/6",
            "x = π/3 + 2πk or x = 2π/3 + 2πk",
            "x = 30 + 360k or x = 140 + 360k",
            "x = 30° + 2πk or x = 150° + 2πk",
        ],
    ),
    "solve the system x + y = 5, x - y = 1": (
        [
            "x = 3, y = 2",
            "x = 3 and y = 2",
            "$x = 3,\\ y = 2$",
            "The solution is (3, 2).",
            "The solution is x = 3, y = 2.",
        ],
        ["x = 2, y = 3", "(2, 3)", "x = 3", "x = 3, y = 1", "The solution is x = 4, y = 1."],
    ),
    "solve 2x + 1 < 7": (
        [
            "x < 3",
            "The solution is x < 3.",
            "$(-\\infty, 3)$",
            "2x < 6, so x < 3.",
            "x < 3, in interval notation (-∞, 3)",
        ],
        ["x > 3", "x ≤ 3", "x = 3", "x < 4", "(3, ∞)", "x < 3, in interval notation (3, ∞)"],
    ),
    "solve 4(x - 2) = 12": (
        [
            "x = 5",
            "The solution to the equation $4(x - 2) = 12$ is $x = 5$.",
            "The solution to the equation \\(4\\left(x - 2\\right) = 12\\) is \\(x = 5\\).",
            "x - 2 = 3, so x = 5.",
            "4·(5 − 2) = 12, so x = 5.",
            "Divide both sides by 4: x - 2 = 3. Add 2 to both sides: x = 5.",
        ],
        [
            "x = 4",
            "x = 5.5",
            "x ≈ 5",
            "x = 5 rounded",
            "x is about 5",
            "x = 5 - 1",
            "x = 5, or so",
            "x = 5 rounded down",
            "x - 2 = 5",
            "The solution to the equation \\(4\\left(x - 3\\right) = 12\\) is \\(x = 6\\).",
            "Divide both sides by 4: x - 2 = 3. Subtract 2 from both sides: x = 1.",
            "The solution is 12. x = 5",
            "There are two solutions. x = 5",
            "The equation has no solution. x = 5",
            "x = 6. The answer is 5.",
            "The number is 7, so x = 5.",
        ],
    ),
    "factor x^2 - 9": (
        ["(x - 3)(x + 3)", "x^2 - 9 = (x + 3)(x - 3)", "Factored, $x^2 - 9$ is $(x+3)(x-3)$.", "(x+3)(x-3)"],
        ["(x - 3)^2", "(x - 9)(x + 1)", "(x + 3)^2", "x^2 - 9", "Factored, $x^2 - 9$ is $(x+3)(x+3)$.", "x = ±3"],
    ),
    "what is the coefficient of x^2 in (x + 3)^2 + 4x^2": (
        ["5", "The coefficient of x^2 is 5.", "The answer is 5.", "The coefficient is 5."],
        ["4", "The coefficient of x is 5.", "The coefficient of x^2 is 4.", "5x^2", "The constant term is 5."],
    ),
    "how many factors does 12 have": (
        ["6", "The answer is 6.", "The number of factors is 6."],
        [
            "5",
            "12",
            "1, 2, 3, 4, 6, 12",
            "The sum of the factors is 6.",
            "12 has 2 prime factors.",
            "The largest factor is 6.",
        ],
    ),
    "primes between 10 and 20": (
        ["11, 13, 17, 19", "19, 17, 13, 11", "11, 13, 17 and 19"],
        ["11, 13, 17", "11, 13, 15, 17, 19", "4", "11 or 13", "The primes are 2, 3, 5 and 7."],
    ),
    "two angles of a triangle are 50 and 60 degrees, what's the third": (
        ["70°", "The answer is 70°."],
        ["60°", "110°", "70 cm", "-70°", "The answer is 50°.", "70 rad"],
    ),
    "union of {1,2} and {2,3}": (
        ["{1, 2, 3}", "The union is {1, 2, 3}.", "$\\{1, 2, 3\\}$", "The answer is {1, 2, 3}.", "{3, 2, 1}"],
        ["{2}", "{1, 2}", "{1, 2, 2, 3, 4}", "The intersection is {1, 2, 3, 4}.", "The union is {1, 3}.", "(1, 3)"],
    ),
    "discriminant of x^2 + 4x + 3": (
        ["4", "The discriminant is 4.", "D = 4^2 - 4·1·3 = 4, so the discriminant is 4."],
        ["28", "-4", "The discriminant is 2.", "D = 4^2 - 4·1·3 = 16", "x = -1 or x = -3"],
    ),
    "what is the inverse of f(x) = 2x + 6": (
        ["(x - 6)/2", "$f^{-1}(x) = \\frac{x - 6}{2}$", "The inverse function is x/2 - 3.", "f^{-1}(x) = x/2 - 3"],
        ["2x - 6", "$f^{-1}(x) = \\frac{x + 6}{2}$", "1/(2x + 6)", "x/2 + 3", "f(x) = x/2 - 3"],
    ),
}
CALCULUS = {
    "differentiate sin(x)": (
        [
            "cos(x)",
            "The derivative is cos(x).",
            "The derivative of $\\sin(x)$ is $\\cos(x)$.",
            "f'(x) = cos x",
            "The derivative of \\(\\sin\\left(x\\right)\\) is \\(\\cos\\left(x\\right)\\).",
        ],
        [
            "-cos(x)",
            "The derivative is sin(x).",
            "The integral is cos(x).",
            "The derivative of $\\cos(x)$ is $\\cos(x)$.",
        ],
    ),
    "integral of cos(x) dx": (
        [
            "sin(x) + C",
            "The integral of $\\cos(x)$ is $\\sin(x) + C$.",
            "$\\int \\cos(x)\\,dx = \\sin(x) + C$",
            "The integral of \\(\\cos\\left(x\\right)\\) is \\(\\sin\\left(x\\right) + C\\).",
        ],
        ["-sin(x) + C", "cos(x) + C", "The derivative is sin(x).", "$\\int \\cos(x)\\,dx = -\\sin(x) + C$"],
    ),
    "integrate 3x^2 from 0 to 2": (
        [
            "8",
            "The integral is 8.",
            "$\\int_0^2 3x^2\\,dx = 8$",
            "The integral of $3x^2$ from 0 to 2 is 8.",
            "$\\left[x^3\\right]_0^2 = 8 - 0 = 8$",
        ],
        ["x^3", "The integral is 12.", "$\\int_0^2 3x^2\\,dx = 6$", "$\\int_0^3 3x^2\\,dx = 27$", "8 + C"],
    ),
    "limit of (x^2-1)/(x-1) as x goes to 1": (
        [
            "2",
            "The limit is 2.",
            "$\\lim_{x \\to 1} \\frac{x^2 - 1}{x - 1} = 2$",
            "lim = 2",
            "(x - 1)(x + 1)/(x - 1) = x + 1, so the limit is 2.",
        ],
        ["0", "The limit is 1.", "The limit does not exist.", "$\\lim_{x \\to 2} \\frac{x^2 - 1}{x - 1} = 3$", "x + 1"],
    ),
    "limit of 1/x as x approaches infinity": (
        ["0", "The limit is 0.", "$\\lim_{x \\to \\infty} \\frac{1}{x} = 0$"],
        ["1", "The limit is ∞.", "infinity", "$\\lim_{x \\to 0} \\frac{1}{x} = 0$", "The limit is 0.1."],
    ),
    "sum of the first 100 natural numbers": (
        ["5050", "The sum is 5050.", "100 · 101 / 2 = 5050", "$\\sum_{k=1}^{100} k = 5050$", "The sum is 5,050."],
        ["5000", "The sum is 5,500.", "100 · 101 = 10100", "$\\sum_{k=1}^{99} k = 4950$"],
    ),
    "equation of the tangent to y = x^2 at x = 1": (
        ["y = 2x - 1", "The tangent is y = 2x - 1.", "The slope is 2, so the tangent is y = 2x - 1.", "2x - 1"],
        ["y = 2x", "y = 2x + 1", "y = x - 1", "The slope is 2.", "The tangent is y = 2x - 2."],
    ),
    "slope of y = x^2 at x = 3": (
        ["6", "The slope is 6.", "f'(3) = 6", "y' = 2x, so the slope at x = 3 is 6."],
        ["9", "The slope is 3.", "f'(3) = 9", "f'(2) = 6", "2x"],
    ),
}
MATRICES = {
    "[[1, 2], [3, 4]] + [[0, 1], [1, 0]]": (
        [
            "[[1, 3], [4, 4]]",
            "$\\begin{pmatrix} 1 & 3 \\\\ 4 & 4 \\end{pmatrix}$",
            "The sum is [[1, 3], [4, 4]].",
            "\\boxed{\\begin{bmatrix} 1 & 3 \\\\ 4 & 4 \\end{bmatrix}}",
            "The answer is [1 3; 4 4].",
            "$$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} + \\begin{pmatrix} 0 & 1 \\\\ 1 & 0 \\end{pmatrix} = "
            "\\begin{pmatrix} 1 & 3 \\\\ 4 & 4 \\end{pmatrix}$$",
        ],
        [
            "[[1, 3], [4, 5]]",
            "[[1, 3, 4, 4]]",
            "$\\begin{pmatrix} 1 & 4 \\\\ 3 & 4 \\end{pmatrix}$",
            "13",
            "The answer is [1 3; 4 3].",
            "[[1, 3], [4, 4]] + [[1, 0], [0, 1]]",
            "2 [[1, 3], [4, 4]]",
            "$$\\begin{pmatrix} 1 & 3 \\\\ 4 & 4 \\end{pmatrix}^2$$",
        ],
    ),
    "determinant of [[1, 2], [3, 4]]": (
        ["-2", "The determinant is -2.", "det = 1·4 - 2·3 = -2", "The determinant is 1·4 - 2·3 = -2."],
        ["2", "10", "The determinant is 2.", "det = 1·4 - 2·3 = 2", "The trace is -2."],
    ),
    "inverse of [[1, 2], [3, 4]]": (
        ["[[-2, 1], [3/2, -1/2]]", "[[-2, 1], [1.5, -0.5]]", "The inverse is [[-2, 1], [3/2, -1/2]]."],
        ["[[2, -1], [-3/2, 1/2]]", "[[4, -2], [-3, 1]]", "[[-2, 1], [3/2, 1/2]]", "The inverse does not exist."],
    ),
}
KINDS = NUMBERS | MEASURES | ALGEBRA | CALCULUS | MATRICES
