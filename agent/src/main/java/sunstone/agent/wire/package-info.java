/**
 * Scans and rounds as messages, and messages as scans and rounds. It uses round, scan and the connectors and keeps no
 * state. Start at {@link sunstone.agent.wire.Publication} for what goes out and at {@link
 * sunstone.agent.wire.Opening} for what comes in.
 */
@NullMarked
package sunstone.agent.wire;

import org.jspecify.annotations.NullMarked;
