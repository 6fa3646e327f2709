/**
 * The open scans of this process: a fold over records of every input topic, what operators decide, and what people are
 * told of it. The live loop drives it record by record, {@link sunstone.agent.replay} from a log. It uses journal,
 * wire, view and what lies below; no threads, no Kafka clients. Start at {@link sunstone.agent.registry.ScanRegistry},
 * then {@link sunstone.agent.registry.LiveScan} and {@link sunstone.agent.registry.OperatorDesk}.
 */
@NullMarked
package sunstone.agent.registry;

import org.jspecify.annotations.NullMarked;
