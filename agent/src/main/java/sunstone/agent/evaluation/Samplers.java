package sunstone.agent.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.report.EvaluationReport.Model;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.sampler.SamplerCatalogue;

/**
 * Samplers that may make the maps of an evaluation.
 *
 * @param byName a new sampler for every run, by name
 * @param model the prior of the ensemble, or null
 * @param members size of its ensemble
 * @param device where it runs
 */
public record Samplers(
        Map<String, Supplier<PosteriorSampler>> byName,
        @Nullable Model model,
        int members,
        String device) {
    /** The prior's ensemble. */
    public static final String ENSEMBLE = "ensemble";

    /** The classical fill. */
    public static final String NEAREST = "nearest";

    /** Ends the name of a sampler of the literature whose network is told of the light. */
    public static final String LIGHT = ":light";

    /** Ends the name of a sampler of the literature whose network sees patches of the map. */
    public static final String PATCHES = ":patches";

    /**
     * Every known name: the ensemble, the fill, and the samplers of the literature, plain, with light told to the
     * network, and by patches.
     */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of(ENSEMBLE, NEAREST),
                    SamplerCatalogue.all().keySet().stream().flatMap(n -> Stream.of(n, n + LIGHT, n + PATCHES)))
            .toList();

    public Samplers {
        byName = Map.copyOf(byName);
    }

    /** The classical fill alone. */
    public static Samplers nearestOnly() {
        return new Samplers(Map.of(NEAREST, NearestFill::new), null, 1, "cpu");
    }

    /**
     * The classical fill, an ensemble, and the samplers of the literature.
     *
     * @param byName makes a sampler of a name other than that of the fill
     */
    public static Samplers with(Function<String, PosteriorSampler> byName, Model model, int members, String device) {
        Object turn = new Object();
        Map<String, Supplier<PosteriorSampler>> makers = new HashMap<>();
        for (String name : NAMES) {
            makers.put(name, () -> {
                PosteriorSampler sampler = byName.apply(name);
                return (snapshot, seed) -> {
                    synchronized (turn) { // the prior takes one call at a time, on all the threads that it has
                        return sampler.sample(snapshot, seed);
                    }
                };
            });
        }
        makers.put(NEAREST, NearestFill::new);
        return new Samplers(makers, model, members, device);
    }

    /**
     * A new sampler.
     *
     * @throws IllegalArgumentException naming those that can be made
     */
    public PosteriorSampler make(String name) {
        Supplier<PosteriorSampler> supplier = byName.get(name);
        if (supplier == null) {
            throw new IllegalArgumentException("no sampler \"" + name + "\" here, there is "
                    + String.join(", ", byName.keySet().stream().sorted().toList()));
        }
        return supplier.get();
    }

    /** What distinguishes two samplers of one name. */
    String digest(String name) {
        return name.equals(NEAREST) || model == null ? "" : model.sha256() + ", " + members + " members";
    }
}
