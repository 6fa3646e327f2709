package sunstone.connectors.instrument.edax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.instrument.folder.JobName;
import sunstone.connectors.instrument.folder.ResultFolder;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/**
 * EDAX TEAM or APEX, which measure maps and no lists: each run of neighbouring points of a row becomes a tiny map,
 * whose file comes back through a folder. A file that is there already is taken before a map is asked for, so that
 * nothing is measured twice after a restart or a lost connection.
 */
public final class EdaxInstrument implements JobInstrument {
    private static final Logger LOG = LoggerFactory.getLogger(EdaxInstrument.class);
    private static final Duration QUICK = Duration.ofSeconds(20);

    /** To open a project may take two minutes. */
    private static final Duration SLOW = Duration.ofSeconds(150);

    private static final int TRIES = 3;
    private static final String SQUARE = "1", CUSTOM = "3";

    private final ScanOpened scan;
    private final Settings settings;
    private final ResultFolder results;
    private final Duration quick;
    private @Nullable IpapiClient client;

    /**
     * Agreement with the instrument.
     *
     * @param host where TEAM or APEX runs
     * @param port of its IPAPI
     * @param remoteFolder folder of results as that machine calls it
     * @param project project that maps are put into
     * @param results the same folder as this machine calls it
     * @param poll time between two looks
     * @param patience longest wait for a map and its file, and for an answer, which is awaited for 20 s at most
     */
    public record Settings(
            String host,
            int port,
            String remoteFolder,
            String project,
            Path results,
            Duration poll,
            Duration patience) {}

    /** @throws IOException if the folder of results is missing and cannot be made */
    public EdaxInstrument(ScanOpened scan, Settings settings) throws IOException {
        this.scan = scan;
        this.settings = settings;
        results = new ResultFolder(scan, settings.results(), CrystalAxes.X_PARALLEL_A);
        quick = settings.patience().compareTo(QUICK) < 0 ? settings.patience() : QUICK;
    }

    @Override
    public @Nullable String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException {
        String job = JobName.of(commandId);
        Set<Pixel> missing = new LinkedHashSet<>(points);
        String fault = "";
        for (List<Pixel> tiny : runs(missing)) {
            String map = job
                    + String.format(
                            Locale.ROOT,
                            "-r%dc%d",
                            tiny.get(0).row(),
                            tiny.get(0).col());
            for (int k = 0; k < TRIES && missing.contains(tiny.get(0)); k++) {
                String cut = run.cut();
                if (cut != null) {
                    return cut;
                }
                try {
                    cut = measure(map, tiny, missing, run);
                    if (cut != null) {
                        return cut;
                    }
                } catch (IOException e) { // the connection, or its silence: a new one is tried
                    fault = String.valueOf(e.getMessage());
                    LOG.warn("map {}: {}", map, fault);
                    disconnect();
                    run.pause(settings.poll());
                } catch (IpapiClient.Refused e) {
                    fault = String.valueOf(e.getMessage());
                    LOG.warn("map {} refused: {}", map, fault);
                    run.pause(settings.poll());
                }
            }
        }
        return missing.isEmpty() ? null : missing.size() + " points were not measured: " + fault;
    }

    /** Neighbouring points of a row that follow each other in the list. */
    private static List<List<Pixel>> runs(Set<Pixel> points) {
        List<List<Pixel>> runs = new ArrayList<>();
        Pixel last = null;
        for (Pixel p : points) {
            if (last == null || p.row() != last.row() || p.col() != last.col() + 1) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(p);
            last = p;
        }
        return runs;
    }

    /** Measures one tiny map; returns why the job has to end, or null. */
    private @Nullable String measure(String map, List<Pixel> tiny, Set<Pixel> missing, Run run)
            throws IOException, IpapiClient.Refused, InterruptedException {
        results.look();
        String cut = run.pause(settings.poll()); // two looks, so that a file that is there counts
        take(map, tiny, missing, run);
        if (cut != null || !missing.contains(tiny.get(0))) {
            return cut;
        }
        IpapiClient edax = connected();
        edax.events();
        double step = scan.stepUm();
        edax.order("set_ebsd_params_xstart", quick, um(tiny.get(0).col() * step));
        edax.order("set_ebsd_params_ystart", quick, um(tiny.get(0).row() * step));
        edax.order("set_ebsd_params_xsize", quick, um((tiny.size() - 1) * step));
        edax.order("set_ebsd_params_ysize", quick, um(0));
        edax.order("do_map_collection_start_ebsd", quick, map);
        long begun = System.nanoTime();
        boolean complete = false;
        while (System.nanoTime() - begun < settings.patience().toNanos()) {
            cut = run.pause(settings.poll());
            if (cut != null) {
                return cut;
            }
            complete = complete || complete(edax);
            if (complete && take(map, tiny, missing, run)) {
                return null;
            }
        }
        throw new IOException((complete ? "no file of the map came" : "the map was not complete") + " within "
                + settings.patience().toSeconds() + " s");
    }

    /** Whether the map is complete, by its status or by the event that tells it, whichever comes. */
    private boolean complete(IpapiClient edax) throws IOException, IpapiClient.Refused {
        String status = edax.ask("get_map_status_ebsd", quick).strip().toLowerCase(Locale.ROOT);
        if (status.matches("(mapping|setup)(error|aborted|stopped)")) {
            throw new IpapiClient.Refused("the map has ended with " + status);
        }
        return status.equals("mappingcomplete")
                || edax.events().stream().anyMatch(e -> e.command().equals("event_map_collection_complete_ebsd"));
    }

    private boolean take(String map, List<Pixel> tiny, Set<Pixel> missing, Run run)
            throws IOException, InterruptedException {
        List<Measurement> found = results.ofMap(map, tiny);
        for (Measurement m : found) {
            if (missing.remove(new Pixel(m.row(), m.col()))) {
                run.take(m);
            }
        }
        return !found.isEmpty();
    }

    private IpapiClient connected() throws IOException, IpapiClient.Refused {
        IpapiClient open = client;
        if (open != null) {
            return open;
        }
        open = new IpapiClient(settings.host(), settings.port(), quick);
        client = open;
        String step = um(scan.stepUm());
        UUID project =
                UUID.nameUUIDFromBytes((settings.project() + "/" + scan.specimenId()).getBytes(StandardCharsets.UTF_8));
        open.order("set_system_remoteaccesstype_ebsd", quick, "1");
        open.order("set_ebsd_params_folderpath", quick, settings.remoteFolder());
        open.order("set_system_projectinfo_ext_ebsd", SLOW, project, settings.project(), "1", "1.0");
        open.order("set_ebsd_params_savepatterns", quick, "False");
        open.order("set_ebsd_params_grid", quick, SQUARE);
        open.order("set_ebsd_params_resolution", quick, CUSTOM);
        open.order("set_ebsd_params_customstepsize", quick, step);
        open.order("set_ebsd_params_stepsize", quick, step);
        LOG.info("connected to {}:{}", settings.host(), settings.port());
        return open;
    }

    private static String um(double length) {
        return String.format(Locale.ROOT, "%.4f", length);
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
    }
}
