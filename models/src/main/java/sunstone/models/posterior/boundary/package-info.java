/**
 * Grain boundaries and grains of an ensemble, with how sure it is of them; start at {@link
 * sunstone.models.posterior.boundary.BoundaryProbability}.
 *
 * <p>A pixel lies on a boundary if its right or its lower neighbour belongs to another grain. Pure functions, no I/O,
 * no logging.
 */
@NullMarked
package sunstone.models.posterior.boundary;

import org.jspecify.annotations.NullMarked;
