package sunstone.agent.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.journal.RestartPoint;
import sunstone.agent.journal.SectionLog;
import sunstone.agent.round.HeldMap;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Ingest;
import sunstone.agent.scan.InstrumentWork;
import sunstone.agent.scan.OperatorConstraints;
import sunstone.agent.scan.Reading;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanSession;
import sunstone.agent.scan.ScanState;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.view.FoundPhases;
import sunstone.agent.view.PlFrames;
import sunstone.agent.view.ScanPace;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.Posterior;

/**
 * A scan in the live loop: its session between the wire's types and the rounds, where it goes on after a restart, and
 * what people see of it. The event loop owns it.
 */
public final class LiveScan {
    private final ScanOpened opened;
    private final int partition;
    private final ScanSession session;
    private final ScanRules rules;
    private final ScanRounds rounds = new ScanRounds();
    private final FormerLife formerLife = new FormerLife();
    private final SectionBelow below;
    private final @Nullable PlFrames frames;
    private @Nullable RestartPoint restart;
    private @Nullable String frozen;
    private int published; // points of the newest round of an earlier run
    private @Nullable HeldMap lastGood;
    private @Nullable Instant closedAt;

    /**
     * A scan that begins.
     *
     * @param scan what was announced
     * @param partition on which it was opened
     */
    public LiveScan(ScanOpened opened, Scan scan, PlScaling scaling, int partition, Instant now) {
        this.opened = opened;
        this.session = new ScanSession(new ScanState(scan, scaling, now));
        this.partition = partition;
        this.rules = new ScanRules(opened);
        this.below = new SectionBelow(opened);
        int count = scan.plFrames();
        this.frames = count == 0 ? null : new PlFrames(scan.light().grid(), count);
    }

    /** Key of all its records. */
    public String scanId() {
        return opened.scanId();
    }

    /** The record that opened it. */
    public ScanOpened opened() {
        return opened;
    }

    /** Number of the partition that holds all its records. */
    public int partition() {
        return partition;
    }

    /** All that is known of it. */
    public ScanState state() {
        return session.state();
    }

    /** Its rounds. */
    public ScanRounds rounds() {
        return rounds;
    }

    /** Takes in what was published of this scan before. */
    public void restore(PublishedHistory past) {
        past.restore(state(), -1);
        rounds.retrace(past.figures(scanId(), -1));
        published = points(past);
        restart = past.resumption(state().scan(), partition, -1).orElse(null);
        below.before(past.newest(scanId()).map(p -> p.provenance().below()).orElse(null));
    }

    /**
     * Takes in what was published of a scan whose id has been closed before and is opened again. What was published in
     * its former life only uses up numbers.
     *
     * @param used highest revision of the former life
     * @param opening offset of the record that opened this one
     * @param folded how far the topics had been folded when that happened, or null if it happened in an earlier run;
     *     then the newest suggestion knows, or the last of the former life roughly
     */
    public void restoreAgain(PublishedHistory past, int used, long opening, @Nullable Map<Topic, Long> folded) {
        state().revisionTaken(used);
        past.restore(state(), opening);
        rounds.retrace(past.figures(scanId(), opening));
        published = points(past);
        Optional<RestartPoint.Published> newest = past.newest(scanId());
        Optional<RestartPoint.Published> ours =
                newest.filter(p -> p.provenance().input(Topic.SCANS) > opening);
        restart = past.resumption(state().scan(), partition, opening).orElse(null);
        below.before(ours.map(p -> p.provenance().below()).orElse(null));
        if (ours.isPresent()) {
            formerLife.until(ours.get().provenance().since());
        } else if (folded != null) {
            formerLife.until(folded);
            formerLife.ofReplay();
        } else {
            newest.ifPresent(p -> formerLife.until(p.provenance().inputs()));
        }
    }

    private int points(PublishedHistory past) {
        return past.newest(scanId()).map(RestartPoint.Published::points).orElse(0);
    }

    /** The line between this scan and an earlier one of its id. */
    public FormerLife formerLife() {
        return formerLife;
    }

    /** Where this life begins in the topics, as a suggestion of it says. */
    public void since(Map<Topic, Long> offsets) {
        formerLife.until(offsets);
    }

    /** The section below it. */
    public SectionBelow below() {
        return below;
    }

    /** Id of the section below, if what it left is still to be looked for; no round may begin before. */
    public Optional<String> wanted() {
        return below.wanted();
    }

    /**
     * Takes what the section below left.
     *
     * @param left what was found, or null if nothing was
     */
    public void liesOn(SectionLog.@Nullable Left left) {
        below.found(left);
        if (left != null) {
            state().carry(left.section(), below.depthPx());
            if (restart == null && learnt().judged() == 0) {
                session.calibration().restore(left.learnt());
            }
        }
    }

