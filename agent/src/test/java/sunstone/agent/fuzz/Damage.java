package sunstone.agent.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damage to good bytes, from a random generator alone. */
public final class Damage {
    private static final String[] FRAGMENTS = {
        "null",
        "true",
        "{}",
        "[]",
        "\"\"",
        "-1",
        "0",
        "1e999",
        "1e1000000000",
        "1e-1000000000",
        "0.1e1",
        "1.5",
        "-0.0",
        "9223372036854775808",
        "2147483648",
        "-2147483649",
        "67108864",
        "16777217",
        "{\"a\":",
        "[[[[[[[[",
        "\\u0000",
        "\\ud800",
        "\"",
        ",",
        ":",
        ";",
        "}",
        "]",
        "\n",
        "\r\n",
        "\t",
        " ",
        "NaN",
        "Infinity",
        "0x10",
        "&a [*a,*a]",
        "!!java.lang.ProcessBuilder [[\"true\"]]",
        "- ",
        "#",
        "\u0000",
        "\uFEFF",
        "1".repeat(400),
        "[".repeat(3000),
        "{\"a\":".repeat(1500),
        "6/mmm",
        "m-3m",
        "sunstone/1",
        "360.0",
        "1e-320"
    };

    /** A number, or a text in quotes. */
    private static final Pattern VALUE = Pattern.compile("\"[^\"\n]{0,200}\"|-?[0-9][0-9.eE+-]*");

    private Damage() {}

    /** Text with one value put in another's place, or bytes changed, removed, doubled or put in. */
    public static byte[] text(byte[] good, SplittableRandom random) {
        return random.nextBoolean() ? exchanged(good, random) : bytes(good, random);
    }

    private static byte[] exchanged(byte[] good, SplittableRandom random) {
        Matcher m = VALUE.matcher(new String(good, ISO_8859_1));
        List<MatchResult> values = m.results().toList();
        if (values.isEmpty()) {
            return bytes(good, random);
        }
        MatchResult old = values.get(random.nextInt(values.size()));
        String other = random.nextBoolean()
                ? FRAGMENTS[random.nextInt(FRAGMENTS.length)]
                : values.get(random.nextInt(values.size())).group();
        return splice(good, old.start(), old.end(), other.getBytes(ISO_8859_1));
    }

    /** One to three times: a byte changed, some removed, some doubled, a fragment put in, or the end cut off. */
    public static byte[] bytes(byte[] good, SplittableRandom random) {
        byte[] b = good.clone();
        for (int n = random.nextInt(1, 4); n > 0 && b.length > 0; n--) {
            int at = random.nextInt(b.length);
            switch (random.nextInt(6)) {
                case 0 -> b[at] = (byte) random.nextInt(256);
                case 1 -> b[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> b = splice(b, at, Math.min(b.length, at + random.nextInt(1, 20)), new byte[0]);
                case 3 -> b = splice(b, at, at, Arrays.copyOf(b, random.nextInt(Math.min(b.length, 40))));
                case 4 -> b = splice(b, at, at, fragment(random).getBytes(ISO_8859_1));
                default -> b = random.nextInt(4) == 0 ? Arrays.copyOf(b, at) : b;
            }
        }
        return b;
    }

    /** A text that something may choke on. */
    public static String fragment(SplittableRandom random) {
        return FRAGMENTS[random.nextInt(FRAGMENTS.length)];
    }

    private static byte[] splice(byte[] b, int from, int to, byte[] insert) {
        byte[] out = new byte[b.length - (to - from) + insert.length];
        System.arraycopy(b, 0, out, 0, from);
        System.arraycopy(insert, 0, out, from, insert.length);
        System.arraycopy(b, to, out, from + insert.length, b.length - to);
        return out;
    }
}
