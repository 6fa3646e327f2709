/**
 * The cockpit: page, API, health and metrics, a web server in the agent's process; start at {@link
 * sunstone.agent.http.CockpitServer}. It only looks at views that the loop posts and never touches the loop's state.
 */
@NullMarked
package sunstone.agent.http;

import org.jspecify.annotations.NullMarked;
