"""A double of what checks answers in a sandbox, and judgements as they may stand in the record."""

import threading
import uuid

from chat.models import Conversation, Judgement, Message, Run, RunStep, Tutor

PUT_BACK = {"template": "Put back, {check} holds.", "params": {"check": r"\( 3 \cdot 1 + 11 = 14 \)"}}
VERIFIED = {"verdict": "verified", "kind": "equation", "check": PUT_BACK, "result": None}
CONTRADICTED = VERIFIED | {"verdict": "contradicted", "result": r"\( x = 1 \)"}
NOT_CHECKED = {
    "verdict": "not_checked",
    "kind": "equation",
    "check": {"template": "No answer was found in the reply.", "params": {}},
    "result": None,
}


class Judge:
    """An interpreter.client.Interpreter that knows one verdict. `asked` are the payloads; while `goes_on` is cleared
    it hangs; what is in `errors` it raises first."""

    def __init__(self, answer=VERIFIED):
        self.answer, self.asked, self.errors, self.at_once, self.most = answer, [], [], 0, 0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self._guard = threading.Lock()

    def compute(self, function, payload, *, timeout=8):
        assert (function, timeout) == ("maths.judging.judge", 5)
        with self._guard:
            self.asked.append(payload)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            assert self.goes_on.wait(20), "nobody let the judge go on"
            if self.errors:
                raise self.errors.pop(0)
            return self.answer
        finally:
            with self._guard:
                self.at_once -= 1


def answered(owner, question="Solve 3x + 11 = 14", reply="So x = 1.", conversation=None, **judgement):
    """A completed run with its question and answer; and its judgement, where fields of one are given."""
    conversation = conversation or Conversation.objects.create(owner=owner, tutor=Tutor.default())
    asked = {"conversation": conversation, "role": "user", "text": question, "client_key": uuid.uuid4()}
    message = Message.objects.create(**asked)
    done = {"status": "completed", "revision": 3, "block_revision": 2, "is_judged": bool(judgement)}
    run = Run.objects.create(conversation=conversation, message=message, **done)
    answer = Message.objects.create(conversation=conversation, role="assistant", text=reply, run=run)
    RunStep.objects.create(run=run, message=answer, upstream_id="m", type="message_creation", revision=2)
    if judgement:
        Judgement.objects.create(run=run, **judgement)
    return run


def done(answer, **fields):
    """The fields of a judgement with this answer of a judge."""
    told = {"verdict": answer["verdict"], "explanation": answer["check"], "result": answer["result"] or ""}
    return {"status": "done"} | told | fields
