package sunstone.connectors.instrument.sharksem;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.folder.FolderInstrument;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;

/**
 * A TESCAN microscope whose beam SharkSEM sets, beside EBSD software that takes a pattern when it is told to: the beam
 * is put on a point, then a list of that one point leaves for the EBSD software, and the beam stays until its result
 * has come. The scan's field is the microscope's view field.
 */
public final class SharkSemInstrument implements JobInstrument {
    private static final Logger LOG = LoggerFactory.getLogger(SharkSemInstrument.class);
    private static final int TRIES = 3;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ScanOpened scan;
    private final String host;
    private final int port;
    private final Duration answer;
    private final FolderInstrument detector;
    private @Nullable SharkSemClient client;

    /**
     * @param host where SharkSEM listens
     * @param port of its control connection; data are on the next
     * @param detector the EBSD software, from now on this instrument's
     */
    public SharkSemInstrument(ScanOpened scan, String host, int port, FolderInstrument detector) {
        this(scan, host, port, ANSWER, detector);
    }

    /**
     * As {@link #SharkSemInstrument(ScanOpened, String, int, FolderInstrument)}.
     *
     * @param answer longest wait for an answer of the microscope
     */
    public SharkSemInstrument(ScanOpened scan, String host, int port, Duration answer, FolderInstrument detector) {
        this.scan = scan;
        this.host = host;
        this.port = port;
        this.answer = answer;
        this.detector = detector;
    }

    @Override
    public @Nullable String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException {
        String fault = null;
        for (Pixel p : new LinkedHashSet<>(points)) {
            String cut = run.cut();
            if (cut == null) {
                cut = beamOn(p, run);
            }
            if (cut != null) {
                return cut;
            }
            String missing = detector.measure(
                    commandId + String.format(Locale.ROOT, "/r%dc%d", p.row(), p.col()), List.of(p), run);
            if (missing != null) {
                fault = missing;
            }
        }
        return fault;
    }

    /** Puts the beam on a pixel; returns why it does not stand there, or null. */
    private @Nullable String beamOn(Pixel p, Run run) throws InterruptedException {
        String fault = null;
        for (int k = 0; k < TRIES; k++) {
            try {
                SharkSemClient sem = connected();
                sem.tell("ScStopScan", 0);
                sem.tell(
                        "ScSetBeamPos",
                        SharkSemMessage.WAIT_SCAN,
                        (p.col() + 0.5) / scan.cols(),
                        (p.row() + 0.5) / scan.rows());
                sem.version();
                return null;
            } catch (IOException e) {
                fault = host + ":" + port + ": " + e.getMessage();
                LOG.warn("the beam cannot be set: {}", fault);
                disconnect();
                String cut = run.pause(answer.compareTo(AGAIN) < 0 ? answer : AGAIN);
                if (cut != null) {
                    return cut;
                }
            }
        }
        return fault;
    }

    private SharkSemClient connected() throws IOException {
        SharkSemClient open = client;
        if (open == null) {
            open = new SharkSemClient(host, port, answer);
            client = open;
            LOG.info("connected to {}:{}, SharkSEM {}", host, port, open.version());
            open.tell("ScSetExternal", 0, 0); // the beam is the microscope's own, not that of an external scan
        }
        return open;
    }

    private void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    @Override
    public void close() {
        disconnect();
        detector.close();
    }
}
