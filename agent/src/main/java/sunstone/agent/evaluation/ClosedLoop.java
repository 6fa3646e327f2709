package sunstone.agent.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.evaluation.metrics.Calibration;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.Growth;
import sunstone.agent.evaluation.report.LearningCurve;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.BatchSize;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Ingest;
import sunstone.agent.scan.Reading;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanSession;
import sunstone.agent.scan.ScanState;
import sunstone.agent.wire.LightRecords;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.LightOptics;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/**
 * One closed loop without a broker: the agent's own fold ({@link ScanState}), round ({@link Copilot}) and policy, with
 * the simulated camera and microscope at the other end. Everything but the times follows from settings and truth.
 *
 * <p>A policy that looks at the posterior gets a new one for every batch, and each is a checkpoint. For the others
 * inference between checkpoints would change nothing, so it is left out.
 */
public final class ClosedLoop {
    private static final int FRAMES = 36;

    private final RunSettings settings;
    private final OrientationMap truth;
    private final MapMetrics metrics;
    private final AcquisitionPolicy policy;
    /** Whether every batch has its posterior, and every point is compared with the one before it. */
    private final boolean looking;

    private final Travel travel;
    private final Copilot copilot;
    private final ScanSession session;
    private final ScanState state;
    private final VirtualMicroscope microscope;
    private final Timed sampler;
    private final LearningCurve curve;
    private final Growth growth;
    private final List<MeanClaim> claims = new ArrayList<>();
    private final @Nullable SectionStart start;
    private double instrumentMs;
    private double waitMs;
    private int position = -1;
    private boolean stopped;
    private @Nullable Round last;
    private @Nullable Posterior blank;

    /**
     * Outcome of a run.
     *
     * @param curve checkpoints
     * @param scene the end, for its pictures
     * @param growth how the map came to that
     * @param calibration of the last ensemble, or null
     * @param optics what the points taught of the light, or null
     * @param learnt what the points taught about the ensembles
     * @param claims of the mean error at each checkpoint with points
     */
    public record Outcome(
            List<CurvePoint> curve,
            Scene scene,
            Growth growth,
            @Nullable Calibration calibration,
            @Nullable LightOptics optics,
            CalibrationState learnt,
            List<MeanClaim> claims) {}

    /**
     * Claim of the agent about the mean error of a map, beside the true one.
     *
     * @param points measurements spent
     * @param meanDeg mean disorientation to the truth, degrees
     * @param upperDeg bounds that are not exceeded with the probabilities {@link ErrorBound#LEVELS}, degrees
     */
    public record MeanClaim(int points, double meanDeg, List<Double> upperDeg) {
        public MeanClaim {
            upperDeg = List.copyOf(upperDeg);
        }
    }

    private ClosedLoop(
            RunSettings settings,
            TruthMap truth,
            MapMetrics metrics,
            PosteriorSampler sampler,
            @Nullable SectionStart start,
            boolean live) {
        this.settings = settings;
        this.start = start;
        this.truth = truth.map();
        this.metrics = metrics;
        this.curve = new LearningCurve(metrics);
        this.growth = new Growth(this.truth, metrics);
        this.policy = Policies.of(settings.policy());
        this.looking = live || policy.adaptive();
        this.sampler = new Timed(sampler);
        MicroscopeOptions options = MicroscopeOptions.defaults();
        this.travel = Evaluation.travel(options);
        this.copilot = Copilot.with(
                this.sampler, policy, travel, new BatchSize(settings.batch(), settings.batchMost()), settings.seed());
        Phase phase = new Phase(1, truth.phase().name(), this.truth.laue());
        Scan scan = new Scan(
                settings.stem(),
                this.truth.grid(),
                phase,
                Set.of(phase.id()),
                FRAMES,
                Budget.ofPoints(settings.budget()),
                this.truth.valid());
        this.state = new ScanState(scan, PlScaling.canonical(), Instant.EPOCH);
        this.session = new ScanSession(state);
        this.microscope = new VirtualMicroscope(this.truth, options, settings.seed());
    }

    /**
     * Runs the loop until the budget is spent or no pixel is left.
     *
     * @param progress told of every measurement, with the total so far
     */
    static Outcome run(
            RunSettings settings, TruthMap truth, MapMetrics metrics, PosteriorSampler sampler, IntConsumer progress) {
        ClosedLoop loop = new ClosedLoop(settings, truth, metrics, sampler, null, false);
        loop.expose();
        loop.measure(progress);
        return loop.outcome();
    }

    /**
     * As {@link #run}, every batch with its posterior whatever the policy, as a live agent has it.
     */
    public static Outcome live(
            RunSettings settings, TruthMap truth, MapMetrics metrics, PosteriorSampler sampler, IntConsumer progress) {
        ClosedLoop loop = new ClosedLoop(settings, truth, metrics, sampler, null, true);
        loop.expose();
        loop.measure(progress);
        return loop.outcome();
    }

    /**
     * Runs the loop of one section of a specimen until the agent stops it, or as {@link #run}.
     *
     * @param start what the section begins with; told what was carried over
     */
    static Outcome section(
            RunSettings settings,
            TruthMap truth,
            MapMetrics metrics,
            PosteriorSampler sampler,
            SectionStart start,
            IntConsumer progress) {
        ClosedLoop loop = new ClosedLoop(settings, truth, metrics, sampler, start, false);
        loop.expose();
        start.carry(loop.state);
        loop.session.calibration().restore(start.learnt());
        loop.measure(progress);
        return loop.outcome();
    }

