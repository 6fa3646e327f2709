/**
 * What a section looks like and what has been measured of it; start at {@link
 * sunstone.models.map.OrientationMap}.
 *
 * <p>Pixels are row-major, index {@code row * cols + col}. Orientations are unit quaternions, sample to
 * crystal (passive), scalar first, as in {@link sunstone.models.crystallography}. No I/O, no logging.
 */
@NullMarked
package sunstone.models.map;

import org.jspecify.annotations.NullMarked;
