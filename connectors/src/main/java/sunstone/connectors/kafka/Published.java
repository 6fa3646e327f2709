package sunstone.connectors.kafka;

/** Outcome of a transaction. */
public sealed interface Published {
    /** All of it is visible, and the offsets have moved. */
    record Committed() implements Published {}

    /** Nothing of it is visible: the partitions belong to another process of the group now. Drop the work. */
    record PartitionLost(String detail) implements Published {}

    /** Nothing of it is visible: a record is larger than its topic takes. */
    record TooLarge(String detail) implements Published {}

    /** Another process runs under the same client id, or this one may not write here: it must stop. */
    record Fenced(String detail) implements Published {}

    /**
     * Kafka did not answer in time, and the attempts are used up. It may or may not have been committed; ids derive
     * from scan and revision, so sending the same again does no harm.
     */
    record Unreachable(String detail) implements Published {}
}
