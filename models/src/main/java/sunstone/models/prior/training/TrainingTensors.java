package sunstone.models.prior.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.network.Network;

/**
 * One batch on the device.
 *
 * @param clean x_0, shape [N, 8, H, W]
 * @param noisy x_t, shape [N, 8, H, W]
 * @param times of the schedule, shape [N]
 * @param observed what was observed, shape [N, 26, H, W]
 * @param mask where, shape [N, 3, H, W]
 * @param lossWeight weight of a squared error, shape [N, 8, 1, 1]
 */
public record TrainingTensors(
        NDArray clean, NDArray noisy, NDArray times, NDArray observed, NDArray mask, NDArray lossWeight) {
    private static final float PL_WEIGHT = 0.1f;

    /** 1 / (s^2 + 0.01) per example, a tenth of it on PL channels; shape [N, 8, 1, 1]. */
    static NDArray lossWeight(NDManager m, float[] times) {
        float[] w = new float[times.length * Network.CHANNELS];
        for (int b = 0; b < times.length; b++) {
            double s = Math.sin(Math.PI / 2 * times[b]);
            for (int c = 0; c < Network.CHANNELS; c++) {
                w[b * Network.CHANNELS + c] =
                        (float) (1 / (s * s + 0.01)) * (c < Network.CHANNELS - PlImage.CHANNELS ? 1 : PL_WEIGHT);
            }
        }
        return m.create(w, new Shape(times.length, Network.CHANNELS, 1, 1));
    }
}
