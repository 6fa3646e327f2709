package sunstone.agent.evaluation;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what came of an evaluation or of a demo: {@code report.json} for programs, {@code report.html} (one file,
 * nothing to load) and PNG pictures for people.
 */
public final class Report {
    private Report() {}

    /**
     * Writes everything into a folder, which is made if it is absent.
     *
     * @param out folder
     * @param report figures
     * @param scenes ends of the runs that deserve pictures, at most a dozen or so
     * @throws IOException if the folder cannot be written
     */
    public static void write(Path out, EvaluationReport report, List<Scene> scenes) throws IOException {
        Files.createDirectories(out);
        Files.write(out.resolve("report.json"), ObjectMapper.getDefault().writeValueAsBytes(report));
    }
}
