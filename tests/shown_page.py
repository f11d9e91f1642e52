"""The open page of a student: what it has shown, piece by piece, and what it asks for next."""

import re

BLOCK = re.compile(r'<details class="code-step">.*?</details>|<article class="message from-tutor">.*?</article>', re.S)
TURN = re.compile(r'<div id="blocks-(\d+)" class="blocks">(.*?)</section>', re.S)
MORE = re.compile(r'<hx-partial hx-target="#blocks-(\d+)" hx-swap="beforeend">(.*?)</hx-partial>', re.S)
POLL = re.compile(r'<div id="run-[^"]+" class="pending" aria-busy="true" hx-get="([^"]+)"')


class ShownPage:
    """`blocks`: {id of a question: its finished blocks}; `poll_address`: None when nothing is on its way."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.blocks, self.poll_address = {}, None
        response = client.get(address)
        if response.status_code == 200:  # there is no conversation before its first question
            self.show(response.content.decode())

    def show(self, html):
        """Put what came into the page: whole turns, further blocks, the pending element as it is now."""
        for turn, blocks in TURN.findall(html):
            self.blocks[turn] = BLOCK.findall(blocks)
        for turn, blocks in MORE.findall(html):
            self.blocks[turn] += BLOCK.findall(blocks)
        found = POLL.search(html)
        self.poll_address = found and found[1]

    def poll(self):
        """One poll, if the page polls."""
        if self.poll_address:
            response = self.client.get(self.poll_address, headers={"HX-Request": "true"})
            assert response.status_code in {200, 204}
            if response.status_code == 200:
                self.show(response.content.decode())

    def press(self, address):
        """Press a button of the pending element, which sends the revision that the page has."""
        revision = (self.poll_address or "").partition("?")[2]
        response = self.client.post(f"{address}?{revision}", headers={"HX-Request": "true"})
        assert response.status_code == 200
        if "HX-Redirect" in response:
            self.__init__(self.client, self.address)
        else:
            self.show(response.content.decode())
