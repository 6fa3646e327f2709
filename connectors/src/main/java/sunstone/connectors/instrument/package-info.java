/**
 * An EBSD instrument on Kafka: it announces a scan, sends frames and points, and obeys commands, across restarts. It
 * uses the messages and Kafka's streams, and knows an instrument by its interface alone. Start at {@link
 * sunstone.connectors.instrument.Instrument}, which a driver implements, then {@link
 * sunstone.connectors.instrument.KafkaInstrument}.
 */
@NullMarked
package sunstone.connectors.instrument;

import org.jspecify.annotations.NullMarked;
