#!/usr/bin/python3
"""STAND-IN for the attestation agent 1.3.1: its arguments, configuration, socket, signals and service.

Its evidence proves nothing: it is the one that the real agent's sample attester gives, and with a TDX device the same
under the name of TDX.
"""

import argparse
import base64
import json
import os
import signal
import socket
import sys
import threading
import tomllib

import ttrpc

DEFAULT_SOCKET = "unix:///run/confidential-containers/attestation-agent/attestation-agent.sock"
NOT_FOUND = 5


def log(text):
    print("[stand-in attestation-agent] " + text, file=sys.stderr, flush=True)


def checked(path):
    with open(path, "rb") as file:
        tokens = tomllib.load(file)["token_configs"]
    # a file without one of the two is refused up to 1.3.1
    for name in ("coco_as", "kbs"):
        if not tokens[name]["url"]:
            raise ValueError("token_configs.%s.url is empty" % name)
    if tokens["coco_as"]["url"].endswith("/"):
        raise ValueError("token_configs.coco_as.url ends with a slash, and is concatenated with another")


def answer(method, payload, tee):
    if method == "GetTeeType":
        return ttrpc.encode([(1, tee.encode())])
    if method in ("GetEvidence", "GetAdditionalEvidence"):
        data = ttrpc.decode(payload).get(1, b"")
        evidence = {"svn": "1", "report_data": base64.b64encode(data).decode()}
        # nothing beside the main evidence: a machine has one TEE
        return ttrpc.encode([(1, json.dumps(evidence).encode())]) if method == "GetEvidence" else b""
    return None


def serve(connection, tee):
    with connection:
        try:
            while True:
                stream, _kind, message = ttrpc.receive(connection)
                request = ttrpc.decode(message)
                method = request[2].decode()
                payload = answer(method, request.get(3, b""), tee)
                log("%s %s" % (method, "answered" if payload is not None else "is not known"))
                if payload is None:
                    status = ttrpc.encode([(1, NOT_FOUND), (2, ("no " + method).encode())])
                    ttrpc.send(connection, stream, ttrpc.RESPONSE, ttrpc.encode([(1, status)]))
                else:
                    ttrpc.send(connection, stream, ttrpc.RESPONSE, ttrpc.encode([(2, payload)]))
        except (EOFError, OSError):
            return


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-a", "--attestation_sock", default=DEFAULT_SOCKET)
    parser.add_argument("-c", "--config-file")
    arguments = parser.parse_args()
    if not arguments.attestation_sock.startswith("unix://"):
        parser.error("the socket must begin with unix://")
    if arguments.config_file:
        checked(arguments.config_file)
    path = arguments.attestation_sock[len("unix://") :]
    if arguments.attestation_sock == DEFAULT_SOCKET:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.exists(path):
        os.remove(path)

    # INT and HUP end it; TERM is left as it is, which for a container's first process means ignored
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(log("ends on signal %d" % received)))
    # once, as the real one does
    tee = "tdx" if os.path.exists("/dev/tdx_guest") else "sample"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    log("listens on %s; its TEE is %s" % (path, tee))
    while True:
        connection, _address = listener.accept()
        threading.Thread(target=serve, args=(connection, tee), daemon=True).start()


main()
