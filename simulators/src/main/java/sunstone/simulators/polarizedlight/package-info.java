/**
 * What a polarised-light microscope sees of a polycrystal; start at {@link
 * sunstone.models.polarizedlight.UniaxialOptics}, then {@link sunstone.simulators.polarizedlight.PlCamera}.
 *
 * <p>Sample frame: X along the columns of the map, Z towards the light. The stage turns the sample
 * counter-clockwise about Z. No I/O, no logging.
 */
@NullMarked
package sunstone.simulators.polarizedlight;

import org.jspecify.annotations.NullMarked;
