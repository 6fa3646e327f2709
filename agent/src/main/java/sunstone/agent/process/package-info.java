/**
 * The running agent assembled from its parts: model, loop, page, signals, and the maps that commands measure again.
 * It uses all packages but the commands, which are its only users. Start at {@link
 * sunstone.agent.process.AgentProcess}.
 */
@NullMarked
package sunstone.agent.process;

import org.jspecify.annotations.NullMarked;
