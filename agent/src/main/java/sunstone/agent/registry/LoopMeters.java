package sunstone.agent.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.codec.Reason;

/**
 * Counters and timers of the loop. Names are Micrometer's, with dots; Prometheus gets them with underscores and the
 * unit at the end. Per-scan gauges live from the scan's first round to its end.
 */
public final class LoopMeters {
    private final MeterRegistry registry;
    private final ScanViews views;
    private final Clock clock;
    private final Counter ingested;
    private final Counter commanded;
    private final Counter degraded;
    private final Timer inference;
    private final DistributionSummary batch;
    private final Map<String, List<Meter>> ofScan = new HashMap<>(); // owned by the loop's thread

    /** Meters in a registry. */
    public LoopMeters(MeterRegistry registry, ScanViews views, Clock clock) {
        this.registry = registry;
        this.views = views;
        this.clock = clock;
        ingested = Counter.builder("sunstone.points.ingested")
                .description("EBSD measurements taken, those not indexed included")
                .register(registry);
        commanded = Counter.builder("sunstone.points.commanded")
                .description("Points sent to instruments")
                .register(registry);
        degraded = Counter.builder("sunstone.rounds.degraded")
                .description("Rounds published without their sampler")
                .register(registry);
        inference = Timer.builder("sunstone.inference")
                .description("Time of one round, from snapshot to suggestion")
                .serviceLevelObjectives(
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30))
                .register(registry);
        batch = DistributionSummary.builder("sunstone.suggestion.size")
                .baseUnit("points")
                .description("Points of a suggestion")
                .register(registry);
        for (Reason r : Reason.values()) { // so that every reason is there from the start, at 0
            rejections(r);
        }
        views.subscribe(this::follow);
    }

    public void ingested(int points) {
        ingested.increment(points);
    }

    public void commanded(int points) {
        commanded.increment(points);
    }

    public void rejected(Reason reason) {
        rejections(reason).increment();
    }

    private Counter rejections(Reason reason) {
        return Counter.builder("sunstone.records.rejected")
                .description("Records that became dead letters")
                .tag("reason", reason.code())
                .register(registry);
    }

    public void decided(Decision.Verdict verdict, boolean taken) {
        Counter.builder("sunstone.decisions")
                .description("Decisions of operators")
                .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .tag("taken", Boolean.toString(taken))
                .register(registry)
                .increment();
    }

    public void degraded() {
        degraded.increment();
    }

    public void inferred(double ms, int points) {
        inference.record(Duration.ofNanos((long) (1e6 * ms)));
        batch.record(points);
    }

    /** A number that the loop knows at any time. */
    public void gauge(String name, String unit, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .register(registry);
    }

    private void follow(ScanView view) {
        String id = view.scan().scanId();
        if (view.closed()) {
            List<Meter> gone = ofScan.remove(id);
            if (gone != null) {
                gone.forEach(registry::remove);
            }
        } else if (view.round() != null) {
            ofScan.computeIfAbsent(id, this::watch);
        }
    }

    private List<Meter> watch(String id) {
        return List.of(
                gauge(
                        id,
                        "sunstone.ensemble.spread",
                        "degrees",
                        "Mean uncertainty of the newest map",
                        v -> v.round() == null ? Double.NaN : v.round().meanUncertaintyDeg()),
                gauge(
                        id,
                        "sunstone.calibration.coverage",
                        "ratio",
                        "Share of arriving points inside the 90% ball of the ensemble",
                        v -> or(v.calibration().coverage90())),
                gauge(
                        id,
                        "sunstone.calibration.spread.skill",
                        "ratio",
                        "Root mean square spread over root mean square error",
                        v -> or(v.calibration().spreadSkill())),
                gauge(id, "sunstone.scan.points", "points", "Measurements of the scan so far", ScanView::measurements),
                gauge(id, "sunstone.scan.pending", "points", "Points commanded and not measured", v -> v.pending()
                        .size()),
                gauge(
                        id,
                        "sunstone.suggestion.waiting",
                        "suggestions",
                        "Suggestions that nobody has decided on and that can still be approved",
                        v -> v.offer() != null
                                        && !v.decided()
                                        && v.offer().stop() == null
                                        && clock.instant().isBefore(v.offer().expiresAt())
                                ? 1
                                : 0),
                gauge(
                        id,
                        "sunstone.instrument.silence",
                        "seconds",
                        "Time since the instrument was last heard of",
                        v -> Duration.between(v.lastSign(), clock.instant()).toMillis() / 1e3),
                gauge(
                        id,
                        "sunstone.revision.age",
                        "seconds",
                        "Time since the newest map",
                        v -> v.roundAt() == null
                                ? Double.NaN
                                : Duration.between(v.roundAt(), clock.instant()).toMillis() / 1e3));
    }

    private static double or(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private Meter gauge(String id, String name, String unit, String description, ToDoubleFunction<ScanView> value) {
        return Gauge.builder(
                        name, views, b -> b.of(id).map(value::applyAsDouble).orElse(Double.NaN))
                .baseUnit(unit)
                .description(description)
                .tag("scan", id)
                .register(registry);
    }
}
