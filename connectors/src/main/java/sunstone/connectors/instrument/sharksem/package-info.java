/**
 * TESCAN microscopes by SharkSEM: the beam is set point by point, the pattern is taken by the EBSD software, whose
 * files come back through a folder. It uses {@link sunstone.connectors.instrument.folder.FolderInstrument}. Start at
 * {@link sunstone.connectors.instrument.sharksem.SharkSemInstrument}.
 */
@NullMarked
package sunstone.connectors.instrument.sharksem;

import org.jspecify.annotations.NullMarked;
