"""The public log of a real server, read by a program that knows only the specifications.

Written from RFC 9162, 2.1 and the C2SP texts on signed notes, checkpoints, tiles and proofs; it shares no code with the server. Every
leaf is read, every tile made again, every root and signature checked, before and after something was filed; the log must have grown and
nothing before may have changed. Then `congvu record check` and this program must agree on receipts, whole and tampered with.

Usage: check_log.py PROGRAM
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from demo import Citizen, Program

AGENCIES = ["binh-duong", "long-an"]
DASH = "\u2014 "


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\x00", entry)


def split(count):
    return 1 << ((count - 1).bit_length() - 1)


def root_of(hashes):
    """MTH of RFC 9162, 2.1.1."""
    if not hashes:
        return sha256()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha256(b"\x01", root_of(hashes[:k]), root_of(hashes[k:]))


def path_of(index, hashes):
    """PATH of RFC 9162, 2.1.3.1."""
    if len(hashes) <= 1:
        return []
    k = split(len(hashes))
    if index < k:
        return path_of(index, hashes[:k]) + [root_of(hashes[k:])]
    return path_of(index - k, hashes[k:]) + [root_of(hashes[:k])]


def climb(leaf, index, size, proof):
    """The root to which a proof leads, by the recursion that defines it."""
    if size == 1:
        assert not proof, "the proof is too long"
        return leaf
    assert proof, "the proof is too short"
    k = split(size)
    if index < k:
        return sha256(b"\x01", climb(leaf, index, k, proof[:-1]), proof[-1])
    return sha256(b"\x01", proof[-1], climb(leaf, index - k, size - k, proof[:-1]))


class Key:
    def __init__(self, text):
        self.name, ident, key = text.split("+", 2)
        raw = base64.b64decode(key, validate=True)
        assert raw[0] == 1, "an Ed25519 key of a log"
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        assert self.id.hex() == ident, "the key's hash"
        self.public = Ed25519PublicKey.from_public_bytes(raw[1:])

    def checkpoint(self, note):
        """Size and root of a signed checkpoint."""
        text, _, below = note.rpartition("\n\n")
        text += "\n"
        signed = False
        for line in below.splitlines():
            assert line.startswith(DASH), line
            name, signature = line[len(DASH):].split(" ")
            raw = base64.b64decode(signature, validate=True)
            if name == self.name and raw[:4] == self.id:
                self.public.verify(raw[4:], text.encode())
                signed = True
        assert signed, "the log has not signed"
        origin, size, root = text.splitlines()[:3]
        assert origin == self.name
        return int(size), base64.b64decode(root, validate=True)


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def tile_path(number, width):
    text = f"{number % 1000:03}"
    while number := number // 1000:
        text = f"x{number % 1000:03}/{text}"
    return text if width == 256 else f"{text}.p/{width}"


def read_leaves(base, size):
    """Leaf hashes, from the entries; each level-0 tile must say the same."""
    hashes = []
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        bundle = get(f"{base}/tile/entries/{tile_path(number, width)}")
        entries, at = [], 0
        while at < len(bundle):
            length = int.from_bytes(bundle[at:at + 2], "big")
            entries.append(bundle[at + 2:at + 2 + length])
            at += 2 + length
        assert len(entries) == width and all(len(e) == 32 for e in entries)
        tile = get(f"{base}/tile/0/{tile_path(number, width)}")
        assert tile == b"".join(map(leaf_hash, entries)), "a tile is not what its entries give"
        hashes += map(leaf_hash, entries)
    level, nodes = 1, hashes
    while len(nodes) >= 256:
        nodes = [root_of(nodes[i:i + 256]) for i in range(0, len(nodes) - len(nodes) % 256, 256)]
        for number in range((len(nodes) + 255) // 256):
            part = nodes[number * 256:number * 256 + 256]
            assert get(f"{base}/tile/{level}/{tile_path(number, len(part))}") == b"".join(part)
        level += 1
    return hashes


def read_receipt(text):
    head, _, note = text.partition("\n\n")
    magic, extra, index, *proof = head.split("\n")
    assert magic == "c2sp.org/tlog-proof@v1"
    extra = json.loads(base64.b64decode(extra.removeprefix("extra "), validate=True))
    return extra, int(index.removeprefix("index ")), [base64.b64decode(p, validate=True) for p in proof], note


def check_receipt(text, key, hashes):
    extra, index, proof, note = read_receipt(text)
    size, root = key.checkpoint(note)
    leaf = leaf_hash(bytes.fromhex(extra["commitment"]))
    assert leaf == hashes[index] and proof == path_of(index, hashes[:size])
    assert climb(leaf, index, size, proof) == root, "the proof does not lead to the root"


def page_keys(url):
    """The keys that a page of a log shows: the log's, its witnesses', and the one with which it is a witness."""
    found = re.findall(r">([^<>\s]+(?:\+|&#43;)[0-9a-f]{8}(?:\+|&#43;)[A-Za-z0-9+/=&#;]+)<", get(url).decode())
    return [key.replace("&#43;", "+").replace("&#x2b;", "+") for key in found]


def page_key(url):
    return page_keys(url)[0]


def attested(note, key):
    """When a witness signed a checkpoint, in seconds since 1970; None where it has not (C2SP tlog-cosignature)."""
    name, ident, public = key.split("+", 2)
    raw = base64.b64decode(public, validate=True)
    assert raw[0] == 4 and hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == ident
    text, _, below = note.rpartition("\n\n")
    for line in below.splitlines():
        signer, signature = line.removeprefix(DASH).split(" ")
        signature = base64.b64decode(signature, validate=True)
        if signer == name and signature[:4].hex() == ident:
            time_s = int.from_bytes(signature[4:12], "big")
            signed = f"cosignature/v1\ntime {time_s}\n{text}\n".encode()
            Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature[12:], signed)
            return time_s
    return None


def witnessed(base, keys, patience=8.0):
    """Waits until all these witnesses have signed the latest checkpoint."""
    until = time.monotonic() + patience
    while True:
        note = get(f"{base}/checkpoint").decode()
        if all(attested(note, key) for key in keys):
            return note
        if time.monotonic() > until:
            sys.exit(f"{base}: not attested by all of {keys}: {note}")
        time.sleep(0.2)


def file_something(url, agency):
    """The number of the act, and its receipt once it is signed."""
    citizen = Citizen(url, agency)
    matter = citizen.file()
    page = citizen.get(f"/{agency}/cases/{matter}").decode()
    seq = re.search(rf"/cases/{matter}/receipts/(\d+)", page).group(1)
    for _ in range(50):
        try:
            return int(seq), citizen.get(f"/{agency}/cases/{matter}/receipts/{seq}").decode()
        except urllib.error.HTTPError as error:
            assert error.code == 404, error
            time.sleep(0.1)
    sys.exit("the act was not in the log after five seconds")


def refused(check):
    try:
        check()
    except (AssertionError, InvalidSignature, ValueError, KeyError, IndexError):
        return True
    return False


def main(program):
    folder = pathlib.Path(tempfile.mkdtemp())
    def served(data, *more):
        listen = ["--listen", "127.0.0.1:0", "--data", str(folder / data)]
        return Program(program, "serve", "--demo", *listen, *more)

    server = served("first")
    try:
        time.sleep(2)
        for agency in AGENCIES:
            check(program, folder, server.url, agency)
        log = page_key(f"{server.url}/{AGENCIES[0]}/log")
    finally:
        server.stop()
    # Another server watches this log, and this one asks it to.
    witness = served("second", "--watch", log)
    try:
        time.sleep(2)
        key = page_keys(f"{witness.url}/{AGENCIES[1]}/log")[-1]
        server = served("first", "--witness", f"{key}={witness.url}/{AGENCIES[1]}/witness")
        try:
            size = 0
            for _ in range(2):
                Citizen(server.url, AGENCIES[0]).file()
                time.sleep(1)
                note = witnessed(f"{server.url}/{AGENCIES[0]}/log", [key])
                assert int(note.splitlines()[1]) > size, "attested, and longer than before"
                size = int(note.splitlines()[1])
        finally:
            server.stop()
    finally:
        witness.stop()
    print(f"{log.split('+')[0]}: another server attested {size} acts")
    check_export(program, folder, log)


def check(program, folder, url, agency):
    base = f"{url}/{agency}/log"
    key = Key(page_key(base))
    first = key.checkpoint(get(f"{base}/checkpoint").decode())
    before = read_leaves(base, first[0])
    assert root_of(before) == first[1], "the leaves do not give the root that was signed"
    began = time.monotonic()
    seq, receipt = file_something(url, agency)
    waited = time.monotonic() - began
    second = key.checkpoint(get(f"{base}/checkpoint").decode())
    after = read_leaves(base, second[0])
    assert second[0] > first[0] and after[:first[0]] == before, "what was signed before has changed"
    assert root_of(after) == second[1]

    check_receipt(receipt, key, after)
    extra, index, _, _ = read_receipt(receipt)
    assert index == seq - 1
    salt, act = bytes.fromhex(extra["salt"]), base64.b64decode(extra["act"], validate=True)
    assert sha256(b"congvu/act/1", salt, act).hex() == extra["commitment"], "the act is not what was committed to"
    assert json.loads(act)["kind"] == "file" and "Sao Mai" in act.decode()
    for n in range(1, second[0] + 1):
        check_receipt(get(f"{base}/acts/{n}").decode(), key, after)

    keys = page_keys(base)
    note = witnessed(base, keys[1:-1])
    assert len(keys) == 6 and "witness" in keys[-1] and attested(note, keys[-1]) is None
    vkey = keys[0]
    ours = lambda text: subprocess.run(
        [program, "record", "check", write(folder, text), "--key", vkey], capture_output=True).returncode == 0
    assert ours(receipt)
    lines = receipt.split("\n")
    tampered = ["\n".join(lines[:3] + lines[4:]), receipt.replace(f"index {index}", f"index {index - 1}")]
    wrong = dict(extra, commitment="00" * 32)
    tampered.append(receipt.replace(lines[1], "extra " + base64.b64encode(json.dumps(wrong).encode()).decode()))
    size = str(second[0])
    tampered.append(receipt.replace(f"\n{size}\n", f"\n{int(size) + 1}\n"))
    for text in tampered:
        assert text != receipt
        assert refused(lambda: check_receipt(text, key, after)) and not ours(text), text
    print(f"{agency}: {first[0]} acts, then {second[0]}; every leaf, tile, root, signature and receipt fits; "
          f"{len(tampered)} tampered receipts refused by both; attested by {len(keys) - 2}; filed and proven in {waited:.1f} s")


def check_export(program, folder, key):
    """The folder that an auditor takes away: read by the manual that lies in it, and refused once anything in it was changed."""
    out = folder / "export"
    command = [program, "record", "export", "--data", folder / "first", "--agency", AGENCIES[0], "--out", out]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    size, root = Key(key).checkpoint((out / "log/checkpoint").read_text())
    assert (out / "log/key").read_text().strip() == key
    lines = (out / "acts.jsonl").read_text().splitlines()
    link, leaves = bytes(32), []
    for seq, line in enumerate(map(json.loads, lines), 1):
        act = line["act"].encode()
        leaves.append(leaf_hash(sha256(b"congvu/act/1", bytes.fromhex(line["salt"]), act)))
        link = sha256(b"congvu/chain/1", link, leaves[-1])
        assert line["seq"] == seq and line["hash"] == link.hex() and json.loads(act)["seq"] == seq
    assert len(leaves) == size and root_of(leaves) == root
    for number in range(0, size, 256):
        part = leaves[number:number + 256]
        tile = (out / "log/tile/0" / tile_path(number // 256, len(part))).read_bytes()
        assert tile == b"".join(part)

    def whole(lines):
        (out / "acts.jsonl").write_text("\n".join(lines) + "\n")
        verify = [program, "record", "verify", "--export", out, "--key", key]
        return subprocess.run(verify, capture_output=True).returncode == 0

    assert whole(lines)
    crimes = {
        "an act removed": lines[:4] + lines[5:],
        "the last act removed": lines[:-1],
        "an act twice": lines[:5] + lines[4:],
        "two acts exchanged": lines[:4] + [lines[5], lines[4]] + lines[6:],
        "an act changed": lines[:4] + [lines[4].replace("appoint", "dismiss")] + lines[5:],
        "a salt changed": lines[:4] + [re.sub('"salt":"(..)', lambda m: f'"salt":"{int(m[1], 16) ^ 1:02x}', lines[4])] + lines[5:],
        "no acts": [],
    }
    for crime, changed in crimes.items():
        assert changed != lines and not whole(changed), crime
    print(f"{AGENCIES[0]}: {size} acts taken out, read by the manual; {len(crimes)} crimes found in the folder")


def write(folder, text):
    file = folder / "receipt.tlog-proof"
    file.write_text(text)
    return file


if __name__ == "__main__":
    main(sys.argv[1])
