package sunstone.agent.replay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.Provenance;
import sunstone.agent.journal.SectionLog;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.registry.OperatorDesk;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.ScanState;
import sunstone.agent.view.ScanViews;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.Suggestion;

/**
 * The log of one scan, from which its suggestions can be made again: everything that instruments and operators wrote,
 * what was suggested, and what each suggestion says of where in the inputs its round began.
 *
 * <p>Every field of a suggestion comes out of it again, {@code createdAt} included: time is an input, and the log has
 * it.
 */
public final class Replay {
    private static final Set<Topic> INPUTS = EnumSet.of(
            Topic.SCANS, Topic.PL_FRAMES, Topic.EBSD_POINTS, Topic.DECISIONS, Topic.CONTROLS, Topic.RECEIPTS);

    private final String scanId;
    private final Map<Topic, ArrayDeque<RawRecord>> inputs = new EnumMap<>(Topic.class);
    private final List<RawRecord> commands = new ArrayList<>();
    private final List<RawRecord> suggestions = new ArrayList<>();
    private @Nullable SectionLog sections;

    /**
     * One suggestion, made again.
     *
     * @param revision its number
     * @param made what came out, as bytes of its record
     * @param difference where it first differs from the log and why, or null if it is the same, byte for byte
     */
    public record Step(int revision, byte[] made, @Nullable Difference difference) {}

    private Replay(String scanId) {
        this.scanId = scanId;
        INPUTS.forEach(t -> inputs.put(t, new ArrayDeque<>()));
    }

    /**
     * Reads the log of a scan; blocks.
     *
     * @param silence longest wait for the next records
     * @throws IllegalStateException with the reason, if the topics cannot be read
     */
    public static Replay read(KafkaSettings kafka, String scanId, Duration silence) {
        Replay replay = new Replay(scanId);
        Set<Topic> topics = EnumSet.copyOf(INPUTS);
        topics.add(Topic.SUGGESTIONS);
        topics.add(Topic.COMMANDS);
        PastRecords.read(kafka, topics, silence, replay::take);
        replay.keepOne();
        Set<String> below = replay.below();
        if (!below.isEmpty()) {
            replay.sections = SectionLog.read(kafka, below, silence);
        }
        return replay;
    }

    /** What came in on another partition than the opening was refused, and has offsets that mean something else. */
    private void keepOne() {
        inputs.getOrDefault(Topic.SCANS, new ArrayDeque<>()).stream()
                .filter(r -> r.key() != null)
                .mapToInt(r -> r.position().partition())
                .findFirst()
                .ifPresent(home -> inputs.values()
                        .forEach(records -> records.removeIf(r -> r.position().partition() != home)));
    }

    /** Ids of the sections that the scan was opened on. */
    private Set<String> below() {
        Set<String> ids = new HashSet<>();
        for (RawRecord r : inputs.getOrDefault(Topic.SCANS, new ArrayDeque<>())) {
            r.decode(Codecs.SCAN).value().ifPresent(s -> {
                if (s instanceof ScanOpened o && o.specimenPrior() != null) {
                    ids.add(o.specimenPrior().previousScanId());
                }
            });
        }
        return ids;
    }

    private void take(RawRecord r) {
        if (r.key() != null && !r.key().equals(scanId)) {
            return;
        }
        switch (r.topic()) {
            case SUGGESTIONS -> suggestions.add(r);
            case COMMANDS -> commands.add(r);
            default -> inputs.getOrDefault(r.topic(), new ArrayDeque<>()).add(r);
        }
    }

    /** Number of suggestions in the log. */
    public int size() {
        return suggestions.size();
    }

    /**
     * Settings that the newest suggestion was made with, by their names in the configuration; empty if it does not say.
     */
    public Optional<Map<String, String>> recipe() {
        return suggestions.isEmpty()
                ? Optional.empty()
                : Provenance.of(suggestions.get(suggestions.size() - 1).headers())
                        .map(Provenance::recipe);
    }

    /** Told of every step; says whether to go on. */
    public interface Watcher {
        boolean step(Step step);
    }

