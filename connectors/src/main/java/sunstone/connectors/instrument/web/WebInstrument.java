package sunstone.connectors.instrument.web;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;

/**
 * An instrument behind a script: commands wait at {@code GET /commands} until the script has posted their points. The
 * server is {@link ScriptServer}.
 */
public final class WebInstrument implements JobInstrument {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final CommandDesk desk;
    private final ScriptServer server;
    private final Duration patience;

    /**
     * @param patience longest silence of the script while a command waits
     * @throws IOException if the server cannot listen
     */
    public WebInstrument(ScanOpened scan, ScriptServer.Settings settings, Duration patience) throws IOException {
        this.patience = patience;
        desk = new CommandDesk(scan.scanId());
        server = new ScriptServer(settings);
        server.serve(scan, desk);
    }

    /**
     * As {@link #WebInstrument(ScanOpened, ScriptServer.Settings, Duration)} on a server that has been taking frames.
     *
     * @param server from now on this instrument's
     */
    public WebInstrument(ScanOpened scan, ScriptServer server, Duration patience) {
        this.patience = patience;
        this.server = server;
        desk = new CommandDesk(scan.scanId());
        server.serve(scan, desk);
    }

    /** Port that the server listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public @Nullable String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException {
        Set<Pixel> missing = new LinkedHashSet<>(points);
        long sign = System.nanoTime();
        desk.open(commandId, missing);
        try {
            while (!missing.isEmpty()) {
                String cut = run.pause(LOOK);
                for (CommandDesk.Answer a : desk.take()) {
                    sign = System.nanoTime();
                    int taken = 0;
                    for (Measurement m : a.results()) {
                        if (missing.remove(new Pixel(m.row(), m.col()))) {
                            run.take(m);
                            taken++;
                        }
                    }
                    run.flush();
                    desk.show(commandId, missing);
                    desk.kept(a, taken);
                    if (a.end() != null && !missing.isEmpty()) {
                        return a.end().isBlank() ? missing.size() + " points were not measured" : a.end();
                    }
                }
                if (cut != null) {
                    return cut;
                }
                if (System.nanoTime() - sign > patience.toNanos()) {
                    return "the script did not answer for " + patience.toSeconds() + " s";
                }
            }
            return null;
        } finally {
            desk.close(commandId);
        }
    }

    @Override
    public void close() {
        desk.shut();
        server.close();
    }
}
