package sunstone.agent.round;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.policy.rule.SecondLook;
import sunstone.agent.policy.rule.SpotCheck;
import sunstone.agent.scan.RoundInput;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PlMisfit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.prior.Tile;

/**
 * One round of the co-pilot: from what has been measured to the published map and the next points. Free of Kafka and
 * of time, a pure function of its arguments: the same input gives the same round, bit for bit.
 *
 * <p>When the sampler is missing or fails, the map is the last good one or the classical fill, the round says why, and
 * the scan goes on.
 */
public final class Copilot {
    /**
     * Share of the light that may stay unexplained before the prior is distrusted: well above what camera and harsh
     * light leave.
     */
    private static final double EXPLAINED = 0.5;

    /** Most characters of a reason that comes from elsewhere, so that a suggestion always fits into its topic. */
    private static final int LONGEST_REASON = 1000;

    private static final String MAP_INSTEAD = "; the map is ";
    private static final String CLASSICAL_FILL = MAP_INSTEAD + "the classical fill";

    private final PosteriorSampler sampler;
    private final PosteriorSampler fill;
    private final AcquisitionPolicy policy;
    private final AcquisitionPolicy classical;
    private final double lambda;
    private final Travel travel;
    private final BatchSize batch;
    private final long seed;

    private Copilot(
            PosteriorSampler sampler,
            AcquisitionPolicy policy,
            Travel travel,
            BatchSize batch,
            long seed,
            double lambda) {
        this.sampler = requireNonNull(sampler, "sampler");
        this.policy = policy;
        this.travel = travel;
        this.batch = batch;
        this.seed = seed;
        this.lambda = lambda;
        this.fill = new NearestFill(lambda);
        this.classical = Policies.of("pl-k-center", lambda);
    }

    /**
     * A co-pilot with a sampler.
     *
     * @param sampler draws the ensemble
     * @param policy chooses the points
     * @param travel what moving costs
     * @param batch points per suggestion
     * @param seed of everything random
     */
    public static Copilot with(
            PosteriorSampler sampler, AcquisitionPolicy policy, Travel travel, BatchSize batch, long seed) {
        return new Copilot(sampler, policy, travel, batch, seed, Policies.DEFAULT_LAMBDA);
    }

    /** A co-pilot whose suggestions have always the same number of points, at least 1. */
    public static Copilot with(
            PosteriorSampler sampler, AcquisitionPolicy policy, Travel travel, int batch, long seed) {
        return with(sampler, policy, travel, BatchSize.fixed(batch), seed);
    }

    /**
     * The same co-pilot with another weight of polarized light in everything classical: the fill and the rule that it
     * falls back on, and the choice of second looks.
     *
     * @param weight at least 0 and finite, {@link Policies#DEFAULT_LAMBDA} without this call
     */
    public Copilot weighing(double weight) {
        return new Copilot(sampler, policy, travel, batch, seed, weight);
    }

    /** What moving and measuring cost the instrument. */
    public Travel travel() {
        return travel;
    }

    /** The policy that chooses the points. */
    public AcquisitionPolicy policy() {
        return policy;
    }

    /**
     * One round.
     *
     * @param in what has been measured
     */
    public Round round(RoundInput in) {
        return round(in, null);
    }

