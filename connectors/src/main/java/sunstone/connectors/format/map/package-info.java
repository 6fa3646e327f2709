/**
 * What every format of EBSD files shares: the map as a file has it, phases, cells and symmetry by all their spellings,
 * points on rasters, lines of text, and the interface of a reader. It knows no format and is used by all. Start at
 * {@link sunstone.connectors.format.map.EbsdMap} and {@link sunstone.connectors.format.map.EbsdReader}.
 */
@NullMarked
package sunstone.connectors.format.map;

import org.jspecify.annotations.NullMarked;
