package sunstone.models.prior;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;

/**
 * The card of a prior, {@code model.json} beside {@code model.onnx}.
 *
 * @param schema {@value #SCHEMA}
 * @param name name of the model
 * @param sha256 digest of the ONNX file, lower-case hexadecimal
 * @param laue Laue group that the model was trained for
 * @param stride height and width must be multiples of it
 * @param channels meaning of the channels of {@code sample}, in order
 * @param orientation scaling of the orientation channels
 * @param pl scaling of the PL channels
 * @param prediction what the output is: {@code x0}, {@code epsilon} or {@code v}
 * @param schedule noise schedule
 * @param training how it was trained
 * @param quality what it was measured to do
 */
@Serdeable
public record ModelCard(
        String schema,
        String name,
        String sha256,
        String laue,
        int stride,
        List<String> channels,
        Orientation orientation,
        Pl pl,
        String prediction,
        Schedule schedule,
        @Nullable Training training,
        @Nullable Quality quality) {
    /** The version of this format. */
    public static final String SCHEMA = "sunstone-prior/1";

    public ModelCard {
        Stream.of(name, sha256, laue, channels, orientation, pl, prediction, schedule)
                .forEach(Objects::requireNonNull);
        channels.forEach(Objects::requireNonNull);
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("card has schema \"" + schema + "\", this version reads " + SCHEMA);
        }
        if (!List.of("x0", "epsilon", "v").contains(prediction)) {
            throw new IllegalArgumentException("prediction must be x0, epsilon or v: \"" + prediction + "\"");
        }
        if (stride < 1 || stride > 64) {
            throw new IllegalArgumentException("stride must be 1 to 64: " + stride);
        }
        if (channels.size() != 3 + pl.lo().length) {
            throw new IllegalArgumentException("card lists " + channels.size() + " channels, but 3 of orientation and "
                    + pl.lo().length + " of PL");
        }
    }

    /**
     * Scaling of orientations.
     *
     * @param coordinates {@code cubochoric}
     * @param scale largest coordinate of the fundamental zone per channel: channel = coordinate / scale
     */
    @Serdeable
    public record Orientation(String coordinates, float[] scale) {}

    /**
     * Scaling of PL features.
     *
     * @param features {@code harmonics} (1, cos 2w, sin 2w, cos 4w, sin 4w) or {@code pca}
     * @param lo smallest coefficient per channel, goes to -1
     * @param hi largest coefficient per channel, goes to 1
     * @param mean mean intensity of each frame, {@code pca} only; frames at equal steps over a full turn, the brightest
     *     possible crystal is 1
     * @param components one row of weights of the frames per channel, {@code pca} only
     */
    @Serdeable
    public record Pl(
            String features,
            float[] lo,
            float[] hi,
            @Nullable float[] mean,
            @Nullable List<float[]> components) {
        private static final int HARMONICS = PlImage.CHANNELS;

        public Pl {
            if (lo.length != hi.length) {
                throw new IllegalArgumentException(
                        "PL scaling has " + lo.length + " lower and " + hi.length + " upper limits");
            }
            if (features.equals("pca")) {
                if (mean == null || components == null || components.size() != lo.length) {
                    throw new IllegalArgumentException(
                            "PL features pca need \"mean\" (a number per frame) and \"components\" (a row per channel)");
                }
                for (float[] row : components) {
                    if (row.length != mean.length) {
                        throw new IllegalArgumentException(
                                "a PL component has " + row.length + " frames, the mean has " + mean.length);
                    }
                }
            } else if (!features.equals("harmonics") || lo.length != HARMONICS || mean != null || components != null) {
                throw new IllegalArgumentException(
                        "PL features must be harmonics (5 channels, no components) or pca: \"" + features + "\" with "
                                + lo.length + " channels");
            }
        }

        /**
         * This card's scaled channels of an image.
         *
         * @param harmonics scaled harmonics of PL images ({@link PlScaling}), channel-major, shape [5, n]
         * @param scaling of the harmonics
         * @return channel-major, shape [channels, n]
         */
        public float[] channels(float[] harmonics, PlScaling scaling) {
            int n = harmonics.length / HARMONICS;
            float[] out = new float[lo.length * n];
            for (int k = 0; k < lo.length; k++) {
                double[] weights = weights(k);
                double offset = offset(k);
                for (int i = 0; i < n; i++) {
                    double v = -offset;
                    for (int c = 0; c < HARMONICS; c++) {
                        v += weights[c] * scaling.unscale(c, harmonics[c * n + i]);
                    }
                    out[k * n + i] = (float) (2 * (v - lo[k]) / (hi[k] - lo[k]) - 1);
                }
            }
            return out;
        }

        /** What each harmonic adds to channel k: itself, or the component's weights of the frames that show it. */
        private double[] weights(int k) {
            double[] weights = new double[HARMONICS];
            if (components == null) {
                weights[k] = 1;
                return weights;
            }
            float[] row = components.get(k);
            for (int j = 0; j < row.length; j++) {
                double w = 2 * Math.PI * j / row.length;
                double[] wave = {1, Math.cos(2 * w), Math.sin(2 * w), Math.cos(4 * w), Math.sin(4 * w)};
                for (int c = 0; c < HARMONICS; c++) {
                    weights[c] += row[j] * wave[c];
                }
            }
            return weights;
        }

        /** What channel k shows of the mean frames. */
        private double offset(int k) {
            double sum = 0;
            for (int j = 0; mean != null && components != null && j < mean.length; j++) {
                sum += components.get(k)[j] * mean[j];
            }
            return sum;
        }
    }

    /**
     * Noise schedule: {@code cosine}: x_t = cos(pi t/2) x_0 + sin(pi t/2) z, timestep t in [0, 1]; {@code linear}: DDPM
     * with that many integer steps and betas between the limits.
     *
     * @param kind {@code cosine} or {@code linear}
     * @param steps number of steps, linear only
     * @param betaStart first beta, linear only
     * @param betaEnd last beta, linear only
     */
    @Serdeable
    public record Schedule(
            String kind,
            @Nullable Integer steps,
            @Nullable Double betaStart,
            @Nullable Double betaEnd) {
        public Schedule {
            if (kind.equals("linear")) {
                if (steps == null || betaStart == null || betaEnd == null || steps < 2 || steps > 100_000) {
                    throw new IllegalArgumentException(
                            "a linear schedule needs \"steps\" (2 to 100000), \"betaStart\" and \"betaEnd\"");
                }
            } else if (!kind.equals("cosine")) {
                throw new IllegalArgumentException("schedule must be cosine or linear: \"" + kind + "\"");
            }
        }

        /**
         * The model's own timestep for a time of the cosine schedule: of a linear schedule the step whose share of
         * signal is nearest in log signal-to-noise.
         */
        double timestep(double time) {
            if (steps == null || betaStart == null || betaEnd == null) {
                return time;
            }
            double a2 = Math.pow(Math.cos(Math.PI / 2 * time), 2);
            double wanted = Math.log(a2 / (1 - a2));
            double product = 1;
            int best = 0;
            double off = Double.POSITIVE_INFINITY;
            for (int k = 0; k < steps; k++) {
                product *= 1 - (betaStart + (betaEnd - betaStart) * k / (steps - 1));
                double d = Math.abs(Math.log(product / (1 - product)) - wanted);
                if (d < off) {
                    off = d;
                    best = k;
                }
            }
            return best;
        }
    }

    /**
     * Training of the model.
     *
     * @param data where the examples came from
     * @param steps optimiser steps
     * @param batch examples a step
     * @param size height and width of an example, pixels
     * @param parameters number of weights
     * @param seed of weights and examples
     * @param hours wall time
     */
    @Serdeable
    public record Training(String data, long steps, int batch, int size, long parameters, long seed, double hours) {}

    /**
     * Measured quality of the model.
     *
     * @param denoising root mean square error of one pass over the orientation channels, per time, on held-out examples
     * @param joint the same with nothing observed
     */
    @Serdeable
    public record Quality(
            List<Denoising> denoising, @Nullable List<Denoising> joint) {}

    /**
     * One line of the quality.
     *
     * @param time time of the schedule
     * @param rms error of the scaled orientation channels
     */
    @Serdeable
    public record Denoising(double time, double rms) {}

    /** The scaling of orientations. */
    public OrientationScaling orientationScaling() {
        return new OrientationScaling(orientation.scale());
    }

    /** The scaling of PL images, which are harmonics whatever the model's own features are. */
    public PlScaling plScaling() {
        return pl.features().equals("pca") ? PlScaling.canonical() : new PlScaling(pl.lo(), pl.hi());
    }

    /** Reads a card of at most 1 MB. */
    public static ModelCard read(Path file) throws IOException {
        if (Files.size(file) > 1 << 20) {
            throw new IOException(file + " is larger than 1 MB: not a model card");
        }
        try {
            ModelCard card = ObjectMapper.getDefault().readValue(Files.readAllBytes(file), ModelCard.class);
            if (card == null) {
                throw new IllegalArgumentException("it is empty");
            }
            LaueGroup.of(card.laue());
            card.orientationScaling();
            card.plScaling();
            return card;
        } catch (NullPointerException e) { // Serde hands over null for what is missing
            throw new IOException(file + " lacks a required field, or has null in its place", e);
        } catch (IllegalArgumentException | IOException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause(); // what a record refused, inside the reader's own wrapping
            }
            throw new IOException(file + " is not a usable model card: " + root.getMessage(), e);
        }
    }

    /** Writes the card. */
    public void write(Path file) throws IOException {
        String json = ObjectMapper.getDefault().writeValueAsString(this);
        Files.writeString(file, json.replace(",\"", ",\n  \"").replace("{\"schema\"", "{\n  \"schema\"") + "\n");
    }
}
