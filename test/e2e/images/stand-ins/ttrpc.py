"""What of ttRPC the stand-ins speak: unary calls over a Unix socket, and messages whose fields are bytes or numbers."""

import struct

REQUEST, RESPONSE = 1, 2
HEADER = struct.Struct(">IIBB")


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def encode(fields):
    """A protobuf message of (field number, bytes or int) pairs."""
    out = bytearray()
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            out += varint(number << 3 | 2) + varint(len(value)) + value
    return bytes(out)


def decode(message):
    """The last value of each field, by number."""
    fields, at = {}, 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(message):
        key = number()
        if key & 7 == 0:
            fields[key >> 3] = number()
        elif key & 7 == 2:
            length = number()
            fields[key >> 3] = message[at : at + length]
            at += length
        else:
            raise ValueError("wire type %d" % (key & 7))
    return fields


def exactly(connection, length):
    data = b""
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def receive(connection):
    length, stream, kind, _flags = HEADER.unpack(exactly(connection, HEADER.size))
    return stream, kind, exactly(connection, length)


def send(connection, stream, kind, message):
    connection.sendall(HEADER.pack(len(message), stream, kind, 0) + message)


def call(connection, stream, method, payload):
    """Calls a method of the attestation agent and answers the payload of its answer."""
    service = b"attestation_agent.AttestationAgentService"
    fields = [(1, service), (2, method.encode()), (3, payload), (4, 50 * 10**9)]
    send(connection, stream, REQUEST, encode(fields))
    answer = decode(receive(connection)[2])
    status = decode(answer.get(1, b""))
    if status.get(1, 0) != 0:
        raise RuntimeError("%s: %s" % (method, status.get(2, b"").decode()))
    return answer.get(2, b"")
