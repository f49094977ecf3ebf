#!/usr/bin/python3
"""STAND-IN for the one-shot program of the confidential data hub 1.3.1: its arguments, its steps and its exit codes.

It asks the attestation agent for evidence and Trustee for the resource, in the steps of the real handshake. What it
does not do is encrypt: the stand-in of Trustee sends the resource as it is.
"""

import argparse
import base64
import json
import re
import socket
import ssl
import sys
import tomllib
import urllib.error
import urllib.request

import ttrpc

AGENT = "/run/confidential-containers/attestation-agent/attestation-agent.sock"
PANIC = 101
CONTEXT = ssl.create_default_context()


def log(text):
    print("[stand-in confidential-data-hub] " + text, file=sys.stderr, flush=True)


def trust(kbs_cert):
    """Like the real program, which adds the first certificate of kbs_cert to those that the system knows."""
    if kbs_cert:
        CONTEXT.load_verify_locations(cadata=kbs_cert.split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n")


def ask(url, body=None, cookie=None):
    """Status, text and cookie of an answer, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    if cookie:
        request.add_header("Cookie", cookie)
    try:
        with urllib.request.urlopen(request, timeout=60, context=CONTEXT) as answer:
            return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", cookie)
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), cookie


def expected(step, status, text):
    if status != 200:
        raise RuntimeError("%s: KBS Server Internal Failed, status %d: %s" % (step, status, text))
    return text


def evidence(agent, data):
    answer = ttrpc.call(agent, 3, "GetEvidence", ttrpc.encode([(1, data.encode())]))
    return ttrpc.decode(answer)[1].decode()


def resource(url, path, agent):
    wanted = "%s/kbs/v0/resource/%s" % (url, path)
    status, text, _cookie = ask(wanted)
    # not attested yet, which is how it begins
    if status == 401:
        tee = ttrpc.decode(ttrpc.call(agent, 1, "GetTeeType", b""))[1].decode()
        status, text, cookie = ask(url + "/kbs/v0/auth", {"version": "0.1.0", "tee": tee, "extra-params": ""})
        nonce = json.loads(expected("auth", status, text))["nonce"]
        key = {"kty": "stand-in", "alg": "none"}
        proof = {"tee-pubkey": key, "tee-evidence": evidence(agent, nonce)}
        status, text, cookie = ask(url + "/kbs/v0/attest", proof, cookie)
        expected("RcarHandshake", status, text)
        status, text, _cookie = ask(wanted, cookie=cookie)
    sealed = json.loads(expected("resource", status, text))["ciphertext"]
    return base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))


def get_resource(arguments):
    with open(arguments.config, "rb") as file:
        kbc = tomllib.load(file)["kbc"]
    if kbc["name"] != "cc_kbc":
        raise ValueError("kbc.name is %s" % kbc["name"])
    trust(kbc.get("kbs_cert"))
    if "::" in kbc["url"]:
        raise ValueError("the URL cannot hold ::, which is what the real program splits at")
    matched = re.fullmatch(r"kbs://[^/]*/([^/]+/[^/]+/[^/]+)", arguments.resource_uri)
    if not matched:
        raise ValueError("not a resource URI: " + arguments.resource_uri)
    with socket.socket(socket.AF_UNIX) as agent:
        agent.connect(AGENT)
        return resource(kbc["url"].rstrip("/"), matched[1], agent)


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-c", "--config", required=True)
    parser.add_argument("-r", "--retry", type=int, default=3)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("get-resource", allow_abbrev=False)
    command.add_argument("--resource-uri", required=True)
    arguments = parser.parse_args()
    failure = None
    for _attempt in range(arguments.retry + 1):
        try:
            print(base64.b64encode(get_resource(arguments)).decode())
            return 0
        except Exception as error:  # whatever it is, the real program panics
            failure = error
            log("failed: %s" % error)
    log("panicked: %s" % failure)
    return PANIC


sys.exit(main())
