/**
 * Reading and writing of messages, whatever they say: JSON against the shape of a record, headers, limits, and the
 * result of reading, which is a value or the reason why there is none; bad input never throws. It knows none of the
 * messages and is used by them. Start at {@link sunstone.connectors.message.codec.JsonCodec} and {@link
 * sunstone.connectors.message.codec.Decoded}.
 */
@NullMarked
package sunstone.connectors.message.codec;

import org.jspecify.annotations.NullMarked;