    /**
     * One round that falls back on an earlier one.
     *
     * @param good the newest map of the same scan that its sampler made, or null
     */
    public Round round(RoundInput in, @Nullable HeldMap good) {
        Posterior posterior;
        try {
            posterior = checked(
                    sampler.sample(in.snapshot(), seed(in.scanId(), in.revision(), in.snapshot())), in.snapshot());
        } catch (CancellationException e) { // nobody waits for this round any more
            throw e;
        } catch (PosteriorSampler.Unavailable e) {
            return fallback(in, good, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) { // a scan outlives its sampler
            return fallback(in, good, "sampler failed: " + e);
        }
        return finish(in, posterior, null);
    }

    /**
     * A round without the sampler: the map is the last good one, as long as it rests on nine of ten measurements, and
     * then the classical fill; the points follow the classical rule.
     *
     * @param good the newest map of the same scan that its sampler made, or null
     * @param reason why, for the operator
     */
    public Round fallback(RoundInput in, @Nullable HeldMap good, String reason) {
        if (good != null && 10 * good.measurements() >= 9 * in.measurements()) {
            Posterior held = good.map().orElse(null);
            if (held != null) {
                return finish(in, held, brief(reason) + holding(good.revision()));
            }
        }
        return finish(
                in,
                fill.sample(in.snapshot(), seed(in.scanId(), in.revision(), in.snapshot())),
                brief(reason) + CLASSICAL_FILL);
    }

    /** As {@link #fallback}, for a round that was published before: its map is what it says it was. */
    public Round fallbackAgain(RoundInput in, @Nullable HeldMap good, String degraded) {
        int end = degraded.lastIndexOf(MAP_INSTEAD);
        return fallback(
                in, degraded.endsWith(CLASSICAL_FILL) ? null : good, end < 0 ? degraded : degraded.substring(0, end));
    }

    /** How {@link Round#degraded} ends if the map is that of an earlier round. */
    public static String holding(int revision) {
        return MAP_INSTEAD + "that of revision " + revision;
    }

    private Round finish(RoundInput in, Posterior posterior, @Nullable String degraded) {
        Snapshot snapshot = in.snapshot();
        double mean = posterior.meanUncertaintyDeg(snapshot);
        double upper = posterior.members().size() > 1 ? in.trust().upperMeanDeg(posterior, snapshot) : Double.NaN;
        LearntLight light = snapshot.learntLight();
        String stop = stop(in, mean, degraded == null ? upper : Double.NaN);
        List<Candidate> next = List.of();
        if (stop == null) {
            PolicyInput input = new PolicyInput(
                            snapshot, posterior, in.visited(), in.failed(), travel, seed, in.revision())
                    .without(in.regions().unwanted(in.visited(), snapshot, posterior));
            int count = count(in, posterior);
            next = said(
                    degraded == null ? suggest(input, in, count) : suggestWithout(input, policy(in), count),
                    light,
                    CarriedNote.of(snapshot),
                    in.measurements() == 0);
            if (next.isEmpty()) {
                stop = "every wanted pixel is measured or under way";
            }
        }
        return new Round(
                in.revision(),
                snapshot,
                in.measurements(),
                posterior,
                next,
                stop,
                degraded,
                mean,
                percentile(posterior, snapshot, 0.95),
                upper,
                seed(in.scanId(), in.revision(), in.snapshot()),
                light);
    }

    /**
     * The first candidate says that light is left out, if it is, and that the map rests on the section below, or does
     * not any more.
     */
    private static List<Candidate> said(
            List<Candidate> next, @Nullable LearntLight light, @Nullable CarriedNote carried, boolean unmeasured) {
        String lead = (light != null && light.contradicted() ? LightNote.LEFT_OUT : "")
                + (carried == null ? "" : carried.lead(unmeasured));
        if (lead.isEmpty() || next.isEmpty()) {
            return next;
        }
        List<Candidate> said = new ArrayList<>(next);
        said.set(0, next.get(0).because(lead + next.get(0).why()));
        return said;
    }

    /** The policy that an operator wants of this scan, else the configured one. */
    private AcquisitionPolicy policy(RoundInput in) {
        String wanted = in.plan().policy();
        return wanted == null ? policy : Policies.of(wanted, lambda);
    }

    /** A policy that rests on the ensemble has none to rest on. */
    private List<Candidate> suggestWithout(PolicyInput in, AcquisitionPolicy policy, int count) {
        return policy.adaptive()
                ? classical.suggest(in, count).stream()
                        .map(c -> c.because("degraded, so by the classical rule: " + c.why()))
                        .toList()
                : policy.suggest(in, count);
    }

    /**
     * The posterior of a round that was published before, drawn again from its seed: equal to the first one, bit for
     * bit.
     *
     * @param snapshot what the round began with
     * @throws RuntimeException if the sampler fails or cannot be had
     */
    public Posterior again(String scanId, int revision, Snapshot snapshot) {
        return checked(sampler.sample(snapshot, seed(scanId, revision, snapshot)), snapshot);
    }

    /**
     * Of every random draw; the same for all rounds of a large map, so that what saw nothing new need not be drawn
     * again.
     */
    private long seed(String scanId, int revision, Snapshot snapshot) {
        long ofScan = mix(seed, scanId.hashCode());
        return snapshot.grid().size() > Tile.WHOLE_PIXELS ? ofScan : mix(ofScan, revision);
    }

    private int count(RoundInput in, Posterior posterior) {
        Integer points = in.budget().points();
        Integer wanted = in.plan().batch();
        BatchSize sizes = wanted == null ? batch : BatchSize.fixed(wanted);
        int size = sizes.of(posterior, in.snapshot(), in.pointsPerWait());
        return points == null ? size : Math.min(size, points - in.measurements() - in.pending());
    }

    /**
     * The next points: second looks at what surprised the ensemble first; once the map claims to be at its target, half
     * of the rest are spot checks; then those of the policy; where the prior does not fit, a share of the batch follows
     * the classical rule, which does not rest on it.
     */
    private List<Candidate> suggest(PolicyInput in, RoundInput round, int count) {
        AcquisitionPolicy policy = policy(round);
        if (!policy.adaptive()) {
            return policy.suggest(in, count);
        }
        ErrorBound trust = round.trust();
        List<Candidate> next = new ArrayList<>(SecondLook.beside(in, trust.surprises(), count, lambda));
        Double target = round.budget().targetDeg();
        double[] untested = target == null || in.posterior().members().size() < 2
                ? null
                : trust.untested(in.posterior(), in.snapshot(), target);
        if (untested != null) {
            next.addAll(SpotCheck.among(in.after(next), untested[0], untested[1], (count - next.size() + 1) / 2));
        }
        int left = count - next.size();
        // what arriving points say, and what the light says before they do
        double unlike = in.posterior().members().size() < 2 ? 0 : PlMisfit.of(in.posterior(), in.snapshot());
        double distrust = Math.max(trust.misfit(), Math.min(1, Math.max(0, 2 * (unlike - EXPLAINED))));
        int byRule = (int) Math.round(left * distrust);
        next.addAll(policy.suggest(in.after(next), left - byRule));
        for (Candidate c : classical.suggest(in.after(next), byRule)) {
            next.add(c.because(String.format(
                    Locale.ROOT,
                    "the prior does not fit (%.0f%% distrusted), so by the classical rule: %s",
                    100 * distrust,
                    c.why())));
        }
        return next;
    }

    private static @Nullable String stop(RoundInput in, double mean, double upper) {
        Integer points = in.budget().points();
        Double target = in.budget().targetDeg();
        if (points != null && in.measurements() + in.pending() >= points) {
            String by = in.plan().by();
            return "budget of " + points + " points" + (by == null ? "" : ", set by " + by + ",") + " is spent";
        }
        // a single map has no posterior uncertainty to stop on, only a rule of thumb: then upper is NaN
        if (target != null && upper <= target) {
            return String.format(
                    Locale.ROOT,
                    "mean error is at most %.2f degrees with a probability of 90%% (mean uncertainty %.2f), at or below the"
                            + " target of %.2f",
                    upper,
                    mean,
                    target);
        }
        String ended = in.ended();
        return ended == null ? null : brief(ended);
    }

    private static String brief(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 3) + "...";
    }

