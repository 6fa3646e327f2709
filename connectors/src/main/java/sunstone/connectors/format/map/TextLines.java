package sunstone.connectors.format.map;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a text file, with their numbers and a limit on their length: a broken file may hold no line end at all. Lines end
 * in LF, CR LF or CR. Bytes are UTF-8, UTF-16 or UTF-32 where a byte-order mark or the zeros between the letters say so; otherwise
 * a line is UTF-8 where it can be, and else what Windows writes in the West (1252: Latin-1 with dashes and quotes), which keeps the
 * names of instruments readable.
 */
public final class TextLines implements AutoCloseable {
    /** Longest line that is read, characters. */
    public static final int MAX_LENGTH = 20_000;

    /** A NaN as the languages write it. */
    private static final Pattern NONE = Pattern.compile("(?i)[+-]?(nan(\\(\\w*\\))?|1[.,]#(ind|[qs]nan)0*)");

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final Reader in;
    private final boolean unmarked;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder line = new StringBuilder();
    private int filled;
    private int taken;
    private int number;
    private boolean afterReturn;

    public TextLines(Path file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            Charset charset = charset(bytes);
            unmarked = charset.equals(StandardCharsets.ISO_8859_1);
            in = new InputStreamReader(bytes, charset);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The encoding of a stream that supports marks, which is left behind any byte-order mark. */
    public static Charset charset(InputStream in) throws IOException {
        in.mark(4);
        byte[] b = in.readNBytes(4);
        in.reset();
        int first = b.length < 2 ? 0 : (b[0] & 255) << 8 | b[1] & 255;
        if (b.length == 4 && first == 0xfffe && b[2] == 0 && b[3] == 0) {
            in.skipNBytes(4);
            return Charset.forName("UTF-32LE");
        }
        if (b.length == 4 && first == 0 && (b[2] & 255) == 0xfe && (b[3] & 255) == 0xff) {
            in.skipNBytes(4);
            return Charset.forName("UTF-32BE");
        }
        if (first == 0xfeff || first == 0xfffe) {
            in.skipNBytes(2);
            return first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        if (first == 0xefbb && b.length > 2 && (b[2] & 255) == 0xbf) {
            in.skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        if (b.length == 4 && b[1] == 0 && b[3] == 0 && b[0] != 0) {
            return StandardCharsets.UTF_16LE;
        }
        if (b.length == 4 && b[0] == 0 && b[2] == 0 && b[1] != 0) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.ISO_8859_1;
    }

    /** The encoding of a text with the names of a map: Latin-1, as vendors write it, unless a name needs UTF-8. */
    public static Charset charsetOf(EbsdMap map, String author) {
        CharsetEncoder latin = StandardCharsets.ISO_8859_1.newEncoder();
        boolean enough = latin.canEncode(author) && map.crystals().stream().allMatch(p -> latin.canEncode(p.name()));
        return enough ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    /** The next line without its end, or null at the end of the file. */
    @Nullable
    public String next() throws IOException, MalformedFile {
        line.setLength(0);
        number++;
        int c = read();
        if (afterReturn && c == '\n') {
            c = read();
        }
        afterReturn = false;
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n' && c != '\r'; c = read()) {
            if (line.length() == MAX_LENGTH) {
                throw wrong("is longer than the limit of " + MAX_LENGTH + " characters");
            }
            line.append((char) c);
        }
        afterReturn = c == '\r';
        return unmarked ? decoded(line.toString()) : line.toString();
    }

    /** A line that was read as Latin-1, as UTF-8 if its bytes are that, else as Windows writes it. */
    private static String decoded(String latin) {
        if (latin.chars().allMatch(c -> c < 128)) {
            return latin;
        }
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) { // is how it says no
            return new String(bytes, WINDOWS);
        }
    }

    private int read() throws IOException {
        if (taken == filled) {
            filled = in.read(buffer);
            taken = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[taken++];
    }

    /** The next line that holds more than blanks and control characters (Ctrl-Z of DOS, zeros), or null at the end of the file. */
    @Nullable
    public String nextFilled() throws IOException, MalformedFile {
        String s = next();
        while (s != null && s.chars().allMatch(c -> c <= ' ' || Character.isWhitespace(c))) {
            s = next();
        }
        return s;
    }

    /** Fields of a line that are separated by tabs, or by blanks where it has no tab; blanks around them removed. */
    public static String[] fields(String line) {
        String s = line.strip();
        return s.indexOf('\t') < 0 ? s.split(" +", -1) : s.split(" *\t *", -1);
    }

    /** Number of the line read last, from 1. */
    public int number() {
        return number;
    }

    /** A complaint about the line read last. */
    public MalformedFile wrong(String what) {
        return new MalformedFile("line " + number + " " + what);
    }

    /** A finite number with a decimal point or comma. */
    public double decimal(String text, String name) throws MalformedFile {
        double v = number(text);
        if (Double.isFinite(v)) {
            return v;
        }
        throw wrong("has " + name + " \"" + shortened(text) + "\", needed is a finite number");
    }

    /** A finite number, or a NaN that a program wrote where it had none. */
    public double decimalOrNan(String text, String name) throws MalformedFile {
        return NONE.matcher(text.strip()).matches() ? Double.NaN : decimal(text, name);
    }

    /** The number of a text with a decimal point or comma, NaN if it is none. */
    public static double number(String text) {
        try {
            return Double.parseDouble(text.replace(',', '.').replace('\u2212', '-'));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A whole number within limits, which may be written with a fraction of zeros. */
    public int whole(String text, String name, int least, int most) throws MalformedFile {
        double v = number(text.strip());
        if (v == Math.rint(v) && v >= least && v <= most) { // NaN fails
            return (int) v;
        }
        throw wrong("has " + name + " \"" + shortened(text) + "\", allowed is " + least + " to " + most);
    }

    public static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
