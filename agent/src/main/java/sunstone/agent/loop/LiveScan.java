package sunstone.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationMonitor;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.journal.RestartPoint;
import sunstone.agent.journal.RoundFigures;
import sunstone.agent.round.HeldMap;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Ingest;
import sunstone.agent.scan.OperatorConstraints;
import sunstone.agent.scan.Reading;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanState;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.view.Activity;
import sunstone.agent.view.PlFrames;
import sunstone.agent.view.ScanPace;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Decoded;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.LearntLight;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/** A scan in the live loop: its state between the wire's types and the newest posterior. The event loop owns it. */
public final class LiveScan {
    private static final int LONGEST_HISTORY = 2000;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    final ScanOpened opened;
    public final ScanState state;
    final int partition;
    private final ScanRules rules;
    private final @Nullable PlFrames frames;
    private final CalibrationMonitor trust = new CalibrationMonitor();
    private @Nullable RestartPoint resumption;
    /** Per topic the first offset of this life, if its id has had another; what comes before belongs to that. */
    private final Map<Topic, Long> since = new EnumMap<>(Topic.class);

    private boolean replayedBelongToFormerLife;
    private @Nullable String frozen;
    private int published; // points of the newest round of an earlier run
    private final List<ScanView.Step> history = new ArrayList<>();
    private @Nullable Posterior posterior;
    private @Nullable Round round;
    private @Nullable HeldMap lastGood;
    private Duration retryWait = FIRST_RETRY;
    private Instant retryAt = Instant.MIN;
    private @Nullable Instant roundAt;
    private @Nullable Instant drawingSince;
    private @Nullable Instant closedAt;
    private double inferenceMs;

    /**
     * A scan that begins.
     *
     * @param scan what was announced
     * @param partition on which it was opened
     */
    LiveScan(ScanOpened opened, Scan scan, PlScaling scaling, int partition, Instant now) {
        this.opened = opened;
        this.state = new ScanState(scan, scaling, now);
        this.partition = partition;
        this.rules = new ScanRules(opened);
        int count = state.scan().plFrames();
        this.frames = count == 0 ? null : new PlFrames(state.scan().light().grid(), count);
    }

    /** Takes in what was published of this scan before. */
    void restore(PublishedHistory past) {
        past.restore(state, -1);
        retrace(past.figures(state.scan().scanId(), -1));
        published = points(past);
        resumption = past.resumption(state.scan(), partition, -1).orElse(null);
    }

    /**
     * Takes in what was published of a scan whose id has been closed before and is opened again. What was published in its former life only uses up
     * numbers.
     *
     * @param used highest revision of the former life
     * @param opening offset of the record that opened this one
     * @param folded how far the topics had been folded when that happened, or null if it happened in an earlier run; then the
     *     newest suggestion knows, or the last of the former life roughly
     */
    void restoreAgain(PublishedHistory past, int used, long opening, @Nullable Map<Topic, Long> folded) {
        state.revisionTaken(used);
        past.restore(state, opening);
        retrace(past.figures(state.scan().scanId(), opening));
        published = points(past);
        Optional<RestartPoint.Published> newest = past.newest(state.scan().scanId());
        Optional<RestartPoint.Published> ours =
                newest.filter(p -> p.provenance().input(Topic.SCANS) > opening);
        resumption = past.resumption(state.scan(), partition, opening).orElse(null);
        replayedBelongToFormerLife = folded != null && ours.isEmpty();
        if (ours.isPresent()) {
            since.putAll(ours.get().provenance().since());
        } else if (folded != null) {
            since.putAll(folded);
        } else {
            newest.ifPresent(p -> since.putAll(p.provenance().inputs()));
        }
    }

    /** The curve of earlier runs, and how long the last of their rounds took. */
    private void retrace(List<RoundFigures> figures) {
        for (RoundFigures f : figures) {
            step(new ScanView.Step(f.revision(), f.measurements(), f.meanUncertaintyDeg(), f.upperMeanDeg(), f.at()));
            inferenceMs = f.inferenceMs();
        }
    }

    private void step(ScanView.Step next) {
        if (history.size() == LONGEST_HISTORY) {
            history.remove(0);
        }
        history.add(next);
    }

    private int points(PublishedHistory past) {
        return past.newest(state.scan().scanId())
                .map(RestartPoint.Published::points)
                .orElse(0);
    }

    /** Where this life begins in the topics, as a suggestion of it says. */
    public void since(Map<Topic, Long> offsets) {
        since.putAll(offsets);
    }

    /** Per topic the first offset of this life; empty if its id has had no other. */
    public Map<Topic, Long> since() {
        return Map.copyOf(since);
    }

