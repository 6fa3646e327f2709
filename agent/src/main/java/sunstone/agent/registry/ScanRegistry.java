package sunstone.agent.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.scan.Scan;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.DeadLetter;
import sunstone.agent.view.ScanViews;
import sunstone.agent.wire.Opening;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.polarizedlight.PlScaling;

/**
 * The open scans of this process as a fold over the input topics: raw records in, what they lead to at once (commands,
 * dead letters) out. Records that an earlier run has dealt with change the state and lead to nothing. What people
 * decide goes to the {@link OperatorDesk}.
 *
 * <p>The loop's event loop owns it.
 */
public final class ScanRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ScanRegistry.class);

    private final LoopThread thread = new LoopThread();
    private final PlScaling scaling;
    private final Clock clock;
    private final ScanViews views;
    private final LoopMeters meters;
    private final ActivityLog log;
    private final Map<String, LiveScan> scans = new LinkedHashMap<>();
    private final Set<LiveScan> touched = new LinkedHashSet<>();
    private final OperatorDesk desk;
    private final ClosedScans closedScans = new ClosedScans();
    private final PublishedHistory past = PublishedHistory.none();
    private final Admission admission;
    private final Set<Integer> replayed = new HashSet<>();
    private final int partitions;

    /**
     * No scans yet.
     *
     * @param scaling scale of the PL coefficients
     * @param memory heap that open scans may take
     * @param partitions number of partitions of every topic
     * @param desk where decisions and controls are judged
     */
    public ScanRegistry(
            PlScaling scaling,
            HeapBudget memory,
            int partitions,
            Clock clock,
            ScanViews views,
            LoopMeters meters,
            OperatorDesk desk) {
        this.scaling = scaling;
        this.partitions = partitions;
        this.clock = clock;
        this.views = views;
        this.meters = meters;
        this.desk = desk;
        this.log = new ActivityLog(views, clock);
        this.admission = new Admission(memory);
    }

    /** Open scans. */
    public Collection<LiveScan> scans() {
        return scans.values();
    }

    /** An open scan. */
    public Optional<LiveScan> scan(String scanId) {
        return Optional.ofNullable(scans.get(scanId));
    }

    /**
     * Ids of the scans of a partition that are open, those included that were refused and may yet be announced again.
     */
    public Set<String> open(int partition) {
        Set<String> ids = new HashSet<>(admission.refused(partition));
        scans.forEach((id, scan) -> {
            if (scan.partition() == partition) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** Whether a scan is still open here. */
    public boolean has(LiveScan scan) {
        return scans.get(scan.scanId()) == scan;
    }

    /** Puts a scan behind all others. */
    public void last(LiveScan scan) {
        thread.assertOnLoop();
        scans.remove(scan.scanId());
        scans.put(scan.scanId(), scan);
    }

    /** All that an earlier run had folded of these partitions has been folded again. */
    public void replayed(Set<Integer> numbers) {
        thread.assertOnLoop();
        replayed.addAll(numbers);
        scans.values().stream().filter(s -> numbers.contains(s.partition())).forEach(this::settle);
    }

    private void settle(LiveScan scan) {
        scan.settle();
        String frozen = scan.frozen();
        if (frozen != null) {
            log.warning(scan.scanId(), "frozen, no maps and suggestions: " + frozen);
            views.post(scan.view());
        }
    }

    /**
     * Scans that get no maps and suggestions because records of theirs are gone, or memory for them is missing, and
     * why.
     */
    public List<String> frozen() {
        List<String> all = new ArrayList<>(admission.all());
        scans.values().stream().filter(s -> s.frozen() != null).forEach(s -> all.add(s.scanId() + ": " + s.frozen()));
        return all;
    }

    /** Takes in what was published before on partitions that are new here. */
    public void assigned(PublishedHistory published) {
        thread.assertOnLoop();
        past.add(published);
    }

    /** Forgets the scans of partitions that went elsewhere. */
    public void revoked(Set<Integer> partitions) {
        thread.assertOnLoop();
        scans.values().removeIf(s -> partitions.contains(s.partition()));
        replayed.removeAll(partitions);
        admission.revoked(partitions);
        closedScans.revoked(partitions);
    }

    /** Folds records in their order and says what they lead to at once. */
    public List<Outgoing> fold(List<RawRecord> records) {
        thread.assertOnLoop();
        List<Outgoing> out = new ArrayList<>();
        for (RawRecord r : records) {
            if (r.key() != null) {
                MDC.put(ActivityLog.SCAN_ID, r.key());
            }
            take(r, out).ifPresent(why -> reject(r, why, out));
            closedScans.folds(r);
            MDC.remove(ActivityLog.SCAN_ID);
        }
        touched.forEach(scan -> views.post(scan.view()));
        touched.clear();
        return out;
    }

    private void reject(RawRecord r, Decoded.Rejected<?> why, List<Outgoing> out) {
        views.deadLetter(new DeadLetter(
                when(r),
                r.position().topic(),
                r.position().partition(),
                r.offset(),
                r.key(),
                why.reason().code(),
                why.detail()));
        if (!r.replayed()) {
            LOG.warn("dead letter: {} offset {}: {}", r.position(), r.offset(), why.detail());
            meters.rejected(why.reason());
            log.page(
                    r.key(),
                    ActivityNote.Level.WARNING,
                    "dead letter from " + r.topic().suffix() + ": " + why.detail());
            out.add(Outgoing.deadLetter(r, why));
        }
    }

    private Instant when(RawRecord r) {
        Instant now = clock.instant();
        Instant then = Instant.ofEpochMilli(r.timestamp());
        return r.replayed() && then.isBefore(now) ? then : now; // the instrument's clock may be ahead
    }

    /**
     * Takes one record.
     *
     * @param out receives what it leads to at once
     * @return why it is a dead letter, if it is one
     */
    private Optional<? extends Decoded.Rejected<?>> take(RawRecord r, List<Outgoing> out) {
        Instant now = when(r);
        return switch (r.topic()) {
            case SCANS ->
                r.value() == null
                        ? Optional.empty()
                        : rejection(r.decode(Codecs.SCAN).then(s -> scan(s, r, now)));
            case PL_FRAMES -> r.decodeFrame().fold(f -> inScan(r, f.scanId(), scan -> scan.frame(f)), Optional::of);
            case EBSD_POINTS ->
                r.decode(Codecs.EBSD_POINTS)
                        .fold(b -> inScan(r, b.scanId(), scan -> points(scan, b, now)), Optional::of);
            case DECISIONS ->
                r.decode(Codecs.DECISION)
                        .fold(
                                d -> inScan(r, d.scanId(), scan -> {
                                    desk.decision(scan, d, r.replayed(), now, Instant.ofEpochMilli(r.timestamp()), out);
                                    return Optional.empty();
                                }),
                                Optional::of);
            case CONTROLS ->
                r.decode(Codecs.CONTROL)
                        .fold(
                                c -> inScan(r, c.scanId(), scan -> desk.control(scan, c, r.replayed(), now, out)),
                                Optional::of);
            case RECEIPTS -> r.decode(Codecs.RECEIPT).fold(x -> receipt(x, now), Optional::of);
            default -> Optional.empty();
        };
    }

    private static <T> Optional<Decoded.Rejected<?>> rejection(Decoded<T> decoded) {
        return decoded.fold(x -> Optional.empty(), Optional::of);
    }

    private Optional<Decoded.Rejected<?>> inScan(
            RawRecord r, String scanId, Function<LiveScan, Optional<Decoded.Rejected<?>>> step) {
        LiveScan scan = scans.get(scanId);
        Optional<String> refused = admission.refused(scanId, r.position().partition());
        if (refused.isPresent()) {
            return Optional.of(
                    new Decoded.Rejected<>(Reason.NO_ROOM, "scan " + scanId + " is not open: " + refused.get()));
        }
        if (scan == null && r.replayed() && closedScans.home(scanId).isPresent()) {
            return Optional.empty(); // of a scan that has ended since: an earlier run has dealt with it
        }
        if (scan == null) {
            return rejection(ScanRules.unknownScan(scanId, r.position().partition(), partitions));
        }
        if (scan.partition() != r.position().partition()) {
            return rejection(ScanRules.wrongPartition(
                    scanId, scan.partition(), r.position().partition()));
        }
        scan.formerLife().before(r);
        if (scan.formerLife().has(r)) {
            return Optional.empty();
        }
        touched.add(scan);
        scan.before(r.topic(), r.offset());
        return step.apply(scan);
    }

    private Decoded<?> scan(sunstone.connectors.message.Scan message, RawRecord r, Instant now) {
        LiveScan there = scans.get(message.scanId());
        int partition = r.position().partition();
        int home = there == null
                ? closedScans
                        .home(message.scanId())
                        .orElse(past.partition(message.scanId()).orElse(partition))
                : there.partition();
        if (partition != home) {
            return ScanRules.wrongPartition(message.scanId(), home, partition);
        }
        boolean refused = admission.forget(message.scanId());
        if (message instanceof ScanClosed) {
            return refused ? Decoded.ok(message) : close(message.scanId(), partition, r.replayed(), now);
        }
        ScanOpened opened = (ScanOpened) message;
        if (there != null) {
            return there.opened().equals(opened)
                    ? Decoded.ok(there)
                    : Decoded.rejected(
                            Reason.OUT_OF_RANGE,
                            "scan " + opened.scanId() + " is open already, with another description");
        }
        Decoded<Scan> announced = Opening.scan(opened);
        Optional<String> tooMuch =
                announced.value().flatMap(s -> admission.admit(s, partition, scans.values(), r.replayed()));
        if (tooMuch.isPresent()) {
            LOG.warn("scan {} is not opened: {}", opened.scanId(), tooMuch.get());
            return Decoded.rejected(Reason.NO_ROOM, tooMuch.get());
        }
        return announced.then(s -> open(opened, s, r, now));
    }

    private Decoded<LiveScan> open(ScanOpened opened, Scan s, RawRecord r, Instant now) {
        LiveScan scan = new LiveScan(opened, s, scaling, r.position().partition(), now);
        if (r.replayed()) {
            views.forgetNotes(opened.scanId()); // they are told anew, from the log
        }
        restore(scan, r);
        scans.put(opened.scanId(), scan);
        if (replayed.contains(scan.partition())) {
            settle(scan);
        }
        String text = "opened: " + opened.rows() + " x " + opened.cols() + " px, "
                + s.mapped().name() + ", " + s.plFrames() + " PL frames";
        tell(opened.scanId(), text, r.replayed(), now);
        touched.add(scan);
        return Decoded.ok(scan);
    }

    private void restore(LiveScan scan, RawRecord opening) {
        OptionalInt used = closedScans.revision(scan.partition(), scan.scanId());
        if (used.isPresent()) {
            Map<Topic, Long> folded = opening.replayed() ? null : closedScans.folded(scan.partition());
            scan.restoreAgain(past, used.getAsInt(), opening.offset(), folded);
        } else {
            scan.restore(past);
        }
        for (PublishedHistory.Happened h : past.happened(scan.scanId(), used.isPresent() ? opening.offset() : -1)) {
            ActivityNote.Level level = h.warning() ? ActivityNote.Level.WARNING : ActivityNote.Level.INFO;
            log.past(scan.scanId(), level, h.at(), h.text());
        }
    }

    private Decoded<?> close(String scanId, int partition, boolean replayed, Instant now) {
        LiveScan scan = scans.remove(scanId);
        if (scan == null) {
            return ScanRules.unknownScan(scanId, partition, partitions);
        }
        scan.close(clock.instant());
        closedScans.ended(scan);
        if (!replayed) { // of a scan that has ended, not all is read again
            tell(scanId, "closed after " + scan.state().measurements() + " measurements", false, now);
        }
        touched.add(scan);
        return Decoded.ok(scan);
    }

    /** Says what has become of a scan; an old story in the activity log alone, at its own time. */
    private void tell(String scanId, String text, boolean replayed, Instant now) {
        if (replayed) {
            LOG.debug("scan {} {}, read again", scanId, text);
            log.past(scanId, ActivityNote.Level.INFO, now, text);
        } else {
            log.info(scanId, text);
        }
    }

    private Optional<Decoded.Rejected<?>> points(
            LiveScan scan, sunstone.connectors.message.EbsdPoints batch, Instant now) {
        int before = scan.state().measurements();
        Optional<Decoded.Rejected<?>> rejected = scan.points(batch, now);
        meters.ingested(scan.state().measurements() - before);
        return rejected;
    }

    private Optional<Decoded.Rejected<?>> receipt(Receipt x, Instant now) {
        LiveScan scan = scans.get(x.scanId());
        boolean refused = x.state() == Receipt.State.REFUSED;
        // the last receipt of a scan may come after its end, so an unknown one is no fault
        if (scan != null) {
            touched.add(scan);
        }
        if (scan != null && scan.state().receipt(x.commandId(), refused, now) && refused) {
            log.warning(
                    x.scanId(), "instrument refused " + x.commandId() + (x.reason() == null ? "" : ": " + x.reason()));
        }
        return Optional.empty();
    }
}
