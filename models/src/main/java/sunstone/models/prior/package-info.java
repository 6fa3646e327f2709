/**
 * What microstructures look like: the joint diffusion prior of orientations and polarized light. It uses
 * crystallography, map, polarizedlight and ONNX Runtime; model files are the only I/O, and nothing is logged. Start
 * at {@link sunstone.models.prior.Prior}, then {@link sunstone.models.prior.ModelCard}.
 */
@NullMarked
package sunstone.models.prior;

import org.jspecify.annotations.NullMarked;
