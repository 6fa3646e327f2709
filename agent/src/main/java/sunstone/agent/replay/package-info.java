/**
 * Suggestions of the past made again from the log, and why one differs. It uses the loop's registry of scans and the
 * journal and publishes nothing. Start at {@link sunstone.agent.replay.Replay}.
 */
@NullMarked
package sunstone.agent.replay;

import org.jspecify.annotations.NullMarked;
