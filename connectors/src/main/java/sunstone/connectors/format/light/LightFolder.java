package sunstone.connectors.format.light;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/**
 * Stack in a folder of images: frames in the order of their stage angles, which a table (file, stageDeg) or the names
 * ({@code _120deg}) tell, else in the natural order of their names (img2 before img10); the dark and the flat field; and files that
 * are no frames.
 *
 * @param frames images of the stack
 * @param stageDeg stage angle of each frame, empty if neither table nor names tell
 * @param dark image without light, if there is one
 * @param flat image of an even field, if there is one
 * @param notes what was passed over or used, one sentence each
 */
record LightFolder(
        List<Path> frames, List<Double> stageDeg, Optional<Path> dark, Optional<Path> flat, List<String> notes) {
    static final List<String> ENDINGS = List.of(".tif", ".tiff", ".png", ".jpg", ".jpeg");
    private static final int MOST_FILES = 100_000;
    private static final Pattern ANGLE = Pattern.compile(
            "(?<![\\d.])(-?\\d+(?:[.,]\\d+)?) ?(?:deg|degrees|\u00b0)(?![a-z])", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile(
            "(?<![a-z])(?:angle|rotation|rot|omega|stage|theta)[ _=-]?(\\d+(?:[.,]\\d+)?)(?![\\d.,]*\\d)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    static LightFolder of(Path folder) throws IOException, MalformedFile {
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(Files::isRegularFile)
                    .limit(MOST_FILES)
                    .sorted(Comparator.comparing(LightFolder::name, LightFolder::natural))
                    .toList();
        }
        List<Path> frames = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Path dark = null, flat = null;
        for (Path f : all) {
            String name = name(f).toLowerCase(Locale.ROOT);
            if (ENDINGS.stream().noneMatch(name::endsWith)) {
                continue;
            }
            if (name.startsWith(".") || has(name, "thumb|thumbs|thumbnail|preview|overview")) {
                notes.add(name(f) + " is hidden or a thumbnail, no frame");
            } else if (has(name, "dark|darkfield|darkframe|black")) {
                notes.add(name(f) + (dark == null ? " is the dark field" : " is a second dark field, not used")
                        + ", no frame");
                dark = dark == null ? f : dark;
            } else if (has(name, "flat|flatfield|white|whitefield")) {
                notes.add(name(f) + (flat == null ? " is the flat field" : " is a second flat field, not used")
                        + ", no frame");
                flat = flat == null ? f : flat;
            } else {
                frames.add(f);
            }
        }
        withoutTwins(frames, notes);
        boolean numbered = frames.stream().filter(LightFolder::numbered).count() * 2 > frames.size();
        frames.removeIf(f -> {
            boolean stray = numbered && !numbered(f);
            if (stray) {
                notes.add(name(f) + " has no number in its name as the others have, no frame");
            }
            return stray;
        });
        if (frames.isEmpty()) {
            throw new MalformedFile("holds no image, known are " + String.join(", ", ENDINGS));
        }
        List<Double> angles = table(all, frames, notes);
        if (angles.isEmpty()) {
            angles = named(frames, notes);
        }
        return sorted(frames, angles, Optional.ofNullable(dark), Optional.ofNullable(flat), notes);
    }

    private static LightFolder sorted(
            List<Path> frames, List<Double> angles, Optional<Path> dark, Optional<Path> flat, List<String> notes) {
        if (angles.isEmpty()) {
            return new LightFolder(frames, angles, dark, flat, notes);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(angles::get));
        return new LightFolder(
                order.stream().map(frames::get).toList(),
                order.stream().map(angles::get).toList(),
                dark,
                flat,
                notes);
    }

    private static String name(Path f) {
        return String.valueOf(f.getFileName());
    }

    /** Leaves of images that are there under several endings the one that loses least: TIFF before PNG before JPEG. */
    private static void withoutTwins(List<Path> frames, List<String> notes) {
        Map<String, Path> best = new HashMap<>();
        for (Path f : frames) {
            best.merge(stem(f), f, (a, b) -> rank(a) <= rank(b) ? a : b);
        }
        if (best.size() < frames.size()) {
            notes.add(frames.size() - best.size() + " images are there under another ending too (such as "
                    + name(frames.stream()
                            .filter(f -> !best.containsValue(f))
                            .findFirst()
                            .orElseThrow())
                    + "): TIFF was taken before PNG, PNG before JPEG");
            frames.removeIf(f -> !best.containsValue(f));
        }
    }

    private static String stem(Path f) {
        return name(f).substring(0, name(f).lastIndexOf('.')).toLowerCase(Locale.ROOT);
    }

    private static int rank(Path f) {
        String name = name(f).toLowerCase(Locale.ROOT);
        return ENDINGS.indexOf(name.substring(name.lastIndexOf('.')));
    }

    private static boolean numbered(Path f) {
        return DIGITS.matcher(name(f)).find();
    }

    /** Whether a word stands in a name by itself. */
    private static boolean has(String name, String words) {
        return name.matches("(.*[^a-z])?(" + words + ")([^a-z].*)?");
    }

    /** Compares names, runs of digits by their value. */
    static int natural(String a, String b) {
        int i = 0, j = 0;
        while (i < a.length() && j < b.length()) {
            if (Character.isDigit(a.charAt(i)) && Character.isDigit(b.charAt(j))) {
                int p = i, q = j;
                while (i < a.length() && Character.isDigit(a.charAt(i))) {
                    i++;
                }
                while (j < b.length() && Character.isDigit(b.charAt(j))) {
                    j++;
                }
                String x = a.substring(p, i).replaceFirst("^0+(?=.)", ""),
                        y = b.substring(q, j).replaceFirst("^0+(?=.)", "");
                int c = x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
                if (c != 0) {
                    return c;
                }
            } else {
                int c = Character.compare(Character.toLowerCase(a.charAt(i++)), Character.toLowerCase(b.charAt(j++)));
                if (c != 0) {
                    return c;
                }
            }
        }
        int c = Integer.compare(a.length() - i, b.length() - j);
        return c != 0 ? c : a.compareTo(b);
    }

    private static List<Double> named(List<Path> frames, List<String> notes) throws MalformedFile {
        List<Double> angles = new ArrayList<>();
        for (Path f : frames) {
            Matcher m = ANGLE.matcher(name(f));
            if (m.find()) {
                angles.add(TextLines.number(m.group(1)));
            }
        }
        if (!angles.isEmpty() && angles.size() != frames.size()) {
            throw new MalformedFile(
                    "has stage angles in " + angles.size() + " of " + frames.size() + " names, needed are all or none");
        }
        if (angles.isEmpty()) {
            angles.addAll(behindAWord(frames));
        }
        if (!angles.isEmpty()) {
            notes.add("stage angles were taken from the names of the images");
        }
        return angles;
    }

    /** Angles as in angle_030.tif, if every name has one and they do not simply count the images. */
    private static List<Double> behindAWord(List<Path> frames) {
        List<Double> angles = new ArrayList<>();
        for (Path f : frames) {
            Matcher m = WORD.matcher(name(f));
            if (!m.find()) {
                return List.of();
            }
            angles.add(TextLines.number(m.group(1)));
        }
        List<Double> sorted = angles.stream().sorted().toList();
        double first = sorted.get(0), last = sorted.get(sorted.size() - 1);
        return last - first > sorted.size() - 1 ? angles : List.of();
    }

    /** The angles of a table beside the images, empty if there is none. */
    private static List<Double> table(List<Path> all, List<Path> frames, List<String> notes)
            throws IOException, MalformedFile {
        for (Path f : all) {
            if (name(f).toLowerCase(Locale.ROOT).endsWith(".csv") && !name(f).startsWith(".")) {
                Map<String, Double> angles = angles(f);
                if (angles != null) {
                    List<Double> list = new ArrayList<>();
                    for (Path frame : frames) {
                        Double angle = angles.get(name(frame).toLowerCase(Locale.ROOT));
                        if (angle == null) {
                            throw new MalformedFile(
                                    "has no stage angle of " + name(frame) + " in its table " + name(f));
                        }
                        list.add(angle);
                    }
                    notes.add("stage angles were taken from " + name(f));
                    return list;
                }
            }
        }
        return List.of();
    }

    private static @Nullable Map<String, Double> angles(Path table) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(table)) {
            String head = in.nextFilled();
            if (head == null
                    || !head.replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT).matches("file[,;]stagedeg")) {
                return null;
            }
            Map<String, Double> angles = new HashMap<>();
            for (String line = in.nextFilled(); line != null; line = in.nextFilled()) {
                String[] f = line.replace("\"", "").split("[,;]", 2);
                if (f.length < 2 || angles.size() == MOST_FILES) {
                    throw new MalformedFile(
                            "has a table " + name(table) + " whose line " + in.number() + " is no file and angle");
                }
                double angle = in.decimal(f[1].strip(), "stageDeg");
                Double other =
                        angles.put(f[0].strip().toLowerCase(Locale.ROOT), angle); // Windows does not tell capitals
                if (other != null && other != angle) {
                    throw new MalformedFile("has a table " + name(table) + " with two stage angles of "
                            + TextLines.shortened(f[0].strip()) + ", " + other + " and " + angle + " degrees");
                }
            }
            return angles;
        }
    }
}
