"""STAND-IN for vLLM: answers completions in the form of the OpenAI API, over IPv4 and IPv6.

It takes a port.
"""

import http.server
import json
import socket
import sys

TEXT = " city in Northern California, USA"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/v1/models":
            model = {"id": "qwen2.5-3b-instruct", "object": "model", "created": 0, "owned_by": "e2e"}
            return self.answer(200, {"object": "list", "data": [model]})
        self.answer(404, {"detail": "Not Found"})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/completions":
            return self.answer(200, completion("text_completion", {"text": TEXT}, asked))
        if self.path == "/v1/chat/completions":
            if asked.get("stream"):
                return self.stream(asked)
            message = {"message": {"role": "assistant", "content": TEXT}}
            return self.answer(200, completion("chat.completion", message, asked))
        self.answer(404, {"detail": "Not Found"})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, asked):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for word in TEXT.split(","):
            part = completion("chat.completion.chunk", {"delta": {"content": word}}, asked)
            self.chunk("data: %s\n\n" % json.dumps(part))
        self.chunk("data: [DONE]\n\n")
        self.chunk("")

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def log_message(self, *_arguments):
        pass


def completion(kind, choice, asked):
    choices = [{"index": 0, "finish_reason": "length", **choice}]
    return {"id": "1", "object": kind, "created": 0, "model": asked["model"], "choices": choices}


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


Server(("::", int(sys.argv[1])), Handler).serve_forever()
