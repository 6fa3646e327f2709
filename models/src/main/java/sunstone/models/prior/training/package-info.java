/**
 * Training of the prior and its export to ONNX. It uses the network, the encoding of examples and DJL; what the
 * examples show is the caller's. Start at {@link sunstone.models.prior.training.PriorTraining}.
 */
@NullMarked
package sunstone.models.prior.training;

import org.jspecify.annotations.NullMarked;
