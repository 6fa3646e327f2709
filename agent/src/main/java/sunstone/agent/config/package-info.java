/**
 * Configuration files; start at {@link sunstone.agent.config.AgentConfig}. Every key is declared once, as a {@link
 * sunstone.agent.config.Key} with name, default, limits and description; a file that names anything else is refused.
 */
@NullMarked
package sunstone.agent.config;

import org.jspecify.annotations.NullMarked;
