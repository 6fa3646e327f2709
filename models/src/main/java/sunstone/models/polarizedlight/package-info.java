/**
 * Polarized light (PL): how bright a crystal is under each stage angle, and what one image says by itself. It uses
 * crystallography and map only; no I/O, no logging. Start at {@link sunstone.models.polarizedlight.UniaxialOptics} for
 * the physics and {@link sunstone.models.polarizedlight.PlImage} for what a stack is reduced to.
 *
 * <p>Rooms above this one, each of which may use those before it: {@link sunstone.models.polarizedlight.registration}
 * (image and raster of the points), {@link sunstone.models.polarizedlight.calibration} (optics and place, learnt from
 * points), {@link sunstone.models.polarizedlight.stack} (from frames to the image of a scan).
 */
@NullMarked
package sunstone.models.polarizedlight;

import org.jspecify.annotations.NullMarked;
