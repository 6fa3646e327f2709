/**
 * From the frames of a stack to the image of a scan: sums per pixel, their fit, and the calibration of what they give.
 * Uses all other rooms of polarized light; none of them uses this one. Start at {@link
 * sunstone.models.polarizedlight.stack.PlStack}, then {@link sunstone.models.polarizedlight.stack.PlFit}.
 */
@NullMarked
package sunstone.models.polarizedlight.stack;

import org.jspecify.annotations.NullMarked;
