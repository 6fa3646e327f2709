/**
 * What a polarized-light microscope sees of a polycrystal; start at {@link
 * sunstone.simulators.polarizedlight.MuellerChain}, then {@link sunstone.simulators.polarizedlight.PlCamera}; {@link
 * sunstone.simulators.polarizedlight.LabLight} is what a laboratory does to it.
 *
 * <p>Sample frame: X along the columns of the map, Z towards the light. The stage turns the sample
 * counter-clockwise about Z. No I/O, no logging.
 */
@NullMarked
package sunstone.simulators.polarizedlight;

import org.jspecify.annotations.NullMarked;
