package sunstone.models.posterior.joint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.posterior.sampler.DiffusionSampler;
import sunstone.models.posterior.sampler.MaskedObservation;
import sunstone.models.posterior.sampler.Noise;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.Prior;

/**
 * A section that a joint prior made up: orientations, and the polarized light that it takes to belong to them.
 *
 * @param map orientations
 * @param light PL channels of the prior, channel-major, shape [channels, n]
 * @param expected the same channels by the optics of the orientations
 */
public record JointDraw(OrientationMap map, float[] light, float[] expected) {
    /**
     * Draws sections with nothing observed.
     *
     * @param prior the prior
     * @param sampler what draws; with nothing observed all that guides is without effect
     * @param grid raster, sides multiples of the card's stride
     * @param count number of sections
     * @param seed of all randomness
     */
    public static List<JointDraw> of(Prior prior, DiffusionSampler sampler, ScanGrid grid, int count, long seed) {
        ModelCard card = prior.card();
        if (grid.rows() % card.stride() != 0 || grid.cols() % card.stride() != 0) {
            throw new IllegalArgumentException(
                    "sides must be multiples of " + card.stride() + " px: " + grid.rows() + " x " + grid.cols());
        }
        LaueGroup laue = LaueGroup.of(card.laue());
        Conditioning nothing = Conditioning.of(grid, laue, null, List.of(), card.orientationScaling());
        double[][] draws = sampler.draw(
                new PriorDenoiser(prior, nothing, grid.rows(), grid.cols()),
                MaskedObservation.nothing(card.channels().size(), grid.rows(), grid.cols()),
                count,
                new Noise(seed));
        PaddedGrid canvas = new PaddedGrid(grid, grid);
        List<JointDraw> sections = new ArrayList<>();
        for (double[] draw : draws) {
            float[] x = PriorDenoiser.floats(draw);
            float[] member = canvas.decode(x, card.orientationScaling(), laue);
            double[] q = new double[member.length];
            for (int i = 0; i < q.length; i++) {
                q[i] = member[i];
            }
            float[] light = Arrays.copyOfRange(x, 3 * grid.size(), x.length);
            sections.add(new JointDraw(OrientationMap.full(grid, laue, q), light, expected(q, card)));
        }
        return sections;
    }

    private static float[] expected(double[] q, ModelCard card) {
        int n = q.length / 4;
        PlScaling scaling = card.plScaling();
        float[] harmonics = new float[PlImage.CHANNELS * n];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i++) {
            UniaxialOptics.canonical().harmonics(q, 4 * i, h, 0);
            for (int c = 0; c < h.length; c++) {
                harmonics[c * n + i] = scaling.scale(c, h[c]);
            }
        }
        return card.pl().channels(harmonics, scaling);
    }

    /**
     * Root mean square difference, over pixels and channels, of the light to what this or another section's
     * orientations should look like: generated EBSD through the forward model against generated PL, as published joint
     * priors of the two are tested.
     */
    public double misfit(JointDraw orientations) {
        double sum = 0;
        for (int i = 0; i < light.length; i++) {
            double off = light[i] - orientations.expected[i];
            sum += off * off;
        }
        return Math.sqrt(sum / light.length);
    }
}
