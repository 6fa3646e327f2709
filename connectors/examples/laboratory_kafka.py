#!/usr/bin/env python3
"""A laboratory's own instrument on Sunstone's topics, with confluent-kafka (pip install confluent-kafka).

    python3 laboratory_kafka.py --bootstrap localhost:9092 --scan my-scan --rows 60 --cols 80 --step-um 0.5 --table POINTS.csv

Not run by Sunstone's tests; agent/doc/instruments.md has the rules. Frames of polarized light are left out here.
"""
import argparse
import json

from confluent_kafka import Consumer, Producer, TopicPartition, OFFSET_BEGINNING

from laboratory import measure, table

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--bootstrap", default="localhost:9092")
options.add_argument("--prefix", default="sunstone.")
options.add_argument("--scan", required=True)
options.add_argument("--rows", type=int, required=True)
options.add_argument("--cols", type=int, required=True)
options.add_argument("--step-um", type=float, required=True)
options.add_argument("--points", type=int, default=100, help="budget")
options.add_argument("--table", required=True)
args = options.parse_args()

# idempotent: acks=all and no repeats; murmur2 as the agent's clients, so that a scan has one partition in every topic
producer = Producer({"bootstrap.servers": args.bootstrap, "enable.idempotence": True, "partitioner": "murmur2_random"})


def send(topic, **record):
    producer.produce(args.prefix + topic, key=args.scan, value=json.dumps({"schema": "sunstone/1", "scanId": args.scan, **record}))
    producer.flush()  # wait for the answer before anything that rests on it


# what this instrument has done before: its receipts and points, from the beginning
consumer = Consumer({
    "bootstrap.servers": args.bootstrap,
    "group.id": "instrument-" + args.scan,
    "isolation.level": "read_committed",  # commands that were not committed never were
    "enable.auto.commit": False,
    "enable.partition.eof": False,
})
topics = [args.prefix + t for t in ("scans", "receipts", "ebsd-points", "commands")]
partitions = [TopicPartition(t, p, OFFSET_BEGINNING) for t in topics for p in consumer.list_topics(t).topics[t].partitions]
consumer.assign(partitions)
ends = {(p.topic, p.partition): consumer.get_watermark_offsets(p)[1] for p in partitions}

opened, answered, done, commands, seq = False, set(), set(), [], 0


def take(record, replayed):
    global opened, seq
    message = json.loads(record.value())
    if message.get("scanId") != args.scan:
        return
    kind = record.topic()[len(args.prefix):]
    if kind == "scans":
        opened = message["type"] == "opened"
    elif kind == "receipts" and message["state"] != "accepted":
        answered.add(message["commandId"])
    elif kind == "ebsd-points" and replayed:
        seq = max(seq, message["seq"] + 1)
        done.update((p.get("commandId"), p["row"], p["col"]) for p in message["points"])
    elif kind == "commands":
        commands.append(message)


while any(p.offset < ends[(p.topic, p.partition)] for p in consumer.position(partitions) if ends[(p.topic, p.partition)] > 0):
    record = consumer.poll(1.0)
    if record is not None and record.error() is None:
        take(record, True)

if not opened:
    send("scans", type="opened", specimenId="specimen-1", section=1, rows=args.rows, cols=args.cols, stepUm=args.step_um,
         phases=[{"id": 1, "name": "Titanium", "laue": "6/mmm"}],
         frame={"eulerConvention": "bunge-passive-deg", "crystalAxes": "X||a*", "mapFrame": "x right, y down"},
         pl={"frames": 0, "stepDeg": 10, "rows": args.rows, "cols": args.cols}, budget={"points": args.points})

instrument = table(args.table)
while len(done) < args.points:
    record = consumer.poll(1.0)
    if record is not None and record.error() is None:
        take(record, False)
    while commands:
        command = commands.pop(0)
        name = command["commandId"]
        if name in answered:
            continue
        send("receipts", commandId=name, state="accepted")
        for p in command["points"]:
            if (name, p["row"], p["col"]) not in done:
                send("ebsd-points", seq=seq, points=[{**measure(instrument, p["row"], p["col"]), "commandId": name}])
                seq += 1
                done.add((name, p["row"], p["col"]))
        send("receipts", commandId=name, state="done")
        answered.add(name)
send("scans", type="closed")
