package sunstone.simulators.laboratory;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.instrument.sharksem.SharkSemMessage;
import sunstone.simulators.microscope.VirtualMicroscope;

/**
 * A TESCAN microscope as SharkSEM shows it, and EBSD software beside it that takes a pattern where the beam stands,
 * whenever a list of points appears in a folder. Messages arrive and leave in pieces; every ninth setting of the beam
 * loses the connection instead, and every sixth result is a map of the whole field whose other pixels were not
 * measured.
 */
public final class SharkSemStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharkSemStation.class);
    private static final int TRIES = 50;

    private final VirtualMicroscope microscope;
    private final Path jobs;
    private final Path results;
    private final Duration pause;
    private final ServerSocket control;
    private final ServerSocket data;
    private final MeasuredMap maps;
    private final AtomicInteger measured = new AtomicInteger();
    private final Thread sem = new Thread(this::serve, "sharksem-station");
    private final Thread ebsd = new Thread(this::detect, "ebsd-station");
    private volatile double beamX = -1;
    private volatile double beamY = -1;
    private int set;

    /**
     * Starts a station on two free ports that follow each other.
     *
     * @param jobs where lists appear
     * @param results where results go
     * @param phaseName as its files name the phase
     * @param pause between the pieces of a message
     */
    public SharkSemStation(VirtualMicroscope microscope, String phaseName, Path jobs, Path results, Duration pause)
            throws IOException {
        this.microscope = microscope;
        this.jobs = jobs;
        this.results = results;
        this.pause = pause;
        maps = new MeasuredMap(microscope.grid(), 0, 0, microscope.phase(), phaseName, microscope.laue());
        Files.createDirectories(jobs);
        Files.createDirectories(results);
        ServerSocket[] pair = ports();
        control = pair[0];
        data = pair[1];
        for (Thread t : List.of(sem, ebsd)) {
            t.setDaemon(true);
            t.start();
        }
    }

    private static ServerSocket[] ports() throws IOException {
        for (int k = 0; k < TRIES; k++) {
            ServerSocket first = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            try {
                return new ServerSocket[] {
                    first, new ServerSocket(first.getLocalPort() + 1, 5, InetAddress.getLoopbackAddress())
                };
            } catch (IOException | IllegalArgumentException e) {
                first.close(); // the next port is taken
            }
        }
        throw new IOException("no two free ports follow each other");
    }

    /** Port of its control connection. */
    public int port() {
        return control.getLocalPort();
    }

    /** Points measured so far. */
    public int measured() {
        return measured.get();
    }

    private void serve() {
        while (!control.isClosed()) {
            try (Socket client = control.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                Socket second = null;
                try {
                    for (boolean on = true; on; ) {
                        SharkSemMessage m = SharkSemMessage.read(in);
                        on = carryOut(m, client.getOutputStream());
                        if (m.function().equals("TcpRegDataPort")) {
                            second = data.accept();
                        }
                    }
                } finally {
                    if (second != null) {
                        second.close();
                    }
                }
            } catch (IOException e) {
                LOG.debug("a connection ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Carries a message out; false if the connection breaks. */
    private boolean carryOut(SharkSemMessage m, OutputStream out) throws IOException, InterruptedException {
        switch (m.function()) {
            case "TcpRegDataPort" -> answer(SharkSemMessage.of(m.function(), 0, 0), out);
            case "TcpGetVersion" -> {
                byte[] text = Arrays.copyOf("3.2.20".getBytes(StandardCharsets.US_ASCII), 8);
                byte[] body = new byte[12];
                body[0] = 8;
                System.arraycopy(text, 0, body, 4, 8);
                answer(new SharkSemMessage(m.function(), 0, body), out);
            }
            case "ScSetBeamPos" -> {
                if (++set % 9 == 0) {
                    return false;
                }
                SharkSemMessage.Arguments at = m.arguments();
                beamX = at.real();
                beamY = at.real();
            }
            default -> LOG.debug("{} is done", m.function());
        }
        return true;
    }

    private void answer(SharkSemMessage m, OutputStream out) throws IOException, InterruptedException {
        byte[] bytes = m.bytes();
        out.write(bytes, 0, 20);
        out.flush();
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        out.write(bytes, 20, bytes.length - 20);
        out.flush();
    }

    private void detect() {
        try {
            while (true) {
                List<Path> lists;
                try (Stream<Path> files = Files.list(jobs)) {
                    lists = files.filter(f -> f.getFileName().toString().matches("[^.].*\\.csv"))
                            .toList();
                }
                for (Path list : lists) {
                    take(list);
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException e) {
            LOG.error("the station ended", e);
        }
    }

    /** Takes the pattern where the beam stands, whatever the list says. */
    private void take(Path list) throws IOException {
        Files.delete(list);
        int row = (int) (beamY * microscope.grid().rows()),
                col = (int) (beamX * microscope.grid().cols());
        Measurement m = microscope.measure(row, col);
        String name = list.getFileName().toString().replace(".csv", "");
        Path part = results.resolve("." + name + (measured.get() % 6 == 5 ? ".ctf" : ".csv"));
        maps.write(List.of(m), part);
        Files.move(part, results.resolve(part.getFileName().toString().substring(1)));
        measured.incrementAndGet();
    }

    @Override
    public void close() {
        try {
            control.close();
            data.close();
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
        sem.interrupt();
        ebsd.interrupt();
    }
}
