package sunstone.connectors.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.LaueGroup;

/** Siblings of the cases: other encodings, orders, spellings and forms of "not indexed" of the same two maps. */
class SiblingsTest {
    private static final Path ANG = SharedFiles.reference("cases/01-oim-version7/Test_Ti.ang");
    private static final Path CTF = SharedFiles.reference("cases/00-control/lf.ctf");

    @TempDir
    Path dir;

    private EbsdMap ang(Function<String, String> change) throws IOException {
        String text = Files.readString(ANG, ISO_8859_1);
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        return SharedFiles.read(Files.writeString(dir.resolve("a.ANG"), changed, ISO_8859_1));
    }

    private EbsdMap ctf(Function<String, String> change) throws IOException {
        String text = Files.readString(CTF, ISO_8859_1);
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        return SharedFiles.read(Files.writeString(dir.resolve("a.ctf"), changed, ISO_8859_1));
    }

    private static void same(EbsdMap map, Path control, int points) {
        CasesTest.agrees(map, SharedFiles.read(control), points);
    }

    /** Changes the order of the lines of points. */
    private static String points(String text, Function<List<String>, List<String>> change) {
        List<String> head = new ArrayList<>(), body = new ArrayList<>();
        boolean ctf = text.startsWith("Channel");
        boolean inHead = true;
        for (String line : text.lines().toList()) {
            inHead &= ctf || line.startsWith("#");
            (inHead ? head : body).add(line);
            inHead &= !line.startsWith("Phase\tX");
        }
        head.addAll(change.apply(body));
        return String.join("\n", head) + "\n";
    }

    private static List<String> shuffled(List<String> lines, int keep) {
        List<String> l = new ArrayList<>(lines);
        Collections.shuffle(l, new Random(4));
        return l.subList(0, keep);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, true", "UTF-16BE, true", "UTF-16LE, false", "UTF-16BE, false", "UTF-8, true"})
    void read_otherEncoding_isTheSameMap(String charset, boolean mark) throws IOException {
        for (Path file : List.of(ANG, CTF)) {
            String text = (mark ? "\ufeff" : "") + Files.readString(file, ISO_8859_1);
            Path copy = dir.resolve("copy" + file.getFileName());
            Files.write(copy, text.getBytes(Charset.forName(charset)));
            same(SharedFiles.read(copy), file, file.equals(ANG) ? 169 : 334);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\r\n", "\t\n", " \t \n", "\n\n"})
    void read_otherLineEnds_isTheSameMap(String end) throws IOException {
        same(ang(s -> s.replace("\n", end)), ANG, 169);
        same(ctf(s -> s.replace("\n", end)), CTF, 334);
    }

    @Test
    void read_decimalCommas_isTheSameMap() throws IOException {
        same(ang(s -> s.replaceAll("(\\d)\\.(\\d)", "$1,$2")), ANG, 169);
        same(ctf(s -> s.replaceAll("(\\d)\\.(\\d)", "$1,$2")), CTF, 334);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "126",
                "123",
                "6/mmm",
                "622",
                "6mm",
                "D6h",
                "D6",
                "6/m 2/m 2/m",
                "Hexagonal (D6h) [6/mmm]",
                "-6m2"
            })
    void ang_spellingOfTheSymmetry_isKnown(String symmetry) throws IOException {
        EbsdMap map = ang(s -> s.replaceFirst("# Symmetry +62\n", "# Symmetry  " + symmetry + "\n"));
        same(map, ANG, 169);
        assertThat(map.notes()).isEmpty();
    }

    @Test
    void ang_noSymmetryAtAll_isGuessedFromTheCellAndSaidSo() throws IOException {
        EbsdMap map = ang(s -> s.replaceFirst("# Symmetry +62\n", "").replaceFirst("# PointGroupID +126\n", ""));
        same(map, ANG, 169);
        assertThat(map.notes()).singleElement().asString().contains("guessed from its cell");
    }

    @ParameterizedTest
    @CsvSource({
        "32, -3m",
        "23, m-3",
        "mmm, mmm",
        "-1, -1",
        "100, -1",
        "42, 4/mmm",
        "3, -3",
        "20, 2/m",
        "6, 6/m",
        "4/m, 4/m"
    })
    void ang_otherLaueGroup_isKeptAsItselfAndNoted(String symmetry, String symbol) throws IOException {
        EbsdMap map = ang(s -> s.replaceFirst("# Symmetry +62\n", "# Symmetry " + symmetry + "\n")
                .replaceFirst("# PointGroupID +126\n", "")
                .replaceFirst("# LatticeConstants.*\n", ""));
        assertThat(map.phases()).extracting(p -> p.laue().symbol()).containsExactly(symbol);
        assertThat(map.crystals().get(0).laue().orElseThrow().symbol()).isEqualTo(symbol);
        assertThat(map.count(1)).isEqualTo(169);
        assertThat(map.notes()).singleElement().asString().contains(symbol, "the shipped prior does not know");
    }

    @Test
    void ang_cubicCodeOnAHexagonalCell_isRefusedUnlessThePointGroupIsThatOfTheCell() throws IOException {
        String text = Files.readString(ANG, ISO_8859_1).replaceFirst("# Symmetry +62", "# Symmetry 43");
        String alone = text.replaceFirst("# PointGroupID +126\n", "");
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("a.ang"), alone, ISO_8859_1)))
                .contains("m-3m", "cell does not allow", "2.95");

