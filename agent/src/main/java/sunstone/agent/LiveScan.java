package sunstone.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Decoded;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Reason;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Phase;
import sunstone.models.map.PlScaling;
import sunstone.models.posterior.Posterior;

/** A scan in the live loop: its state between the wire's types and the newest posterior. The event loop owns it. */
final class LiveScan {
    private static final int LONGEST_HISTORY = 2000;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    final ScanOpened opened;
    final ScanState state;
    final int partition;
    private final ScanRules rules;
    private final @Nullable PlFrames frames;
    private final LiveTrust trust = new LiveTrust();
    private final List<ScanView.Step> history = new ArrayList<>();
    private @Nullable Posterior posterior;
    private @Nullable Round round;
    private @Nullable Round lastGood;
    private Duration retryWait = FIRST_RETRY;
    private Instant retryAt = Instant.MIN;
    private @Nullable Instant roundAt;
    private double inferenceMs;

    private LiveScan(ScanOpened opened, ScanState state, int partition) {
        this.opened = opened;
        this.state = state;
        this.partition = partition;
        this.rules = new ScanRules(opened);
        int count = state.scan().plFrames();
        this.frames = count == 0 ? null : new PlFrames(state.scan().grid(), count);
    }

    /** Begins a scan, unless its mapped phase is of a Laue group that cannot be mapped. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    static Decoded<LiveScan> open(ScanOpened opened, PlScaling scaling, int partition, Instant now) {
        ScanOpened.Phase mapped = opened.mappedPhase();
        Optional<LaueGroup> laue = mapped.laueGroup();
        if (laue.isEmpty() || mapped.id() > Phase.MAX_ID) {
            return Decoded.rejected(
                    Reason.OUT_OF_RANGE,
                    "the first phase is the mapped one and must have an id up to " + Phase.MAX_ID
                            + " and the Laue group 6/mmm or m-3m: " + mapped.id() + ", " + mapped.laue());
        }
        Set<Integer> ids = new LinkedHashSet<>();
        opened.phases().forEach(p -> ids.add(p.id()));
        // PL of another raster than EBSD needs a registration: such a scan runs without PL, its frames are rejected
        boolean samePl = opened.pl().rows() == opened.rows() && opened.pl().cols() == opened.cols();
        ScanOpened.Budget b = opened.budget();
        Scan scan = new Scan(
                opened.scanId(),
                opened.grid(),
                new Phase(mapped.id(), mapped.name(), laue.get()),
                ids,
                samePl ? opened.pl().frames() : 0,
                new Budget(b.points(), b.targetDeg(), b.deadline()),
                opened.roi() == null ? null : opened.roi().wanted());
        return Decoded.ok(new LiveScan(opened, new ScanState(scan, scaling, now), partition));
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
        if (taken instanceof Ingest.Taken && frames != null) {
            frames.add(f, pixels.value().orElseThrow());
        }
        return rejection(taken);
    }

    /** Takes a batch; the good points of a batch count even if others are rejected. */
    Optional<Decoded.Rejected<?>> points(EbsdPoints batch, Instant now) {
        ScanRules.Checked checked = rules.points(batch);
        List<Decoded.Rejected<?>> faults = new ArrayList<>(checked.rejected());
        for (EbsdPoint p : checked.indexed()) {
            boolean fresh = !state.measured(state.scan().grid().index(p.row(), p.col()));
            Reading r = new Reading(p.row(), p.col(), p.phase(), p.w(), p.x(), p.y(), p.z(), p.confidence());
            Ingest taken = state.reading(r, batch.seq(), now);
            if (taken instanceof Ingest.Taken
                    && fresh
                    && posterior != null
                    && p.phase() == state.scan().mapped().id()) {
                trust.judge(posterior, p).ifPresent(state::refute);
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

    /** Starts a round. */
    RoundInput begin(Instant now) {
        return state.begin(now).with(trust.trust());
    }

    /** The newest round that had its sampler, or null: its posterior is the one that the next round may continue. */
    @Nullable
    Round lastGood() {
        return lastGood;
    }

    /** Why the newest round had to do without its sampler, if it had to. */
    Optional<String> degraded() {
        return round == null ? Optional.empty() : Optional.ofNullable(round.degraded());
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
    void keep(Round done, double ms, Instant now) {
        round = done;
        roundAt = now;
        posterior = done.posterior();
        lastGood = done.degraded() == null ? done : lastGood;
        inferenceMs = ms;
        if (history.size() == LONGEST_HISTORY) {
            history.remove(0);
        }
        history.add(new ScanView.Step(done.revision(), done.measurements(), done.meanUncertaintyDeg(), now));
    }

    sunstone.connectors.message.MapRevision.Calibration calibration() {
        return trust.calibration();
    }

    /** What people may see now. */
    ScanView view() {
        Offer offer = state.current();
        Wishes wishes = state.wishes();
        return new ScanView(
                state.scan(),
                opened.specimenId(),
                opened.section(),
                round,
                roundAt,
                offer,
                offer != null && state.decided(offer.suggestionId()),
                state.measurements(),
                state.pending(),
                state.completeFrames(),
                state.duplicates(),
                state.rejected(),
                state.refusedDecisions(),
                trust.calibration(),
                inferenceMs,
                history,
                state.lastSign(),
                wishes.paused(),
                wishes.stop(),
                wishes.preferred(),
                wishes.forbidden(),
                frames,
                state.closed());
    }
}
