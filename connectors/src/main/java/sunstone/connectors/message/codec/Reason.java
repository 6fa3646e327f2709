package sunstone.connectors.message.codec;

import java.util.Locale;

/** Reason for which a record was rejected; its {@link #code} is the header {@code reason} of a dead letter. */
public enum Reason {
    /** The value is missing, empty or not one JSON object. */
    MALFORMED,
    /** The field {@code schema} names another version. */
    UNKNOWN_SCHEMA,
    /** A required field or header is missing or null. */
    MISSING_FIELD,
    /** A field has the wrong JSON type, or a number has a fraction where an integer is due. */
    WRONG_TYPE,
    /** A word is none of those that the contract allows. */
    UNKNOWN_WORD,
    /** A value has the right type and is beyond its limits. */
    OUT_OF_RANGE,
    /** The record key differs from the id in the record. */
    WRONG_KEY,
    /** The record came in on another partition than the opening of its scan: its client hashes keys differently. */
    WRONG_PARTITION,
    /** No scan of this id has been opened, or it was closed. */
    UNKNOWN_SCAN,
    /** The scan does not fit into the memory that is left. */
    NO_ROOM,
    /** A pixel lies outside the grid of the scan. */
    OUTSIDE_GRID,
    /** A phase number is not in the list of the scan. */
    UNKNOWN_PHASE,
    /** A number is infinite or not a number. */
    NOT_FINITE,
    /** A frame does not have the size that the scan announced, or not as many bytes as its headers say. */
    WRONG_FRAME_SIZE;

    /** Lower case with hyphens, as it stands on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
