package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.simulators.broker.EmbeddedBroker;

/** TLS and SASL for real: a broker that takes nothing else, a certificate and a password made for this test. */
class SecureKafkaIT {
    private static final String SECRET = "kN7-very-secret-word";
    private static final String STORE_SECRET = "store-secret-word";

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static Path certificate;

    @BeforeAll
    static void start() throws Exception {
        Path store = dir.resolve("broker.p12");
        certificate = dir.resolve("broker.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_SECRET);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_SECRET,
                "-file",
                certificate.toString());
        broker = EmbeddedBroker.secured(
                "SASL_SSL",
                Map.of(
                        "ssl.keystore.location",
                        store.toString(),
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.password",
                        STORE_SECRET,
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_sunstone=\"" + SECRET
                                + "\";"));
    }

    private static void keytool(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(args));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(p.exitValue()).as(said).isZero();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void agent_withCertificateAndPassword_worksAndLogsNoSecret() throws Exception {
        Path password = Files.writeString(dir.resolve("password.properties"), "sunstone=" + SECRET + "\n");
        String yaml = """
                agentId: secure
                kafka:
                  bootstrap: %s
                  properties:
                    security.protocol: SASL_SSL
                    ssl.truststore.type: PEM
                    ssl.truststore.location: %s
                    sasl.mechanism: PLAIN
                    config.providers: file
                    config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider
                    sasl.jaas.config: >-
                      org.apache.kafka.common.security.plain.PlainLoginModule required
                      username="sunstone" password="${file:%s:sunstone}";
                model:
                  path: none
                http:
                  enabled: false
                """.formatted(broker.bootstrap(), certificate, password);
        Path file = Files.writeString(dir.resolve("agent.yaml"), yaml);
        AgentConfig config = AgentConfig.read(file).fold(c -> c, reason -> {
            throw new AssertionError(reason);
        });
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.INFO); // as --verbose does: Kafka's clients print their settings
        try (AgentProcess agent =
                AgentProcess.start(config, ModelLoader.open(config, Sunstone.commandLine()), null, e -> {})) {
            assertThat(agent.views().all()).isEmpty();
            List<RawRecord> heartbeats = new ArrayList<>();
            await().atMost(Duration.ofSeconds(40)).until(() -> {
                PastRecords.read(config.kafka(), Set.of(Topic.STATUS), Duration.ofSeconds(20), heartbeats::add);
                return !heartbeats.isEmpty();
            });
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        List<ILoggingEvent> lines = List.copyOf(log.list);
        assertThat(lines).extracting(ILoggingEvent::getFormattedMessage).anyMatch(m -> m.contains("sasl.jaas.config"));
        assertThat(lines).extracting(ILoggingEvent::getFormattedMessage).noneMatch(m -> m.contains(SECRET));

        StringWriter out = new StringWriter();
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        assertThat(line.execute("dead-letters", "--config", file.toString()))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).contains("0 dead letters");
    }

    @Test
    void ensure_wrongPassword_isRefusedSayingSoWithoutIt() {
        Map<String, String> properties = new TreeMap<>(trusting());
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"sunstone\" password=\"guessed-word\";");

        String reason = refusal(properties);

        assertThat(reason).containsIgnoringCase("authentication").doesNotContain("guessed-word", SECRET);
    }

    @Test
    void ensure_unknownCertificate_isRefused() {
        Map<String, String> properties = new TreeMap<>(trusting());
        properties.remove("ssl.truststore.location");
        properties.remove("ssl.truststore.type");
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"sunstone\" password=\""
                        + SECRET + "\";");

        assertThat(refusal(properties)).contains("SSL").doesNotContain(SECRET);
    }

    private static Map<String, String> trusting() {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificate.toString(),
                "sasl.mechanism", "PLAIN");
    }

    private static String refusal(Map<String, String> properties) {
        KafkaSettings kafka =
                new KafkaSettings(broker.bootstrap(), KafkaSettings.PREFIX, "intruder", "intruders", 1, properties);
        assertThat(kafka.toString()).doesNotContain(SECRET, "guessed-word");
        TopicSetup.Result result = TopicSetup.ensure(kafka, Duration.ofSeconds(30));
        assertThat(result).isInstanceOf(TopicSetup.Refused.class);
        return ((TopicSetup.Refused) result).reason();
    }
}
