"""What somebody writes who wants their words to be markup, and a place for it in every field of the record.

Whoever adds a field that a person, a model or an upstream fills adds it to `record`.
"""

import uuid
from dataclasses import dataclass

from chat.attachments import NAME_LIMIT
from chat.feedback import REASON_LIMIT, Feedback
from chat.models import TITLE_LIMIT, Attachment, Conversation, FileLink, Judgement, Message, Run, RunStep, Tutor
from chat.rendering import render_moving

HOSTILE = [
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<div hx-get="/admin/" hx-trigger="load" data-hx-get="/x" hx-on:click="x()">x</div>',
    '<p style="position:fixed" class="math-block" id="main">x</p>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<!-- comment --> <?pi?> <![CDATA[x]]> <!doctype html>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](&#106;avascript:alert(1)) [x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>) [x](vbscript:x) [x](file:///etc/passwd) [x](//evil.example)",
    "<javascript:alert(1)> <data:text/html,x>",
    '[x](https://a.b "t\\" onclick=alert(1)") [x](https://a.b/"onclick="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](https://evil.example/?q=1) ![x][y]\n\n[y]: https://evil.example/",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "`<script>alert(1)</script>`",
    "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    r"\(\text{<script>alert(1)</script>}\)",
    r"\(\text{<img/src=x/onerror=alert(1)>}\)",
    r"\(\mathrm{<script>} \operatorname{<b>} \textbf{<i>} \texttt{</code>}\)",
    r"\(\href{javascript:alert(1)}{x}\)",
    r"\(\url{javascript:alert(1)}\)",
    r"\(\style{color:red;background:url(//evil.example)}{x}\)",
    r"\(\htmlClass{a}{x} \htmlId{a}{x} \htmlData{a=b}{x}\)",
    r"\(\includegraphics{https://evil.example/x.png}\)",
    r"\(</annotation></semantics></math><script>alert(1)</script>\)",
    r"\(\undefined</code><script>alert(1)</script>\)",
    r"\(\color{red;background:url(x)}{x} \color{\"onclick=}{x}\)",
    r"\(\eqref{x} \ref{javascript:alert(1)}\)",
    r"\begin{align}x \label{\" onclick=alert(1)}\end{align}",
    r"\(\hspace{1cm\" onclick=\"alert(1)}\)",
    r"\(\newcommand{\a}{\a\a}\a\) \(\def\x{\x\x}\x\)",
    r"[\(x\)](https://a.b/\(x\)) <https://a.b/$x_1$> ![\(x\)](\(x\))",
    '[a\\(x\\)](https://a.b "\\(<script>\\)")',
    "mq0123456789abcdef00000qm mq00000000000000000000qm",
    "\x00\x01\x0b\x1f\x7f\ud800 x\u202ey \ufffe",
]

MARKUP = '"\'><xss onxss=alert(1)>&lt;xss&gt;</title></textarea></script></pre></style><!--<xss/xss="{{ xss }}{% xss %}'
"""Breaks out of any text or attribute that it is not escaped for; its elements and attributes are called xss."""
LINES = "\n\n".join([MARKUP, *(line for line in HOSTILE if "\x00" not in line)])


@dataclass
class Hostile:
    """A person whose every word is hostile, and their conversation."""

    person: object
    conversation: Conversation
    run: Run
    judged: Run


def record(person):
    """Fill every field with markup; Hostile. The person's names are those that no form would let through."""
    person.display_name = MARKUP[:40]
    person.save()
    tutor = Tutor.objects.create(name=MARKUP, instructions=LINES, model=MARKUP[:128])
    conversation = Conversation.objects.create(owner=person, tutor=tutor, title=MARKUP[:TITLE_LIMIT])
    failed = _turn(conversation, status="failed", reason="failed")
    completed = _turn(conversation, status="completed", is_judged=True)
    for run, verdict in ((failed, "not_checked"), (completed, "contradicted")):
        phrase = {"template": LINES + " {x}", "params": {"x": LINES}}
        done = {"status": "done", "verdict": verdict, "explanation": phrase, "result": LINES}
        Judgement.objects.create(run=run, **done)
    live = _turn(conversation, status="in_progress", live_html=render_moving(LINES))
    return Hostile(person, conversation, live, completed)


def _turn(conversation, **fields):
    told = {"conversation": conversation, "role": "user", "text": LINES, "client_key": uuid.uuid4()}
    question = Message.objects.create(**told)
    _attach(conversation, question)
    run = Run.objects.create(conversation=conversation, message=question, revision=4, block_revision=3, **fields)
    answer = Message.objects.create(conversation=conversation, role="assistant", run=run, text=LINES)
    said = {"person": conversation.owner, "message": answer, "value": "down"}
    Feedback.objects.create(reason=(MARKUP * 9)[:REASON_LIMIT], **said)
    RunStep.objects.create(run=run, upstream_id="c", type="tool_calls", code=LINES, logs=LINES, revision=2)
    step = RunStep.objects.create(run=run, upstream_id="m", type="message_creation", message=answer, revision=3)
    _files(conversation, step, run)
    return run


def _attach(conversation, question):
    given = {"conversation": conversation, "message": question, "name": MARKUP[:NAME_LIMIT], "size": 1, "content": b"x"}
    Attachment.objects.create(content_type="text/csv", **given)


def _files(conversation, step, run):
    kept = {"conversation": conversation, "name": MARKUP[:NAME_LIMIT]}
    picture = {"content_type": "image/png", "width": 2, "height": 2, "content": b"PNG", "description": LINES[:400]}
    Attachment.objects.create(step=step, upstream_id=f"p{run.pk}", **picture, **kept)
    file = Attachment.objects.create(upstream_id=f"f{run.pk}", content_type="text/csv", size=1, content=b"x", **kept)
    gone = Attachment.objects.create(upstream_id=f"g{run.pk}", content_type="text/csv", missing="gone", **kept)
    FileLink.objects.create(step=step, attachment=file, target=f"sandbox:/mnt/data/{MARKUP[:60]}")
    FileLink.objects.create(step=step, attachment=gone, target="")
