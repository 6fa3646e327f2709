package sunstone.models.posterior.sampler;

/**
 * Puts noised data where there is data, and repeats every step after noising its result again, so that the rest may
 * follow (Lugmayr et al., 2201.09865, algorithm 1 with jump length 1); one pass is the replacement method of Song et
 * al. (2011.13456, appendix I.2).
 *
 * <p>A measurement of variance R is put in at sqrt(b) y + sqrt(1 - b - b R) z as long as the level is noisier than it;
 * RePaint itself knows only R = 0, and repeating below that level forgets the measurement again. Biased, no guarantee.
 */
final class RePaint implements DiffusionSampler {
    private final NoiseLevels levels;
    private final int passes;

    /** With that many passes a step; 1 is plain replacement. */
    RePaint(NoiseLevels levels, int passes) {
        this.levels = levels;
        this.passes = passes;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        Stepper stepper = Stepper.ddpm().get();
        ReverseProcess process = new ReverseProcess(levels, Stepper.ddpm());
        double[][] x = process.start(denoiser, count, noise);
        for (int k = 0; k < levels.count(); k++) {
            double a = levels.at(k);
            double b = levels.at(k + 1);
            int last = b == 1 ? 1 : passes; // nothing to repeat once clean
            for (int pass = 0; pass < last; pass++) {
                double[][] clean = denoiser.clean(x, a);
                for (int m = 0; m < count; m++) {
                    long step = (long) k * passes + pass;
                    x[m] = stepper.step(x[m], clean[m], a, b, noise.of(m, step));
                    replace(x[m], b, seen, noise.stream(1).of(m, step));
                    if (pass < last - 1) {
                        again(x[m], a / b, noise.stream(2).of(m, step));
                    }
                }
            }
        }
        return x;
    }

    private static void replace(double[] x, double b, MaskedObservation seen, Noise.Field z) {
        for (int i = 0; i < x.length; i++) {
            double rest = 1 - b - b * seen.variance()[i];
            if (seen.observed(i) && rest >= 0) {
                x[i] = Math.sqrt(b) * seen.y()[i] + Math.sqrt(rest) * z.at(i);
            }
        }
    }

    private static void again(double[] x, double ratio, Noise.Field z) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sqrt(ratio) * x[i] + Math.sqrt(1 - ratio) * z.at(i);
        }
    }
}
