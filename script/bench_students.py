"""Students for benches: each opens the page, asks, and polls as the page tells a browser with htmx to."""

import asyncio
import html
import random
import re
import time
from dataclasses import dataclass, field

from script.bench_client import Browser
from script.stub_upstream import answer_words, question

SPREAD, THOUGHT = 3, (0.5, 1.5)
QUESTIONS = 2
PATIENCE = 60
"""Seconds for which an answer is followed before it counts as unfinished."""

FORM = re.compile(r'<form id="composer"[^>]* action="([^"]+)"')
FIELD = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|client_key)" value="([^"]+)"')
BUSY = re.compile(r'<div id="run-[^>]* aria-busy="true"[^>]*>')
ASKS, EVERY = re.compile(r' hx-get="([^"]+)"'), re.compile(r' hx-trigger="every (\d+)ms"')
COPY = re.compile(r'<template class="source">.*?</template>', re.DOTALL)
BLOCK = re.compile(r'<article class="message from-tutor">.*?</article>', re.DOTALL)


@dataclass
class Answer:
    """What a student saw of one answer. Moments of time.monotonic; `first`, `whole`: when the first word and the last
    one were there, `final`: when the page said that it is finished. `size`: bytes received from Send on."""

    question: str
    number: int
    key: str
    words: int
    sent: float
    first: float = 0
    whole: float = 0
    final: float = 0
    size: int = 0
    polls: int = 0
    unchanged: int = 0
    blocks: str = ""
    errors: list = field(default_factory=list)

    def take(self, response):
        """Note what came; the Poller that goes on, or None when it said that nothing more comes."""
        self.size += response.size
        text = response.text
        said = answer_words(self.key, self.words)
        if not self.first and said[0] in text:
            self.first = response.moment
        if not self.whole and said[-1] in text:
            self.whole = response.moment
        self.blocks += COPY.sub("", "".join(BLOCK.findall(text)))
        poller = Poller.read(text, response.moment)
        if not poller:
            self.final = response.moment
        return poller

    def judge(self):
        """Add what is wrong with the answer as it stands on the page at the end."""
        if not self.final:
            self.errors.append("unfinished")
        elif self.blocks.count(" ".join(answer_words(self.key, self.words))) != 1 or "Answer-" in self.others():
            self.errors.append("wrong text")

    def others(self):
        return self.blocks.replace(f"Answer-{self.key} ", "")


@dataclass
class Poller:
    """An element with `hx-trigger="every …"`, there since `since`. A swap starts its clock anew, 204 does not."""

    path: str
    interval: float
    since: float

    @classmethod
    def read(cls, text, moment):
        busy = BUSY.search(text)
        if not busy:
            return None
        return cls(html.unescape(ASKS.search(busy[0])[1]), int(EVERY.search(busy[0])[1]) / 1000, moment)

    def wait(self, now):
        """Seconds to the next tick; those during a request were dropped."""
        return self.interval - (now - self.since) % self.interval


class Student:
    """One person with one page. `answers` are those to what was asked so far; `errors`, why there is no page."""

    def __init__(self, port, name):
        self.browser, self.name, self.answers, self.errors = Browser(port), name, [], []

    async def open(self):
        """Load the page; whether it came."""
        response = await _safely(self.browser.get("/"), self.errors)
        if response and response.status == 200:
            self._read_form(response.text)
        return not self.errors

    def _read_form(self, text):
        form = FORM.search(text)
        self.action, self.fields = form[1], dict(FIELD.findall(text[form.start() :]))

    async def send(self, **pace):
        """Send the next question; (its Answer, the Poller of the page or None)."""
        number = len(self.answers) + 1
        key = f"{self.name}-{number}"
        text = question(key, **pace)
        answer = Answer(text, number, key, len(answer_words(key, **_words(pace))), time.monotonic())
        self.answers.append(answer)
        response = await _safely(self.browser.post(self.action, {**self.fields, "text": text}), answer.errors)
        if not response or response.status != 200:
            return answer, None
        self._read_form(response.text)
        return answer, answer.take(response)

    async def ask(self, **pace):
        """Ask one question and follow its answer to the end."""
        answer, poller = await self.send(**pace)
        await self.follow(answer, poller)

    async def follow(self, answer, poller):
        until = time.monotonic() + PATIENCE
        while poller and time.monotonic() < until:
            await asyncio.sleep(poller.wait(time.monotonic()))
            poller = await self.poll(answer, poller)
        answer.judge()

    async def poll(self, answer, poller):
        """One poll; the Poller that is on the page then."""
        response = await _safely(self.browser.get(poller.path, htmx=True), answer.errors)
        answer.polls += 1
        if response and response.status == 200:
            return answer.take(response)
        if response:
            answer.size += response.size
            answer.unchanged += response.status == 204
        return poller


async def _safely(request, errors):
    """The Response, or None; what is no proper one is noted among the errors."""
    try:
        response = await request
    except OSError as error:
        errors.append(type(error).__name__)
        return None
    if response.status not in {200, 204}:
        errors.append(str(response.status))
    return response


def _words(pace):
    return {name: value for name, value in pace.items() if name == "words"}


async def lesson(port, students, seed, questions=QUESTIONS):
    """So many students at once with so many questions each, thinking in between; all of them, when all are done."""
    chance = random.Random(seed)
    plans = [(chance.uniform(0, SPREAD), [chance.uniform(*THOUGHT) for _ in range(questions)]) for _ in range(students)]
    crowd = [Student(port, f"{seed}-{number}") for number in range(students)]
    await asyncio.gather(*(_attend(student, *plan) for student, plan in zip(crowd, plans, strict=True)))
    return crowd


async def _attend(student, start, thoughts):
    await asyncio.sleep(start)
    for thought in thoughts if await student.open() else ():
        await asyncio.sleep(thought)
        await student.ask()
    student.browser.close()