        EbsdMap map = SharedFiles.read(Files.writeString(dir.resolve("b.ang"), text, ISO_8859_1));
        same(map, ANG, 169);
        assertThat(map.notes()).singleElement().asString().contains("m-3m", "6/mmm", "contradict");

        String neither = text.replace("90.000 120.000", "90.000  90.000").replace("2.950 4.680", "3.100 4.680");
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("c.ang"), neither, ISO_8859_1)))
                .contains("contradicts itself", "43", "126");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Phase of interest: Ti",
                "Phase 1 was indexed twice",
                "Symmetry of the sample is unknown",
                "XSTEPS were checked",
                "GRIDLINES: none",
                "NROWS_TOTAL: 99"
            })
    void ang_lineThatBeginsLikeAKey_isNone(String line) throws IOException {
        same(ang(s -> s.replace("# HEADER: End", "# " + line + "\n# HEADER: End")), ANG, 169);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.56637 12.56637 12.56637 %s 0 -1 0 1 180",
                "12.56637 12.56637 12.56637 %s 0 0 -1 1 180",
                "4.0 4.0 4.0 %s -1.0 -2.0 -1 -1 0",
                "nan nan nan %s 0 0 0 0 0",
                "0 0 0 %s 0 0 0 0 0",
                "0.1 0.2 0.3 %s 0 -1 0 1 180",
                "0.1 0.2 0.3 %s 0 0.5 -1 1 180"
            })
    void ang_formOfNotIndexed_isNotIndexed(String form) throws IOException {
        EbsdMap map = ang(s -> points(s, lines -> {
            List<String> l = new ArrayList<>(lines);
            String[] f = l.get(20).strip().split(" +");
            l.set(20, form.formatted(f[3] + " " + f[4]));
            return l;
        }));
        same(map, ANG, 168);
        assertThat(map.phase()[20]).isZero();
    }

    @Test
    void ang_zeroBesideOneInTheColumnOfOnePhase_isNotIndexedAndSaidSo() throws IOException {
        EbsdMap map = ang(s -> points(s, lines -> {
            List<String> l = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                String[] f = lines.get(i).strip().split(" +");
                f[7] = i % 10 == 0 ? "0" : "1";
                l.add(String.join(" ", f));
            }
            return l;
        }));
        same(map, ANG, 169 - 17);
        assertThat(map.notes()).singleElement().asString().contains("17 points", "not indexed");
    }

    @Test
    void read_anyOrderAndDirection_isTheSameMap() throws IOException {
        same(ang(s -> points(s, l -> shuffled(l, l.size()))), ANG, 169);
        same(ctf(s -> points(s, l -> shuffled(l, l.size()))), CTF, 334);
        same(
                ang(s -> points(s, l -> {
                    List<String> r = new ArrayList<>(l);
                    Collections.reverse(r);
                    return r;
                })),
                ANG,
                169);
    }

    @Test
    void read_gaps_arePlacedUnderTheHeadersGrid() throws IOException {
        for (int keep : new int[] {2, 5, 40, 168}) {
            EbsdMap map = ang(s -> points(s, l -> shuffled(l, keep)));
            same(map, ANG, keep);
            assertThat(map.notes()).singleElement().asString().contains(keep + " of the 169 places");
        }
        EbsdMap map = ctf(s -> points(s, l -> shuffled(l, 200)));
        same(map, CTF, map.count(1));
        assertThat(map.count(1) + map.count(2)).isBetween(100, 200);
    }

    /** A policy that measures every fourth place of every fourth line is no coarser map. */
    @Test
    void ang_regularGaps_areASparseScan() throws IOException {
        EbsdMap map = ang(s -> points(s, lines -> lines.stream()
                .filter(l -> {
                    String[] f = l.strip().split(" +");
                    long c = Math.round(Double.parseDouble(f[3]) / 0.4), r = Math.round(Double.parseDouble(f[4]) / 0.4);
                    return c % 4 == 2 && r % 4 == 2;
                })
                .collect(Collectors.toList())));
        same(map, ANG, 9);
    }

    @Test
    void ang_pointOffTheGridOrTwice_isRefusedNamingIt() throws IOException {
        String text = Files.readString(ANG, ISO_8859_1);
        String off = points(text, l -> {
            List<String> r = new ArrayList<>(l);
            r.set(3, r.get(3).replaceFirst("1\\.20000", "1.37000"));
            return r;
        });
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("a.ang"), off, ISO_8859_1)))
                .contains("point 4 at (1.37", "0.4 um apart");
        String twice = points(text, l -> {
            List<String> r = new ArrayList<>(l);
            r.set(30, r.get(7));
            return r;
        });
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("b.ang"), twice, ISO_8859_1)))
                .contains("points 8 and 31 at the same place");
    }

    @Test
    void ang_otherOrigin_isKept() throws IOException {
        EbsdMap map = ang(s -> points(s, lines -> lines.stream()
                .map(l -> {
                    String[] f = l.strip().split(" +");
                    f[3] = String.valueOf(Double.parseDouble(f[3]) + 120);
                    f[4] = String.valueOf(Double.parseDouble(f[4]) - 48);
                    return String.join(" ", f);
                })
                .toList()));
        same(map, ANG, 169);
        assertThat(map.originXUm()).isEqualTo(120);
        assertThat(map.originYUm()).isEqualTo(-48);
    }

    @Test
    void ctf_columnsInAnotherOrderAndUnknownOnes_areFoundByName() throws IOException {
        EbsdMap map = ctf(s -> s.lines()
                .map(l -> {
                    String[] f = l.split("\t", -1);
                    return f.length == 11
                            ? String.join(
                                    "\t",
                                    f[1],
                                    f[2],
                                    f[0].equals("Phase") ? "Oxygen" : "1.5",
                                    f[5],
                                    f[6],
                                    f[7],
                                    f[9],
                                    f[0])
                            : l;
                })
                .collect(Collectors.joining("\n"))
                .replace("X\tY\tOxygen", "x\ty\tOxygen"));
        same(map, CTF, 334);
        assertThat(map.quality()[0]).isEqualTo(124 / 255f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6/mmm\t194", "622\t194", "\t194", "0\t194", "9\t0", "7\t194", "9\t164"})
    void ctf_symmetryWrittenOtherwise_isCrossChecked(String written) throws IOException {
        EbsdMap map = ctf(s -> s.replace("Ti-Hex\t9\t194", "Ti-Hex\t" + written));
        String symbol = map.crystalOf(1).orElseThrow().laue().orElseThrow().symbol();
        if (written.equals("9\t164")) { // both fit the cell: the space group is the more special evidence
            assertThat(symbol).isEqualTo("-3m");
            assertThat(map.notes()).anyMatch(n -> n.contains("contradict"));
        } else {
            same(map, CTF, 334);
        }
    }

    @Test
    void ctf_cellAgainstBothCodes_isSaid() throws IOException {
        EbsdMap map = ctf(s -> s.replace("90.000;90.000;120.000", "90.000;90.000;90.000"));
        assertThat(map.phaseOf(1).orElseThrow().laue()).isEqualTo(LaueGroup.HEXAGONAL);
        assertThat(map.notes()).singleElement().asString().contains("does not allow");
    }
}
