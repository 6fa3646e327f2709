package sunstone.simulators.laboratory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microscope.VirtualMicroscope;

/**
 * EDAX TEAM as its IPAPI shows it: ASCII without terminators, answers in two pieces or glued to events, events that
 * come unasked, bare rejections, an answer to a question that nobody waits for any more, connections that break in the
 * middle of a map, maps that end in an error, and files that are written piece by piece after the map is complete.
 */
public final class EdaxStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdaxStation.class);
    private static final Pattern COMMAND = Pattern.compile("([a-z_]+)((?:\\s*,?\\s*\"[^\"]*\")*)");

    private final VirtualMicroscope microscope;
    private final String phaseName;
    private final Path results;
    private final Duration pause;
    private final ServerSocket server;
    private final Map<String, String> parameters = new HashMap<>();
    private final AtomicInteger measured = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "edax-station");
    private volatile String status = "Ready";
    private int maps;
    private int asked;

    /**
     * Starts a station on a free port.
     *
     * @param results where files go, whatever folder it is told
     * @param phaseName as its files name the phase
     * @param pause length of a map, and between the pieces of a file
     */
    public EdaxStation(VirtualMicroscope microscope, String phaseName, Path results, Duration pause)
            throws IOException {
        this.microscope = microscope;
        this.phaseName = phaseName;
        this.results = results;
        this.pause = pause;
        Files.createDirectories(results);
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    /** Port of its IPAPI. */
    public int port() {
        return server.getLocalPort();
    }

    /** Points measured so far. */
    public int measured() {
        return measured.get();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serve(client);
            } catch (IOException e) {
                LOG.debug("a connection ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] bytes = new byte[4096];
        boolean unlocked = false;
        for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
            String text = new String(bytes, 0, n, StandardCharsets.US_ASCII);
            Matcher m = COMMAND.matcher(text);
            if (!m.matches()) {
                say(out, "Invalid command");
            } else if (m.group(1).equals("edax_unlock")) {
                unlocked = true;
                say(out, "Client Connection Accepted");
            } else if (!unlocked) {
                say(out, "Access denied");
            } else if (!answer(m.group(1), m.group(2).strip(), out)) {
                return;
            }
        }
    }

    /** Answers a command; false if the connection breaks. */
    private boolean answer(String command, String arguments, OutputStream out)
            throws IOException, InterruptedException {
        if (command.startsWith("set_ebsd_params_") || command.startsWith("set_system_")) {
            parameters.put(command, arguments.replace("\"", ""));
            say(out, command + " RESPONSE \"Execution Successful\"");
            return true;
        }
        switch (command) {
            case "get_map_status_ebsd" -> {
                asked++;
                if (asked % 7 == 0) { // what somebody asked before, too late
                    say(out, "get_camera_status RESPONSE \"SlideIn\"");
                }
                String answer = command + " RESPONSE \"" + status + "\"";
                if (asked % 3 == 0) { // in two pieces
                    say(out, answer.substring(0, 15));
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos() / 4);
                    say(out, answer.substring(15));
                } else {
                    say(out, answer + (asked % 4 == 0 ? "EVENT_CAMERA_STATUS \"SlideIn\"" : ""));
                }
            }
            case "do_map_collection_start_ebsd" -> {
                maps++;
                say(out, command + " RESPONSE \"Execution Successful\"");
                return collect(arguments.replace("\"", ""), out);
            }
            default -> say(out, "Command not supported");
        }
        return true;
    }

    /**
     * Measures a map and writes its file; every fifth ends in an error at first, every seventh loses the connection.
     */
    private boolean collect(String name, OutputStream out) throws IOException, InterruptedException {
        status = "MappingActive";
        if (maps % 5 == 0) {
            status = "MappingError";
            return true;
        }
        double step = number("set_ebsd_params_customstepsize");
        int row = pixel("set_ebsd_params_ystart", step), col = pixel("set_ebsd_params_xstart", step);
        int rows = 1 + pixel("set_ebsd_params_ysize", step), cols = 1 + pixel("set_ebsd_params_xsize", step);
        ScanGrid grid = new ScanGrid(rows, cols, step);
        List<Measurement> found = new ArrayList<>();
        for (int i = 0; i < grid.size(); i++) {
            Measurement m = microscope.measure(row + i / cols, col + i % cols);
            found.add(new Measurement(i / cols, i % cols, m.phase(), m.w(), m.x(), m.y(), m.z(), m.confidence()));
        }
        measured.addAndGet(found.size());
        Path whole = Files.createTempFile("edax-station", ".ang");
        new MeasuredMap(grid, 0, 0, microscope.phase(), phaseName, microscope.laue()).write(found, whole);
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        status = "MappingComplete";
        boolean lost = maps % 7 == 0;
        if (!lost) {
            say(out, "EVENT_MAP_COLLECTION_COMPLETE_EBSD \"Mapping Complete\"");
        }
        Path file = results.resolve(name + "_Mod.ang");
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        try (OutputStream rest = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            rest.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
        return !lost;
    }

    private double number(String parameter) {
        return Double.parseDouble(parameters.getOrDefault(parameter, "0"));
    }

    private int pixel(String parameter, double step) {
        return (int) Math.round(number(parameter) / step);
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
        thread.interrupt();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "EDAX station on port %d, %s", port(), status);
    }
}
