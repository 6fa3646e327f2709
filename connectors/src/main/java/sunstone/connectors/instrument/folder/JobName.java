package sunstone.connectors.instrument.folder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Names of files for a command, the same whenever they are asked for, sound on Windows too: no two differ in case
 * alone.
 */
public final class JobName {
    private static final int LONGEST = 60;

    private JobName() {}

    /** {@code scan-1_12_command-9f3b00c1}: the command's id in plain characters, and its checksum. */
    public static String of(String commandId) {
        CRC32 sum = new CRC32();
        sum.update(commandId.getBytes(StandardCharsets.UTF_8));
        String plain = commandId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "_");
        String end = plain.length() > LONGEST ? plain.substring(plain.length() - LONGEST) : plain;
        return String.format(Locale.ROOT, "job_%s-%08x", end, sum.getValue());
    }
}
