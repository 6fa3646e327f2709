package sunstone.agent.scan;

import static java.util.Objects.requireNonNull;

import sunstone.connectors.message.codec.Reason;

/** Outcome of one record. */
public sealed interface Ingest {
    /** New knowledge. */
    record Accepted() implements Ingest {}

    /** Known already, nothing changes. */
    record Duplicate() implements Ingest {}

    /**
     * Not usable: a dead letter.
     *
     * @param reason kind of fault
     * @param detail one line with value, unit and limit
     */
    record Rejected(Reason reason, String detail) implements Ingest {
        public Rejected {
            requireNonNull(reason, "reason");
            requireNonNull(detail, "detail");
        }
    }

    /** The one instance that is needed. */
    Ingest ACCEPTED = new Accepted();
    /** The one instance that is needed. */
    Ingest DUPLICATE = new Duplicate();

    /** A rejection. */
    static Ingest rejected(Reason reason, String detail) {
        return new Rejected(reason, detail);
    }
}