    private static Posterior checked(Posterior posterior, Snapshot snapshot) {
        int n = snapshot.grid().size();
        if (posterior.uncertaintyDeg().length != n || !posterior.map().grid().equals(snapshot.grid())) {
            throw new IllegalStateException(
                    "posterior has " + posterior.uncertaintyDeg().length + " pixels, the grid has " + n);
        }
        for (int i = 0; i < n; i++) {
            double[] q = posterior.map().quaternions();
            double norm = q[4 * i] * q[4 * i]
                    + q[4 * i + 1] * q[4 * i + 1]
                    + q[4 * i + 2] * q[4 * i + 2]
                    + q[4 * i + 3] * q[4 * i + 3];
            if (snapshot.wanted(i)
                    && !(Math.abs(norm - 1) < 1e-3 && posterior.uncertaintyDeg()[i] >= 0)) { // also finds NaN
                throw new IllegalStateException("posterior at pixel " + i + " has squared norm " + norm
                        + " and uncertainty " + posterior.uncertaintyDeg()[i] + " degrees");
            }
        }
        return posterior;
    }

    private static double percentile(Posterior posterior, Snapshot snapshot, double level) {
        float[] u = posterior.uncertaintyDeg().clone();
        int n = 0;
        for (int i = 0; i < u.length; i++) {
            if (snapshot.wanted(i)) {
                u[n++] = u[i];
            }
        }
        Arrays.sort(u, 0, n);
        return n == 0 ? 0 : u[(int) Math.min(n - 1, Math.ceil(level * n))];
    }

    /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
    private static long mix(long a, long b) {
        long z = a * 0xD1B54A32D192ED03L + (b + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
