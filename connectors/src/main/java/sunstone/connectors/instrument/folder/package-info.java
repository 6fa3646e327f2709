/**
 * Instruments that exchange files: lists of points leave, maps or tables of what was measured come back. It uses the
 * file formats and {@link sunstone.connectors.instrument.JobInstrument}. Start at {@link
 * sunstone.connectors.instrument.folder.FolderInstrument}.
 */
@NullMarked
package sunstone.connectors.instrument.folder;

import org.jspecify.annotations.NullMarked;
