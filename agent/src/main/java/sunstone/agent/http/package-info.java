/**
 * The cockpit: page, API, health and metrics, a web server in the agent's process. It only looks at views that the
 * loop posts, sends operators' wishes to the loop's door, and never touches the loop's state. Start at {@link
 * sunstone.agent.http.CockpitServer}.
 */
@NullMarked
package sunstone.agent.http;

import org.jspecify.annotations.NullMarked;
