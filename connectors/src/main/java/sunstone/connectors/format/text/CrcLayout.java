package sunstone.connectors.format.text;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import sunstone.connectors.format.map.MalformedFile;

/**
 * Offsets of the needed fields in a record of a .crc file, bytes.
 *
 * @param euler first of the three Euler angles
 * @param contrast band contrast, 0 if there is none
 * @param x place along a row, 0 if there is none
 * @param y place of the row, 0 if there is none
 * @param bytes length of a record
 */
record CrcLayout(int euler, int euler2, int euler3, int contrast, int x, int y, int bytes) {
    private static final int MAX_FIELDS = 100;
    private static final int MAX_UNKNOWN = 5;
    private static final double MAX_RADIANS = 13;
    private static final int SLOTS = 7;
    private static final int[] SIZES = {1, 2, 4, 8};

    /**
     * The layouts that a project allows. Fields of unknown meaning have the length that is left of the record; several of them
     * may share it in several ways.
     *
     * @param bytes length of a record, as the size of the data says
     */
    static List<CrcLayout> of(CprProject project, int bytes) throws MalformedFile {
        int[] codes = codes(project);
        int fields = codes.length, known = known(codes), unknown = 0;
        for (int code : codes) {
            unknown += size(code) == 0 ? 1 : 0;
        }
        int left = bytes - known;
        if (left < unknown) {
            throw new MalformedFile("lists " + fields + " fields of " + (known + unknown)
                    + " bytes or more, its .crc has records of " + bytes + " bytes");
        }
        if (unknown > MAX_UNKNOWN) {
            throw new MalformedFile("lists " + unknown + " fields of unknown length, allowed are " + MAX_UNKNOWN);
        }
        Set<CrcLayout> found = new LinkedHashSet<>();
        place(codes, 0, 1, unknown == 0 ? -1 : left, new int[SLOTS], bytes, found);
        if (found.isEmpty()) {
            throw new MalformedFile("lists " + unknown + " fields of unknown length, which cannot take up the " + left
                    + " bytes that are left of a record of " + bytes + " bytes");
        }
        if (found.stream().anyMatch(l -> l.euler == 0 || l.euler2 == 0 || l.euler3 == 0)) {
            throw new MalformedFile("lists no Euler angles (3, 4, 5) in [fields]");
        }
        return new ArrayList<>(found);
    }

    /**
     * Length of a record whose every field is known and which holds its own place, so that there need not be one for every place of the
     * raster; else 0.
     */
    static int placed(CprProject project) throws MalformedFile {
        int[] codes = codes(project);
        boolean places = IntStream.of(codes).anyMatch(c -> c == 1)
                && IntStream.of(codes).anyMatch(c -> c == 2)
                && IntStream.of(codes).noneMatch(c -> size(c) == 0);
        return places ? known(codes) : 0;
    }

    private static int[] codes(CprProject project) throws MalformedFile {
        int[] codes = new int[project.whole("fields.count", MAX_FIELDS)];
        for (int k = 0; k < codes.length; k++) {
            codes[k] = project.whole("fields.field" + (k + 1), 1 << 20);
        }
        return codes;
    }

    /** Bytes of a record that are accounted for: the phase and the fields of known length. */
    private static int known(int[] codes) {
        return 1 + IntStream.of(codes).map(CrcLayout::size).sum();
    }

    /** Goes through the fields and, for unknown ones, through their possible lengths; -1 left: there are none. */
    private static void place(int[] codes, int k, int offset, int left, int[] at, int bytes, Set<CrcLayout> found) {
        if (k == codes.length) {
            if (left <= 0) {
                found.add(new CrcLayout(at[0], at[1], at[2], at[3], at[4], at[5], bytes));
            }
            return;
        }
        int size = size(codes[k]);
        if (size > 0) {
            int[] next = at.clone();
            next[slot(codes[k])] = offset;
            place(codes, k + 1, offset + size, left, next, bytes, found);
            return;
        }
        for (int s : SIZES) {
            if (s <= left) {
                place(codes, k + 1, offset + s, left - s, at, bytes, found);
            }
        }
    }

    private static int slot(int code) {
        return switch (code) {
            case 3, 4, 5 -> code - 3;
            case 7 -> 3;
            case 1, 2 -> code + 3;
            default -> SLOTS - 1;
        };
    }

    /** Bytes of a field: coordinates, angles, MAD, reliability and counts of X-rays are float, the rest small counts. */
    private static int size(int code) {
        return switch (code) {
            case 1, 2, 3, 4, 5, 6, 12 -> 4;
            case 7, 8, 10, 11 -> 1;
            default -> code > 100 ? 4 : 0;
        };
    }

    /** Whether the angles of every indexed record are angles. */
    boolean fits(ByteBuffer records) {
        for (int i = 0; i + bytes <= records.capacity(); i += bytes) {
            if (records.get(i) != 0
                    && !(angle(records.getFloat(i + euler))
                            && angle(records.getFloat(i + euler2))
                            && angle(records.getFloat(i + euler3)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number can be an angle in radians; a float out of other bytes is far too large or too small. */
    private static boolean angle(float v) {
        return v == 0 || Math.abs(v) <= MAX_RADIANS && Math.abs(v) > 1e-9; // NaN fails
    }
}
