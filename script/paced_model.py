"""A model server for benches: streams chat completions at a fixed pace, each piece with the moment it was sent at.

    python -m script.paced_model     writes its address to standard output, serves until its standard input ends

The first line of the last message says how much: `PIECES SECONDS`, the number of pieces and the pause between two.
Piece number n is `n MOMENT;`, a moment of the clock that all processes of a machine share (time.monotonic).
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        number, pause = self.asked(body)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        began = time.monotonic()
        for piece in range(number):
            time.sleep(max(0, began + piece * pause - time.monotonic()))
            self.send(chunk({"content": f"{piece} {time.monotonic()!r};"}))
        self.send(chunk({}, "stop"))
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (14, b"data: [DONE]\n\n"))

    @staticmethod
    def asked(body):
        """(pieces, seconds between two) that the newest message asks for."""
        content = body["messages"][-1]["content"]
        text = content if isinstance(content, str) else content[0]["text"]
        number, pause = text.split("\n")[0].split()
        return int(number), float(pause)

    def send(self, value):
        data = f"data: {json.dumps(value)}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def log_message(self, *_):
        pass


def chunk(delta, finish_reason=None):
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        """A reader that leaves is no news."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
