package sunstone.models.posterior.joint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.Cubochoric;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Detector;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.ModalMap;
import sunstone.models.posterior.sampler.DiffusionSampler;
import sunstone.models.posterior.sampler.MaskedObservation;
import sunstone.models.posterior.sampler.Noise;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.Prior;
import sunstone.models.prior.TiledPrior;

/**
 * Draws the ensemble by a sampler of the literature from the prior as a <i>joint</i> prior of orientations and
 * polarized light: the network is told that nothing was observed, and all data enter through the sampler. Or, with a
 * network that takes observations, it is told of the light, and the points alone are the sampler's.
 *
 * <p>The observation is linear and Gaussian in the network's own channels: the three scaled cubochoric coordinates at
 * measured pixels (noise of the {@link Detector}), PL channels everywhere (noise as estimated from the image,
 * registered to the EBSD raster). For orientations that is an approximation: near a face of the fundamental zone equal
 * orientations have far apart coordinates, the measurement is that of one representative, and noise is not Gaussian
 * there. Wrong solutions are not expected either.
 */
public final class JointSampler implements PosteriorSampler {
    /** Of a scaled PL channel beyond its estimated noise: gradients within grains, mixed pixels. */
    private static final double LIGHT_NOISE = 0.03;

    private final Prior prior;
    private final DiffusionSampler sampler;
    private final int members;
    private final boolean toldOfLight;
    private final Detector detector = Detector.USUAL;
    private final LaueGroup laue;
    private final OrientationScaling scaling;

    /**
     * A sampler.
     *
     * @param prior the denoiser; one call at a time
     * @param sampler what draws
     * @param members size of the ensemble, at least 2
     * @param toldOfLight whether the network is told of the light, if it takes observations; else the sampler brings it
     *     in
     */
    public JointSampler(Prior prior, DiffusionSampler sampler, int members, boolean toldOfLight) {
        if (members < 2 || members > 1024) {
            throw new IllegalArgumentException("an ensemble has 2 to 1024 members, not " + members);
        }
        this.prior = new TiledPrior(prior);
        this.sampler = sampler;
        this.members = members;
        this.toldOfLight = toldOfLight && prior.takesObservations();
        this.laue = LaueGroup.of(prior.card().laue());
        this.scaling = prior.card().orientationScaling();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     * @throws Prior.InferenceException if the runtime fails
     */
    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        if (snapshot.laue() != laue) {
            throw new IllegalArgumentException("prior " + prior.card().name() + " is for Laue group " + laue.symbol()
                    + ", the scan is " + snapshot.laue().symbol());
        }
        PaddedGrid canvas = PaddedGrid.of(snapshot.grid(), prior.card().stride());
        Conditioning told = canvas.extend(
                Conditioning.of(snapshot.grid(), laue, toldOfLight ? snapshot.pl() : null, List.of(), scaling));
        PriorDenoiser denoiser = new PriorDenoiser(
                prior, told, canvas.raster().rows(), canvas.raster().cols());
        double[][] draws = sampler.draw(denoiser, observation(snapshot, canvas), members, new Noise(seed));
        List<float[]> ensemble = new ArrayList<>();
        for (double[] draw : draws) {
            ensemble.add(canvas.decode(PriorDenoiser.floats(draw), scaling, laue));
        }
        int evaluations = Math.toIntExact((denoiser.evaluations() + members - 1) / members);
        return ModalMap.of(snapshot, ensemble).posterior(ensemble, evaluations);
    }

    private MaskedObservation observation(Snapshot snapshot, PaddedGrid canvas) {
        ModelCard card = prior.card();
        int n = canvas.size();
        double[] y = new double[card.channels().size() * n];
        double[] variance = new double[y.length];
        Arrays.fill(variance, Double.POSITIVE_INFINITY);
        PlImage pl = snapshot.pl();
        if (pl != null && !toldOfLight) {
            float[] seen = canvas.extend(Conditioning.of(snapshot.grid(), laue, pl, snapshot.points(), scaling))
                    .observed();
            int light = Conditioning.LIGHT * n;
            float[] harmonics = Arrays.copyOfRange(seen, light, light + PlImage.CHANNELS * n);
            float[] features = card.pl().channels(harmonics, card.plScaling());
            double noise = LIGHT_NOISE * LIGHT_NOISE;
            for (float s : pl.noise()) {
                noise += (double) s * s / PlImage.CHANNELS;
            }
            for (int i = 0; i < features.length; i++) {
                y[3 * n + i] = features[i];
                variance[3 * n + i] = noise;
            }
        }
        List<int[]> points = new ArrayList<>();
        boolean[] met = new boolean[n];
        for (EbsdPoint p : snapshot.points()) {
            int at = canvas.pixel(p.row(), p.col());
            int[] entries = {at, n + at, 2 * n + at};
            measure(p, entries, y, variance);
            if (!met[at]) {
                points.add(entries); // of repeated measurements the last one counts
            }
            met[at] = true;
        }
        return new MaskedObservation(
                y, variance, canvas.raster().rows(), canvas.raster().cols(), points);
    }

    private void measure(EbsdPoint p, int[] entries, double[] y, double[] variance) {
        double[] q = new double[4];
        double[] c = new double[3];
        laue.reduce(p.quaternion(), 0, q, 0);
        Cubochoric.fromQuaternion(q, 0, c, 0);
        for (int k = 0; k < 3; k++) {
            y[entries[k]] = c[k] / scaling.scale()[k];
            // half a radian of rotation is about one of cubochoric length
            double noise = detector.axisNoiseRad() / 2 / scaling.scale()[k];
            variance[entries[k]] = noise * noise;
        }
    }
}
