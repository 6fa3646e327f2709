package sunstone.agent.sampling;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.PosteriorSampler;

/** Status of what draws the ensembles at the moment. Any thread may ask. */
public interface SamplerStatus {
    /** Digest of the model; empty while there is none. */
    Optional<String> model();

    /** Where it runs. */
    String device();

    /** Why it cannot be used at the moment, though it should; empty if all is well. */
    Optional<String> trouble();

    /** How it goes with workers that share the drawing, in one line; empty if it is not shared. */
    default Optional<String> workers() {
        return Optional.empty();
    }

    /** How far the ensemble that is drawn at the moment has come; empty if there is none, or nothing is counted. */
    default Optional<PosteriorSampler.Progress> progress() {
        return Optional.empty();
    }

    /** No model, because none was asked for. */
    static SamplerStatus none() {
        return of(null, "cpu");
    }

    /** A model that never fails; null for none. */
    static SamplerStatus of(@Nullable String model, String device) {
        return new SamplerStatus() {
            @Override
            public Optional<String> model() {
                return Optional.ofNullable(model);
            }

            @Override
            public String device() {
                return device;
            }

            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }
        };
    }
}
