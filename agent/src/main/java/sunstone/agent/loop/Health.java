package sunstone.agent.loop;

/**
 * State of the loop, for whoever watches the process.
 *
 * @param ready whether it can do its work now
 * @param kafka whether Kafka answers
 * @param replay whether it has caught up
 * @param partitions what it reads
 */
public record Health(boolean ready, String kafka, String replay, String partitions) {}
