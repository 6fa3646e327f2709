package sunstone.connectors.instrument.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;

/** Requests of a script about one scan. Thread-safe. */
final class ScriptRequests {
    private static final Duration KEEPING = Duration.ofSeconds(60);

    private final ScanOpened scan;
    private final ScanRules rules;
    private final CommandDesk desk;

    /** @param scan with the crystal axes in which the script speaks */
    ScriptRequests(ScanOpened scan, CommandDesk desk) {
        this.scan = scan;
        this.rules = new ScanRules(scan);
        this.desk = desk;
    }

    ScriptServer.Reply scan() {
        return new ScriptServer.Reply(200, Codecs.SCAN.encode(scan), true);
    }

    ScriptServer.Reply commands(Duration wait) throws InterruptedException {
        Command open = desk.await(wait);
        return open == null
                ? new ScriptServer.Reply(204, "")
                : new ScriptServer.Reply(200, Codecs.COMMAND.encode(open), true);
    }

    ScriptServer.Reply points(byte[] body) throws InterruptedException {
        Decoded<CommandDesk.Answer> answer = Codecs.EBSD_POINTS.decode(body).then(this::answer);
        return reply(answer);
    }

    ScriptServer.Reply receipt(byte[] body) throws InterruptedException {
        Decoded<CommandDesk.Answer> answer = Codecs.RECEIPT.decode(body).then(r -> {
            if (r.state() == Receipt.State.ACCEPTED) {
                return Decoded.rejected(
                        Reason.UNKNOWN_WORD, "state must be done or refused: commands are accepted here");
            }
            return mine(r.scanId(), r.commandId())
                    .then(id ->
                            Decoded.ok(new CommandDesk.Answer(id, List.of(), r.reason() == null ? "" : r.reason())));
        });
        return reply(answer);
    }

    private ScriptServer.Reply reply(Decoded<CommandDesk.Answer> answer) throws InterruptedException {
        if (answer instanceof Decoded.Rejected<CommandDesk.Answer> r) {
            return new ScriptServer.Reply(r.reason() == Reason.UNKNOWN_SCAN ? 409 : 400, r.detail());
        }
        int taken = desk.answer(answer.value().orElseThrow(), KEEPING);
        return taken < 0
                ? new ScriptServer.Reply(503, "Kafka has not taken the points yet, post them again")
                : new ScriptServer.Reply(200, taken + " new");
    }

    /** All of a batch or nothing: a script that posts a bad point is wrong about all of them. */
    private Decoded<CommandDesk.Answer> answer(EbsdPoints batch) {
        List<String> ids = batch.points().stream()
                .map(p -> p.commandId() == null ? "" : p.commandId())
                .distinct()
                .toList();
        if (ids.size() != 1 || ids.get(0).isEmpty()) {
            return Decoded.rejected(
                    Reason.MISSING_FIELD, "points must name the one commandId that they answer: " + ids);
        }
        return mine(batch.scanId(), ids.get(0)).then(id -> {
            ScanRules.Checked checked = rules.points(batch);
            if (!checked.rejected().isEmpty()) {
                return checked.rejected().get(0).as();
            }
            List<Measurement> results = new ArrayList<>();
            checked.notIndexed().forEach(p -> results.add(new Measurement(p.row(), p.col(), 0, 1, 0, 0, 0, 0)));
            checked.indexed()
                    .forEach(p -> results.add(
                            new Measurement(p.row(), p.col(), p.phase(), p.w(), p.x(), p.y(), p.z(), p.confidence())));
            return Decoded.ok(new CommandDesk.Answer(id, results, null));
        });
    }

    private Decoded<String> mine(String scanId, String commandId) {
        return scanId.equals(scan.scanId()) && desk.knows(commandId)
                ? Decoded.ok(commandId)
                : Decoded.rejected(
                        Reason.UNKNOWN_SCAN,
                        "command " + commandId + " of scan " + scanId + " is not open here; ask GET /commands");
    }
}
