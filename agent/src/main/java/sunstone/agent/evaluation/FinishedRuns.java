package sunstone.agent.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.Calibration;
import sunstone.agent.evaluation.report.EvaluationReport.Run;

/**
 * The folder of an evaluation's finished runs and their pictures, so that a long comparison can be stopped and
 * continued.
 */
final class FinishedRuns {
    private final Path folder;

    /** A finished run as it is kept. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Kept(RunSettings settings, Run run, @Nullable Calibration calibration) {}

    /** Makes the folder if it is absent. */
    FinishedRuns(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** The run of these very settings, or null if it is not there. */
    @Nullable
    Kept of(RunSettings settings) throws IOException {
        Path file = file(settings);
        if (!Files.exists(file)) {
            return null;
        }
        Kept kept;
        try {
            kept = ObjectMapper.getDefault().readValue(Files.readAllBytes(file), Kept.class);
        } catch (IOException e) {
            return null; // half written: run it again
        }
        return kept.settings().equals(settings) ? kept : null;
    }

    /** Keeps a run; its pictures first, so that a run that is there has them. */
    void keep(Kept kept, Map<String, byte[]> pictures) throws IOException {
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            Files.write(picture(kept.settings(), picture.getKey()), picture.getValue());
        }
        Files.write(file(kept.settings()), ObjectMapper.getDefault().writeValueAsBytes(kept));
    }

    /** Those of a run's pictures that there are, in the order asked for. */
    Map<String, byte[]> pictures(RunSettings settings, List<String> names) throws IOException {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (String what : names) {
            Path file = picture(settings, what);
            if (Files.exists(file)) {
                pictures.put(what, Files.readAllBytes(file));
            }
        }
        return pictures;
    }

    private Path file(RunSettings settings) {
        return folder.resolve(settings.stem() + ".json");
    }

    private Path picture(RunSettings settings, String what) {
        return folder.resolve(settings.stem() + "-" + what + ".png");
    }
}
