/**
 * Configuration files, every key declared once with name, default, limits and description; a file that names anything
 * else is refused. It uses the types that it configures and reads files, and nothing else. Start at {@link
 * sunstone.agent.config.AgentConfig}, then {@link sunstone.agent.config.Key}.
 */
@NullMarked
package sunstone.agent.config;

import org.jspecify.annotations.NullMarked;
