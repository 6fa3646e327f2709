package sunstone.connectors.instrument.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.message.ScanOpened;

/**
 * Server for a laboratory's script, JSON as on the topics and plain images:
 *
 * <ul>
 *   <li>{@code GET /commands?wait=SECONDS}: the command that waits, a record of {@code commands} with the points that
 *   are missing; 204 if there is none
 *   <li>{@code POST /points}: a record of {@code ebsd-points} whose points name the command; 200 when Kafka has them
 *   <li>{@code POST /receipts}: a record of {@code receipts}, {@code done} or {@code refused}, that ends the command
 *   <li>{@code PUT /frames/NAME}: an image of the stack of polarized light, kept in the folder of light under its name
 *   <li>{@code GET /scan}: the scan as it is announced, 204 before its light is complete
 * </ul>
 *
 * <p>A page in a browser is refused, since any page could ask this machine. Whatever is wrong comes back as 4xx with
 * one line of text. An answer that was lost may be repeated.
 */
public final class ScriptServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptServer.class);
    private static final int MOST_JSON = 1 << 20, MOST_IMAGE = 64 << 20, MOST_WAIT_S = 60, THREADS = 8;
    private static final Pattern IMAGE = Pattern.compile(
            "[a-z0-9][a-z0-9._-]{0,99}\\.(png|tiff?|jpe?g)", Pattern.CASE_INSENSITIVE); // of ASCII alone

    /**
     * Seconds in which a request has to be here, so that lost connections do not take all threads: 64 MB in five
     * minutes.
     */
    private static final String SLOWEST_REQUEST_S = "300";

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", SLOWEST_REQUEST_S);
    }

    private final Settings settings;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread t = new Thread(task, "script-server");
        t.setDaemon(true);
        return t;
    });
    private volatile @Nullable ScriptRequests requests;

    /**
     * Address at which it listens, and for whom.
     *
     * @param host address
     * @param port 0 for a free one
     * @param token that every request carries as {@code Authorization: Bearer TOKEN}, or null for none
     * @param light folder for frames, or null if none are taken
     */
    public record Settings(
            String host,
            int port,
            @Nullable String token,
            @Nullable Path light) {}

    /** @throws IOException if it cannot listen */
    public ScriptServer(Settings settings) throws IOException {
        this.settings = settings;
        if (settings.light() != null) {
            Files.createDirectories(settings.light());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on there are commands. */
    void serve(ScanOpened scan, CommandDesk desk) {
        requests = new ScriptRequests(scan, desk);
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            Reply reply;
            try {
                reply = http.getRequestHeaders().containsKey("Origin")
                        ? new Reply(403, "pages of browsers are not served")
                        : allowed(http) ? answer(http) : new Reply(401, "the token is missing or wrong");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reply = new Reply(503, "the connector ends");
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", http.getRequestMethod(), http.getRequestURI(), e);
                reply = new Reply(500, "the connector could not answer, its log says why");
            }
            byte[] body = reply.body();
            http.getResponseHeaders().add("Content-Type", reply.json() ? "application/json" : "text/plain");
            http.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                http.getResponseBody().write(body);
            }
        }
    }

    private boolean allowed(HttpExchange http) {
        String token = settings.token();
        String given = http.getRequestHeaders().getFirst("Authorization");
        return token == null
                || (given != null
                        && MessageDigest.isEqual(
                                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                                given.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply answer(HttpExchange http) throws IOException, InterruptedException {
        String path = http.getRequestURI().getPath(), method = http.getRequestMethod();
        String what = method + " " + path;
        if (method.equals("PUT") && path.startsWith("/frames/")) {
            return frame(path.substring("/frames/".length()), http);
        }
        ScriptRequests now = requests;
        switch (what) {
            case "GET /scan":
                return now == null ? new Reply(204, "") : now.scan();
            case "GET /commands":
                return now == null
                        ? new Reply(204, "")
                        : now.commands(wait(http.getRequestURI().getQuery()));
            case "POST /points", "POST /receipts":
                byte[] body = http.getRequestBody().readNBytes(MOST_JSON + 1);
                if (body.length > MOST_JSON) {
                    return new Reply(413, "the body may have " + MOST_JSON + " bytes");
                }
                if (now == null) {
                    return new Reply(409, "the scan is not open yet: its light is not complete");
                }
                return path.equals("/points") ? now.points(body) : now.receipt(body);
            default:
                return new Reply(
                        404, "there are GET /scan, GET /commands, POST /points, POST /receipts, PUT /frames/NAME");
        }
    }

    private static Duration wait(@Nullable String query) {
        for (String part : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
            if (part.matches("wait=\\d{1,3}")) {
                return Duration.ofSeconds(Math.min(MOST_WAIT_S, Integer.parseInt(part.substring(5))));
            }
        }
        return Duration.ZERO;
    }

    private Reply frame(String name, HttpExchange http) throws IOException {
        Path folder = settings.light();
        if (folder == null) {
            return new Reply(404, "this connector takes no frames: light.frames is 0");
        }
        if (!IMAGE.matcher(name).matches()) {
            return new Reply(400, "a frame is named NAME.png, .tif or .jpg, of letters, digits, dots, - and _");
        }
        byte[] image = http.getRequestBody().readNBytes(MOST_IMAGE + 1);
        if (image.length == 0 || image.length > MOST_IMAGE) {
            return new Reply(413, "an image may have 1 to " + MOST_IMAGE + " bytes: " + image.length);
        }
        Path part = folder.resolve("." + name + "." + Thread.currentThread().getId() + ".part");
        Files.write(part, image);
        try {
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return new Reply(200, "kept");
    }

    /** Reply to a request. */
    record Reply(int status, byte[] body, boolean json) {
        Reply(int status, String line) {
            this(status, line.isEmpty() ? new byte[0] : (line + "\n").getBytes(StandardCharsets.UTF_8), false);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