    /** To be told of every record of this scan before it is folded. */
    public void before(Topic topic, long offset) {
        if (restart != null) {
            restart.before(topic, offset, state(), session.calibration());
        }
    }

    /** Takes a band; empty if it was fine or known already. */
    public Optional<Decoded.Rejected<?>> frame(PlFrame f) {
        Decoded<float[]> pixels = rules.frame(f);
        if (pixels instanceof Decoded.Rejected<float[]> r) {
            return Optional.of(r);
        }
        Ingest taken = state().plBand(
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
    public Optional<Decoded.Rejected<?>> points(EbsdPoints batch, Instant now) {
        ScanState state = state();
        batch.points().stream().filter(p -> p.commandId() != null).forEach(p -> state.stamped(p.commandId(), p.at()));
        ScanRules.Checked checked = rules.points(batch);
        List<Decoded.Rejected<?>> faults = new ArrayList<>(checked.rejected());
        for (EbsdPoint p : checked.indexed()) {
            Reading r = new Reading(p.row(), p.col(), p.phase(), p.w(), p.x(), p.y(), p.z(), p.confidence());
            rejection(session.measure(r, batch.seq(), now)).ifPresent(faults::add);
        }
        for (var p : checked.notIndexed()) {
            rejection(session.measure(Reading.notIndexed(p.row(), p.col()), batch.seq(), now))
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
    public void settle() {
        if (restart != null) {
            restart.pass(state(), session.calibration());
            frozen = restart.missing(state());
        }
    }

    /**
     * What is missing of what the newest published round rested on, so that no further one may be published; or null.
     */
    @Nullable
    public String frozen() {
        return frozen;
    }

    /**
     * The round whose posterior has to be drawn again before the next one begins, because points wait that the agent
     * before would have judged by it; null if there is none.
     */
    @Nullable
    public RestartPoint restart() {
        return restart != null
                        && restart.degraded() == null
                        && session.calibration().waits()
                ? restart
                : null;
    }

    /** Goes on from a posterior that was drawn again; null if that failed, then the points that wait are not judged. */
    public void resumed(@Nullable Posterior again) {
        if (restart != null) {
            lastGood = restart.lastGood();
            restart = null;
        }
        session.keep(again);
    }

    /** Starts a round; first the points that came since the last one are judged by it. */
    public RoundInput begin(Instant now) {
        if (restart != null) { // nothing waited to be judged
            restart.pass(state(), session.calibration());
            resumed(null);
        }
        return session.begin(now);
    }

    /** What the points had taught when the last round began. */
    public CalibrationState learnt() {
        return session.calibration().learnt();
    }

    /** How well the ensembles predict the points, for the record of a map. */
    public MapRevision.Calibration calibration() {
        return session.calibration().calibration();
    }

    /** The newest map that the sampler made, in this run or one before, or null. */
    @Nullable
    public HeldMap lastGood() {
        return lastGood;
    }

    /** Whether a degraded round should be tried again though nothing new has come. */
    public boolean retryDue(Instant now) {
        return state().idle() && rounds.retryDue(now);
    }

    /** Keeps a round that is being published. */
    public void keep(Round done, double ms, Instant now) {
        rounds.keep(done, ms, now);
        session.keep(done.posterior());
        if (done.degraded() == null) {
            lastGood = Publication.lastGood(state().scan(), done);
        }
    }

    /** Ends the scan. */
    public void close(Instant now) {
        state().close();
        closedAt = now;
    }

    private Map<Integer, String> phases() {
        Map<Integer, String> names = new LinkedHashMap<>();
        opened.phases().forEach(p -> names.put(p.id(), p.name()));
        return names;
    }

    /** What people may see now. */
    public ScanView view() {
        ScanState state = state();
        SuggestionRecord offer = state.current();
        OperatorConstraints constraints = state.constraints();
        InstrumentWork instrument = state.instrument();
        return new ScanView(
                state.scan(),
                opened.specimenId(),
                opened.section(),
                rounds.newest(),
                rounds.newestAt(),
                offer,
                offer != null && state.decided(offer.suggestionId()),
                state.closed() ? Math.max(state.measurements(), published) : state.measurements(),
                state.pending(),
                state.completeFrames(),
                state.duplicates(),
                state.rejected(),
                state.refusedDecisions(),
                calibration(),
                rounds.inferenceMs(),
                rounds.history(),
                instrument.lastSign(),
                constraints.paused(),
                constraints.stop(),
                constraints.preferred(),
                constraints.forbidden(),
                constraints.regions(),
                constraints.plan(),
                CurrentActivity.of(state, rounds, closedAt),
                new ScanPace(instrument.secondsPerPoint(), instrument.usedSeconds()),
                frames,
                new FoundPhases(phases(), state.others()),
                frozen,
                state.closed(),
                below.name());
    }
}
