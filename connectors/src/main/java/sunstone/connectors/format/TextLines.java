package sunstone.connectors.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a text file, with their numbers and a limit on their length: a broken file may hold no line end at all. Bytes
 * are Latin-1, which nothing fails to decode and which keeps the names of instruments readable.
 */
final class TextLines implements AutoCloseable {
    /** Longest line that is read, characters. */
    static final int MAX_LENGTH = 20_000;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final StringBuilder line = new StringBuilder();
    private int filled;
    private int taken;
    private int number;

    TextLines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** The next line without its end, or null at the end of the file. */
    @Nullable
    String next() throws IOException, MalformedFile {
        line.setLength(0);
        number++;
        int c = read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = read()) {
            if (line.length() == MAX_LENGTH) {
                throw wrong("is longer than the limit of " + MAX_LENGTH + " characters");
            }
            line.append((char) c);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private int read() throws IOException {
        if (taken == filled) {
            filled = in.read(buffer);
            taken = 0;
            if (filled < 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[taken++] & 255;
    }

    /** The next line that is not blank, or null at the end of the file. */
    @Nullable
    String nextFilled() throws IOException, MalformedFile {
        String s = next();
        while (s != null && s.isBlank()) {
            s = next();
        }
        return s;
    }

    /** Number of the line read last, from 1. */
    int number() {
        return number;
    }

    /** A complaint about the line read last. */
    MalformedFile wrong(String what) {
        return new MalformedFile("line " + number + " " + what);
    }

    /** A finite number with a decimal point or comma. */
    double decimal(String text, String name) throws MalformedFile {
        try {
            double v = Double.parseDouble(text.indexOf(',') < 0 ? text : text.replace(',', '.'));
            if (Double.isFinite(v)) {
                return v;
            }
        } catch (NumberFormatException e) {
            // falls through to the complaint
        }
        throw wrong("has " + name + " \"" + shortened(text) + "\", needed is a finite number");
    }

    /** A whole number within limits. */
    int whole(String text, String name, int least, int most) throws MalformedFile {
        try {
            int v = Integer.parseInt(text.trim());
            if (v >= least && v <= most) {
                return v;
            }
        } catch (NumberFormatException e) {
            // falls through to the complaint
        }
        throw wrong("has " + name + " \"" + shortened(text) + "\", allowed is " + least + " to " + most);
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
