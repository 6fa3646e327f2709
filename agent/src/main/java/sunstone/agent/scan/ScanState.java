package sunstone.agent.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.ErrorBound;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.SectionOpening;

/**
 * All that the agent knows of one scan: a fold over its records, whatever their order, with time passed in. Nothing in
 * here knows of Kafka; the live loop and the evaluation without a broker share it.
 *
 * <p>A record that cannot be used comes back as {@link Ingest.Rejected}; a repeated one as {@link Ingest.Duplicate}.
 * Not thread-safe: one thread owns it. {@link #snapshot()} is immutable and may go elsewhere.
 */
public final class ScanState {
    /** What changes which points are wanted. */
    private static final Set<Control.Action> NEW_POINTS = EnumSet.of(
            Control.Action.RESUME,
            Control.Action.STOP,
            Control.Action.PREFER,
            Control.Action.FORBID,
            Control.Action.CLEAR,
            Control.Action.PLAN);

    private final Scan scan;
    private final Instant openedAt;
    private final ScanLight light;
    private final ScanPoints measured;
    private final boolean[] denied;
    private final InstrumentWork instrument;
    private final SuggestionRecords offers = new SuggestionRecords();
    private final OperatorConstraints constraints;
    private final DecisionRules decisions;
    private @Nullable Below below;
    private @Nullable Opened opened;
    private @Nullable Snapshot snapshot;
    private boolean changed = true;
    private boolean closed;
    private int duplicates;
    private int rejected;

    /** The section below, and how far. */
    private record Below(FinishedSection section, double depthPx) {}

    /**
     * Consequences of the section below: light as the instrument is known by then, unless its optics are announced, and
     * the opening.
     */
    private record Opened(@Nullable PlFit fit, @Nullable PlFit seen, SectionOpening opening) {}

    /**
     * An empty state.
     *
     * @param scan what was announced
     * @param scaling scale of the PL coefficients
     * @param openedAt when it was announced
     */
    public ScanState(Scan scan, PlScaling scaling, Instant openedAt) {
        this.scan = scan;
        this.openedAt = openedAt;
        this.instrument = new InstrumentWork(openedAt);
        this.light = new ScanLight(scan, scaling);
        int n = scan.grid().size();
        this.constraints = new OperatorConstraints(n, scan.budget());
        this.decisions = new DecisionRules(scan, offers, constraints);
        this.measured = new ScanPoints(scan);
        this.denied = new boolean[n];
    }

    /** What was announced. */
    public Scan scan() {
        return scan;
    }

    /**
     * Takes a row band of a PL frame.
     *
     * @param pixels intensities, the brightest possible crystal is 1, shape [rowCount * cols]
     */
    public Ingest plBand(int frame, double stageDeg, int rowOffset, int rowCount, float[] pixels) {
        if (closed) {
            return counted(shut());
        }
        int before = light.completeFrames();
        Ingest answer = light.add(frame, stageDeg, rowOffset, rowCount, pixels);
        if (answer instanceof Ingest.Accepted) {
            snapshot = null;
            changed |= light.completeFrames() > before;
        }
        return counted(answer);
    }

    private Ingest shut() {
        return Ingest.rejected(Reason.UNKNOWN_SCAN, "scan " + scan.scanId() + " is closed");
    }

    /** What became of a record, once it is counted. */
    private Ingest counted(Ingest answer) {
        duplicates += answer instanceof Ingest.Duplicate ? 1 : 0;
        rejected += answer instanceof Ingest.Rejected ? 1 : 0;
        return answer;
    }

    /**
     * Takes one measurement.
     *
     * @param seq number of the record that carried it
     * @param now when it arrived
     */
    public Ingest reading(Reading r, long seq, Instant now) {
        if (closed) {
            return counted(shut());
        }
        Ingest answer = measured.add(r, seq);
        if (answer instanceof Ingest.Accepted) {
            instrument.measured(scan.grid().index(r.row(), r.col()), now);
            change();
        }
        return counted(answer);
    }

    /**
     * Notes when a point was measured, by the instrument's clock; nothing but the pace of the instrument follows from
     * it.
     *
     * @param commandId the command that asked for it
     */
    public void stamped(String commandId, Instant at) {
        instrument.stamped(commandId, at);
    }

    /** The measurement of the mapped phase that came last, as the snapshot has it; null before the first. */
    public @Nullable EbsdPoint newestPoint() {
        return measured.newest();
    }

    /**
     * Drops a point that turned out to be a wrong solution; its pixel stays measured.
     *
     * @param wrong as {@link #newestPoint} gave it
     */
    public void refute(EbsdPoint wrong) {
        if (measured.refute(wrong)) {
            change();
        }
    }

