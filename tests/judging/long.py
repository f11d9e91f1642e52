"""Whole right replies in the manner of several models: with their steps, checks, headings and offers."""

LONG = {
    "Solve 3x + 11 = 14": [
        (
            "To solve the equation \\(3x + 11 = 14\\), follow these steps:\n"
            "\n"
            "1. **Subtract 11 from both sides** to isolate the term with \\(x\\):\n"
            "   \\[\n"
            "   3x + 11 - 11 = 14 - 11\n"
            "   \\]\n"
            "   This simplifies to:\n"
            "   \\[\n"
            "   3x = 3\n"
            "   \\]\n"
            "\n"
            "2. **Divide both sides by 3** to solve for \\(x\\):\n"
            "   \\[\n"
            "   \\frac{3x}{3} = \\frac{3}{3}\n"
            "   \\]\n"
            "   This simplifies to:\n"
            "   \\[\n"
            "   x = 1\n"
            "   \\]\n"
            "\n"
            "So, the solution to the equation \\(3x + 11 = 14\\) is \\(x = 1\\)."
        ),
        (
            "# Solving 3x + 11 = 14\n"
            "\n"
            "**Step 1:** Subtract 11 from both sides\n"
            "$$3x + 11 - 11 = 14 - 11$$\n"
            "$$3x = 3$$\n"
            "\n"
            "**Step 2:** Divide both sides by 3\n"
            "$$x = 1$$\n"
            "\n"
            "**Check:** $3(1) + 11 = 3 + 11 = 14$ ✓\n"
            "\n"
            "**The answer is $x = 1$.** Would you like to try a similar problem, such as $2x + 5 = 11$?"
        ),
        (
            "Okay! Let's break it down.\n"
            "\n"
            "We have 3x + 11 = 14.\n"
            "\n"
            "First, what happens if we take 11 away from both sides?\n"
            "\n"
            "3x = 14 − 11\n"
            "3x = 3\n"
            "\n"
            "Now divide by 3:\n"
            "\n"
            "x = 3 ÷ 3\n"
            "x = 1\n"
            "\n"
            "✅ **x = 1**\n"
            "\n"
            "Let me know if you'd like another example!"
        ),
        (
            "Sure, Jane Doe!\n"
            "\n"
            "| Step | Equation |\n"
            "|---|---|\n"
            "| Start | 3x + 11 = 14 |\n"
            "| Subtract 11 | 3x = 3 |\n"
            "| Divide by 3 | x = 1 |\n"
            "\n"
            "The solution is **x = 1**."
        ),
        (
            "The solution to the equation \\(3x + 11 = 14\\) is \\(x = 1\\). You can check this by "
            "substituting \\(x = 1\\) back into the original equation: \\(3(1) + 11 = 3 + 11 = 14\\), which "
            "is true."
        ),
        ("**Lösung:**\n\n3x + 11 = 14 | −11\n3x = 3 | :3\n**x = 1**\n\n*Probe:* 3·1 + 11 = 14 ✓"),
        ("$3x = 14-11$\n\n$\\Rightarrow x = \\dfrac{14-11}{3} = 1$"),
    ],
    "Solve x^2 - 5x + 6 = 0": [
        (
            "We can solve this quadratic by factoring.\n"
            "\n"
            "We need two numbers that multiply to \\(6\\) and add up to \\(-5\\). Those numbers are "
            "\\(-2\\) and \\(-3\\).\n"
            "\n"
            "\\[\n"
            "x^2 - 5x + 6 = (x - 2)(x - 3) = 0\n"
            "\\]\n"
            "\n"
            "Set each factor equal to zero:\n"
            "\n"
            "\\[\n"
            "x - 2 = 0 \\quad \\Rightarrow \\quad x = 2\n"
            "\\]\n"
            "\\[\n"
            "x - 3 = 0 \\quad \\Rightarrow \\quad x = 3\n"
            "\\]\n"
            "\n"
            "**Final Answer:**\n"
            "\\[\n"
            "\\boxed{x = 2} \\quad \\text{or} \\quad \\boxed{x = 3}\n"
            "\\]"
        ),
        (
            "Use the quadratic formula with a = 1, b = -5, c = 6:\n"
            "\n"
            "x = (-b ± √(b² - 4ac)) / (2a)\n"
            "x = (5 ± √(25 - 24)) / 2\n"
            "x = (5 ± 1) / 2\n"
            "\n"
            "So x = 6/2 = 3 or x = 4/2 = 2.\n"
            "\n"
            "The solutions are **x = 2** and **x = 3**."
        ),
        (
            "$$x = \\frac{-(-5) \\pm \\sqrt{(-5)^2 - 4(1)(6)}}{2(1)} = \\frac{5 \\pm \\sqrt{1}}{2}$$\n"
            "\n"
            "This gives us two solutions:\n"
            "\n"
            "- $x_1 = \\frac{5 + 1}{2} = 3$\n"
            "- $x_2 = \\frac{5 - 1}{2} = 2$"
        ),
        (
            "The discriminant is $b^2 - 4ac = 25 - 24 = 1 > 0$, so there are two real roots.\n"
            "\n"
            "$x_1 = 2$, $x_2 = 3$\n"
            "\n"
            "The product of the roots is $6$ and their sum is $5$, as expected."
        ),
        (
            "Mitternachtsformel: $x_{1,2} = \\frac{5 \\pm 1}{2}$, also $x_1 = 3$ und $x_2 = 2$.\n"
            "\n"
            "Lösungsmenge: $\\mathbb{L} = \\{2; 3\\}$"
        ),
        ("x = 2 or x = 3\n\nCheck x = 2: 4 − 10 + 6 = 0 ✓\nCheck x = 3: 9 − 15 + 6 = 0 ✓"),
        ("First solve x - 2 = 0: x = 2.\nThen solve x - 3 = 0: x = 3.\nTherefore the solution set is {2, 3}."),
        "One solution is x = 2. The other solution is x = 3.",
    ],
    "What is 3/4 + 5/6?": [
        (
            "To add the fractions, find a common denominator.\n"
            "\n"
            "The LCD of 4 and 6 is 12.\n"
            "\n"
            "$$\\frac{3}{4} = \\frac{9}{12}, \\qquad \\frac{5}{6} = \\frac{10}{12}$$\n"
            "\n"
            "Now add:\n"
            "\n"
            "$$\\frac{9}{12} + \\frac{10}{12} = \\frac{19}{12}$$\n"
            "\n"
            "So, $\\frac{3}{4} + \\frac{5}{6} = \\frac{19}{12}$, or $1\\frac{7}{12}$ as a mixed number."
        ),
        (
            "\\begin{align*}\n"
            "\\frac{3}{4} + \\frac{5}{6} &= \\frac{9}{12} + \\frac{10}{12} \\\\\n"
            "&= \\frac{19}{12}\n"
            "\\end{align*}\n"
            "\n"
            "Thus the answer is $\\boxed{\\frac{19}{12}}$."
        ),
        ("3/4 = 9/12\n5/6 = 10/12\n9/12 + 10/12 = 19/12\n\n**19/12** (or 1 7/12)"),
        "3/4 + 5/6 = 9/12 + 10/12 = 19/12 = 1 7/12 ≈ 1.583",
    ],
    "What is 15% of 80?": [
        (
            "To find 15% of 80:\n"
            "\n"
            "1. Convert 15% to a decimal: 15% = 0.15\n"
            "2. Multiply: 0.15 × 80 = 12\n"
            "\n"
            "So 15% of 80 is **12**."
        ),
        ("10% of 80 is 8.\n5% of 80 is 4.\n8 + 4 = 12\n\n**Answer: 12**"),
    ],
    "20 is what percent of 80?": [
        ("(20 / 80) × 100 = 0.25 × 100 = 25\n\nSo 20 is **25%** of 80."),
    ],
    "factor x^2 + 5x + 6": [
        (
            "To factor \\( x^2 + 5x + 6 \\), we look for two numbers that multiply to 6 and add to 5. These "
            "are 2 and 3.\n"
            "\n"
            "\\[ x^2 + 5x + 6 = (x + 2)(x + 3) \\]\n"
            "\n"
            "**Check:** \\((x+2)(x+3) = x^2 + 3x + 2x + 6 = x^2 + 5x + 6\\) ✓"
        ),
    ],
    "factor 360": [
        ("360 = 2 × 180\n180 = 2 × 90\n90 = 2 × 45\n45 = 3 × 15\n15 = 3 × 5\n\nSo 360 = 2³ × 3² × 5."),
    ],
    "derivative of x^3 + 2x": [
        (
            "Using the power rule:\n"
            "\n"
            "- The derivative of \\(x^3\\) is \\(3x^2\\).\n"
            "- The derivative of \\(2x\\) is \\(2\\).\n"
            "\n"
            "So the derivative is:\n"
            "\n"
            "\\[ f'(x) = 3x^2 + 2 \\]"
        ),
    ],
    "Find the derivative of x^2 sin(x)": [
        (
            "We use the product rule: $(uv)' = u'v + uv'$.\n"
            "\n"
            "Let $u = x^2$ and $v = \\sin(x)$. Then $u' = 2x$ and $v' = \\cos(x)$.\n"
            "\n"
            "$$\\frac{d}{dx}\\left[x^2 \\sin(x)\\right] = 2x\\sin(x) + x^2\\cos(x)$$"
        ),
    ],
    "integrate x^2 from 0 to 3": [
        (
            "$$\\int_0^3 x^2\\,dx = \\left[\\frac{x^3}{3}\\right]_0^3 = \\frac{27}{3} - \\frac{0}{3} = 9$$\n"
            "\n"
            "So the area is **9**."
        ),
    ],
    "integrate x^2": [
        (
            "By the power rule for integration,\n"
            "\n"
            "\\[\\int x^n \\, dx = \\frac{x^{n+1}}{n+1} + C\\]\n"
            "\n"
            "so\n"
            "\n"
            "\\[\\int x^2 \\, dx = \\frac{x^3}{3} + C\\]"
        ),
    ],
    "simplify (x^2 - 1)/(x - 1)": [
        (
            "Factor the numerator: \\(x^2 - 1 = (x-1)(x+1)\\).\n"
            "\n"
            "\\[\\frac{(x-1)(x+1)}{x-1} = x + 1, \\quad x \\neq 1\\]\n"
            "\n"
            "So the simplified expression is \\(x + 1\\)."
        ),
    ],
    "What is 2^10?": [
        "2^10 = 2 × 2 × 2 × 2 × 2 × 2 × 2 × 2 × 2 × 2 = 1024",
    ],
    "What is the square root of 50?": [
        "√50 = √(25 × 2) = √25 × √2 = 5√2 ≈ 7.07",
    ],
    "gcd of 12 and 18": [
        ("18 = 1 × 12 + 6\n12 = 2 × 6 + 0\n\nThe gcd is 6."),
        ("12 = 2^2 × 3\n18 = 2 × 3^2\n\nThe common factors are 2 and 3, so GCD = 2 × 3 = 6."),
    ],
    "is 91 prime?": [
        "No! 91 = 7 × 13, so 91 is not a prime number.",
    ],
    "solve 2x+1>5": [
        ("2x + 1 > 5\n2x > 4\nx > 2\n\n**Answer:** x > 2, or in interval notation (2, ∞)."),
        "Subtract 1: 2x > 4. Divide by 2: x > 2.",
    ],
    "solve x^2 > 4": [
        ("x^2 - 4 > 0\n(x - 2)(x + 2) > 0\n\nSo x < -2 or x > 2."),
    ],
    "solve x+y=5, x-y=1": [
        (
            "Add the two equations: 2x = 6, so x = 3. Substitute into the first: 3 + y = 5, so y = 2.\n"
            "\n"
            "**Solution: x = 3, y = 2**"
        ),
    ],
    "solve |x-3|=2": [
        ("Case 1: x - 3 = 2 → x = 5\nCase 2: x - 3 = -2 → x = 1\n\nSolutions: x = 1, 5"),
    ],
    "solve 1/x = 3": [
        "Multiply both sides by x: 1 = 3x. Then x = 1/3.",
    ],
    "5 km in m": [
        "1 km = 1000 m, so 5 km = 5 × 1000 m = 5000 m.",
    ],
    "mean of 1, 2, 4": [
        "(1 + 2 + 4) / 3 = 7/3 ≈ 2.33",
    ],
    "median of 3, 5, 9, 10": [
        "The middle two numbers are 5 and 9. (5 + 9)/2 = 7. The median is 7.",
    ],
    "factors of 12": [
        ("1 × 12 = 12\n2 × 6 = 12\n3 × 4 = 12\n\nSo the factors of 12 are 1, 2, 3, 4, 6, 12."),
    ],
    "round 3.14159 to 2 dp": [
        "Look at the third decimal: 1. It is less than 5, so round down. 3.14159 ≈ 3.14",
    ],
    "let f(x)=x^2+1, find f(3)": [
        "f(3) = 3² + 1 = 9 + 1 = 10",
    ],
    "increase 80 by 5%": [
        ("5% of 80 = 4\n80 + 4 = 84\n\nThe answer is 84."),
    ],
}
