package sunstone.simulators.laboratory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microscope.VirtualMicroscope;

/**
 * A station that takes lists of points from a folder and puts results into another one, the way people's stations do: a
 * job comes back as several files of changing formats, written piece by piece under their final names, some of them
 * twice or in a new folder, among strays that nobody asked for and leftovers of other programs.
 */
public final class FolderStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderStation.class);
    private static final List<String> ENDINGS = List.of("ctf", "ang", "csv", "h5");

    private final Path jobs;
    private final Path results;
    private final VirtualMicroscope microscope;
    private final MeasuredMap maps;
    private final Duration pause;
    private final Path own;
    private final Thread thread = new Thread(this::run, "folder-station");
    private int taken;
    private final AtomicInteger measured = new AtomicInteger();

    /**
     * Starts a station.
     *
     * @param jobs where lists appear
     * @param results where results go
     * @param phaseName as its files name the phase
     * @param pause between the pieces of a file
     */
    public FolderStation(Path jobs, Path results, VirtualMicroscope microscope, String phaseName, Duration pause)
            throws IOException {
        this.jobs = jobs;
        this.results = results;
        this.microscope = microscope;
        this.pause = pause;
        ScanGrid grid = microscope.grid();
        LaueGroup laue = microscope.laue();
        maps = new MeasuredMap(grid, 0, 0, microscope.phase(), phaseName, laue);
        own = Files.createTempDirectory("folder-station");
        Files.createDirectories(jobs);
        Files.createDirectories(results);
        thread.setDaemon(true);
        thread.start();
    }

    /** Points measured so far. */
    public int measured() {
        return measured.get();
    }

    private void run() {
        try {
            while (true) {
                Path list = next();
                if (list == null) {
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                } else {
                    work(list);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException e) {
            LOG.error("the station ended", e);
        }
    }

    private @Nullable Path next() throws IOException {
        try (Stream<Path> files = Files.list(jobs)) {
            return files.filter(f -> f.getFileName().toString().matches("[^.].*\\.csv"))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    private void work(Path list) throws IOException, InterruptedException {
        List<Measurement> found = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#") && !line.startsWith("id,")) {
                String[] f = line.split(",", -1);
                found.add(microscope.measure(Integer.parseInt(f[1]), Integer.parseInt(f[2])));
            }
        }
        Files.delete(list);
        measured.addAndGet(found.size());
        String name = list.getFileName().toString().replace(".csv", "");
        int half = found.size() / 2;
        String first = ENDINGS.get(taken % ENDINGS.size()), second = ENDINGS.get((taken + 1) % ENDINGS.size());
        Path folder = taken % 2 == 0 ? results : results.resolve("day-" + taken);
        Files.createDirectories(folder);
        strays(name, found);
        put(found.subList(0, half), folder.resolve(name + "-1." + first));
        put(found.subList(half, found.size()), folder.resolve(name + "-2." + second));
        put(found.subList(half, found.size()), folder.resolve(name + "-2-copy." + second));
        taken++;
    }

    /** Files that are no results of this job. */
    private void strays(String name, List<Measurement> found) throws IOException, InterruptedException {
        put(found, results.resolve("by-hand-" + taken + ".ctf"));
        Files.writeString(results.resolve("._" + name + "-1.ctf"), "Mac OS X");
        Files.writeString(results.resolve("~$" + name + ".csv"), "locked");
        Files.writeString(results.resolve(name + "-1.log"), "all is well");
    }

    /** Writes a file under its final name, in two pieces. */
    private void put(List<Measurement> some, Path file) throws IOException, InterruptedException {
        if (some.isEmpty()) {
            return;
        }
        Path whole = own.resolve(file.getFileName().toString());
        maps.write(some, whole);
        byte[] bytes = Files.readAllBytes(whole);
        int part = bytes.length * 2 / 3;
        try (OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(bytes, 0, part);
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            out.write(bytes, part, bytes.length - part);
        }
        Files.delete(whole);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            Files.deleteIfExists(own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("{} stays", own, e);
        }
    }
}
