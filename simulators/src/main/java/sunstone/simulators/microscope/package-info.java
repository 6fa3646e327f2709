/**
 * A microscope with a known specimen; start at {@link sunstone.simulators.microscope.VirtualMicroscope}, which measures
 * points. {@link sunstone.simulators.microscope.MicroscopeClock} says how fast time passes. {@link sunstone.simulators.microscope.KafkaInstrument} puts both on Kafka.
 */
@NullMarked
package sunstone.simulators.microscope;

import org.jspecify.annotations.NullMarked;
