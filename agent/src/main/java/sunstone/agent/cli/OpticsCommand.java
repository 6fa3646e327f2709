package sunstone.agent.cli;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.OpticsFile;
import sunstone.connectors.message.codec.Decoded;

/** {@code sunstone optics}: what was learnt of an instrument's optics, kept in a file for its next scans. */
@Command(
        name = "optics",
        mixinStandardHelpOptions = true,
        description = "Shows and keeps what points have taught of an instrument's polarized light.")
final class OpticsCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "an operation is missing: show or save");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Says what a file of optics holds.")
    int show(
            @Parameters(paramLabel = "FILE", description = "Written by save or by reconstruct --save-optics.")
                    Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw bad("show", "cannot read " + file + ": " + e.getMessage());
        }
        LightOptics optics = read("show", file.toString(), OpticsFile.learnt(bytes));
        LightSummary.lines(optics).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(
            name = "save",
            mixinStandardHelpOptions = true,
            description = {
                "Writes what a running agent has learnt of a scan's optics.",
                "The file serves reconstruct --optics; an instrument announces its numbers in pl.optics of its next scan."
            })
    int save(
            @Option(names = "--scan", required = true, paramLabel = "ID", description = "The scan.") String scan,
            @Option(
                            names = "--agent",
                            defaultValue = "http://localhost:8080",
                            paramLabel = "URL",
                            description = "Page of the agent (default ${DEFAULT-VALUE}).")
                    URI agent,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.") Path out)
            throws IOException {
        String id = URLEncoder.encode(scan, StandardCharsets.UTF_8).replace("+", "%20");
        LightOptics optics;
        try {
            HttpRequest request = HttpRequest.newBuilder(agent.resolve("/api/v1/scans/" + id))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 404) {
                throw bad("save", agent + " knows no scan " + scan);
            }
            if (answer.statusCode() != 200) {
                throw new IOException(agent + " answered " + answer.statusCode());
            }
            optics = read("save", "scan " + scan, OpticsFile.ofScan(answer.body()));
        } catch (IllegalArgumentException e) {
            throw bad("save", "--agent must be an address such as http://localhost:8080: " + agent);
        } catch (ConnectException e) {
            throw new IOException(agent + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (optics.verdict().equals(LightOptics.CONTRADICTED)) {
            throw bad("save", "scan " + scan + ": " + optics.note());
        }
        Files.write(out, OpticsFile.encode(optics));
        LightSummary.lines(optics).forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private LightOptics read(String operation, String what, Decoded<LightOptics> decoded) {
        if (decoded instanceof Decoded.Rejected<LightOptics> r) {
            throw bad(operation, what + ": " + r.detail());
        }
        return decoded.value().orElseThrow();
    }

    private ParameterException bad(String operation, String reason) {
        return new ParameterException(spec.subcommands().get(operation), reason);
    }
}
