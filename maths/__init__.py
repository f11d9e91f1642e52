"""School mathematics in plain Python: reading questions, solving them in steps, wording the answers, judging replies.

`maths.reading`, `maths.claims`, `maths.tree`, `maths.notation`, `maths.phrases` and `maths.wording` never import SymPy;
`maths.solving` and `maths.judging` do and run only inside a sandbox.
"""
