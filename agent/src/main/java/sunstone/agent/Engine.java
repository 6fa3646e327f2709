package sunstone.agent;

import java.util.Optional;

/** What draws the ensembles at the moment. Any thread may ask. */
public interface Engine {
    /** Digest of the model; empty while there is none. */
    Optional<String> model();

    /** Where it runs. */
    String device();

    /** Why it cannot be used at the moment, though it should; empty if all is well. */
    Optional<String> trouble();

    /** No model, because none was asked for. */
    static Engine none() {
        return new Engine() {
            @Override
            public Optional<String> model() {
                return Optional.empty();
            }

            @Override
            public String device() {
                return "cpu";
            }

            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }
        };
    }
}
