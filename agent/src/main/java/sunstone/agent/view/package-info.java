/**
 * Immutable views of the scans, which the loop posts and anybody may read from any thread. It uses round, scan and
 * the message types. Start at {@link sunstone.agent.view.ScanViews}.
 */
@NullMarked
package sunstone.agent.view;

import org.jspecify.annotations.NullMarked;
