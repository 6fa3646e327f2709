/**
 * The messages of the wire and their codecs; start at {@link sunstone.connectors.message.Codecs}.
 */
@NullMarked
package sunstone.connectors.message;

import org.jspecify.annotations.NullMarked;