    /** Whether a record was written for a scan of the same id that has ended. */
    boolean ofFormerLife(RawRecord r) {
        if (replayedBelongToFormerLife && r.replayed()) { // an earlier run folded it before this life began
            since.merge(r.topic(), r.offset() + 1, Math::max);
        }
        return r.offset() < since.getOrDefault(r.topic(), 0L);
    }

    /** To be told of every record of this scan before it is folded. */
    void before(Topic topic, long offset) {
        if (resumption != null) {
            resumption.before(topic, offset, state, trust);
        }
    }

    /** Takes a band; empty if it was fine or known already. */
    Optional<Decoded.Rejected<?>> frame(PlFrame f) {
        Decoded<float[]> pixels = rules.frame(f);
        if (pixels instanceof Decoded.Rejected<float[]> r) {
            return Optional.of(r);
        }
        Ingest taken = state.plBand(
                f.frame(),
                f.stageDeg(),
                f.rowOffset(),
                f.rowCount(),
                pixels.value().orElseThrow());
        if (taken instanceof Ingest.Accepted && frames != null) {
            frames.add(f, pixels.value().orElseThrow());
        }
        return rejection(taken);
    }

    /** Takes a batch; the good points of a batch count even if others are rejected. */
    Optional<Decoded.Rejected<?>> points(EbsdPoints batch, Instant now) {
        batch.points().stream().filter(p -> p.commandId() != null).forEach(p -> state.stamped(p.commandId(), p.at()));
        ScanRules.Checked checked = rules.points(batch);
        List<Decoded.Rejected<?>> faults = new ArrayList<>(checked.rejected());
        for (EbsdPoint p : checked.indexed()) {
            boolean fresh = !state.measured(state.scan().grid().index(p.row(), p.col()));
            Reading r = new Reading(p.row(), p.col(), p.phase(), p.w(), p.x(), p.y(), p.z(), p.confidence());
            Ingest taken = state.reading(r, batch.seq(), now);
            EbsdPoint point = state.newestPoint();
            if (taken instanceof Ingest.Accepted
                    && fresh
                    && point != null
                    && p.phase() == state.scan().mapped().id()) {
                trust.await(point);
            }
            rejection(taken).ifPresent(faults::add);
        }
        for (var p : checked.notIndexed()) {
            rejection(state.reading(Reading.notIndexed(p.row(), p.col()), batch.seq(), now))
                    .ifPresent(faults::add);
        }
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        List<String> details = faults.stream().map(Decoded.Rejected::detail).toList();
        return Optional.of(new Decoded.Rejected<>(faults.get(0).reason(), String.join("; ", details)));
    }

    private static Optional<Decoded.Rejected<?>> rejection(Ingest taken) {
        return taken instanceof Ingest.Rejected r
                ? Optional.of(new Decoded.Rejected<>(r.reason(), r.detail()))
                : Optional.empty();
    }

    /**
     * To be told when all that an earlier run had folded has been folded again: if something is missing of what the
     * newest published round rested on, the scan is frozen, since every further map would be worse than that one.
     */
    void settle() {
        if (resumption != null) {
            resumption.pass(state, trust);
            frozen = resumption.missing(state);
        }
    }

    /**
     * What is missing of what the newest published round rested on, so that no further one may be published; or null.
     */
    @Nullable
    String frozen() {
        return frozen;
    }

    /**
     * The round whose posterior has to be drawn again before the next one begins, because points wait that the agent before
     * would have judged by it; null if there is none.
     */
    @Nullable
    RestartPoint resumption() {
        return resumption != null && resumption.degraded() == null && trust.waits() ? resumption : null;
    }

    /** What that round began with. */
    Snapshot snapshot(RestartPoint from) {
        return from.snapshot(state, trust);
    }

    /** Goes on from a posterior that was drawn again; null if that failed, then the points that wait are not judged. */
    public void resumed(@Nullable Posterior again) {
        if (resumption != null) {
            lastGood = resumption.lastGood(state);
            resumption = null;
        }
        posterior = again;
    }

    /** Starts a round; first the points that came since the last one are judged by it. */
    public RoundInput begin(Instant now) {
        if (resumption != null) { // nothing waited to be judged
            resumption.pass(state, trust);
            resumed(null);
        }
        trust.judge(posterior).forEach(state::refute);
        return state.begin(now).with(trust.trust());
    }

    /** What the points had taught when the last round began. */
    public CalibrationState learnt() {
        return trust.learnt();
    }

    /** The newest map that the sampler made, in this run or one before, or null. */
    @Nullable
    public HeldMap lastGood() {
        return lastGood;
    }

    /** Why the newest round had to do without its sampler, if it had to. */
    Optional<String> degraded() {
        return round == null ? Optional.empty() : Optional.ofNullable(round.degraded());
    }

