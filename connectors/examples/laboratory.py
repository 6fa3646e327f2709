#!/usr/bin/env python3
"""A laboratory's own instrument on Sunstone, over HTTP, with nothing but Python 3.8 or newer.

    sunstone connect http --config connect.yaml        # light.path: the folder that takes the frames
    python3 laboratory.py --url http://localhost:8090 --light FOLDER --table POINTS.csv

Replace measure() by what your microscope does. Here it looks a point up in a table that was measured before
(row,col,phase,phi1,Phi,phi2,confidence; phase 0 is "not indexed"; degrees, crystal axes as scan.crystalAxes says).
"""
import argparse
import csv
import datetime
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def table(path):
    """The instrument of this example: {(row, col): point}."""
    with open(path, newline="", encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {(int(r["row"]), int(r["col"])): r for r in rows}


def measure(instrument, row, col):
    """Measures one pixel: drive the beam there, take the pattern, index it. Put your microscope here."""
    r = instrument.get((row, col), {"phase": "0"})
    indexed = int(r["phase"]) > 0
    return {
        "row": row,
        "col": col,
        "phase": int(r["phase"]),
        "phi1": float(r["phi1"]) if indexed else 0.0,
        "Phi": float(r["Phi"]) if indexed else 0.0,
        "phi2": float(r["phi2"]) if indexed else 0.0,
        "confidence": float(r["confidence"]) if indexed else 0.0,
        "at": datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z"),
    }


class Sunstone:
    """The connector. Every request is repeated until it is answered: to repeat one changes nothing."""

    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def ask(self, method, path, body=None):
        """Status and body of an answer; None if the connector is gone for good."""
        for attempt in range(60):
            request = urllib.request.Request(self.url + path, data=body, method=method)
            if self.token:
                request.add_header("Authorization", "Bearer " + self.token)
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as e:
                if e.code != 503:
                    return e.code, e.read()
            except OSError as e:
                if attempt >= 10:
                    print("the connector does not answer:", e, file=sys.stderr)
                    return None
            time.sleep(1)
        return None

    def command(self):
        """The command that waits, or None."""
        answer = self.ask("GET", "/commands?wait=20")
        if answer is None:
            sys.exit(0)
        return json.loads(answer[1]) if answer[0] == 200 else None

    def post(self, path, record):
        status, text = self.ask("POST", path, json.dumps({"schema": "sunstone/1", **record}).encode()) or (0, b"")
        if status not in (200, 409):  # 409: the command is no longer open
            sys.exit("%s refused with %d: %s" % (path, status, text.decode("utf-8", "replace").strip()))
        return status == 200


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="http://localhost:8090", help="of sunstone connect http")
    options.add_argument("--token-file", help="file that holds the token, if one is demanded")
    options.add_argument("--light", help="folder of frames, one image each, the stage angle in its name (_120deg.png)")
    options.add_argument("--table", required=True, help="points of the instrument of this example")
    args = options.parse_args()
    token = open(args.token_file, encoding="utf-8").read().strip() if args.token_file else None
    sunstone, instrument = Sunstone(args.url, token), table(args.table)

    for name in sorted(os.listdir(args.light)) if args.light else []:
        with open(os.path.join(args.light, name), "rb") as image:
            status, text = sunstone.ask("PUT", "/frames/" + urllib.parse.quote(name), image.read()) or (0, b"")
        if status != 200:
            sys.exit("frame %s refused with %d: %s" % (name, status, text.decode("utf-8", "replace").strip()))

    seq = 0
    while True:
        command = sunstone.command()
        if command is None:
            continue
        ids = {"scanId": command["scanId"], "commandId": command["commandId"]}
        for p in command["points"]:
            point = {**measure(instrument, p["row"], p["col"]), "commandId": ids["commandId"]}
            if not sunstone.post("/points", {"scanId": ids["scanId"], "seq": seq, "points": [point]}):
                break  # taken back, or the connector was restarted: ask again
            seq += 1


if __name__ == "__main__":
    main()
