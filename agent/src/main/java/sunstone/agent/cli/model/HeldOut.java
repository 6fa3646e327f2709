package sunstone.agent.cli.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.training.EncodedExample;
import sunstone.models.prior.training.PriorTraining;
import sunstone.models.prior.training.TrainingBatch;
import sunstone.models.prior.training.TrainingExample;

/** Sections that no training sees, noised to known levels. */
final class HeldOut {
    static final double[] TIMES = {0.1, 0.3, 0.5, 0.7, 0.9, 0.99};

    /** Seed of the sections: those of the trainer's seeds are not negative. */
    private static final long SEED = -1;

    private static final int EXAMPLES = 16;

    private final int size;
    private final List<EncodedExample> seen = new ArrayList<>();
    private final List<EncodedExample> unseen = new ArrayList<>();

    /**
     * Makes the sections.
     *
     * @param unobserved whether nothing is observed in any of them
     * @param size height and width, px
     */
    HeldOut(boolean unobserved, int size) {
        this.size = size;
        TrainingExample.Source source = unobserved ? SyntheticExamples.unobserved(size) : new SyntheticExamples(size);
        SplittableRandom random = new SplittableRandom(SEED);
        int n = size * size;
        for (int k = 0; k < EXAMPLES; k++) {
            EncodedExample e = EncodedExample.of(source.next(random), OrientationScaling.hexagonal());
            seen.add(e);
            unseen.add(new EncodedExample(
                    e.clean(),
                    new Conditioning(new float[Conditioning.OBSERVED * n], new float[Conditioning.MASK * n])));
        }
    }

    /**
     * The sections at a time of the schedule, the noise always the same.
     *
     * @param told whether with what was observed
     */
    TrainingBatch at(double time, boolean told) {
        return TrainingBatch.of(told ? seen : unseen, size, new SplittableRandom(1), time);
    }

    /** Errors of one pass over them at every time. */
    List<ModelCard.Denoising> errors(PriorTraining training, boolean told) {
        List<ModelCard.Denoising> errors = new ArrayList<>();
        for (double t : TIMES) {
            TrainingBatch batch = at(t, told);
            double e = batch.orientationError(training.predict(batch));
            errors.add(new ModelCard.Denoising(t, Math.round(e * 1e5) / 1e5));
        }
        return errors;
    }
}
