/** Kafka in this process, for the demo, for tests and for a bench without a cluster; see {@link
 * sunstone.simulators.broker.EmbeddedBroker}. */
@NullMarked
package sunstone.simulators.broker;

import org.jspecify.annotations.NullMarked;
