/**
 * Instruments that a laboratory's own script drives: it asks for commands over HTTP and posts frames and points. It
 * uses the messages and {@link sunstone.connectors.instrument.JobInstrument}. Start at {@link
 * sunstone.connectors.instrument.web.WebInstrument}.
 */
@NullMarked
package sunstone.connectors.instrument.web;

import org.jspecify.annotations.NullMarked;
