package sunstone.simulators.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process: one node that is broker and KRaft controller, reachable from this machine only;
 * without security unless {@link #secured}.
 *
 * <p>With a data folder it keeps what was written, and a broker started there later finds it. Without one it works in a
 * temporary folder that goes with it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;
    private static final int FREE_PORT_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;
    private final FileChannel lock;
    private final @Nullable Path temporary;

    private EmbeddedBroker(KafkaRaftServer server, int port, FileChannel lock, @Nullable Path temporary) {
        this.server = server;
        this.port = port;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** Starts a broker on a free port in a temporary folder. */
    public static EmbeddedBroker start() {
        return start(0, null);
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param port to listen on; 0 takes a free one
     * @param data folder for its data, made if it is missing; null for a temporary one
     * @throws UncheckedIOException naming the port or the folder, if it cannot be had
     */
    public static EmbeddedBroker start(int port, @Nullable Path data) {
        return start(port, data, null);
    }

    /**
     * As {@link #start(int, Path)}, for clients that come through a proxy or a port mapping.
     *
     * @param advertised where clients are told to connect, {@code host:port}; null for the port itself
     */
    public static EmbeddedBroker start(int port, @Nullable Path data, @Nullable String advertised) {
        return start(port, data, "PLAINTEXT", Map.of(), advertised, Map.of());
    }

    /**
     * Starts a broker on a free port in a temporary folder that clients reach over TLS or SASL only.
     *
     * @param protocol {@code SSL}, {@code SASL_SSL} or {@code SASL_PLAINTEXT}
     * @param listener properties of that listener as Kafka names them, without their prefix: keystore, mechanisms,
     *     users
     */
    public static EmbeddedBroker secured(String protocol, Map<String, String> listener) {
        return start(0, null, protocol, listener, null, Map.of());
    }

    /**
     * Starts a broker on a free port in a temporary folder that differs from the usual one in some settings.
     *
     * @param settings of the broker as Kafka names them
     */
    public static EmbeddedBroker configured(Map<String, String> settings) {
        return start(0, null, "PLAINTEXT", Map.of(), null, settings);
    }

    private static EmbeddedBroker start(
            int port,
            @Nullable Path data,
            String protocol,
            Map<String, String> listener,
            @Nullable String advertised,
            Map<String, String> settings) {
        Path folder = null;
        try {
            folder = data == null ? Files.createTempDirectory("sunstone-broker") : Files.createDirectories(data);
            FileChannel lock = lock(folder);
            format(folder);
            for (int attempt = 1; ; attempt++) {
                try {
                    int listening = portOf(port);
                    int controller = another(listening, listening);
                    Properties properties = properties(folder, listening, controller);
                    if (advertised != null) {
                        properties.setProperty("advertised.listeners", "PLAINTEXT://" + advertised);
                    }
                    if (!protocol.equals("PLAINTEXT")) {
                        secure(properties, listening, another(listening, controller), protocol, listener);
                    }
                    settings.forEach(properties::setProperty);
                    return new EmbeddedBroker(
                            run(folder, listening, properties), listening, lock, data == null ? folder : null);
                } catch (IOException e) { // a free port can be taken by another process before Kafka has it
                    if (attempt == FREE_PORT_ATTEMPTS || !(root(e) instanceof BindException)) {
                        lock.close();
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            if (data == null && folder != null) {
                delete(folder);
            }
            throw new UncheckedIOException(e);
        }
    }

    /** Kafka finds out that a folder is in use only after it has written to it, and both brokers may break. */
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("sunstone.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) { // a broker of this process
            LOG.debug("locked by this process", e);
        }
        channel.close();
        throw new IOException("folder " + folder + " is in use by another broker");
    }

    /** Clients get a listener of their own; the broker's talk with itself stays as it is. */
    private static void secure(
            Properties p, int port, int internalPort, String protocol, Map<String, String> listener) {
        String clients = "CLIENTS://" + HOST + ":" + port;
        String internal = "INTERNAL://" + HOST + ":" + internalPort;
        String controller = p.getProperty("listeners").replaceFirst(".*,", "");
        p.setProperty("listeners", clients + "," + internal + "," + controller);
        p.setProperty("advertised.listeners", clients + "," + internal);
        p.setProperty(
                "listener.security.protocol.map", "CLIENTS:" + protocol + ",INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "INTERNAL");
        listener.forEach((name, value) -> p.setProperty("listener.name.clients." + name, value));
    }

    private static KafkaRaftServer run(Path folder, int port, Properties properties) throws IOException {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IOException(
                    "Kafka cannot start on port " + port + " in " + folder + ": " + root(e).getMessage(), e);
        }
    }

    private static Throwable root(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    /** Where clients connect: {@code host:port}. */
    public String bootstrap() {
        return HOST + ":" + port;
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "" + NODE);
        p.setProperty("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        p.setProperty("log.dirs", folder.toString());
        p.setProperty("auto.create.topics.enable", "false");
        // one node holds everything once
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.setProperty(topic + ".replication.factor", "1");
            p.setProperty(topic + ".num.partitions", "1");
        }
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        // a lone process needs few threads, no waiting for members, and soon notices its own earlier death
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "2");
        // a transaction of a dead process holds up its successor until it is ended
        p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("broker.session.timeout.ms", "4000");
        p.setProperty("broker.heartbeat.interval.ms", "300");
        p.setProperty("log.cleaner.dedupe.buffer.size", "" + (2 << 20));
        return p;
    }

    private static void format(Path folder) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // the signature says Exception
            throw new IOException("cannot format " + folder + " for Kafka", e);
        }
    }

    private static int portOf(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException("port " + port + " of " + HOST + " cannot be had: " + e.getMessage(), e);
        }
    }

    /** A free port besides two; the system may hand out again what has just been let go. */
    private static int another(int first, int second) throws IOException {
        int port = portOf(0);
        while (port == first || port == second) {
            port = portOf(0);
        }
        return port;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    /** Stops the broker in good order; a temporary folder is deleted. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the data folder cannot be released: {}", e.toString());
        }
        if (temporary != null) {
            delete(temporary);
        }
    }
}