    /** What the points have taught of the light by the newest round; empty without light or round. */
    Optional<LearntLight> light() {
        return round == null ? Optional.empty() : Optional.ofNullable(round.light());
    }

    /** A round begins to be drawn, or ends if there is no time. */
    void drawing(@Nullable Instant begun) {
        drawingSince = begun;
    }

    /** Ends the scan. */
    void close(Instant now) {
        state.close();
        closedAt = now;
    }

    /** Notes how a round went; the next attempt of a degraded one is put off ever longer. */
    void tried(boolean degraded, Instant now) {
        Duration longer = retryWait.multipliedBy(2);
        retryWait = !degraded ? FIRST_RETRY : longer.compareTo(LAST_RETRY) < 0 ? longer : LAST_RETRY;
        retryAt = now.plus(retryWait);
    }

    /** Whether a degraded round should be tried again though nothing new has come. */
    boolean retryDue(Instant now) {
        return degraded().isPresent() && state.idle() && !now.isBefore(retryAt);
    }

    /** Keeps a round that is being published. */
    public void keep(Round done, double ms, Instant now) {
        round = done;
        roundAt = now;
        posterior = done.posterior();
        if (done.degraded() == null) {
            lastGood = Publication.lastGood(state.scan(), done);
        }
        inferenceMs = ms;
        step(new ScanView.Step(
                done.revision(), done.measurements(), done.meanUncertaintyDeg(), done.upperMeanDeg(), now));
    }

    sunstone.connectors.message.MapRevision.Calibration calibration() {
        return trust.calibration();
    }

    private Activity activity(@Nullable SuggestionRecord offer) {
        Instant paused = state.constraints().pausedAt();
        Instant asked = state.measuringSince();
        Instant drawing = drawingSince;
        if (closedAt != null) {
            return new Activity(Activity.Kind.CLOSED, closedAt, null, null, null, offer == null ? null : offer.stop());
        }
        if (paused != null) {
            String by = state.constraints().pausedBy();
            return new Activity(Activity.Kind.PAUSED, paused, null, null, null, by);
        }
        if (asked != null) {
            int left = state.pending().size();
            return new Activity(
                    Activity.Kind.MEASURING, asked, state.asked() - left, state.asked(), end(asked, left), null);
        }
        if (drawing != null) {
            Instant until = inferenceMs > 0 ? drawing.plusMillis((long) inferenceMs) : null;
            return new Activity(Activity.Kind.DRAWING, drawing, null, null, until, null);
        }
        if (offer != null && offer.stop() != null) {
            boolean byHand = state.constraints().stop() != null;
            Activity.Kind kind = byHand ? Activity.Kind.STOPPED : Activity.Kind.FINISHED;
            return new Activity(kind, offer.createdAt(), null, null, null, offer.stop());
        }
        if (offer != null && !state.decided(offer.suggestionId())) {
            return new Activity(Activity.Kind.DECISION, offer.createdAt(), null, null, offer.expiresAt(), null);
        }
        int due = state.scan().plFrames();
        if (state.completeFrames() < due && round == null) {
            return new Activity(Activity.Kind.LIGHT, state.openedAt(), state.completeFrames(), due, null, null);
        }
        return new Activity(Activity.Kind.QUEUED, state.lastSign(), null, null, null, null);
    }

    /** When as many points as are left will probably have been measured, or null if the pace is not known. */
    private @Nullable Instant end(Instant begun, int left) {
        double seconds = state.secondsPerPoint();
        Instant from = state.lastSign().isAfter(begun) ? state.lastSign() : begun;
        return Double.isNaN(seconds) ? null : from.plusMillis((long) (1000 * seconds * left));
    }

    /** What people may see now. */
    ScanView view() {
        SuggestionRecord offer = state.current();
        OperatorConstraints constraints = state.constraints();
        return new ScanView(
                state.scan(),
                opened.specimenId(),
                opened.section(),
                round,
                roundAt,
                offer,
                offer != null && state.decided(offer.suggestionId()),
                state.closed() ? Math.max(state.measurements(), published) : state.measurements(),
                state.pending(),
                state.completeFrames(),
                state.duplicates(),
                state.rejected(),
                state.refusedDecisions(),
                trust.calibration(),
                inferenceMs,
                history,
                state.lastSign(),
                constraints.paused(),
                constraints.stop(),
                constraints.preferred(),
                constraints.forbidden(),
                constraints.regions(),
                constraints.plan(),
                activity(offer),
                new ScanPace(state.secondsPerPoint(), state.usedSeconds()),
                frames,
                frozen,
                state.closed());
    }
}
