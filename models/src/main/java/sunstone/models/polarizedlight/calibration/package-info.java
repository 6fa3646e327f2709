/**
 * Optics of an instrument and the place of its image, learnt together from measured points, with what is left open.
 * Uses {@link sunstone.models.polarizedlight} and {@link sunstone.models.polarizedlight.registration}. Start at {@link
 * sunstone.models.polarizedlight.calibration.LightCalibration}, then {@link
 * sunstone.models.polarizedlight.calibration.CalibratedLight} (images in canonical optics on the raster of the points)
 * and {@link sunstone.models.polarizedlight.calibration.LearntLight} (what people are told).
 */
@NullMarked
package sunstone.models.polarizedlight.calibration;

import org.jspecify.annotations.NullMarked;
