package sunstone.models.prior;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sunstone.models.map.PlScaling;

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
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("card has schema \"" + schema + "\", this version reads " + SCHEMA);
        }
        if (!List.of("x0", "epsilon", "v").contains(prediction)) {
            throw new IllegalArgumentException("prediction must be x0, epsilon or v: \"" + prediction + "\"");
        }
        if (stride < 1 || stride > 64) {
            throw new IllegalArgumentException("stride must be 1 to 64: " + stride);
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
     */
    @Serdeable
    public record Pl(String features, float[] lo, float[] hi) {}

    /**
     * Noise schedule: {@code cosine}: x_t = cos(pi t/2) x_0 + sin(pi t/2) z, timestep t in [0, 1]; {@code linear}: DDPM with
     * that many integer steps and betas between the limits.
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
            @Nullable Double betaEnd) {}

    /**
     * How it was trained.
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
     * What it was measured to do.
     *
     * @param denoising root mean square error of one pass over the orientation channels, per time, on held-out examples
     */
    @Serdeable
    public record Quality(List<Denoising> denoising) {}

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

    /** The scaling of PL. */
    public PlScaling plScaling() {
        return new PlScaling(pl.lo(), pl.hi());
    }

    /** Reads a card of at most 1 MB. */
    public static ModelCard read(Path file) throws IOException {
        if (Files.size(file) > 1 << 20) {
            throw new IOException(file + " is larger than 1 MB: not a model card");
        }
        try {
            ModelCard card = ObjectMapper.getDefault().readValue(Files.readAllBytes(file), ModelCard.class);
            if (card == null) {
                throw new IOException(file + " is empty: not a model card");
            }
            return card;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the card. */
    public void write(Path file) throws IOException {
        String json = ObjectMapper.getDefault().writeValueAsString(this);
        Files.writeString(file, json.replace(",\"", ",\n  \"").replace("{\"schema\"", "{\n  \"schema\"") + "\n");
    }
}
