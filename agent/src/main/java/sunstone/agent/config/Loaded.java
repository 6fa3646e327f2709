package sunstone.agent.config;

import java.util.function.Function;

/**
 * Result of reading a configuration.
 *
 * @param <C> type of the configuration
 */
public sealed interface Loaded<C> {
    /** Handles both cases. */
    <R> R fold(Function<C, R> onOk, Function<String, R> onRefused);

    /** It was read. */
    record Ok<C>(C config) implements Loaded<C> {
        @Override
        public <R> R fold(Function<C, R> onOk, Function<String, R> onRefused) {
            return onOk.apply(config);
        }
    }

    /**
     * It was not.
     *
     * @param reason one line naming the file, the key, the value and what is allowed
     */
    record Refused<C>(String reason) implements Loaded<C> {
        @Override
        public <R> R fold(Function<C, R> onOk, Function<String, R> onRefused) {
            return onRefused.apply(reason);
        }
    }
}
