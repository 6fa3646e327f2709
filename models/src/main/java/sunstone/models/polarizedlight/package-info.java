/**
 * Polarized light (PL): how bright a crystal is under each stage angle, and what a stack of frames says about the
 * crystal axes. It uses crystallography and map only; no I/O, no logging. Start at {@link
 * sunstone.models.polarizedlight.UniaxialOptics} for the physics, then {@link sunstone.models.polarizedlight.PlFit}, {@link
 * sunstone.models.polarizedlight.LightCalibration} (optics and place, learnt from points) and {@link
 * sunstone.models.polarizedlight.RegisteredPl}.
 */
@NullMarked
package sunstone.models.polarizedlight;

import org.jspecify.annotations.NullMarked;
