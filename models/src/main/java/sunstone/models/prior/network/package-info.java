/**
 * The network of the prior, written once over {@link sunstone.models.prior.network.NetworkOps} and interpreted three
 * times: trained with DJL, exported to ONNX, counted. It uses the card of the model and no data. Start at {@link
 * sunstone.models.prior.network.Network}.
 */
@NullMarked
package sunstone.models.prior.network;

import org.jspecify.annotations.NullMarked;
