/**
 * The messages of the wire, version {@code sunstone/1}; start at {@link sunstone.connectors.message.Codecs}.
 *
 * <p>The record key is the scan's id, in {@code status} the agent's, between agents and workers the asker. A value is
 * one JSON object in UTF-8; unknown fields are ignored, absent optional ones are left out (null means absent too),
 * times are ISO 8601 in UTC. A record that lacks a required field or has an ill-typed one is {@link
 * sunstone.connectors.message.codec.Decoded.Rejected}, never an exception. What can only be judged where the scan is
 * known, {@link sunstone.connectors.message.ScanRules} judges. Every message is an immutable record and can be shared
 * between threads.
 *
 * <p>One record per topic, as {@code kcat} shows it:
 *
 * <pre>{@code
 * scans           {"schema":"sunstone/1","type":"opened","scanId":"s1","specimenId":"Ti-7","section":3,"rows":400,
 *                  "cols":500,"stepUm":0.5,"phases":[{"id":1,"name":"Ti-Hex","laue":"6/mmm"}],
 *                  "frame":{"eulerConvention":"bunge-passive-deg","crystalAxes":"X||a*","mapFrame":"x right, y down"},
 *                  "pl":{"frames":36,"stepDeg":10.0,"rows":400,"cols":500},
 *                  "budget":{"points":300,"targetDeg":2.0,"deadline":"2026-11-22T18:00:00Z"},
 *                  "specimenPrior":{"previousScanId":"s0"},"roi":{"encoding":"runs","runs":[0,150000,50000]}}
 *                 {"schema":"sunstone/1","type":"closed","scanId":"s1"}
 *                 specimenPrior, roi and each limit of the budget are optional; the first phase is the one mapped
 * pl-frames       raw row-major pixels; headers schema=sunstone/1 scanId=s1 frame=0 stageDeg=0.0 rows=400 cols=500
 *                 rowOffset=0 rowCount=400 dtype=u8 (or u16le, f32le)
 * ebsd-points     {"schema":"sunstone/1","scanId":"s1","seq":7,"points":[{"row":12,"col":30,"phase":1,"phi1":10.5,
 *                  "Phi":91.2,"phi2":33.0,"confidence":0.93,"commandId":"s1/2/command","at":"2026-11-22T08:00:00Z"}]}
 *                 phase 0 means not indexed; commandId is optional
 * suggestions     {"schema":"sunstone/1","scanId":"s1","suggestionId":"s1/2","revision":2,
 *                  "basedOn":{"points":16,"seq":7,"frames":36,"model":"sha256:9f...","seed":42},
 *                  "createdAt":"2026-11-22T08:00:01Z","expiresAt":"2026-11-22T08:01:01Z",
 *                  "points":[{"row":12,"col":80,"rank":1,"uncertaintyDeg":31.5,"expectedGainDeg":0.8,
 *                  "travelMs":140.0,"why":"large grain without a point"}],"stop":{"reason":"target reached"}}
 *                 stop and degraded (a line, as in maps) are optional
 * decisions       {"schema":"sunstone/1","scanId":"s1","suggestionId":"s1/2","verdict":"edit",
 *                  "points":[{"row":12,"col":80}],"reason":"scratch there","operator":"Ada",
 *                  "at":"2026-11-22T08:00:05Z"}
 *                 verdict approve, deny or edit; edit needs points; reason is optional
 * controls        {"schema":"sunstone/1","scanId":"s1","action":"forbid",
 *                  "region":{"encoding":"runs","runs":[0,500,199500]},"reason":"scratch","operator":"Ada",
 *                  "at":"2026-11-22T08:00:05Z"}
 *                 action pause, resume, stop, prefer, forbid, undo or clear; prefer and forbid need a region of the
 *                 whole grid; prefer may say untilDeg, the mean uncertainty at which the region has had enough
 * commands        {"schema":"sunstone/1","scanId":"s1","commandId":"s1/2/command","suggestionId":"s1/2",
 *                  "points":[{"row":12,"col":80}]}
 * receipts        {"schema":"sunstone/1","scanId":"s1","commandId":"s1/2/command","state":"done"}
 *                 state accepted, refused or done; reason is optional
 * maps            {"schema":"sunstone/1","scanId":"s1","revision":2,"points":16,"meanUncertaintyDeg":6.1,
 *                  "p95UncertaintyDeg":24.0,"calibration":{"points":16,"coverage90":0.88,"spreadSkill":1.1},
 *                  "inferenceMs":812.0,"degraded":"no model","map":{"encoding":"bunge-u16-zlib-base64","rows":400,
 *                  "cols":500,"stride":1,"laue":"6/mmm","crystalAxes":"X||a","data":"eJzs..."}}
 *                 degraded, coverage90 and spreadSkill are optional; MapPacking describes data
 * status          {"schema":"sunstone/1","agentId":"agent-1","version":"0.1.0","model":"sha256:9f...",
 *                  "partitions":["sunstone.scans-0"],"queueDepth":0,"device":"cpu","mode":"advise",
 *                  "at":"2026-11-22T08:00:00Z"}
 *                 model, mode, degraded (a line, as in maps) and workers (a line) are optional
 * dead-letters    the bytes, key and headers of the record that could not be taken, and headers
 *                 reason=outside-grid detail="points[0] must lie on the grid of 400 x 500: row 400, col 3"
 *                 sourceTopic=sunstone.ebsd-points sourcePartition=0 sourceOffset=17
 * sampling        light and points in binary; headers schema=sunstone/1 asker=agent-1-1f round=3 model=9f...
 *                 arithmetic=0a1b2c3d seed=42 from=4 to=8 rows=400 cols=500 stepUm=0.5 laue=6/mmm light=true points=16
 *                 (SamplingRequest)
 * members         unit quaternions in binary; headers schema=sunstone/1 asker=agent-1-1f round=3 member=4 worker=w
 *                 (SamplingAnswer)
 * }</pre>
 */
@NullMarked
package sunstone.connectors.message;

import org.jspecify.annotations.NullMarked;
