/**
 * The live page: a web server in the agent's process, for this machine; start at {@link
 * sunstone.agent.http.LivePage}. It only looks at views that the loop posts and never touches the loop's state.
 */
@NullMarked
package sunstone.agent.http;

import org.jspecify.annotations.NullMarked;