    /**
     * Makes the suggestions again, oldest first. The log is used up by it: once only.
     *
     * @param copilot as the agent had it
     * @param settings as the agent had them
     * @param until last revision to make
     */
    public void run(Copilot copilot, LoopSettings settings, int until, Watcher watcher) {
        ScanViews views = new ScanViews();
        Clock still = Clock.fixed(Instant.MAX, ZoneOffset.UTC); // later than every record: they count at their own time
        LoopMeters meters = new LoopMeters(new SimpleMeterRegistry(), views, still);
        OperatorDesk desk = new OperatorDesk(settings.mode(), still, views, meters);
        ScanRegistry fold = new ScanRegistry(settings.scaling(), settings.memory(), 1, still, views, meters, desk);
        for (RawRecord record : suggestions) {
            Suggestion logged = record.decode(Codecs.SUGGESTION).value().orElse(null);
            if (logged == null || logged.revision() > until) {
                continue;
            }
            if (!watcher.step(step(fold, copilot, settings, record, logged))) {
                return;
            }
        }
    }

    private Step step(ScanRegistry fold, Copilot copilot, LoopSettings settings, RawRecord record, Suggestion logged) {
        Optional<Provenance> provenance = Provenance.of(record.headers());
        if (provenance.isEmpty()) {
            return new Step(
                    logged.revision(),
                    new byte[0],
                    Difference.impossible(
                            "its record does not say what it rests on: it was written by an older version, or"
                                    + " by another program"));
        }
        Provenance from = provenance.get();
        for (Topic topic : INPUTS) {
            fold.fold(upTo(inputs.getOrDefault(topic, new ArrayDeque<>()), from.input(topic)));
            if (topic == Topic.SCANS) { // before anything else, which may belong to a former life of the id
                fold.scan(scanId).ifPresent(s -> s.since(from.since()));
            }
        }
        LiveScan scan = fold.scan(scanId).orElse(null);
        if (scan == null) {
            return new Step(
                    logged.revision(),
                    new byte[0],
                    Difference.impossible("the topic of scans does not hold its opening"));
        }
        if (scan.wanted().isPresent()) {
            String named = from.below();
            SectionLog log = sections;
            SectionLog.Left left =
                    log == null || named == null ? null : log.named(named).orElse(null);
            if (left == null && named != null && !named.equals(Provenance.NOTHING_BELOW)) {
                return new Step(
                        logged.revision(),
                        new byte[0],
                        Difference.impossible("the topic of sections no longer holds " + named
                                + ", which the scan was carried over from"));
            }
            scan.liesOn(left);
        }
        if (from.learnt().judged() == scan.learnt().judged()) {
            scan.resumed(
                    null); // it was restarted without the model by which the points that wait could have been judged
        }
        RoundInput in = scan.begin(from.begunAt()).at(logged.revision());
        String degraded = from.degraded();
        Round round = degraded == null ? copilot.round(in) : copilot.fallbackAgain(in, scan.lastGood(), degraded);
        Suggestion made = Publication.suggestion(
                scan.state().scan(),
                round,
                scan.state().newestSeq(),
                scan.state().completeFrames(),
                settings.engine().model().orElse("none"),
                logged.createdAt(),
                logged.createdAt().plus(settings.suggestionLife()));
        scan.keep(round, 0, logged.createdAt());
        scan.state().offered(Publication.offer(logged));
        command(scan.state(), logged.suggestionId());
        byte[] bytes = Codecs.SUGGESTION.encode(made);
        return new Step(
                logged.revision(),
                bytes,
                Arrays.equals(bytes, record.value())
                        ? null
                        : Difference.between(record.value(), logged, from, bytes, made, round, settings));
    }

    /** Notes the command that followed a suggestion: until now its points were not under way. */
    private void command(ScanState state, String suggestionId) {
        for (RawRecord r : commands) {
            r.decode(Codecs.COMMAND)
                    .value()
                    .filter(c -> c.suggestionId().equals(suggestionId) && c.cancels() == null)
                    .ifPresent(c -> state.commanded(
                            c.commandId(),
                            suggestionId,
                            c.points().stream()
                                    .map(p -> new Pixel(p.row(), p.col()))
                                    .toList(),
                            Instant.ofEpochMilli(r.timestamp())));
        }
    }

    private static List<RawRecord> upTo(ArrayDeque<RawRecord> records, long offset) {
        List<RawRecord> due = new ArrayList<>();
        while (!records.isEmpty() && records.element().offset() < offset) {
            due.add(records.remove());
        }
        return due;
    }
}
