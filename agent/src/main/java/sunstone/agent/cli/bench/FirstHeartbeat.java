package sunstone.agent.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;

/**
 * Time that an agent with the shipped model, a process of its own, takes from its start to its first heartbeat on the
 * topic.
 */
final class FirstHeartbeat implements RecordHandler {
    private static final String AGENT = "started";

    private final BlockingQueue<Long> beats = new LinkedBlockingQueue<>();

    private FirstHeartbeat() {}

    /**
     * Starts an agent and ends it after its first heartbeat.
     *
     * @param reader client to read with
     * @return null if there is none within the limit
     */
    static @Nullable Double seconds(KafkaSettings reader, long limitSeconds) throws InterruptedException, IOException {
        Path file = Files.createTempFile("sunstone-bench", ".yaml");
        FirstHeartbeat heard = new FirstHeartbeat();
        Process process = null;
        try (RecordStream stream = RecordStream.reader(reader, Set.of(Topic.STATUS), heard)) {
            Files.writeString(
                    file,
                    "agentId: " + AGENT + "\nkafka:\n  bootstrap: " + reader.bootstrap() + "\n  groupId: " + AGENT
                            + "\nhttp:\n  port: 0\n");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx2g",
                    "-Dsunstone.home=" + System.getProperty("sunstone.home", ""),
                    "sunstone.agent.cli.Sunstone",
                    "run",
                    "--config",
                    file.toString());
            // not on the command line: ONNX Runtime does not survive a very long one
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            long begin = System.nanoTime();
            process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Long beat = heard.beats.poll(limitSeconds, TimeUnit.SECONDS);
            return beat == null ? null : Double.valueOf((beat - begin) / 1e9);
        } finally {
            if (process != null) {
                process.destroy();
                process.waitFor(30, TimeUnit.SECONDS);
            }
            Files.deleteIfExists(file);
        }
    }

    @Override
    public CompletionStage<?> onRecords(List<RawRecord> records) {
        records.stream().filter(r -> AGENT.equals(r.key())).forEach(r -> beats.add(System.nanoTime()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onFailure(Throwable cause) {
        // told by the missing beat
    }
}
