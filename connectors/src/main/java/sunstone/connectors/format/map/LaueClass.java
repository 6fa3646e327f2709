package sunstone.connectors.format.map;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sunstone.models.crystallography.LaueGroup;

/**
 * The eleven Laue groups, named as in {@link LaueGroup}, with every spelling that vendors and other programs use: codes
 * of EDAX (.ang) and of DREAM.3D, point-group numbers of OIM 7 and later (100 to 131), Hermann-Mauguin and Schoenflies
 * symbols of all 32 point groups (models/doc/physics.md section 5).
 */
public enum LaueClass {
    TRICLINIC(4, "1 -1 c1 ci s2 100 101"),
    MONOCLINIC(5, "2 m 2/m 12/m1 20 21 c2 cs c1h c2h 102 103 104"),
    ORTHORHOMBIC(6, "222 mm2 mmm 2/m2/m2/m 22 d2 c2v d2h vh 105 106 107"),
    TETRAGONAL_LOW(7, "4 -4 4/m c4 s4 c4h 108 109 110"),
    TETRAGONAL(8, "422 4mm -42m -4m2 4/mmm 42 d4 c4v d2d d4h 111 112 113 114"),
    TRIGONAL_LOW(9, "3 -3 c3 s6 c3i 115 116"),
    TRIGONAL(10, "32 321 312 3m 3m1 31m -3m -3m1 -31m d3 c3v d3d 117 118 119"),
    HEXAGONAL_LOW(2, "6 -6 6/m c6 c3h c6h 120 121 122"),
    HEXAGONAL(0, "622 6mm -6m2 -62m 6/mmm 6/m2/m2/m 62 d6 c6v d3h d6h 123 124 125 126"),
    CUBIC_LOW(3, "23 m-3 m3 2/m-3 t th 127 128"),
    CUBIC(1, "432 -43m m-3m m3m 4/m-32/m 43 o td oh 129 130 131");

    /** Last space group of each Laue group, in the order of the constants. */
    private static final List<Integer> LAST_SPACE_GROUP = List.of(2, 15, 74, 88, 142, 148, 167, 176, 194, 206, 230);

    private static final Map<String, LaueClass> SPELLINGS = new HashMap<>();

    static {
        for (LaueClass c : values()) {
            for (String s : c.spellings.split(" ", -1)) {
                SPELLINGS.put(s, c);
            }
        }
    }

    private final LaueGroup group;
    private final int dream3d;
    private final String spellings;

    LaueClass(int dream3d, String spellings) {
        this.group = LaueGroup.valueOf(name());
        this.dream3d = dream3d;
        this.spellings = spellings;
    }

    /** The Laue group of a point group as EDAX, orix, MTEX or Bruker write it; empty if nobody writes it so. */
    public static Optional<LaueClass> of(String text) {
        String s = plain(text);
        LaueClass whole = SPELLINGS.get(s);
        if (whole != null) {
            return Optional.of(whole);
        }
        int open = s.lastIndexOf('['); // "Hexagonal (D6h) [6/mmm]"
        int close = s.indexOf(']', Math.max(0, open));
        return open < 0 || close < 0
                ? Optional.empty()
                : Optional.ofNullable(SPELLINGS.get(s.substring(open + 1, close)));
    }

    /** As {@link #of}, where the numbers 1 to 11 are the codes of Oxford Instruments. */
    public static Optional<LaueClass> ofOxford(String text) {
        String s = plain(text);
        return Arrays.stream(values())
                .filter(c -> s.equals(String.valueOf(c.oxford())))
                .findFirst()
                .or(() -> s.matches("\\d{1,2}") ? Optional.empty() : of(s));
    }

    /** The Laue group of a number in CrystalStructures of DREAM.3D. */
    public static Optional<LaueClass> ofDream3d(long code) {
        return Arrays.stream(values()).filter(c -> c.dream3d == code).findFirst();
    }

    /** The number of a Laue group in CrystalStructures of DREAM.3D. */
    public static int toDream3d(LaueGroup group) {
        return valueOf(group.name()).dream3d;
    }

    /** The Laue group of a space group, 1 to 230; empty for any other number. */
    public static Optional<LaueClass> ofSpaceGroup(int number) {
        if (number < 1) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(c -> number <= LAST_SPACE_GROUP.get(c.ordinal()))
                .findFirst();
    }

    private static String plain(String text) {
        return text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s_\"']", "")
                .replaceAll("[\\u2010-\\u2015\\u2212]", "-")
                .replaceAll("(\\d)[\\u0304\\u0305]", "-$1");
    }

    /** Hermann-Mauguin symbol. */
    public String symbol() {
        return group.symbol();
    }

    /** Number in files of Oxford Instruments, 1 to 11. */
    public int oxford() {
        return group.oxfordCode();
    }

    /** Symmetry in .ang files. */
    public String edax() {
        return group.edaxCode();
    }

    /** The group by which orientations are reduced. */
    public LaueGroup group() {
        return group;
    }

    public static LaueClass of(LaueGroup group) {
        return valueOf(group.name());
    }

    /** Whether a is 120 degrees from b, so that X parallel to a and X parallel to a* are 30 degrees apart about c. */
    public boolean hexagonalAxes() {
        return group.system().hexagonalAxes();
    }
}
