/**
 * Kafka: read with {@link sunstone.connectors.kafka.RecordStream}, publish with {@link
 * sunstone.connectors.kafka.TransactionalSink} (the agent) or {@link sunstone.connectors.kafka.RecordSink}
 * (instruments); start at {@link sunstone.connectors.kafka.KafkaSettings}.
 *
 * <p>Restart is replay: the stream begins with the first record of every partition and marks what an earlier run had
 * committed, so that the agent rebuilds its state without publishing; after {@code onLive} everything is new.
 */
@NullMarked
package sunstone.connectors.kafka;

import org.jspecify.annotations.NullMarked;
