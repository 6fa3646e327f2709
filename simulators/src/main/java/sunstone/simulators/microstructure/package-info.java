/**
 * Sections of polycrystals that never existed; start at {@link
 * sunstone.simulators.microstructure.MicrostructureGenerator}.
 *
 * <p>Lengths are pixels, x along the columns and y along the rows, z out of the section; orientations are unit
 * quaternions, sample to crystal (passive), crystal X along a. No I/O, no logging; randomness is passed in.
 */
@NullMarked
package sunstone.simulators.microstructure;

import org.jspecify.annotations.NullMarked;