    /** Takes the polarized-light stack. */
    private void expose() {
        PlCamera camera = PlCamera.ofSection(
                truth,
                MuellerChain.titanium(),
                PlCondition.parse(settings.condition()),
                PlScaling.canonical(),
                FRAMES,
                start == null ? settings.seed() : start.instrument(),
                settings.seed());
        for (int j = 0; j < FRAMES; j++) {
            state.plBand(j, camera.stageDeg(j), 0, truth.grid().rows(), camera.frame(j));
            instrumentMs += microscope.options().frameMs();
        }
    }

    private void measure(IntConsumer progress) {
        int next = settings.every();
        while (true) {
            int spent = state.measurements();
            boolean done = spent >= settings.budget() || stopped && start != null;
            boolean first = spent == 0 && start != null;
            boolean checkpoint = looking || done || spent >= next || first;
            RoundInput in = session.begin(Instant.EPOCH);
            state.revisionTaken(in.revision());
            List<Candidate> candidates;
            if (checkpoint) {
                last = check(in);
                candidates = last.suggestion();
            } else {
                candidates = blindly(in);
            }
            while (next <= spent) {
                next += settings.every();
            }
            done |= stopped && start != null;
            if (done || candidates.isEmpty()) {
                if (!checkpoint) {
                    last = check(in);
                }
                return;
            }
            int count = looking ? candidates.size() : Math.min(candidates.size(), next - spent);
            for (Candidate c : candidates.subList(0, count)) {
                visit(c);
            }
            progress.accept(state.measurements());
        }
    }

    private void visit(Candidate c) {
        int pixel = truth.grid().index(c.row(), c.col());
        instrumentMs += microscope.visitMillis(position, pixel);
        position = pixel;
        Measurement m = microscope.measure(c.row(), c.col());
        Reading reading = new Reading(m.row(), m.col(), m.phase(), m.w(), m.x(), m.y(), m.z(), m.confidence());
        long seq = state.newestSeq() + 1;
        Ingest taken = looking
                ? session.measure(reading, seq, Instant.EPOCH)
                : state.reading(reading, seq, Instant.EPOCH); // no posterior of its own to be compared with
        if (taken != Ingest.ACCEPTED) {
            throw new IllegalStateException("measurement at row " + m.row() + ", col " + m.col() + ": " + taken);
        }
    }

    /** The next points of a policy that does not look at the posterior. */
    private List<Candidate> blindly(RoundInput in) {
        Posterior nothing = blank;
        if (nothing == null) {
            double[] q = new double[4 * truth.grid().size()];
            for (int i = 0; i < q.length; i += 4) {
                q[i] = 1;
            }
            OrientationMap map = OrientationMap.full(truth.grid(), truth.laue(), q);
            nothing = new Posterior(map, new float[truth.grid().size()], List.of(), 0);
            blank = nothing;
        }
        int count = Math.min(settings.batch(), settings.budget() - in.measurements());
        return policy.suggest(
                new PolicyInput(
                        in.snapshot(), nothing, in.visited(), in.failed(), travel, settings.seed(), in.revision()),
                count);
    }

    private Round check(RoundInput in) {
        Round round = copilot.round(stopped ? in : in.within(target()));
        if (round.upperMeanDeg() <= settings.targetDeg() && !stopped) {
            stopped = true; // where a live scan ends, and a section of a specimen
            if (start != null) {
                return noted(round, in);
            }
            // a single map goes on as if nobody had named a target
            round = copilot.round(in);
        }
        return noted(round, in);
    }

    private Round noted(Round round, RoundInput in) {
        if (round.degraded() != null) {
            throw new IllegalStateException(round.degraded()); // a figure of the fallback would pass for the sampler's
        }
        waitMs += looking ? sampler.nanos / 1e6 : 0; // otherwise the instrument goes on meanwhile
        CurvePoint point = curve.add(round, sampler.nanos / 1e6, instrumentMs / 1e3, waitMs / 1e3);
        growth.checkpoint(round);
        session.keep(round.posterior());
        if (round.measurements() > 0 && round.posterior().members().size() > 1) {
            claims.add(new MeanClaim(
                    round.measurements(),
                    point.meanDeg(),
                    in.trust().upperMeansDeg(round.posterior(), round.snapshot())));
        }
        return round;
    }

    private Budget target() {
        return new Budget(settings.budget(), settings.targetDeg(), null);
    }

    private Outcome outcome() {
        Round end = last;
        if (end == null) {
            throw new IllegalStateException("no round was made");
        }
        String title = String.join(
                ", ",
                TruthMap.fileName(settings.truth()),
                settings.condition(),
                settings.policy(),
                settings.sampler(),
                end.measurements() + " points");
        Scene scene = new Scene(settings.stem(), title, truth, end.snapshot(), end.posterior());
        return new Outcome(
                curve.points(),
                scene,
                growth,
                Calibration.of(metrics, end.posterior()),
                LightRecords.of(end.light()),
                session.calibration().learnt(),
                claims);
    }

    /** Remembers how long the last call took. */
    private static final class Timed implements PosteriorSampler {
        private final PosteriorSampler sampler;
        private long nanos;

        Timed(PosteriorSampler sampler) {
            this.sampler = sampler;
        }

        @Override
        public Posterior sample(Snapshot snapshot, long seed) {
            long start = System.nanoTime();
            Posterior posterior = sampler.sample(snapshot, seed);
            nanos = System.nanoTime() - start;
            return posterior;
        }
    }
}