    /** Measurements of other phases than the mapped one, and those that were not indexed, in the order of their coming. */
    public List<Reading> others() {
        return measured.others();
    }

    private void change() {
        snapshot = null;
        changed = true;
    }

    /**
     * Takes what the section below left. What that tells of this one follows from it and the light; points may take it
     * back.
     *
     * @param depthPx distance of the two sections, pixels
     */
    public void carry(FinishedSection section, double depthPx) {
        below = new Below(section, depthPx);
        opened = null;
        change();
    }

    /** Notes a suggestion that was published, in a replay or now; the newest revision is the one that counts. */
    public void offered(SuggestionRecord offer) {
        offers.add(offer);
    }

    /** Notes that a revision number is used up. */
    public void revisionTaken(int used) {
        offers.revisionTaken(used);
    }

    /** Notes a command that was sent: its pixels are under way until they are measured. */
    public void commanded(String commandId, String suggestionId, List<Pixel> pixels, Instant now) {
        offers.decide(suggestionId);
        List<Integer> asked = pixels.stream()
                .filter(p -> scan.grid().contains(p.row(), p.col()))
                .map(this::index)
                .toList();
        instrument.commanded(
                commandId, asked, asked.stream().filter(p -> !measured.at(p)).toList(), now);
    }

    /**
     * Takes a receipt.
     *
     * @param refused whether the instrument will not measure the points
     * @return false if no such command was sent
     */
    public boolean receipt(String commandId, boolean refused, Instant now) {
        List<Integer> asked = instrument.of(commandId);
        if (asked == null) {
            return false;
        }
        instrument.answered(commandId, refused, now);
        if (refused) {
            // asking again for what the instrument cannot do would never end; whether the command had been given up or
            // some points were measured makes no difference, so that the order of points and receipts makes none
            asked.forEach(pixel -> denied[pixel] = true);
            changed = true;
        }
        return true;
    }

    /** Gives up what is missing of a command; as after a denial, its points are not proposed again. */
    public void cancelled(String commandId) {
        List<Integer> asked = instrument.of(commandId);
        if (asked != null) {
            asked.forEach(pixel -> denied[pixel] = true);
            instrument.cancelled(commandId);
            changed = true;
        }
    }

    /** Judges an approval of everything that a suggestion proposes. */
    public Verdict approve(String suggestionId, Instant now) {
        SuggestionRecord offer = offers.of(suggestionId);
        return edit(suggestionId, offer == null ? List.of() : offer.points(), now);
    }

    /** Judges an approval of other points in place of those that a suggestion proposes. */
    public Verdict edit(String suggestionId, List<Pixel> pixels, Instant now) {
        return decisions.approve(suggestionId, pixels, closed, now);
    }

    /** Takes a denial: the points of the suggestion are not proposed again. */
    public Verdict deny(String suggestionId, Instant now) {
        Verdict verdict = decisions.deny(suggestionId, closed, now);
        SuggestionRecord offer = offers.of(suggestionId);
        if (verdict instanceof Verdict.Denied && offer != null) {
            offer.points().forEach(p -> denied[index(p)] = true);
            offers.decide(suggestionId);
            changed = true;
        }
        return verdict;
    }

    /** Ends the scan; what still arrives is rejected. */
    public void close() {
        closed = true;
    }

    /** Whether the scan has ended. */
    public boolean closed() {
        return closed;
    }

    /** Whether a round should start now. */
    public boolean due(WaitLimits pace, Instant now) {
        if (closed || !plReady(pace, now)) {
            return false;
        }
        return instrument.idle() ? changed || offers.expired(now) : instrument.givesUp(pace.batchWait(), now);
    }

    /** Whether nothing is asked of the instrument. */
    public boolean idle() {
        return !closed && instrument.idle();
    }

    private boolean plReady(WaitLimits pace, Instant now) {
        return light.completeFrames() == scan.plFrames()
                || Duration.between(openedAt, now).compareTo(pace.plWait()) >= 0;
    }

    /**
     * Starts a round: what is missing of answered commands is given up, so that it may be proposed again, and the state
     * counts as unchanged until the next record.
     *
     * @return the input of the round but for the posterior before it
     */
    public RoundInput begin(Instant now) {
        instrument.giveUpAnswered();
        changed = false;
        boolean[] visited = denied.clone();
        boolean[] failed = new boolean[visited.length];
        for (int i = 0; i < visited.length; i++) {
            visited[i] |= measured.at(i);
            failed[i] = visited[i] && !measured.indexed(i);
        }
        int pending = 0;
        for (int pixel : instrument.pixels().toArray()) {
            pending += visited[pixel] ? 0 : 1;
            visited[pixel] = true;
        }
        return new RoundInput(
                scan.scanId(),
                offers.revision() + 1,
                snapshot(),
                visited,
                failed,
                measured.count(),
                pending,
                constraints.plan(),
                ended(now),
                instrument.pointsPerWait(),
                ErrorBound.NONE,
                constraints.wanted());
    }

