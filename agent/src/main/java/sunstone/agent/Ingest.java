package sunstone.agent;

import static java.util.Objects.requireNonNull;

/** What became of one record. */
public sealed interface Ingest {
    /** New knowledge. */
    record Taken() implements Ingest {}

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

    /** Kinds of fault. */
    enum Reason {
        OUTSIDE_GRID,
        NOT_FINITE,
        UNKNOWN_PHASE,
        WRONG_SIZE,
        OUT_OF_RANGE,
        SCAN_CLOSED,
        UNKNOWN_SCAN,
        CONFLICT
    }

    /** The one instance that is needed. */
    Ingest TAKEN = new Taken();
    /** The one instance that is needed. */
    Ingest DUPLICATE = new Duplicate();

    /** A rejection. */
    static Ingest rejected(Reason reason, String detail) {
        return new Rejected(reason, detail);
    }
}
