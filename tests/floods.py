"""What a text may be flooded with: every sign that means something to the renderer, many thousand times."""

UNITS = [
    r"\(", r"\[", "$", "$$", "[", "![", "](", "[a](", "*", "**", "*a", "a*", "_", ">", "> ", "`", "`a", "~", "~~", "|",
    "|a|b|\n", "|a|\n|-|\n", "|-", "- ", "1. ", "#", "<", "&", "&amp;", "\\", "{", "}", "【", "【†", "\n", "\n\n", " ",
    "\t", "a\n", "sandbox:/a/", r"\(x\) ", r"\[x\]", "$x$ ", r"\boxed{", r"\boxed{x}", r"\begin{align}",
    r"\begin{align}x\end{align}", r"\ce{", r"\ce{H2}", r"\text{$", r"\enclose{box}{", r"\unicode{x41}", r"\frac{1}{2}",
    r"x^{", "x_1^2", r"\sqrt", r"\left(", r"\hline", "&", r"\\", "1,000", "√(", "~ ", "```\n", "~~~\n", "[a]: b\n",
    "<a@b.c>", "https://a.b ", "中", "\u0301", r"[\(x\)](", "**中", "word ", "a" , '"', "'", "!", "(", "⟨",
]  # fmt: skip
BLOCKS = {"fence": "```python\n{}\n```", "table": "| a |\n|-|\n| {} |", "quotation": "> - {}"}