    private @Nullable String ended(Instant now) {
        Instant deadline = constraints.plan().budget().deadline();
        boolean late = deadline != null && !now.isBefore(deadline);
        return constraints.stop() != null ? constraints.stop() : late ? "deadline " + deadline + " has passed" : null;
    }

    /** Takes what an operator wants of the whole scan. */
    public Answer control(Control c) {
        if (c.action() == Control.Action.CANCEL && !closed) {
            return cancel(c);
        }
        Answer answer = closed ? new Answer(false, "scan " + scan.scanId() + " is closed") : constraints.take(c);
        changed |= answer.taken() && NEW_POINTS.contains(c.action());
        return answer;
    }

    private Answer cancel(Control c) {
        int points = instrument.missing();
        if (points == 0) {
            return new Answer(false, "nothing is under way");
        }
        instrument.underway().forEach(this::cancelled);
        return new Answer(true, points + " points under way cancelled by " + c.operator());
    }

    /** What operators want of the scan as a whole. */
    public OperatorConstraints constraints() {
        return constraints;
    }

    /** What is known now; the same object until something changes. */
    public Snapshot snapshot() {
        Snapshot s = snapshot;
        if (s == null) {
            s = makeSnapshot();
            snapshot = s;
        }
        return s;
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private Snapshot makeSnapshot() {
        return snapshot(light.fit(), measured.points());
    }

    /** As {@link #snapshot()}, of light and points as they once were. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Snapshot snapshot(@Nullable PlFit fit, List<EbsdPoint> points) {
        Below from = below;
        if (from == null) {
            return new Snapshot(scan.grid(), scan.mapped().laue(), fit, points, scan.region());
        }
        Opened there = opened;
        if (there == null || there.fit() != fit) {
            there = open(from, fit);
            opened = there;
        }
        return new Snapshot(scan.grid(), scan.mapped().laue(), there.seen(), points, scan.region(), there.opening());
    }

    /** Where the light of the section below lay, for the rasters of this one. */
    private Registration placed(Registration below) {
        return new Registration(scan.grid(), scan.light().grid(), below.parameters());
    }

    private Opened open(Below from, @Nullable PlFit fit) {
        Registration place = from.section().registration();
        // what the announcement says of the optics stands
        PlFit seen = fit == null || place == null || !scan.light().known().canonical()
                ? fit
                : fit.knowing(from.section().optics(), placed(place));
        return new Opened(
                fit,
                seen,
                SectionOpening.of(from.section(), scan.grid(), scan.mapped().laue(), seen, from.depthPx()));
    }

    /** Measurements so far, those not indexed included, repeated records not. */
    public int measurements() {
        return measured.count();
    }

    /** PL frames that are complete. */
    public int completeFrames() {
        return light.completeFrames();
    }

    /** Highest record number of the measurements so far, -1 before the first. */
    public long newestSeq() {
        return measured.newestSeq();
    }

    /** Highest revision that was published, 0 before the first. */
    public int revision() {
        return offers.revision();
    }

    /** The suggestion that stands, or null. */
    public @Nullable SuggestionRecord current() {
        return offers.current();
    }

    /** Whether a suggestion has been decided on. */
    public boolean decided(String suggestionId) {
        return offers.decided(suggestionId);
    }

    /** Pixels that are commanded and not measured yet. */
    public List<Pixel> pending() {
        int cols = scan.grid().cols();
        return instrument.pixels().mapToObj(i -> new Pixel(i / cols, i % cols)).toList();
    }

    /** What the instrument was asked and has answered. */
    public InstrumentWork instrument() {
        return instrument;
    }

    /** When the scan was announced. */
    public Instant openedAt() {
        return openedAt;
    }

    /** Whether a pixel has been measured. */
    public boolean measured(int pixel) {
        return measured.at(pixel);
    }

    /** Records that were known already. */
    public int duplicates() {
        return duplicates;
    }

    /** Records that could not be used. */
    public int rejected() {
        return rejected;
    }

    /** Decisions that came too late or made no sense. */
    public int refusedDecisions() {
        return decisions.refused();
    }

    private int index(Pixel p) {
        return scan.grid().index(p.row(), p.col());
    }
}
