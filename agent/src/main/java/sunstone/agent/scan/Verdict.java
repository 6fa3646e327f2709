package sunstone.agent.scan;

import java.util.List;
import java.util.function.Function;

/** Consequence of a decision of the operator. */
public sealed interface Verdict {
    /** Handles every case. */
    <R> R fold(Function<Approved, R> onApproved, Function<Denied, R> onDenied, Function<Refused, R> onRefused);

    /** Points to command. */
    record Approved(String suggestionId, List<Pixel> points) implements Verdict {
        public Approved {
            points = List.copyOf(points);
        }

        @Override
        public <R> R fold(
                Function<Approved, R> onApproved, Function<Denied, R> onDenied, Function<Refused, R> onRefused) {
            return onApproved.apply(this);
        }
    }

    /** Points never to propose again. */
    record Denied(String suggestionId) implements Verdict {
        @Override
        public <R> R fold(
                Function<Approved, R> onApproved, Function<Denied, R> onDenied, Function<Refused, R> onRefused) {
            return onDenied.apply(this);
        }
    }

    /** A decision without effect: unknown, expired, overtaken, decided before, or with impossible points. */
    record Refused(String suggestionId, String reason) implements Verdict {
        @Override
        public <R> R fold(
                Function<Approved, R> onApproved, Function<Denied, R> onDenied, Function<Refused, R> onRefused) {
            return onRefused.apply(this);
        }
    }
}
