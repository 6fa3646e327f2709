/**
 * What one section of a specimen tells of the next; start at {@link sunstone.models.posterior.carry.CarryOver}.
 *
 * <p>Rasters and orientations are those of a section as it is mounted. Pure functions, no I/O, no logging.
 */
@NullMarked
package sunstone.models.posterior.carry;

import org.jspecify.annotations.NullMarked;
