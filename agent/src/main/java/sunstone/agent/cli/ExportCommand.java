package sunstone.agent.cli;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.export.ExportFile;
import sunstone.agent.export.ExportFormat;
import sunstone.agent.export.ExportLayer;
import sunstone.agent.export.LoggedMaps;
import sunstone.agent.export.MapExport;

/** {@code sunstone export}: a revision of a scan's map as a file, from a running agent or from the log alone. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a revision of a scan's map as .ctf, .ang, .h5 (EDAX layout), .csv or .png (with key and scale bar).",
            "Asks a running agent (--agent); with --bootstrap or --config it reads the log and needs none. In files of maps MAD"
                    + " or Fit is the uncertainty in degrees, Bands or SEM is 1 at measured pixels and 0 at guessed ones."
        })
final class ExportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    CommandSpec spec;

    @Option(names = "--scan", required = true, paramLabel = "ID", description = "The scan.")
    String scan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File to write; its ending, .ctf, .ang, .h5, .csv or .png, is the format.")
    Path out;

    @Option(
            names = "--layer",
            defaultValue = "orientation",
            paramLabel = "NAME",
            description =
                    "orientation, uncertainty, boundaries or measured (default ${DEFAULT-VALUE}); .ctf, .ang and .h5"
                            + " hold orientation or measured.")
    String layerName;

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "Which map (default the newest). The log has older ones until Kafka compacts them away.")
    @Nullable
    Integer revision;

    @Option(
            names = "--agent",
            defaultValue = "http://localhost:8080",
            paramLabel = "URL",
            description = "Page of the agent (default ${DEFAULT-VALUE}).")
    URI agent;

    @Mixin
    KafkaOptions kafka;

    @Override
    public Integer call() throws IOException {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        ExportFormat format = ExportFormat.of(name.substring(name.lastIndexOf('.') + 1))
                .orElseThrow(() -> bad("--out must end in .ctf, .ang, .h5, .csv or .png: " + out));
        ExportLayer layer = ExportLayer.of(layerName.toLowerCase(Locale.ROOT))
                .orElseThrow(
                        () -> bad("--layer must be orientation, uncertainty, boundaries or measured: " + layerName));
        if (!layer.fits(format)) {
            throw bad("a file ." + format.word() + " has no place for layer " + layer.word()
                    + ": take .csv or .png, or layer orientation, which has uncertainty as a column");
        }
        byte[] bytes = kafka.bootstrap == null && kafka.config == null ? asked(format, layer) : logged(format, layer);
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(out, bytes);
        spec.commandLine().getOut().println(out);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private byte[] logged(ExportFormat format, ExportLayer layer) {
        MapExport export = LoggedMaps.read(kafka.kafka(spec.commandLine(), "sunstone-export"), scan, PATIENCE)
                .export(revision)
                .fold(e -> e, r -> {
                    throw bad(r.detail());
                });
        return ExportFile.of(export, format, layer).orElseThrow();
    }

    private byte[] asked(ExportFormat format, ExportLayer layer) throws IOException {
        String path = "/api/v1/scans/"
                + URLEncoder.encode(scan, StandardCharsets.UTF_8).replace("+", "%20")
                + "/export?format=" + format.word() + "&layer=" + layer.word()
                + (revision == null ? "" : "&revision=" + revision);
        try {
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(agent.resolve(path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            String said = detail(answer.body(), "status " + answer.statusCode());
            if (answer.statusCode() >= 500) {
                throw new IOException(agent + ": " + said);
            }
            throw bad(said);
        } catch (IllegalArgumentException e) {
            throw bad("--agent must be an address such as http://localhost:8080: " + agent);
        } catch (ConnectException e) {
            throw new IOException(agent + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String detail(byte[] problem, String otherwise) {
        try {
            return new JsonObject(Buffer.buffer(problem)).getString("detail", otherwise);
        } catch (DecodeException | ClassCastException e) {
            return otherwise;
        }
    }

    private ParameterException bad(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
