package sunstone.agent.policy.rule;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.models.map.PixelMetric;

/** The policies by name. */
public final class Policies {
    /** Weight of polarized light in {@code pl-k-center} unless configured. */
    public static final double DEFAULT_LAMBDA = PixelMetric.DEFAULT_LAMBDA;

    /** Name of the policy to use unless there is a reason for another. */
    public static final String DEFAULT = "expected-gain";

    private static final AcquisitionPolicy STOPPING_HERMES = new HermesPolicy(true);

    private static final Pattern OWN_WEIGHT = Pattern.compile("pl-k-center:([0-9]+(?:\\.[0-9]+)?)(:raw)?");

    private Policies() {}

    /** All policies with their default settings, simplest first. */
    public static List<AcquisitionPolicy> all() {
        return all(DEFAULT_LAMBDA);
    }

    /**
     * The policy of a name, with its default settings.
     *
     * @throws IllegalArgumentException naming the policies that are known
     */
    public static AcquisitionPolicy of(String name) {
        return of(name, DEFAULT_LAMBDA);
    }

    /**
     * The policy of a name. {@code pl-k-center:L} has a weight of its own, {@code pl-k-center:L:raw} also takes
     * polarized light as it is, not denoised; {@code hermes:stop} ends by its own rule.
     *
     * @param lambda weight of polarized light in {@code pl-k-center} and in what falls back to it, at least 0
     * @throws IllegalArgumentException naming the policies that are known
     */
    public static AcquisitionPolicy of(String name, double lambda) {
        Matcher own = OWN_WEIGHT.matcher(name);
        if (own.matches()) {
            double weight = Double.parseDouble(own.group(1));
            return own.group(2) == null ? new PlKCenterPolicy(weight) : new PlKCenterPolicy(weight, pl -> pl);
        }
        if (name.equals(STOPPING_HERMES.name())) {
            return STOPPING_HERMES;
        }
        return all(lambda).stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("policy must be one of "
                        + all().stream().map(AcquisitionPolicy::name).collect(Collectors.joining(", ")) + ": \""
                        + name + "\""));
    }

    private static List<AcquisitionPolicy> all(double lambda) {
        return List.of(
                new RandomPolicy(),
                new GridPolicy(),
                new HaltonPolicy(),
                new PlKCenterPolicy(lambda),
                new SegmentsPolicy(lambda),
                new KrigingPolicy(lambda),
                new HermesPolicy(false),
                PeaksPolicy.maxVariance(lambda),
                PeaksPolicy.ads(lambda),
                new BaldPolicy(lambda),
                new ExpectedGainPolicy(lambda));
    }
}
