/**
 * When to try again what failed for a reason that passes. Start at {@link sunstone.connectors.retry.Backoff}. It uses
 * nothing but the JDK and reads no clock.
 */
@NullMarked
package sunstone.connectors.retry;

import org.jspecify.annotations.NullMarked;
