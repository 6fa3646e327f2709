package sunstone.models.prior.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.network.Network;

/** Writes a trained network as {@code model.onnx} with its card {@code model.json}. */
public final class PriorExport {
    private PriorExport() {}

    /**
     * Writes both files; the card last, so that a reader never finds a card without its model.
     *
     * @param folder existing folder
     * @param name name of the model
     */
    public static ModelCard write(
            PriorTraining training, Path folder, String name, ModelCard.Training how, ModelCard.Quality quality)
            throws IOException {
        Path onnx = folder.resolve("model.onnx");
        Files.write(onnx, training.exportOnnx());
        ModelCard card = card(name, OnnxPrior.sha256(onnx), how, quality);
        card.write(folder.resolve("model.json"));
        return card;
    }

    public static ModelCard card(
            String name, String sha256, ModelCard.@Nullable Training how, ModelCard.@Nullable Quality quality) {
        PlScaling pl = PlScaling.canonical();
        return new ModelCard(
                ModelCard.SCHEMA,
                name,
                sha256,
                LaueGroup.HEXAGONAL.symbol(),
                Network.STRIDE,
                List.of("cubochoric-x", "cubochoric-y", "cubochoric-z", "1", "cos2w", "sin2w", "cos4w", "sin4w"),
                new ModelCard.Orientation(
                        "cubochoric", OrientationScaling.hexagonal().scale()),
                new ModelCard.Pl("harmonics", pl.lo(), pl.hi(), null, null),
                "x0",
                new ModelCard.Schedule("cosine", null, null, null),
                how,
                quality);
    }
}
