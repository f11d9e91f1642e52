"""A question that was read and solved, for those who check its steps."""

import json
from dataclasses import dataclass

from maths.phrases import Phrase
from maths.reading import Task, read
from maths.solving import explain
from tests.maths_made.computing import worth


@dataclass(frozen=True)
class Asked:
    """One question, its task, and the part that explains it."""

    text: str
    task: Task
    part: dict

    @classmethod
    def of(cls, text: str) -> "Asked":
        (task,) = read(text).tasks
        payload = json.loads(json.dumps({"tasks": [task.to_dict()]}))
        return cls(text, task, json.loads(json.dumps(explain(payload)))["parts"][0])

    @property
    def steps(self) -> list[dict]:
        return self.part["steps"]

    @property
    def answer(self) -> dict:
        return self.part["answer"] or {"kind": None, "values": [], "latex": []}

    @property
    def tree(self):
        return self.task.expressions[0]

    @property
    def letter(self) -> str:
        return self.task.variable or "x"

    @property
    def numbers(self) -> list:
        """What the expressions of the task are worth, where they have no letters."""
        return [worth(each) for each in self.task.expressions]

    @property
    def task_ends(self) -> list:
        """Both ends of what is asked about."""
        return [worth(each) for each in self.task.expressions[1:]]

    def words(self, step: dict) -> str:
        return Phrase.from_dict(step["text"]).text()
