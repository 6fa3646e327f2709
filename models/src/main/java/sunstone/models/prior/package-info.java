/**
 * What microstructures look like: the joint diffusion prior of orientations and polarised light, trained with DJL,
 * exported to ONNX, run with ONNX Runtime. Start at {@link sunstone.models.prior.Prior}.
 *
 * <p>Model files are the only I/O; no logging.
 */
@NullMarked
package sunstone.models.prior;

import org.jspecify.annotations.NullMarked;
