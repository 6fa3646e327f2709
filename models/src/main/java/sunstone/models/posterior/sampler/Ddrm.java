package sunstone.models.posterior.sampler;

/**
 * Denoising diffusion restoration (Kawar et al., 2201.11793, equations 7 and 8), for a mask: in x / sqrt(a), with s the
 * noise of this level and s' of the next,
 *
 * <ul>
 *   <li>not observed: x' = x0 + sqrt(1 - eta^2) s'/s (x - x0) + eta s' z,
 *   <li>observed, s' at least sqrt(R): x' = (1 - etaB) x0 + etaB y + sqrt(s'^2 - etaB^2 R) z,
 *   <li>observed better than the level: x' = x0 + sqrt(1 - eta^2) s' (y - x0) / sqrt(R) + eta s' z.
 * </ul>
 *
 * <p>Ignores what the entries know of each other; no guarantee.
 */
final class Ddrm implements DiffusionSampler {
    private final NoiseLevels levels;
    private final double eta;
    private final double etaB;

    /** Published: eta 0.85, etaB 1. */
    Ddrm(NoiseLevels levels, double eta, double etaB) {
        this.levels = levels;
        this.eta = eta;
        this.etaB = etaB;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        double[][] x = new ReverseProcess(levels, Stepper.ddpm()).start(denoiser, count, noise);
        for (int k = 0; k < levels.count(); k++) {
            double a = levels.at(k);
            double b = levels.at(k + 1);
            double[][] clean = denoiser.clean(x, a);
            for (int m = 0; m < count; m++) {
                step(x[m], clean[m], a, b, seen, noise.of(m, k));
            }
        }
        return x;
    }

    private void step(double[] x, double[] clean, double a, double b, MaskedObservation seen, Noise.Field z) {
        double s = Math.sqrt((1 - a) / a);
        double next = Math.sqrt((1 - b) / b);
        double keep = Math.sqrt(1 - eta * eta);
        for (int i = 0; i < x.length; i++) {
            double r = seen.variance()[i];
            double v;
            if (!seen.observed(i)) {
                v = clean[i] + keep * next / s * (x[i] / Math.sqrt(a) - clean[i]) + eta * next * z.at(i);
            } else if (next * next >= r) {
                v = (1 - etaB) * clean[i]
                        + etaB * seen.y()[i]
                        + Math.sqrt(Math.max(0, next * next - etaB * etaB * r)) * z.at(i);
            } else {
                v = clean[i] + keep * next * (seen.y()[i] - clean[i]) / Math.sqrt(r) + eta * next * z.at(i);
            }
            x[i] = Math.sqrt(b) * v;
        }
    }
}
