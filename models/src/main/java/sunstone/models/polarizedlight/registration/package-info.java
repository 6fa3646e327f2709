/**
 * Where a PL image lies on the raster of the points, and the image on that raster: a shift, or rotation, scale and warp
 * as well, undone without the blur of interpolation. Uses crystallography, map and {@link
 * sunstone.models.polarizedlight}. Start at {@link sunstone.models.polarizedlight.registration.Registration} for the
 * geometry, then {@link sunstone.models.polarizedlight.registration.RegisteredPl} (an image beside what the points let
 * expect) and {@link sunstone.models.polarizedlight.registration.AxisConstraint} (what it says of c axes).
 */
@NullMarked
package sunstone.models.polarizedlight.registration;

import org.jspecify.annotations.NullMarked;
