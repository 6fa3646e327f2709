package sunstone.connectors.message.codec;

import java.util.Optional;
import java.util.function.Function;

/**
 * Result of decoding bytes from outside: a value, or a reason. Bad input never throws.
 *
 * @param <T> type of the value
 */
public sealed interface Decoded<T> {
    /** The bytes were what the contract asks for. */
    record Ok<T>(T get) implements Decoded<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> onOk, Function<Rejected<T>, ? extends R> onRejected) {
            return onOk.apply(get);
        }
    }

    /**
     * The bytes were not.
     *
     * @param detail one line that names field, value and limit
     */
    record Rejected<T>(Reason reason, String detail) implements Decoded<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> onOk, Function<Rejected<T>, ? extends R> onRejected) {
            return onRejected.apply(this);
        }

        /** The same verdict for another type. */
        public <U> Rejected<U> as() {
            return new Rejected<>(reason, detail);
        }
    }

    /** Handles both cases. */
    <R> R fold(Function<? super T, ? extends R> onOk, Function<Rejected<T>, ? extends R> onRejected);

    /** Goes on with a value; a rejection stays. */
    default <U> Decoded<U> then(Function<? super T, Decoded<U>> next) {
        return fold(next, Rejected::as);
    }

    /** The value, if there is one. */
    default Optional<T> value() {
        return fold(Optional::of, r -> Optional.empty());
    }

    /** Wraps a value. */
    static <T> Decoded<T> ok(T value) {
        return new Ok<>(value);
    }

    /** Makes a rejection. */
    static <T> Decoded<T> rejected(Reason reason, String detail) {
        return new Rejected<>(reason, detail);
    }
}
