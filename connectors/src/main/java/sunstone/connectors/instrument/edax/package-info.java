/**
 * EDAX TEAM and APEX by their IPAPI: a point list becomes a list of tiny maps, whose files come back through a folder.
 * It uses {@link sunstone.connectors.instrument.folder.ResultFile}. Start at {@link
 * sunstone.connectors.instrument.edax.EdaxInstrument}.
 */
@NullMarked
package sunstone.connectors.instrument.edax;

import org.jspecify.annotations.NullMarked;
