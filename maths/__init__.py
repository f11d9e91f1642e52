"""School mathematics in plain Python: reading questions, solving them in steps, wording the answers.

`maths.reading`, `maths.tree`, `maths.notation`, `maths.phrases` and `maths.wording` never import SymPy;
`maths.solving` does and runs only inside a sandbox.
"""
