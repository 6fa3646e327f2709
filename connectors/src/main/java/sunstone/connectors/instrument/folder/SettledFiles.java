package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Files of a folder and of those in it that nobody writes to any more: size and time of change were the same at two
 * looks. Times are compared with each other alone, since the clock of a share is another's; looks, not events, since
 * shares send none.
 *
 * <p>Not thread-safe.
 */
final class SettledFiles {
    private static final int DEPTH = 4;
    private static final int MOST = 100_000;

    private final Path folder;
    private final Predicate<Path> counted;
    private Map<Path, Seen> before = new HashMap<>();

    /** State of a file, as far as two of them can be told apart. */
    record Stamp(long size, long modified) {}

    private record Seen(Stamp stamp, int looks) {}

    /** A file, its state, and how many looks have found it so, at least 2. */
    record Settled(Path file, Stamp stamp, int looks) {}

    /** @param counted which files to look at */
    SettledFiles(Path folder, Predicate<Path> counted) {
        this.folder = folder;
        this.counted = counted;
    }

    /**
     * Looks once.
     *
     * @return what has not changed since the look before, sorted by name; hidden and temporary files are left out
     */
    List<Settled> look() throws IOException {
        Map<Path, Seen> now = new HashMap<>();
        List<Settled> settled = new ArrayList<>();
        try (Stream<Path> files = Files.find(
                folder, DEPTH, (p, a) -> a.isRegularFile() && !passing(p) && counted.test(p), new FileVisitOption[0])) {
            for (Path file : (Iterable<Path>) files.limit(MOST)::iterator) {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                Stamp stamp = new Stamp(a.size(), a.lastModifiedTime().toMillis());
                Seen last = before.get(file);
                int looks = last != null && stamp.equals(last.stamp()) ? last.looks() + 1 : 1;
                now.put(file, new Seen(stamp, looks));
                if (a.size() > 0 && looks > 1) {
                    settled.add(new Settled(file, stamp, looks));
                }
            }
        } catch (UncheckedIOException e) { // a file that went away under the look, or a share that did
            throw e.getCause();
        }
        before = now;
        settled.sort((a, b) -> a.file().compareTo(b.file()));
        return settled;
    }

    /** Looks once more; whether there are files and none has changed since the look before. */
    boolean still() throws IOException {
        List<Settled> settled = look();
        return !settled.isEmpty() && settled.size() == before.size();
    }

    private static boolean passing(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.startsWith(".")
                || name.startsWith("~")
                || name.endsWith("~")
                || name.endsWith(".tmp")
                || name.endsWith(".part");
    }
}
