package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.JobInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/**
 * An instrument that shares two folders with this program: for every command a {@link PointList} leaves, whole, and
 * files whose names begin with the list's bring the results, in one piece or in many, once or more often, whatever else
 * they hold.
 *
 * <p>That a list has left is remembered beside it, so that a restarted connector waits for its results and does not ask
 * twice. A result counts for a pixel that its command asked for and that nobody has answered yet; all else is left
 * where it is.
 */
public final class FolderInstrument implements JobInstrument {
    private static final Logger LOG = LoggerFactory.getLogger(FolderInstrument.class);
    /** Looks that must find a text unchanged that ends inside a line: its writer may be slow. */
    private static final int PATIENT_LOOKS = 10;

    private static final int LOOKS = 2;

    private final ScanOpened scan;
    private final Settings settings;
    private final ResultFile reader;
    private final SettledFiles results;
    private final Map<Path, SettledFiles.Stamp> read = new HashMap<>();
    private final Set<Object> told = new HashSet<>();

    /**
     * Agreement with the instrument.
     *
     * @param jobs where lists are put
     * @param results where results appear, in it or in folders of it
     * @param poll time between two looks
     * @param patience longest wait for the next result of a command
     * @param affine from the map to the stage
     * @param originXUm x of the first pixel in the files of results, micrometres
     * @param originYUm y likewise
     * @param dwellMs exposure of a pattern that lists ask for, milliseconds
     * @param tableAxes crystal axes of results that are tables
     */
    public record Settings(
            Path jobs,
            Path results,
            Duration poll,
            Duration patience,
            Affine affine,
            double originXUm,
            double originYUm,
            double dwellMs,
            CrystalAxes tableAxes) {}

    /** @throws IOException if a folder is missing and cannot be made */
    public FolderInstrument(ScanOpened scan, Settings settings) throws IOException {
        this.scan = scan;
        this.settings = settings;
        reader = new ResultFile(scan, settings.tableAxes());
        results = new SettledFiles(settings.results(), ResultFile::readable);
        Files.createDirectories(settings.jobs());
        Files.createDirectories(settings.results());
        Files.createDirectories(left(""));
    }

    @Override
    public @Nullable String measure(String commandId, List<Pixel> points, Run run) throws InterruptedException {
        Set<Pixel> missing = new LinkedHashSet<>(points);
        String job = JobName.of(commandId);
        boolean left = false;
        long sign = System.nanoTime();
        while (true) {
            String cut = run.cut();
            if (cut == null && System.nanoTime() - sign > settings.patience().toNanos()) {
                cut = missing.size() + " of " + new HashSet<>(points).size() + " points did not come within "
                        + settings.patience().toSeconds() + " s";
            }
            if (cut != null) {
                withdraw(job);
                return cut;
            }
            left = left || leave(job, commandId, missing);
            if (take(job, missing, run)) {
                sign = System.nanoTime();
            }
            if (missing.isEmpty()) {
                return null;
            }
            run.pause(settings.poll());
        }
    }

    private Path list(String job) {
        return settings.jobs().resolve(job + ".csv");
    }

    /** The mark that a list has left. */
    private Path left(String job) {
        Path marks = settings.jobs().resolve(".left");
        return job.isEmpty() ? marks : marks.resolve(job);
    }

    /** Puts the list where the instrument takes it, unless that was done before; says whether it is done. */
    private boolean leave(String job, String commandId, Set<Pixel> points) {
        try {
            if (!Files.exists(left(job)) && !Files.exists(list(job))) {
                PointList.write(
                        list(job),
                        PointList.of(scan, commandId, List.copyOf(points), settings.affine(), settings.dwellMs()));
                LOG.info("{} points wait in {}", points.size(), list(job));
            }
            Files.writeString(left(job), commandId);
            return true;
        } catch (IOException e) {
            tell(job, "the list cannot be written, tried again: {}", e.toString());
            return false;
        }
    }

    /** Takes a list back that the instrument has not taken. */
    private void withdraw(String job) {
        try {
            if (Files.deleteIfExists(list(job))) {
                LOG.info("{} taken back", list(job));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be taken back: {}", list(job), e.toString());
        }
    }

    /** Takes what has come; says whether there was anything. */
    private boolean take(String job, Set<Pixel> missing, Run run) throws InterruptedException {
        List<SettledFiles.Settled> files;
        try {
            files = results.look();
        } catch (IOException e) {
            tell(settings.results(), "the folder cannot be read, tried again: {}", e.toString());
            return false;
        }
        told.remove(settings.results());
        boolean any = false;
        for (SettledFiles.Settled s : files) {
            String name = String.valueOf(s.file().getFileName());
            if (s.stamp().equals(read.get(s.file()))) {
                continue;
            }
            if (!name.regionMatches(true, 0, job, 0, job.length())) {
                tell(List.of(s.file(), s.stamp()), "{} is no result of a command that waits, left alone", name);
                continue;
            }
            try {
                if (s.looks() < (ResultFile.endsInsideLine(s.file()) ? PATIENT_LOOKS : LOOKS)) {
                    continue;
                }
                List<Measurement> found = reader.at(s.file(), missing, settings.originXUm(), settings.originYUm());
                read.put(s.file(), s.stamp());
                for (Measurement m : found) {
                    run.take(m);
                    missing.remove(new Pixel(m.row(), m.col()));
                }
                any |= !found.isEmpty();
                LOG.info("{}: {} results, {} points still missing", name, found.size(), missing.size());
            } catch (IOException e) { // locked, or a part of it is still on its way: .crc behind .cpr
                tell(List.of(s.file(), s.stamp()), "{} cannot be read, tried again", e.getMessage());
            }
        }
        return any;
    }

    /** A warning, once for each thing that it is about. */
    private void tell(Object about, String format, @Nullable String what) {
        if (told.add(about)) {
            LOG.warn(format, what);
        }
    }
}
