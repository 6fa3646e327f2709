package sunstone.agent.cli.bench;

import com.sun.management.ThreadMXBean;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.policy.Candidate;
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
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.posterior.ensemble.NetworkWork;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/**
 * One scan of a generated section to its end, round by round, without a broker: what a round costs where maps are
 * large. Beside seconds, which depend on what else the machine does, it counts work.
 */
final class ScanBench {
    private static final int FRAMES = 36;
    private static final long SEED = 1;

    private final OrientationMap truth;
    private final MapMetrics metrics;
    private final EnsembleSampler sampler;
    private final Copilot copilot;
    private final ScanSession session;
    private final VirtualMicroscope microscope;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Long> allocated = new ArrayList<>();
    private final List<NetworkWork> work = new ArrayList<>();

    /**
     * A scan.
     *
     * @param size height and width of the section, pixels
     * @param diameter median grain size, pixels
     * @param condition of the light
     * @param batch points per suggestion
     */
    ScanBench(int size, double diameter, PlCondition condition, EnsembleSampler sampler, int batch) {
        this.truth = MicrostructureGenerator.generate(
                        new ScanGrid(size, size, 1),
                        MicrostructureRecipe.titanium(diameter),
                        new SplittableRandom(SEED))
                .map();
        this.metrics = new MapMetrics(truth);
        this.sampler = sampler;
        MicroscopeOptions options = MicroscopeOptions.defaults();
        this.copilot = Copilot.with(
                sampler, Policies.of(Policies.DEFAULT), Evaluation.travel(options), BatchSize.fixed(batch), SEED);
        Phase phase = new Phase(1, "generated", truth.laue());
        ScanState state = new ScanState(
                new Scan("bench", truth.grid(), phase, Set.of(phase.id()), FRAMES, Budget.UNLIMITED, truth.valid()),
                PlScaling.canonical(),
                Instant.EPOCH);
        this.session = new ScanSession(state);
        this.microscope = new VirtualMicroscope(truth, options, SEED);
        PlCamera camera = PlCamera.of(truth, MuellerChain.titanium(), condition, PlScaling.canonical(), FRAMES, SEED);
        for (int j = 0; j < FRAMES; j++) {
            state.plBand(j, camera.stageDeg(j), 0, size, camera.frame(j));
        }
    }

    /** Rounds until so many points are measured, the last one included. */
    JsonObject measure(int points) {
        ScanState state = session.state();
        Round last = round();
        while (state.measurements() < points && !last.suggestion().isEmpty()) {
            for (Candidate c : last.suggestion()) {
                if (state.measurements() < points) {
                    visit(c);
                }
            }
            last = round();
        }
        NearestFill fill = new NearestFill();
        return new JsonObject()
                .put("rows", truth.grid().rows())
                .put("cols", truth.grid().cols())
                .put("grains", metrics.grains().count())
                .put("points", state.measurements())
                .put("rounds", seconds.size())
                .put("roundSecondsP50", quantile(seconds, 0.5))
                .put("roundSecondsP95", quantile(seconds, 0.95))
                .put("roundSecondsMax", quantile(seconds, 1))
                .put(
                        "tilesDrawn",
                        work.stream().mapToLong(NetworkWork::tilesDrawn).sum())
                .put(
                        "tilesKept",
                        work.stream().mapToLong(NetworkWork::tilesKept).sum())
                .put("networkMegapixelsP50", quantile(megapixels(), 0.5))
                .put("networkMegapixelsP95", quantile(megapixels(), 0.95))
                .put("networkMegapixelsMax", quantile(megapixels(), 1))
                .put(
                        "allocatedMiBP50",
                        quantile(allocated.stream().map(Long::doubleValue).toList(), 0.5))
                .put("peakMiB", BenchCommand.memoryMiB("VmHWM"))
                .put("meanDeg", metrics.meanDeg(last.posterior().map()))
                .put(
                        "fillMeanDeg",
                        metrics.meanDeg(fill.sample(last.snapshot(), SEED).map()))
                .put("claimedDeg", last.meanUncertaintyDeg());
    }

    private Round round() {
        NetworkWork done = sampler.work();
        long bytes = allocatedBytes();
        long begin = System.nanoTime();
        RoundInput in = session.begin(Instant.EPOCH);
        session.state().revisionTaken(in.revision());
        Round round = copilot.round(in);
        session.keep(round.posterior());
        seconds.add((System.nanoTime() - begin) / 1e9);
        allocated.add((allocatedBytes() - bytes) >> 20);
        work.add(sampler.work().since(done));
        if (round.degraded() != null) {
            throw new IllegalStateException(round.degraded()); // a figure of the fallback would pass for the sampler's
        }
        return round;
    }

    private void visit(Candidate c) {
        Measurement m = microscope.measure(c.row(), c.col());
        Reading reading = new Reading(m.row(), m.col(), m.phase(), m.w(), m.x(), m.y(), m.z(), m.confidence());
        Ingest taken = session.measure(reading, session.state().newestSeq() + 1, Instant.EPOCH);
        if (!(taken instanceof Ingest.Accepted)) {
            throw new IllegalStateException("measurement at row " + m.row() + ", col " + m.col() + ": " + taken);
        }
    }

    private List<Double> megapixels() {
        return work.stream().map(w -> w.pixels() / 1e6).toList();
    }

    /** Bytes that the living threads have taken so far; those of threads that have ended are missing. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(b -> b > 0)
                .sum();
    }

    private static double quantile(List<Double> values, double p) {
        return MapMetrics.quantile(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray(), p);
    }
}
