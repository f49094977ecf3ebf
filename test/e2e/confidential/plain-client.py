"""A client without TNG that never gives up: it asks a server for a file over and over, and tells what it got.

It takes the text that must not arrive and what to ask, as name=URL. It prints a line for each outcome that differs from the one before,
and every second a line with all outcomes so far. Nothing is kept open from one request to the next.
"""

import collections
import http.client
import json
import sys
import time
import urllib.parse

secret = sys.argv[1].encode()
servers = [argument.split("=", 1) for argument in sys.argv[2:]]


def outcome(url):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=3)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        body = answer.read()
        return "PLAINTEXT" if secret in body else "status %d" % answer.status
    except OSError as error:
        return type(error).__name__
    except http.client.HTTPException as error:
        return type(error).__name__
    finally:
        connection.close()


counts, last, told = collections.Counter(), {}, 0.0
while True:
    for name, url in servers:
        result = "%s %s" % (name, outcome(url))
        counts[result] += 1
        if last.get(name) != result:
            print(json.dumps({"at": time.time(), "outcome": result}), flush=True)
        last[name] = result
    if time.time() - told > 1:
        told = time.time()
        print(json.dumps({"counts": counts}), flush=True)
    time.sleep(0.02)
