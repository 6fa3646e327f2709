/**
 * Crystal orientations and symmetry; start at {@link sunstone.models.crystallography.LaueGroup}.
 *
 * <p>Orientations map sample to crystal (passive) and are unit quaternions (w, x, y, z), Hamilton product; crystal
 * symmetry acts on the left. Angles are radians unless a name ends in {@code Deg}. The crystal frame is X parallel to
 * a. Bulk operations work on flat arrays with offsets and allocate nothing per pixel. No I/O, no logging.
 *
 * <p>Sources: Rowenhorst et al., MSMSE 23 (2015) 083501 [R15]; Rosca, Morawiec and De Graef, MSMSE 22 (2014) 075013
 * [R14].
 */
@NullMarked
package sunstone.models.crystallography;

import org.jspecify.annotations.NullMarked;
